// SPDX-License-Identifier: Apache-2.0
// The estates that are kept beside the repository, when they are there: dumps of whole clusters.
#include "cluster/decode.h"
#include "cluster/decoded.h"
#include "cluster/files.h"
#include "cluster/selectors.h"
#include "support/testmain.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace plimsoll;
using namespace plimsoll::cluster;
using State = KindStatus::State;

namespace {

QDir estates() {
    return QDir(QStringLiteral(PLIMSOLL_SOURCE_DIR "/../shared/data/mesh"));
}

std::vector<Error> openEstate(const QString& path, Cluster& cluster) {
    std::vector<Error> said;
    FileSource source(path.toStdString(), cluster);
    const auto remember = [&](const Error& error) { said.push_back(error); };
    QObject::connect(&source, &Source::warned, remember);
    QObject::connect(&source, &Source::failed, remember);
    source.start();
    [[maybe_unused]] const bool done =
        QTest::qWaitFor([&] { return settled(cluster.status(Kind::Service)); }, 60'000);
    return said;
}

QJsonArray rawItems(const QString& file) {
    QFile f(estates().filePath(QStringLiteral("real/") + file));
    if (!f.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QJsonDocument::fromJson(f.readAll())[QStringLiteral("items")].toArray();
}

} // namespace

class EstatesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (!estates().exists()) {
            QSKIP("no estates beside the repository (../shared/data/mesh)");
        }
    }

    void everyEstateOpensWithoutAWord() {
        const auto files = estates().entryList({QStringLiteral("*.yaml")}, QDir::Files);
        QVERIFY(files.size() > 20);
        for (const auto& file : files) {
            Cluster cluster;
            const auto said = openEstate(estates().filePath(file), cluster);
            QVERIFY2(said.empty(),
                     qPrintable(file + (said.empty() ? QString()
                                                     : QString::fromStdString(": " + said[0].sentence()))));
            QVERIFY2(!cluster.all<Service>().empty(), qPrintable(file));
        }
    }

    void theRealClusterHoldsWhatItsFilesHold() {
        Cluster cluster;
        const auto said = openEstate(estates().filePath(QStringLiteral("real")), cluster);
        QVERIFY2(said.empty(), said.empty() ? "" : said[0].sentence().c_str());
        const auto same = [&](Kind kind, const char* file) {
            const auto wanted = std::size_t(rawItems(QString::fromUtf8(file)).size());
            QVERIFY2(wanted > 0, file);
            QCOMPARE(cluster.status(kind).objects, wanted);
            QCOMPARE(cluster.status(kind).state, State::Live);
        };
        same(Kind::Namespace, "namespaces.json");
        same(Kind::Service, "services.json");
        same(Kind::Pod, "pods.json");
        same(Kind::KnativeService, "serving.knative.dev.services.json");
        same(Kind::Configuration, "serving.knative.dev.configurations.json");
        same(Kind::Revision, "serving.knative.dev.revisions.json");
        same(Kind::Route, "serving.knative.dev.routes.json");
        same(Kind::ServerlessService, "networking.internal.knative.dev.serverlessservices.json");
        same(Kind::PodAutoscaler, "autoscaling.internal.knative.dev.podautoscalers.json");
        same(Kind::KnativeIngress, "networking.internal.knative.dev.ingresses.json");
        same(Kind::VirtualService, "networking.istio.io.virtualservices.json");
        same(Kind::DestinationRule, "networking.istio.io.destinationrules.json");
        same(Kind::IstioGateway, "networking.istio.io.gateways.json");
        same(Kind::ServiceEntry, "networking.istio.io.serviceentries.json");
        same(Kind::Sidecar, "networking.istio.io.sidecars.json");
        same(Kind::PeerAuthentication, "security.istio.io.peerauthentications.json");
        same(Kind::Gateway, "gateway.networking.k8s.io.gateways.json");
        same(Kind::HttpRoute, "gateway.networking.k8s.io.httproutes.json");
        QCOMPARE(cluster.status(Kind::EnvoyFilter).state, State::NotServed);
        QCOMPARE(cluster.status(Kind::WasmPlugin).state, State::NotServed);
    }

    void theRealClustersValuesAreThoseOfItsFiles() {
        Cluster cluster;
        openEstate(estates().filePath(QStringLiteral("real")), cluster);

        int proxies = 0;
        int gateways = 0;
        for (const auto pod : rawItems(QStringLiteral("pods.json"))) {
            const auto spec = pod[QStringLiteral("spec")];
            for (const auto& list : {QStringLiteral("containers"), QStringLiteral("initContainers")}) {
                for (const auto container : spec[list].toArray()) {
                    if (container[QStringLiteral("name")].toString() == QStringLiteral("istio-proxy")) {
                        ++proxies;
                        gateways +=
                            container[QStringLiteral("args")].toArray().contains(QStringLiteral("router"))
                                ? 1
                                : 0;
                    }
                }
            }
        }
        QVERIFY(proxies > gateways && gateways > 0);
        const auto& pods = cluster.all<Pod>();
        QCOMPARE(int(std::count_if(pods.begin(), pods.end(),
                                   [](const auto& p) { return p.second.proxy.has_value(); })),
                 proxies);
        QCOMPARE(int(std::count_if(pods.begin(), pods.end(),
                                   [](const auto& p) { return p.second.proxy && p.second.proxy->router; })),
                 gateways);

        int ports = 0;
        int exported = 0;
        for (const auto service : rawItems(QStringLiteral("services.json"))) {
            ports += int(service[QStringLiteral("spec")][QStringLiteral("ports")].toArray().size());
            exported +=
                service[QStringLiteral("metadata")][QStringLiteral("annotations")].toObject().contains(
                    QStringLiteral("networking.istio.io/exportTo"))
                    ? 1
                    : 0;
        }
        int portsHere = 0;
        int exportedHere = 0;
        for (const auto& [key, service] : cluster.all<Service>()) {
            portsHere += int(service.ports.size());
            exportedHere += has(service.meta.annotations, "networking.istio.io/exportTo") ? 1 : 0;
        }
        QCOMPARE(portsHere, ports);
        QCOMPARE(exportedHere, exported);

        for (const auto revision : rawItems(QStringLiteral("serving.knative.dev.revisions.json"))) {
            const auto meta = revision[QStringLiteral("metadata")];
            const auto* here =
                cluster.find<Revision>(meta[QStringLiteral("namespace")].toString().toStdString(),
                                       meta[QStringLiteral("name")].toString().toStdString());
            QVERIFY(here != nullptr);
            QCOMPARE(here->actualReplicas.value_or(0),
                     revision[QStringLiteral("status")][QStringLiteral("actualReplicas")].toInt(0));
            const auto keys = meta[QStringLiteral("labels")].toObject().keys();
            QCOMPARE(here->meta.labels.size(),
                     std::size_t(std::count_if(keys.begin(), keys.end(),
                                               [](const auto& k) { return keepsLabel(k.toStdString()); })));
        }
    }

    void podsOfTheRealClusterAreFoundByTheirServices() {
        Cluster cluster;
        openEstate(estates().filePath(QStringLiteral("real")), cluster);
        const PodIndex index(cluster);
        const auto activators = index.select("knative-serving", {{Text("app"), Text("activator")}});
        QVERIFY(!activators.empty());
        QCOMPARE(index.byAddress(activators.front()->ips.front()), activators.front());
    }
};

PLIMSOLL_TEST(EstatesTest)
#include "tst_estates.moc"
