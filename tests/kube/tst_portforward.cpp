// SPDX-License-Identifier: Apache-2.0
#include "kube/clientfixture.h"
#include "kube/execrig.h"
#include "kube/podserver.h"
#include "kube/portforward.h"
#include "support/testmain.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QUrlQuery>

using namespace plimsoll;
using namespace plimsoll::test;
using namespace std::chrono_literals;
using kube::PortForward;

namespace {

const auto v4 = QStringLiteral("v4.channel.k8s.io");

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

/// A forward to port 15000 and what it said.
struct Forward {
    explicit Forward(const Config& config) : client(config) {
        QObject::connect(&forward, &PortForward::failed,
                         [this](const Error& error) { errors.push_back(error); });
        forward.setTimeouts(2s, 5s);
        const auto listening = forward.listen();
        port = listening ? *listening : quint16(0);
    }
    [[nodiscard]] std::unique_ptr<QTcpSocket> connection() const {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QHostAddress::LocalHost, port);
        return socket;
    }
    [[nodiscard]] QString said() const {
        return errors.empty() ? QString() : QString::fromStdString(errors.front().sentence());
    }
    Client client;
    PortForward forward{client, {"istio-system", "istiod-1", 15000}};
    std::vector<Error> errors;
    quint16 port = 0;
};

bool closed(const QTcpSocket& socket) {
    return socket.state() == QAbstractSocket::UnconnectedState;
}

} // namespace

class PortForwardTest final : public QObject {
    Q_OBJECT

private slots:
    void eachConnectionHasItsOwnStream() {
        PodServer server({v4});
        server.handle([](PodStream& stream) {
            stream.ports(15000);
            stream.onInput = [&stream](const QByteArray& bytes) { stream.say(0, bytes.toUpper()); };
        });
        auto config = server.config();
        config.token = "secret-of-the-harbour";
        Forward f(config);
        QVERIFY(f.port != 0);
        QVERIFY(server.streams.empty());
        const auto one = f.connection();
        one->write("one"); // before the stream is open
        const auto two = f.connection();
        two->write("two");
        QByteArray first;
        QByteArray second;
        QTRY_COMPARE(first += one->readAll(), QByteArray("ONE"));
        QTRY_COMPARE(second += two->readAll(), QByteArray("TWO"));
        QCOMPARE(server.streams.size(), std::size_t(2));
        QCOMPARE(f.forward.connections(), 2);
        QCOMPARE(server.streams.at(0)->url().path(),
                 text("/api/v1/namespaces/istio-system/pods/istiod-1/portforward"));
        QCOMPARE(server.streams.at(0)->url().query(), text("ports=15000"));
        QCOMPARE(server.streams.at(0)->protocol(), v4);
        QCOMPARE(server.streams.at(0)->header("Authorization"), QByteArray("Bearer secret-of-the-harbour"));
        one->disconnectFromHost();
        QTRY_VERIFY(!server.streams.at(0)->open() || !server.streams.at(1)->open());
        QTRY_COMPARE(f.forward.connections(), 1);
        two->write("still");
        second.clear();
        QTRY_COMPARE(second += two->readAll(), QByteArray("STILL"));
        QVERIFY(f.errors.empty());
    }

