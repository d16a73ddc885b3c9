// SPDX-License-Identifier: Apache-2.0
// Several control planes in one cluster: each proxy is judged by its own.
#include "mesh/breakdown.h"
#include "mesh/explain.h"
#include "mesh/rules.h"
#include "mesh/whatif.h"
#include "support/testmain.h"

using namespace plimsoll;

namespace {

cluster::Deployment plane(std::string_view revision, std::string_view version, test::Pairs env = {}) {
    auto object = test::istiod(revision.empty() ? "istiod" : "istiod-" + std::string(revision),
                               "docker.io/istio/pilot:" + std::string(version), env);
    if (!revision.empty()) {
        object.meta.labels = test::labels({{"app", "istiod"}, {"istio.io/rev", revision}});
    }
    object.containers.front().args.emplace_back("--domain");
    return object;
}

/// A proxy of each revision in each namespace; the Service's exportTo has a space that only 1.24 trims.
cluster::Cluster twoPlanes() {
    auto cluster = test::estate("ns client\nns new label=istio.io/rev:canary\n"
                                "pod client/old sidecar ip=10.1.0.1\n"
                                "pod client/new sidecar ip=10.1.0.2 label=istio.io/rev:canary\n"
                                "pod new/byns sidecar ip=10.1.0.3\n"
                                "pod istio-system/gw gateway ip=10.1.0.4 label=istio.io/rev:canary\n");
    cluster.put(test::service("shop", "web", {"80/http"}, {}, " client, new"));
    cluster.put(plane("", "1.20.8"));
    cluster.put(plane("canary", "1.30.3"));
    return cluster;
}

} // namespace

class ControlPlanesTest final : public QObject {
    Q_OBJECT

private slots:
    void theOldestComesFirst() {
        const auto settings = mesh::readSettings(twoPlanes());
        QCOMPARE(settings.istio->text(), std::string("1.20.8"));
        QCOMPARE(settings.revision, std::string("default"));
        QCOMPARE(settings.others.size(), std::size_t{1});
        QCOMPARE(settings.others.front().revision, std::string("canary"));
        QCOMPARE(settings.others.front().istio->text(), std::string("1.30.3"));
    }

    void aVersionByHandIsForAll() {
        const auto settings = mesh::readSettings(twoPlanes(), mesh::Version{1, 28, 10});
        QVERIFY(settings.others.empty());
        QCOMPARE(settings.istio->text(), std::string("1.28.10"));
    }

    void whoseAProxyIs_data() {
        QTest::addColumn<QString>("pod");
        QTest::addColumn<QString>("revision");
        QTest::newRow("nothing said: default") << "client/old"
                                               << "default";
        QTest::newRow("its label") << "client/new"
                                   << "canary";
        QTest::newRow("its namespace's label") << "new/byns"
                                               << "canary";
        QTest::newRow("its annotation wins over the namespace") << "new/noted"
                                                                << "default";
        QTest::newRow("a revision that has no control plane: the oldest") << "client/lost"
                                                                          << "default";
    }
    void whoseAProxyIs() {
        QFETCH(QString, pod);
        auto cluster = twoPlanes();
        auto noted = test::pod("new", "noted", {}, test::ProxyKind::Sidecar);
        noted.meta.annotations = test::labels({{"istio.io/rev", "default"}});
        cluster.put(noted);
        test::add(cluster, "pod client/lost sidecar label=istio.io/rev:gone");
        const auto parts = test::split(pod.toStdString(), '/');
        const auto settings = mesh::readSettings(cluster);
        const auto& own =
            mesh::settingsOf(*cluster.find<cluster::Pod>(parts[0], parts[1]), cluster, settings);
        QTEST(QString::fromStdString(own.revision), "revision");
    }

    void eachProxyIsJudgedByItsOwn() {
        const auto cluster = twoPlanes();
        const auto settings = mesh::readSettings(cluster);
        QStringList text;
        for (const auto& proxy : mesh::weigh(cluster, settings).proxies) {
            text.push_back(QStringLiteral("%1 %2 %3")
                               .arg(QString::fromStdString(proxy.name),
                                    QString::fromStdString(proxy.controlPlane),
                                    QString::number(proxy.load.envoyClusters)));
        }
        QCOMPARE(text, (QStringList{QStringLiteral("new canary 4"), QStringLiteral("old default 3"),
                                    QStringLiteral("gw canary 1"), QStringLiteral("byns canary 4")}));
        for (const auto* pod : {"client/old", "client/new", "new/byns"}) {
            const auto parts = test::split(pod, '/');
            const auto listed = mesh::listResources(cluster, settings, parts[0], parts[1]);
            const auto explained = mesh::explain(cluster, settings, parts[0], parts[1], "shop/web");
            QVERIFY(explained.has_value());
            QCOMPARE(explained->carries, listed.front().weight.load.envoyClusters == 4);
        }
        const auto parts = mesh::breakDown(cluster, settings, mesh::By::Service).parts;
        QCOMPARE(parts.size(), std::size_t{1});
        QCOMPARE(parts.front().proxies, 2);
    }

    void eachHasItsConfigMapAndEnvironment() {
        auto cluster = twoPlanes();
        cluster.put(plane("canary", "1.30.3", {{"PILOT_FILTER_GATEWAY_CLUSTER_CONFIG", "true"}}));
        cluster.put(test::meshConfig("istio-system", "accessLogFile: /dev/stdout"));
        auto own = test::meshConfig("istio-system", "trustDomain: canary.example");
        own.meta.name = Text("istio-canary");
        cluster.put(own);
        auto settings = mesh::readSettings(cluster);
        const auto& canary = settings.others.front();
        QVERIFY(settings.accessLog && !settings.filterGatewayClusters);
        QVERIFY(!canary.accessLog && canary.filterGatewayClusters);
        QCOMPARE(canary.trustDomain, std::string("canary.example"));
        const auto result = mesh::whatIf(cluster, settings, {mesh::Lever::GatewayFilter});
        QCOMPARE(result.levers.front().changed, 1); // of two control planes one has it already
    }
};

PLIMSOLL_TEST(ControlPlanesTest)
#include "tst_controlplanes.moc"
