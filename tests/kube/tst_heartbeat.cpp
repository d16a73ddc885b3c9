// SPDX-License-Identifier: Apache-2.0
#include "kube/client.h"
#include "kube/reflector.h"
#include "support/fakeserver.h"
#include "support/testmain.h"

#include <QSignalSpy>

using plimsoll::kube::Client;
using plimsoll::kube::Config;
using plimsoll::kube::Heartbeat;
using plimsoll::test::FakeRequest;
using plimsoll::test::FakeServer;
using Exchange = FakeServer::Exchange;
using namespace std::chrono_literals;

namespace {

Config configOf(const FakeServer& server) {
    Config config;
    config.server = server.url();
    return config;
}

} // namespace

class HeartbeatTest final : public QObject {
    Q_OBJECT

private slots:
    void tellsOfTheLossOnceAndOfTheReturn() {
        FakeServer server;
        server.handle([](const FakeRequest&, const Exchange& e) { e->respond(200, "ok", "text/plain"); });
        Client client(configOf(server));
        Heartbeat heartbeat(client, 30ms);
        const QSignalSpy lost(&heartbeat, &Heartbeat::lost);
        const QSignalSpy back(&heartbeat, &Heartbeat::back);
        heartbeat.start();
        QTRY_VERIFY(server.requests().size() >= 3);
        QCOMPARE(server.requests().front().target, QByteArray("/livez"));
        QCOMPARE(lost.size() + back.size(), 0);
        server.kill();
        QTRY_COMPARE(lost.size(), 1);
        QTest::qWait(200);
        QCOMPARE(lost.size(), 1);
        server.restart();
        QTRY_COMPARE(back.size(), 1);
        QCOMPARE(lost.size(), 1);
    }

    void asksForWhatTheServerHas() {
        FakeServer server;
        server.handle([](const FakeRequest& request, const Exchange& e) {
            const bool known = request.target == "/version";
            e->respond(known ? 200 : 404, known ? "{}" : "404 page not found\n", "text/plain");
        });
        Client client(configOf(server));
        Heartbeat heartbeat(client, 30ms);
        const QSignalSpy lost(&heartbeat, &Heartbeat::lost);
        heartbeat.start();
        QTRY_VERIFY(server.requests().size() >= 5);
        QByteArrayList targets;
        for (const auto& request : server.requests()) {
            targets << request.target;
        }
        QCOMPARE(targets.mid(0, 5),
                 (QByteArrayList{"/livez", "/healthz", "/version", "/version", "/version"}));
        QCOMPARE(lost.size(), 0);
    }

    void aRefusalComesFromALivingServer() {
        FakeServer server;
        server.handle([](const FakeRequest&, const Exchange& e) { e->respond(403, "{}"); });
        Client client(configOf(server));
        Heartbeat heartbeat(client, 30ms);
        const QSignalSpy lost(&heartbeat, &Heartbeat::lost);
        heartbeat.start();
        QTRY_VERIFY(server.requests().size() >= 3);
        QCOMPARE(lost.size(), 0);
    }

    void silenceAndServerErrorsAreLosses_data() {
        QTest::addColumn<bool>("silent");
        QTest::newRow("silence") << true;
        QTest::newRow("503") << false;
    }
    void silenceAndServerErrorsAreLosses() {
        QFETCH(bool, silent);
        bool well = false;
        FakeServer server;
        server.handle([&](const FakeRequest&, const Exchange& e) {
            if (well) {
                e->respond(200, "ok", "text/plain");
            } else if (!silent) {
                e->respond(503, "no healthy upstream", "text/plain");
            }
        });
        Client client(configOf(server));
        Heartbeat heartbeat(client, 30ms);
        heartbeat.setTimeout(200ms);
        const QSignalSpy lost(&heartbeat, &Heartbeat::lost);
        const QSignalSpy back(&heartbeat, &Heartbeat::back);
        heartbeat.start();
        QTRY_COMPARE(lost.size(), 1);
        well = true;
        QTRY_COMPARE(back.size(), 1);
    }

    void noticesThatTheMachineSlept() {
        FakeServer server;
        server.handle([](const FakeRequest&, const Exchange& e) { e->respond(200, "ok", "text/plain"); });
        Client client(configOf(server));
        Heartbeat heartbeat(client, 30ms);
        std::int64_t ahead = 0;
        heartbeat.setWallClock([&] { return QDateTime::currentMSecsSinceEpoch() + ahead; });
        const QSignalSpy slept(&heartbeat, &Heartbeat::slept);
        heartbeat.start();
        QTest::qWait(150);
        ahead = 25'000; // a clock that is set right
        QTest::qWait(150);
        QCOMPARE(slept.size(), 0);
        ahead += 3'600'000;
        QTRY_COMPARE(slept.size(), 1);
        QTest::qWait(150);
        QCOMPARE(slept.size(), 1);
    }
};

PLIMSOLL_TEST(HeartbeatTest)
#include "tst_heartbeat.moc"
