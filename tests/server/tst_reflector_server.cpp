// SPDX-License-Identifier: Apache-2.0
// List and watch against a real API server: what a Reflector has must always become what a fresh list says.
#include "kube/client.h"
#include "kube/reflector.h"
#include "server/freshlist.h"
#include "support/apiserver.h"
#include "support/recordingsink.h"
#include "support/testmain.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QSignalSpy>

using namespace std::chrono_literals;
using plimsoll::cluster::Kind;
using plimsoll::kube::Client;
using plimsoll::kube::Config;
using plimsoll::kube::Discovery;
using plimsoll::kube::Heartbeat;
using plimsoll::kube::Reflector;
using plimsoll::kube::ReflectorTiming;
using plimsoll::test::ApiServer;
using plimsoll::test::ApiWrite;
using plimsoll::test::creationOf;
using plimsoll::test::pathOf;
using plimsoll::test::RecordingSink;
using plimsoll::test::statusOf;
using State = RecordingSink::State;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

ApiWrite revision(const QByteArray& name) {
    return creationOf(Kind::Revision, "shop", "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{}}");
}

ApiWrite deletion(Kind kind, std::string_view name) {
    return {"DELETE", pathOf(kind, "shop", name), {}};
}

} // namespace

class ReflectorServerTest final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ApiServer> m_server;
    std::unique_ptr<Client> m_client;

    [[nodiscard]] std::unique_ptr<Client> clientOf(const char* token) const {
        Config config;
        config.server = m_server->url();
        config.caPem = m_server->caPem();
        config.token = token;
        return std::make_unique<Client>(config);
    }

    [[nodiscard]] QString freshList(Kind kind) const { return plimsoll::test::freshList(*m_server, kind); }

    void apply(const std::vector<ApiWrite>& writes) {
        const auto ok = m_server->apply(writes);
        QVERIFY2(ok, ok ? "" : ok.error().sentence().c_str());
    }

