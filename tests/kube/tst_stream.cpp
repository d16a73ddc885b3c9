// SPDX-License-Identifier: Apache-2.0
#include "kube/clientfixture.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::test;

class StreamTest : public QObject {
    Q_OBJECT

private slots:
    void streamsArriveInPieces() {
        TlsServer server(test::serverCertificate);
        Exchange exchange;
        server.handle([&](const FakeRequest&, const Exchange& e) {
            exchange = e;
            e->begin();
            e->chunk("first\n");
        });
        Client client(configOf(server.url()));
        auto stream = client.open(get("/watch"));
        Told told(*stream);
        QTRY_COMPARE(told.body, QByteArray("first\n"));
        QCOMPARE(told.status, 200);
        QCOMPARE(stream->status(), 200);
        exchange->chunk("second\n");
        QTRY_COMPARE(told.body, QByteArray("first\nsecond\n"));
        QCOMPARE(told.ends, 0);
        exchange->end();
        QTRY_COMPARE(told.ends, 1);
        QVERIFY(!told.error);
    }

    void aCutStreamEndsInAnErrorAfterItsData() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange& e) {
            e->begin();
            e->chunk("first\n");
            QTimer::singleShot(50, [e] { e->cut(); });
        });
        Client client(configOf(server.url()));
        auto stream = client.open(get("/watch"));
        Told told(*stream);
        QTRY_COMPARE(told.ends, 1);
        QCOMPARE(told.body, QByteArray("first\n"));
        QVERIFY(told.error && told.error->code == ErrorCode::Unreachable);
    }

    void largeStreamsAreReadWhole() {
        QByteArray large(8 << 20, 'x');
        TlsServer server(test::serverCertificate);
        server.handle([&large](const FakeRequest&, const Exchange& e) { e->respond(200, large); });
        Client client(configOf(server.url()));
        auto stream = client.open(get("/list"));
        Told told(*stream);
        QTRY_COMPARE_WITH_TIMEOUT(told.ends, 1, 20'000);
        QVERIFY(!told.error);
        QCOMPARE(told.body.size(), large.size());
        QVERIFY(told.largest <= 1 << 20);
    }

    void errorBodiesOfStreamsAreTold() {
        TlsServer server(test::serverCertificate);
        server.handle(
            [](const FakeRequest&, const Exchange& e) { e->respond(403, "{\"kind\":\"Status\"}"); });
        Client client(configOf(server.url()));
        auto stream = client.open(get("/watch"));
        Told told(*stream);
        QTRY_COMPARE(told.ends, 1);
        QCOMPARE(told.status, 403);
        QCOMPARE(told.body, QByteArray("{\"kind\":\"Status\"}"));
        QVERIFY(!told.error);
    }

    void manyStreamsLeaveRoomForRequests() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest& request, const Exchange& e) {
            if (request.path() == "/watch") {
                e->begin();
                e->chunk("first\n");
            } else {
                e->respond(200, "{}");
            }
        });
        Client client(configOf(server.url()));
        std::vector<std::unique_ptr<Client::Stream>> streams;
        int begun = 0;
        for (int i = 0; i < 23; ++i) {
            streams.push_back(client.open(get("/watch")));
            connect(streams.back().get(), &Client::Stream::data, this, [&begun] { ++begun; });
        }
        QTRY_COMPARE_WITH_TIMEOUT(begun, 23, 15'000);
        const auto answer = ask(client, get());
        QVERIFY2(answer, qPrintable(sentence(answer)));
    }

    void destroyedStreamsSayNothing() {
        TlsServer server(test::serverCertificate);
        Exchange exchange;
        server.handle([&](const FakeRequest&, const Exchange& e) {
            exchange = e;
            e->begin();
            e->chunk("first\n");
        });
        Client client(configOf(server.url()));
        auto stream = client.open(get("/watch"));
        int told = 0;
        connect(stream.get(), &Client::Stream::data, this, [&] {
            ++told;
            stream.reset(); // in its own signal
        });
        QTRY_COMPARE(told, 1);
        QTRY_VERIFY(!exchange->connected());
        QCOMPARE(told, 1);
    }

    void aDestroyedClientDropsWhatIsUnderWay() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange&) {});
        int answers = 0;
        auto client = std::make_unique<Client>(configOf(server.url()));
        for (int i = 0; i < 9; ++i) {
            client->send(get(), [&answers](const Result<Response>&) { ++answers; });
        }
        auto stream = client->open(get("/watch"));
        Told told(*stream);
        QTRY_VERIFY(server.requests().size() >= 7);
        client.reset();
        QTest::qWait(100);
        QCOMPARE(answers, 0);
    }
};

PLIMSOLL_TEST(StreamTest)

#include "tst_stream.moc"
