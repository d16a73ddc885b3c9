// SPDX-License-Identifier: Apache-2.0
#include "mesh/objects.h"
#include "mesh/settings.h"
#include "support/testmain.h"

using namespace plimsoll;
using cluster::Kind;
using cluster::KindStatus;
using mesh::readSettings;
using mesh::Version;

class SettingsTest final : public QObject {
    Q_OBJECT

private slots:
    void readsVersions_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("version");
        QTest::newRow("plain") << QStringLiteral("1.30.3") << QStringLiteral("1.30.3");
        QTest::newRow("flavour") << QStringLiteral("1.30.3-distroless") << QStringLiteral("1.30.3");
        QTest::newRow("v and no patch") << QStringLiteral("v1.30") << QStringLiteral("1.30.0");
        QTest::newRow("development") << QStringLiteral("1.32-dev") << QStringLiteral("1.32.0");
        QTest::newRow("four parts") << QStringLiteral("1.20.8.7") << QStringLiteral("1.20.8");
        QTest::newRow("latest") << QStringLiteral("latest") << QString();
        QTest::newRow("one number") << QStringLiteral("1") << QString();
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("too long for a number") << QStringLiteral("1.99999999999") << QString();
    }
    void readsVersions() {
        QFETCH(QString, text);
        QFETCH(QString, version);
        const auto found = mesh::parseVersion(text.toStdString());
        QCOMPARE(found ? QString::fromStdString(found->text()) : QString(), version);
    }

    void versionIsTheImageTagOfIstiod_data() {
        QTest::addColumn<QString>("image");
        QTest::addColumn<QString>("version");
        QTest::newRow("tag") << QStringLiteral("docker.io/istio/pilot:1.30.3") << QStringLiteral("1.30.3");
        QTest::newRow("registry with a port")
            << QStringLiteral("registry:5000/pilot:1.28.10-debug") << QStringLiteral("1.28.10");
        QTest::newRow("tag and digest")
            << QStringLiteral("istio/pilot:1.20.8@sha256:0011") << QStringLiteral("1.20.8");
        QTest::newRow("digest only") << QStringLiteral("istio/pilot@sha256:0011") << QString();
        QTest::newRow("port, no tag") << QStringLiteral("registry:5000/pilot") << QString();
    }
    void versionIsTheImageTagOfIstiod() {
        QFETCH(QString, image);
        QFETCH(QString, version);
        cluster::Cluster cluster;
        cluster.put(test::istiod("istiod", image.toStdString()));
        const auto settings = readSettings(cluster);
        QCOMPARE(settings.istio ? QString::fromStdString(settings.istio->text()) : QString(), version);
    }

    void theOldestControlPlaneDecides() {
        cluster::Cluster cluster;
        cluster.put(
            test::istiod("istiod-a", "pilot:1.30.3", {{"PILOT_FILTER_GATEWAY_CLUSTER_CONFIG", "true"}}));
        cluster.put(test::istiod("istiod-b", "pilot:1.28.10", {{"PILOT_X", "old"}, {"OTHER", "x"}}));
        cluster.put(test::istiod("istiod-c", "pilot:latest"));
        const auto settings = readSettings(cluster);
        QVERIFY(settings.istio == (Version{1, 28, 10}));
        QVERIFY(!settings.filterGatewayClusters);
        QCOMPARE(settings.pilotEnv.size(), std::size_t(1));
        QCOMPARE(settings.pilotEnv.at("PILOT_X"), std::string("old"));
        QVERIFY(readSettings(cluster, Version{1, 32, 0}).istio == (Version{1, 32, 0}));
    }

    void istiodIsKnownByItsContainerToo() {
        auto plane = test::istiod("pilot", "pilot:1.29.0");
        plane.meta = test::meta("mesh", "pilot");
        cluster::Cluster cluster;
        cluster.put(plane);
        auto knative = test::istiod("activator", "activator:1.1.0");
        knative.meta = test::meta("knative-serving", "activator");
        knative.containers.front().name = Text("activator");
        cluster.put(knative);
        const auto settings = readSettings(cluster);
        QVERIFY(settings.istio == (Version{1, 29, 0}));
        QCOMPARE(settings.rootNamespace, std::string("mesh"));
    }

    void environmentFlags_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("image");
        QTest::addColumn<bool>("filter");
        QTest::addColumn<int>("warnings");
        QTest::newRow("true") << QStringLiteral("true") << QStringLiteral("p:1.30.3") << true << 0;
        QTest::newRow("Go's T") << QStringLiteral("T") << QStringLiteral("p:1.30.3") << true << 0;
        QTest::newRow("false") << QStringLiteral("0") << QStringLiteral("p:1.30.3") << false << 0;
        QTest::newRow("neither keeps the default")
            << QStringLiteral("on") << QStringLiteral("p:1.30.3") << false << 1;
        QTest::newRow("empty is the default of 1.8: on")
            << QString() << QStringLiteral("p:1.8.2") << true << 0;
        QTest::newRow("empty is the default of 1.9: off")
            << QString() << QStringLiteral("p:1.9.0") << false << 0;
    }
    void environmentFlags() {
        QFETCH(QString, value);
        QFETCH(QString, image);
        cluster::Cluster cluster;
        const auto text = value.toStdString();
        cluster.put(
            test::istiod("istiod", image.toStdString(), {{"PILOT_FILTER_GATEWAY_CLUSTER_CONFIG", text}}));
        const auto settings = readSettings(cluster);
        QTEST(settings.filterGatewayClusters, "filter");
        QTEST(int(settings.warnings.size()), "warnings");
    }

    void readsTheMeshConfig() {
        cluster::Cluster cluster;
        cluster.put(test::meshConfig("istio-system", R"(
defaultServiceExportTo: ["."]
defaultVirtualServiceExportTo: [".", shop]
rootNamespace: mesh-root
trustDomain: example.org
enableAutoMtls: false
accessLogFile: /dev/stdout
outboundTrafficPolicy: {mode: REGISTRY_ONLY}
discoverySelectors:
- matchLabels: {mesh: "on"}
- matchExpressions: [{key: team, operator: In, values: [a, b]}]
)"));
        const auto settings = readSettings(cluster);
        QVERIFY(settings.serviceExportTo == std::vector<std::string>{"."});
        QVERIFY(settings.virtualServiceExportTo == (std::vector<std::string>{".", "shop"}));
        QVERIFY(settings.destinationRuleExportTo == std::vector<std::string>{"*"});
        QCOMPARE(settings.rootNamespace, std::string("mesh-root"));
        QCOMPARE(settings.trustDomain, std::string("example.org"));
        QVERIFY(!settings.autoMtls);
        QVERIFY(!settings.outboundAllowAny);
        QVERIFY(settings.accessLog);
        QCOMPARE(settings.discoverySelectors.size(), std::size_t(2));
        QVERIFY(settings.discoverySelectors.at(0).matchLabels == test::labels({{"mesh", "on"}}));
        QCOMPARE(settings.discoverySelectors.at(1).expressions.at(0).values.size(), std::size_t(2));
        QVERIFY(settings.warnings.empty());
    }

    void brokenMeshConfigWarnsAndKeepsTheRest_data() {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("named");
        QTest::newRow("no YAML") << QStringLiteral("a: [") << QStringLiteral("cannot be read");
        QTest::newRow("no map") << QStringLiteral("- a") << QStringLiteral("not a map");
        QTest::newRow("list expected")
            << QStringLiteral("defaultServiceExportTo: .") << QStringLiteral("defaultServiceExportTo");
        QTest::newRow("bool expected")
            << QStringLiteral("enableAutoMtls: [1]") << QStringLiteral("enableAutoMtls");
        QTest::newRow("map expected")
            << QStringLiteral("outboundTrafficPolicy: x") << QStringLiteral("outboundTrafficPolicy");
        QTest::newRow("selectors") << QStringLiteral("discoverySelectors: [x]")
                                   << QStringLiteral("discoverySelectors");
    }
    void brokenMeshConfigWarnsAndKeepsTheRest() {
        QFETCH(QString, yaml);
        QFETCH(QString, named);
        cluster::Cluster cluster;
        cluster.put(test::meshConfig("istio-system", yaml.toStdString()));
        const auto settings = readSettings(cluster);
        QCOMPARE(settings.warnings.size(), std::size_t(1));
        const auto sentence = QString::fromStdString(settings.warnings.front().sentence());
        QVERIFY2(sentence.contains(named), qPrintable(sentence));
        QVERIFY2(sentence.contains(QStringLiteral("ConfigMap istio-system/istio")), qPrintable(sentence));
        QVERIFY(settings.serviceExportTo == std::vector<std::string>{"*"});
        QVERIFY(settings.autoMtls && settings.outboundAllowAny);
    }

    void withoutIstioKindsAndControlPlaneThereIsNoIstio() {
        cluster::Cluster cluster;
        QVERIFY(readSettings(cluster).istioServed);
        for (const auto kind : {Kind::VirtualService, Kind::DestinationRule, Kind::IstioGateway,
                                Kind::ServiceEntry, Kind::Sidecar, Kind::EnvoyFilter}) {
            cluster.editStatus(kind).state = KindStatus::State::NotServed;
        }
        QVERIFY(!readSettings(cluster).istioServed);
        cluster.put(test::istiod("istiod", "pilot:1.30.3"));
        QVERIFY(readSettings(cluster).istioServed);
    }
};

PLIMSOLL_TEST(SettingsTest)
#include "tst_settings.moc"