private slots:
    void initTestCase() {
        if (const auto reason = ApiServer::unavailable()) {
            QSKIP(qPrintable(*reason));
        }
        m_server = std::make_unique<ApiServer>();
        auto ok = m_server->start();
        QVERIFY2(ok, ok ? "" : ok.error().what.c_str());
        ok = m_server->createCrds("serving.knative.dev");
        QVERIFY2(ok, ok ? "" : ok.error().sentence().c_str());
        apply({creationOf(Kind::Namespace, {}, "{\"metadata\":{\"name\":\"shop\"}}")});
        std::vector<ApiWrite> writes;
        for (int i = 0; i < 200; ++i) {
            writes.push_back(revision("cart-" + QByteArray::number(i)));
        }
        apply(writes);
        m_client = clientOf("admin-token");
    }

    void changesShowWithinASecond() {
        RecordingSink sink;
        Reflector reflector(*m_client, {pathOf(Kind::Revision, {}), {}, {}, "Revisions"}, sink);
        reflector.start();
        QTRY_COMPARE(sink.stateName(), text("Live"));
        QCOMPARE(sink.objects.size(), std::size_t(200));
        QCOMPARE(sink.dump(), freshList(Kind::Revision));

        QElapsedTimer clock;
        clock.start();
        apply({revision("new")});
        QTRY_VERIFY(sink.objects.contains("shop/new"));
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
        apply({statusOf(Kind::Revision, "shop", "new", "{\"actualReplicas\":3}")});
        QTRY_COMPARE(sink.dump(), freshList(Kind::Revision));
        apply({deletion(Kind::Revision, "new")});
        QTRY_VERIFY(!sink.objects.contains("shop/new"));
        QCOMPARE(sink.dump(), freshList(Kind::Revision));
        QCOMPARE(sink.wholeLists, 1);
    }

    void aStreamedListIsTheSame() {
        // Where the server has none (1.20), what it falls back to is.
        RecordingSink sink;
        Reflector reflector(*m_client, {pathOf(Kind::Revision, {}), {}, {}, "Revisions"}, sink);
        ReflectorTiming timing;
        timing.streamFirst = true;
        reflector.setTiming(timing);
        reflector.start();
        QTRY_COMPARE(sink.stateName(), text("Live"));
        QVERIFY(!sink.was(State::Failed));
        QCOMPARE(sink.dump(), freshList(Kind::Revision));
        QCOMPARE(sink.wholeLists, 1);
        apply({revision("streamed")});
        QTRY_VERIFY(sink.objects.contains("shop/streamed"));
        apply({deletion(Kind::Revision, "streamed")});
        QTRY_COMPARE(sink.dump(), freshList(Kind::Revision));
    }

    void aKilledServerIsStaleThenLiveWithTheStateOfAFreshList() {
        RecordingSink sink;
        Reflector reflector(*m_client, {pathOf(Kind::Revision, {}), {}, {}, "Revisions"}, sink);
        reflector.start();
        QTRY_COMPARE(sink.stateName(), text("Live"));
        const auto before = sink.dump();
        QTest::qWait(200);

        QElapsedTimer clock;
        clock.start();
        m_server->kill9();
        QTRY_COMPARE(sink.stateName(), text("Stale"));
        QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(sink.error);
        QTest::qWait(1500);
        QCOMPARE(sink.dump(), before);
        QCOMPARE(sink.stateName(), text("Stale"));

        const auto ok = m_server->restart();
        QVERIFY2(ok, ok ? "" : ok.error().what.c_str());
        clock.start();
        apply({deletion(Kind::Revision, "cart-0"), deletion(Kind::Revision, "cart-1"), revision("after"),
               statusOf(Kind::Revision, "shop", "cart-2", "{\"actualReplicas\":1}")});
        QTRY_COMPARE_WITH_TIMEOUT(sink.stateName(), text("Live"), 10'000);
        QTRY_COMPARE(sink.dump(), freshList(Kind::Revision));
        qInfo("right %lld ms after the server was ready, %d whole lists", clock.elapsed(), sink.wholeLists);
        QVERIFY(!sink.objects.contains("shop/cart-0"));
        QVERIFY(sink.objects.contains("shop/after"));
        QVERIFY(!sink.was(State::NotServed));
        QVERIFY(!sink.was(State::Denied));
        QCOMPARE(sink.stateName(), text("Live"));
    }

    void aFrozenServerIsNoticedByTheHeartbeat() {
        RecordingSink sink;
        Reflector reflector(*m_client, {pathOf(Kind::Revision, {}), {}, {}, "Revisions"}, sink);
        Heartbeat heartbeat(*m_client, 200ms);
        heartbeat.setTimeout(1000ms);
        const QSignalSpy lost(&heartbeat, &Heartbeat::lost);
        const QSignalSpy back(&heartbeat, &Heartbeat::back);
        connect(&heartbeat, &Heartbeat::back, &reflector, &Reflector::restart);
        reflector.start();
        heartbeat.start();
        QTRY_COMPARE(sink.stateName(), text("Live"));
        m_server->freeze();
        QTRY_COMPARE(lost.size(), 1);
        m_server->thaw();
        QTRY_COMPARE(back.size(), 1);
        apply({revision("thawed")});
        QTRY_VERIFY(sink.objects.contains("shop/thawed"));
        QTRY_COMPARE(sink.dump(), freshList(Kind::Revision));
    }

    void aUserWithoutRightsIsDeniedUntilGivenThem() {
        const auto client = clientOf("limited-token");
        RecordingSink sink;
        Reflector reflector(*client, {pathOf(Kind::Revision, "shop"), {}, {}, "Revisions"}, sink);
        ReflectorTiming timing;
        timing.refusedRetry = 500ms;
        reflector.setTiming(timing);
        reflector.start();
        QTRY_COMPARE(sink.stateName(), text("Denied"));
        QVERIFY2(sink.sentence().contains(text("User \"limited\" cannot list resource \"revisions\"")),
                 qPrintable(sink.sentence()));
        const std::string rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/shop/";
        apply({{"POST", rbac + "roles",
                "{\"metadata\":{\"name\":\"reader\"},\"rules\":[{\"apiGroups\":[\"serving.knative.dev\"],"
                "\"resources\":[\"revisions\"],\"verbs\":[\"list\",\"watch\"]}]}"},
               {"POST", rbac + "rolebindings",
                "{\"metadata\":{\"name\":\"reader\"},\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\","
                "\"kind\":\"Role\",\"name\":\"reader\"},\"subjects\":[{\"kind\":\"User\",\"name\":"
                "\"limited\"}]}"}});
        QTRY_COMPARE(sink.stateName(), text("Live"));
        QCOMPARE(sink.dump(), freshList(Kind::Revision));
    }

    void aKindComesAndGoes() {
        RecordingSink sink;
        Reflector reflector(*m_client, {pathOf(Kind::WasmPlugin, {}), {}, {}, "WasmPlugins"}, sink);
        ReflectorTiming timing;
        timing.refusedRetry = 300ms;
        timing.settling = 1000ms;
        reflector.setTiming(timing);
        reflector.start();
        QTRY_COMPARE(sink.stateName(), text("NotServed"));
        const auto ok = m_server->createCrds("extensions.istio.io");
        QVERIFY2(ok, ok ? "" : ok.error().sentence().c_str());
        QTRY_COMPARE(sink.stateName(), text("Live"));
        apply({creationOf(Kind::WasmPlugin, "shop", "{\"metadata\":{\"name\":\"w\"}}")});
        QTRY_VERIFY(sink.objects.contains("shop/w"));
        apply({{"DELETE",
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/wasmplugins.extensions.istio.io",
                {}}});
        QTRY_COMPARE_WITH_TIMEOUT(sink.stateName(), text("NotServed"), 20'000);
        QCOMPARE(sink.dump(), text(""));
    }

    void discoversWhatIsServed() {
        std::optional<plimsoll::Result<Discovery>> found;
        discover(*m_client, {"", "discovery.k8s.io", "serving.knative.dev", "networking.istio.io"},
                 [&](plimsoll::Result<Discovery> answer) { found = std::move(answer); });
        QTRY_VERIFY(found);
        QVERIFY2(*found, *found ? "" : found->error().sentence().c_str());
        QVERIFY((*found)->serves("", "v1", "pods"));
        QVERIFY((*found)->serves("serving.knative.dev", "v1", "revisions"));
        QVERIFY((*found)->serves("discovery.k8s.io", "v1", "endpointslices") ||
                (*found)->serves("discovery.k8s.io", "v1beta1", "endpointslices"));
        QVERIFY(!(*found)->hasGroup("networking.istio.io"));
        const auto version = m_server->connection()->ask("GET", "/version");
        QVERIFY(version);
        // Also where a build names none: Debian's 1.20 says "".
        QCOMPARE((*found)->serverVersion,
                 nlohmann::json::parse(version->body.toStdString(), nullptr, false).value("gitVersion", "?"));
    }

    void cleanupTestCase() {
        m_client.reset();
        m_server.reset();
    }
};

PLIMSOLL_TEST(ReflectorServerTest)
#include "tst_reflector_server.moc"