    void anHttpRequestGoesThrough() {
        PodServer server({v4});
        server.handle([](PodStream& stream) {
            stream.ports(15000);
            stream.onInput = [&stream](const QByteArray&) {
                if (stream.input.endsWith("\r\n\r\n")) {
                    stream.say(0, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"configs\":");
                    stream.say(0, "[]}");
                    stream.close();
                }
            };
        });
        Forward f(server.config());
        QNetworkAccessManager manager;
        manager.setProxy(QNetworkProxy::NoProxy);
        const std::unique_ptr<QNetworkReply> reply(manager.get(
            QNetworkRequest(QUrl(QStringLiteral("http://127.0.0.1:%1/config_dump?mask=x").arg(f.port)))));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->readAll(), QByteArray("{\"configs\":[]}"));
        QVERIFY(server.streams.at(0)->input.startsWith("GET /config_dump?mask=x HTTP/1.1\r\n"));
        QTRY_COMPARE(f.forward.connections(), 0);
        QVERIFY(f.errors.empty());
    }

    void aSlowReaderHoldsUpThePod() {
        constexpr qsizetype size = 40 * 1024 * 1024;
        PodServer server({v4}, false); // of what waits in TLS, Qt's server tells nothing
        server.handle([](PodStream& stream) {
            stream.ports(15000);
            for (qsizetype sent = 0; sent < size; sent += 32768) {
                stream.say(0, QByteArray(32768, 'x'));
            }
        });
        Forward f(server.config());
        const auto local = f.connection();
        local->setReadBufferSize(4096); // reads nothing more by itself
        QTRY_VERIFY(!server.streams.empty());
        QTest::qWait(300);
        const auto waiting = server.streams.at(0)->unsent();
        QVERIFY2(waiting > size / 3, qPrintable(QString::number(waiting)));
        local->setReadBufferSize(0);
        qsizetype got = 0;
        QTRY_COMPARE_WITH_TIMEOUT(got += local->readAll().size(), size, 20000);
    }

    void muchIsSentWhole() {
        PodServer server({v4});
        server.handle([](PodStream& stream) { stream.ports(15000); });
        Forward f(server.config());
        const auto local = f.connection();
        const QByteArray all(20 * 1024 * 1024, 'u');
        local->write(all);
        QTRY_VERIFY(!server.streams.empty());
        QTRY_COMPARE_WITH_TIMEOUT(server.streams.at(0)->input.size(), all.size(), 20000);
        QCOMPARE(server.streams.at(0)->input, all);
    }

    void whatIsSaidBeforeLeavingArrives() {
        PodServer server({v4});
        server.handle([](PodStream& stream) { stream.ports(15000); });
        Forward f(server.config());
        {
            const auto local = f.connection();
            local->write(QByteArray(500000, 'g'));
            QTRY_VERIFY(!server.streams.empty());
            local->disconnectFromHost();
            QTRY_VERIFY(closed(*local));
        }
        QTRY_COMPARE(server.streams.at(0)->input.size(), 500000);
        QTRY_COMPARE(f.forward.connections(), 0);
        QTRY_VERIFY(!server.streams.at(0)->open());
    }

    void theErrorChannelIsTold() {
        PodServer server({v4});
        server.handle([](PodStream& stream) {
            stream.ports(15000);
            stream.say(
                1, "error forwarding port 15000 to pod abc, uid : failed to connect to localhost:15000 "
                   "inside namespace \"x\", IPv4: dial tcp4 127.0.0.1:15000: connect: connection refused");
            stream.close();
        });
        Forward f(server.config());
        const auto local = f.connection();
        QTRY_VERIFY(!f.errors.empty());
        QCOMPARE(
            f.said(),
            text("port 15000 of Pod istio-system/istiod-1: error forwarding port 15000 to pod abc, uid : "
                 "failed to connect to localhost:15000 inside namespace \"x\", IPv4: dial tcp4 "
                 "127.0.0.1:15000: connect: connection refused. Nothing listens on this port in the pod: "
                 "check its containers' ports."));
        QTRY_VERIFY(closed(*local));
        QCOMPARE(f.errors.size(), std::size_t(1));
    }

    void anotherPortIsNotTakenForOurs() {
        PodServer server({v4});
        server.handle([](PodStream& stream) {
            stream.ports(15001);
            stream.say(0, "not for us");
        });
        Forward f(server.config());
        const auto local = f.connection();
        QTRY_VERIFY(!f.errors.empty());
        QVERIFY2(f.said().contains(text("another port than was asked for")), qPrintable(f.said()));
        QTRY_VERIFY(closed(*local));
        QCOMPARE(local->readAll(), QByteArray());
    }

    void aBrokenStreamEndsItsConnectionOnly() {
        PodServer server({v4});
        server.handle([](PodStream& stream) { stream.ports(15000); });
        Forward f(server.config());
        const auto one = f.connection();
        QTRY_COMPARE(server.streams.size(), std::size_t(1));
        const auto two = f.connection();
        QTRY_COMPARE(server.streams.size(), std::size_t(2));
        server.streams.at(0)->cut();
        QTRY_VERIFY(closed(*one));
        QCOMPARE(two->state(), QAbstractSocket::ConnectedState);
        QVERIFY2(f.said().contains(text("the connection broke")), qPrintable(f.said()));
    }

    void aRefusalIsInTheServersWords() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange& e) {
            e->respond(403, json("{'kind':'Status','message':'pods `istiod-1` is forbidden','code':403}"));
        });
        Forward f(configOf(server.url()));
        const auto local = f.connection();
        QTRY_VERIFY(!f.errors.empty());
        QCOMPARE(f.errors.front().code, ErrorCode::Forbidden);
        QVERIFY2(
            f.said().startsWith(text("port 15000 of Pod istio-system/istiod-1: pods \"istiod-1\" is forbid")),
            qPrintable(f.said()));
        QTRY_VERIFY(closed(*local));
    }

    void destroyingItClosesEverything() {
        PodServer server({v4});
        server.handle([](PodStream& stream) { stream.ports(15000); });
        auto f = std::make_unique<Forward>(server.config());
        const auto local = f->connection();
        QTRY_COMPARE(server.streams.size(), std::size_t(1));
        f.reset();
        QTRY_VERIFY(closed(*local));
        QTRY_VERIFY(!server.streams.at(0)->open());
    }

    void aTakenPortIsAnError() {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        Client client(configOf("https://127.0.0.1:1"));
        PortForward forward(client, {"a", "b", 9090});
        const auto listening = forward.listen(taken.serverPort());
        QVERIFY(!listening && listening.error().code == ErrorCode::Input);
        QVERIFY(listening.error().what.find(std::to_string(taken.serverPort())) != std::string::npos);
    }
};

PLIMSOLL_TEST(PortForwardTest)
#include "tst_portforward.moc"
