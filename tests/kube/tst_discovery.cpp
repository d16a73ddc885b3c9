// SPDX-License-Identifier: Apache-2.0
#include "kube/client.h"
#include "kube/reflector.h"
#include "support/fakeserver.h"
#include "support/testmain.h"

using plimsoll::Result;
using plimsoll::kube::Client;
using plimsoll::kube::Config;
using plimsoll::kube::Discovery;
using plimsoll::test::FakeRequest;
using plimsoll::test::FakeServer;
using Exchange = FakeServer::Exchange;

namespace {

QMap<QByteArray, QByteArray> cluster() {
    return {
        {"/version", "{\"gitVersion\":\"v1.36.1\"}"},
        {"/api", "{\"versions\":[\"v1\"]}"},
        {"/api/v1",
         "{\"resources\":[{\"name\":\"pods\"},{\"name\":\"pods/status\"},{\"name\":\"services\"}]}"},
        {"/apis",
         "{\"groups\":[{\"name\":\"apps\",\"versions\":[{\"version\":\"v1\"}]},"
         "{\"name\":\"networking.istio.io\",\"versions\":[{\"version\":\"v1\"},{\"version\":\"v1beta1\"}]},"
         "{\"name\":\"metrics.k8s.io\",\"versions\":[{\"version\":\"v1\"}]}]}"},
        {"/apis/networking.istio.io/v1", "{\"resources\":[{\"name\":\"sidecars\"}]}"},
        {"/apis/networking.istio.io/v1beta1", "{\"resources\":[{\"name\":\"gateways\"}]}"},
    };
}

} // namespace

class DiscoveryTest final : public QObject {
    Q_OBJECT

private:
    std::optional<Result<Discovery>> m_found;
    QByteArrayList m_asked;

    /// What is not in the map is answered with `otherStatus`.
    void ask(const QMap<QByteArray, QByteArray>& answers, int otherStatus = 404) {
        m_found.reset();
        m_asked.clear();
        FakeServer server;
        server.handle([&](const FakeRequest& request, const Exchange& e) {
            m_asked << request.target;
            if (answers.contains(request.target)) {
                e->respond(200, answers.value(request.target));
            } else {
                e->respond(otherStatus, "no such thing", "text/plain");
            }
        });
        Config config;
        config.server = server.url();
        Client client(config);
        plimsoll::kube::discover(client, {"", "networking.istio.io", "metrics.k8s.io"},
                                 [this](Result<Discovery> found) { m_found = std::move(found); });
        QVERIFY(!m_found);
        QTRY_VERIFY(m_found);
    }

private slots:
    void findsWhatTheServerKnows() {
        auto answers = cluster();
        answers["/apis/metrics.k8s.io/v1"] = "{\"resources\":[{\"name\":\"nodes\"}]}";
        ask(answers);
        QVERIFY(m_found->has_value());
        const Discovery& found = **m_found;
        QCOMPARE(found.serverVersion, std::string("v1.36.1"));
        QVERIFY(found.serves("", "v1", "pods"));
        QVERIFY(found.serves("networking.istio.io", "v1", "sidecars"));
        QVERIFY(found.serves("networking.istio.io", "v1beta1", "gateways"));
        QVERIFY(!found.serves("networking.istio.io", "v1", "gateways"));
        QVERIFY(!found.serves("", "v1", "pods/status"));
        QVERIFY(!found.serves("apps", "v1", "deployments")); // not asked for
        QVERIFY(found.hasGroup("apps"));
        QVERIFY(!found.hasGroup("serving.knative.dev"));
        QVERIFY(!m_asked.contains("/apis/apps/v1"));
        QVERIFY(found.warnings.empty());
    }

    void aGroupThatIsDownDoesNotHideTheOthers() {
        ask(cluster(), 503);
        QVERIFY(m_found->has_value());
        const Discovery& found = **m_found;
        QVERIFY(found.serves("networking.istio.io", "v1", "sidecars"));
        QVERIFY(found.serves("metrics.k8s.io", "v1", "nodes")); // unknown: to be found out by asking
        QVERIFY(found.hasGroup("metrics.k8s.io"));
        QCOMPARE(found.warnings.size(), std::size_t(1));
        QCOMPARE(found.warnings[0].where, std::string("/apis/metrics.k8s.io/v1"));
    }

    void aServerThatKeepsItsVersionSecretIsServed() {
        auto answers = cluster();
        answers.remove("/version");
        ask(answers, 403);
        QVERIFY(m_found->has_value());
        QVERIFY((*m_found)->serverVersion.empty());
        QVERIFY((*m_found)->serves("", "v1", "pods"));
    }

    void withoutGroupsThereIsNoDiscovery_data() {
        QTest::addColumn<QByteArray>("apis");
        QTest::newRow("refused") << QByteArray();
        QTest::newRow("html") << QByteArray("<html>");
        QTest::newRow("array") << QByteArray("[]");
    }
    void withoutGroupsThereIsNoDiscovery() {
        QFETCH(QByteArray, apis);
        auto answers = cluster();
        answers.remove("/apis");
        if (!apis.isEmpty()) {
            answers["/apis"] = apis;
        }
        ask(answers, 403);
        QVERIFY(!m_found->has_value());
        QCOMPARE(m_found->error().where, std::string("/apis"));
    }

    void oneAnswerSaysItAllWhereTheServerAggregates() {
        auto answers = cluster();
        answers["/api"] = R"({"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[
            {"metadata":{"creationTimestamp":null},"versions":[{"version":"v1","freshness":"Current",
             "resources":[{"resource":"pods","subresources":[{"subresource":"log"}]}]}]}]})";
        answers["/apis"] = R"({"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[
            {"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[{"resource":"deployments"}]}]},
            {"metadata":{"name":"networking.istio.io"},"versions":[
              {"version":"v1","freshness":"Current","resources":[{"resource":"sidecars"}]},
              {"version":"v1alpha3","freshness":"Current","resources":[{"resource":"envoyfilters"}]}]},
            {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1","freshness":"Stale"}]}]})";
        ask(answers);
        QVERIFY(m_found->has_value());
        const Discovery& found = **m_found;
        QCOMPARE(m_asked.size(), 3); // and /version
        QVERIFY(found.serves("", "v1", "pods"));
        QVERIFY(found.serves("networking.istio.io", "v1", "sidecars"));
        QVERIFY(found.serves("networking.istio.io", "v1alpha3", "envoyfilters"));
        QVERIFY(!found.serves("networking.istio.io", "v1", "envoyfilters"));
        QVERIFY(found.hasGroup("apps"));
        QVERIFY(!found.serves("apps", "v1", "deployments"));    // not asked for
        QVERIFY(found.serves("metrics.k8s.io", "v1", "nodes")); // whoever lists learns the truth
        QCOMPARE(found.warnings.size(), std::size_t{1});
        QVERIFY(found.warnings[0].sentence().find("/apis/metrics.k8s.io/v1") == 0);
    }
};

PLIMSOLL_TEST(DiscoveryTest)
#include "tst_discovery.moc"
