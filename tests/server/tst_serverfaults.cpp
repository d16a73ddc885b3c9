// SPDX-License-Identifier: Apache-2.0
// Faults of a real API server. After each, the store equals a fresh list, and the user was told.
#include "server/faultrig.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::test;
using namespace std::chrono_literals;
using kube::Reflector;
using kube::ReflectorTiming;
using State = RecordingSink::State;

namespace {

const std::string rbac = "/apis/rbac.authorization.k8s.io/v1/";

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

ApiWrite readersRole() {
    return {"POST", rbac + "clusterroles",
            "{\"metadata\":{\"name\":\"reader\"},\"rules\":[{\"apiGroups\":[\"serving.knative.dev\"],"
            "\"resources\":[\"revisions\"],\"verbs\":[\"list\",\"watch\"]}]}"};
}

ApiWrite grant() {
    return {"POST", rbac + "clusterrolebindings",
            "{\"metadata\":{\"name\":\"reader\"},\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\","
            "\"kind\":\"ClusterRole\",\"name\":\"reader\"},\"subjects\":[{\"apiGroup\":"
            "\"rbac.authorization.k8s.io\",\"kind\":\"User\",\"name\":\"limited\"}]}"};
}

ReflectorTiming impatient() {
    ReflectorTiming timing;
    timing.refusedRetry = 300ms;
    timing.settling = 1000ms;
    timing.watchMin = 1000ms; // a watch that runs is not ended by a lost right: only the next one is refused
    timing.watchMax = 2000ms;
    return timing;
}

} // namespace

class ServerFaultsTest final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<FaultServer> m_faults;

    static void done(const Result<void>& result) {
        QVERIFY2(result, result ? "" : result.error().sentence().c_str());
    }
    void restartWith(const QStringList& flags) {
        m_faults->server.setFlags(flags);
        m_faults->server.kill9();
        done(m_faults->server.restart());
    }
    /// In the end it is right and says so.
    void endsRight(const RecordingSink& sink) {
        QTRY_COMPARE_WITH_TIMEOUT(sink.stateName(), text("Live"), 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(sink.dump(), m_faults->freshList(), 20'000);
        QCOMPARE(sink.stateName(), text("Live"));
        QVERIFY(!sink.was(State::NotServed));
    }

private slots:
    void initTestCase() {
        if (const auto reason = ApiServer::unavailable()) {
            QSKIP(qPrintable(*reason));
        }
        m_faults = std::make_unique<FaultServer>();
        done(m_faults->start());
        done(m_faults->server.apply({readersRole(), grant()}));
    }

    void aRevokedRoleIsToldAndAGrantedOneSeen() {
        kube::Client client(m_faults->config("limited-token"));
        RecordingSink sink;
        Reflector reflector(client, FaultServer::revisions(), sink);
        reflector.setTiming(impatient());
        reflector.start();
        QTRY_COMPARE_WITH_TIMEOUT(sink.stateName(), text("Live"), 20'000);
        done(m_faults->server.apply({{"DELETE", rbac + "clusterrolebindings/reader", {}}}));
        QTRY_COMPARE_WITH_TIMEOUT(sink.stateName(), text("Denied"), 20'000);
        QVERIFY2(sink.sentence().contains(text("User \"limited\" cannot")), qPrintable(sink.sentence()));
        QVERIFY2(sink.sentence().contains(text("Ask for this permission")), qPrintable(sink.sentence()));
        done(m_faults->change()); // unseen
        done(m_faults->server.apply({grant()}));
        endsRight(sink);
    }

    void aRevokedTokenIsToldAndANewOneSeen() {
        kube::Client client(m_faults->config("limited-token"));
        RecordingSink sink;
        Reflector reflector(client, FaultServer::revisions(), sink);
        reflector.setTiming(impatient());
        reflector.start();
        QTRY_COMPARE_WITH_TIMEOUT(sink.stateName(), text("Live"), 20'000);
        done(m_faults->server.setTokens("admin-token,admin,1,\"system:masters\"\n"));
        restartWith({});
        QTRY_COMPARE_WITH_TIMEOUT(sink.stateName(), text("Denied"), 30'000);
        QVERIFY(sink.was(State::Stale)); // killed first
        QVERIFY2(sink.error && sink.error->code == ErrorCode::Unauthorized, qPrintable(sink.sentence()));
        QVERIFY2(sink.sentence().contains(text("Log in again")), qPrintable(sink.sentence()));
        done(m_faults->change());
        done(m_faults->server.setTokens("admin-token,admin,1,\"system:masters\"\nlimited-token,limited,2\n"));
        restartWith({});
        endsRight(sink);
    }

    /// Over HTTP/1.1, which is all that is spoken here, a server has no GOAWAY to send; with HTTP/2 Qt would
    /// hang for ever by the 284th request.
    void goawaysHangNothing() {
        restartWith({text("--goaway-chance=0.02")});
        kube::Client client(m_faults->config());
        RecordingSink sink;
        Reflector reflector(client, FaultServer::revisions(), sink);
        reflector.setTiming(impatient()); // and a new watch every two seconds
        reflector.start();
        QTRY_COMPARE_WITH_TIMEOUT(sink.stateName(), text("Live"), 20'000);
        int answered = 0;
        for (int i = 0; i < 400; ++i) {
            kube::Request request;
            request.path = "/api/v1/namespaces/shop";
            client.send(request, [&](const Result<kube::Response>& answer) {
                answered += answer && answer->status == 200 ? 1 : 0;
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(answered, 400, 30'000);
        done(m_faults->change());
        endsRight(sink);
    }

    void compactionEndsWatchesAndPages() {
        restartWith({text("--watch-cache=false")}); // everything is etcd's own, and so is what it forgets
        kube::Client client(m_faults->config());
        HookedSink sink;
        int compactions = 0;
        int items = 0;
        const auto compact = [&] {
            ++compactions;
            done(m_faults->server.compact());
        };
        // What was just listed is forgotten before its watch begins, twice; then so is the second page.
        sink.onListEnded = [&] {
            if (compactions < 2) {
                compact();
            }
        };
        sink.onItem = [&] {
            if (compactions == 2 && ++items == 10) {
                done(m_faults->change());
                compact();
            }
        };
        Reflector reflector(client, FaultServer::revisions(), sink);
        auto timing = impatient();
        timing.pageSize = 50;
        timing.streamAgain = false;
        timing.backoff = 20ms;
        reflector.setTiming(timing);
        reflector.start();
        QTRY_COMPARE_WITH_TIMEOUT(compactions, 3, 30'000);
        endsRight(sink.kept);
        QCOMPARE(sink.kept.wholeLists, 3); // the third, in pages, was begun anew in one piece
        QCOMPARE(sink.kept.lists, 4);
        QVERIFY(sink.kept.was(State::Stale));
        QVERIFY2(sink.kept.told.join(u' ').contains(text("too old")) ||
                     sink.kept.told.join(u' ').contains(text("compacted")),
                 qPrintable(sink.kept.told.join(u'|')));
        done(m_faults->change());
        endsRight(sink.kept);
    }

    void cleanupTestCase() { m_faults.reset(); }
};

PLIMSOLL_TEST(ServerFaultsTest)
#include "tst_serverfaults.moc"
