// SPDX-License-Identifier: Apache-2.0
// Dumps of a real Envoy that a real istiod configured, beside what istiod pushed to it, where they are kept
// beside the repository: every figure is istiod's, and so is the size of every single resource.
#include "dump/dump.h"
#include "dump/size.h"
#include "support/clusterfixture.h"
#include "support/testmain.h"

#include <nlohmann/json.hpp>

#include <QFile>

#include <cstdlib>
#include <functional>
#include <map>

using namespace plimsoll;
using Json = nlohmann::json;

namespace {

Json readJson(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? Json::parse(file.readAll().toStdString(), nullptr, false)
                                          : Json();
}

/// Sizes of one kind's resources by name.
std::map<std::string, std::int64_t> sizesOf(const Json& dump, const std::string& section,
                                            const std::string& list,
                                            const std::function<const Json*(const Json&)>& resource,
                                            const char* type, const char* name) {
    std::map<std::string, std::int64_t> sizes;
    const bool endpoints = section == "EndpointsConfigDump";
    for (const auto& config : dump["configs"]) {
        if (!config["@type"].get<std::string>().ends_with(section)) {
            continue;
        }
        for (const auto& entry : config[list]) {
            if (const Json* const found = resource(entry)) {
                cluster::Tree tree;
                tree.copy(*found);
                dump::Sizer sizer(endpoints ? dump::Sizer::Of::LoadAssignment : dump::Sizer::Of::Anything);
                sizes[found->at(name)] = sizer.message(tree.root(), dump::messageNamed(type));
            }
        }
    }
    return sizes;
}

/// Sizes that are not the pushed ones. Of endpoints Envoy shows HEALTHY where nothing was sent (2 bytes
/// each).
QString difference(const Json& truth, const std::map<std::string, std::int64_t>& sizes, bool exact = true) {
    QString text;
    for (const auto& resource : truth) {
        const auto found = sizes.find(resource[0]);
        const auto own = found == sizes.end() ? -1 : found->second;
        const auto pushed = resource[1].get<std::int64_t>();
        const auto off = std::abs(own - pushed);
        if (exact ? off != 0 : off * 50 > pushed) {
            text += QString::fromStdString(resource[0].get<std::string>() + ' ' + std::to_string(own) +
                                           " not " + resource[1].dump() + '\n');
        }
    }
    return text;
}

const Json* member(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found == json.end() ? nullptr : &*found;
}

} // namespace

class RealDumpTest final : public QObject {
    Q_OBJECT

private:
    QString m_folder;

private slots:
    void initTestCase() {
        m_folder = test::sharedData(QStringLiteral("envoy/istio"));
        if (m_folder.isEmpty()) {
            QSKIP("no dumps beside the repository (../shared/data/envoy/istio)");
        }
    }

    void countsAndBytesAreIstiods_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("gateway") << QStringLiteral("gateway");
        QTest::newRow("sidecar") << QStringLiteral("sidecar");
    }
    void countsAndBytesAreIstiods() {
        QFETCH(QString, name);
        const auto truth = readJson(m_folder + QLatin1Char('/') + name + QStringLiteral(".truth.json"));
        const auto d = dump::readDump(
            (m_folder + QLatin1Char('/') + name + QStringLiteral(".config_dump.json")).toStdString());
        QVERIFY2(d.has_value(), d ? "" : d.error().sentence().c_str());
        QCOMPARE(d->node, truth["node"].get<std::string>());
        QCOMPARE(d->istioVersion, truth["istioVersion"].get<std::string>());
        QCOMPARE(d->envoyVersion, truth["envoyVersion"].get<std::string>());
        QCOMPARE(d->envoyClusters, truth["envoyClusters"].get<std::int64_t>());
        QCOMPARE(d->endpoints, truth["endpoints"].get<std::int64_t>());
        QCOMPARE(d->listeners, truth["listeners"].get<std::int64_t>());
        QCOMPARE(d->routeConfigs, truth["routeConfigs"].get<std::int64_t>());
        QCOMPARE(d->virtualHosts, truth["virtualHosts"].get<std::int64_t>());
        const auto& bytes = truth["bytes"];
        QCOMPARE(d->bytes.cds, bytes["cds"].get<std::int64_t>());
        const auto endpoints = bytes["eds"].get<std::int64_t>();
        QVERIFY2(std::abs(d->bytes.eds - endpoints) * 1000 <= endpoints,
                 qPrintable(QStringLiteral("eds %1 not %2").arg(d->bytes.eds).arg(endpoints)));
        QCOMPARE(d->bytes.lds, bytes["lds"].get<std::int64_t>());
        QCOMPARE(d->bytes.rds, bytes["rds"].get<std::int64_t>());
        std::int64_t sum = 0;
        std::int64_t count = 0;
        for (const auto& part : d->byService) {
            sum += part.bytes;
            count += part.envoyClusters;
        }
        QCOMPARE(sum, d->bytes.total());
        QCOMPARE(count, d->envoyClusters);
    }

    void everyResourceHasItsSize_data() { countsAndBytesAreIstiods_data(); }
    void everyResourceHasItsSize() {
        QFETCH(QString, name);
        const auto truth = readJson(m_folder + QLatin1Char('/') + name + QStringLiteral(".truth.json"));
        const auto dump = readJson(m_folder + QLatin1Char('/') + name + QStringLiteral(".config_dump.json"));
        const auto under = [](const char* field) {
            return [field](const Json& entry) { return member(entry, field); };
        };
        const auto listener = [](const Json& entry) {
            const Json* const active = member(entry, "active_state");
            const Json* const state = active != nullptr ? active : member(entry, "warming_state");
            return state == nullptr ? nullptr : member(*state, "listener");
        };
        QCOMPARE(difference(truth["resources"]["clusters"],
                            sizesOf(dump, "ClustersConfigDump", "dynamic_active_clusters", under("cluster"),
                                    "envoy.config.cluster.v3.Cluster", "name")),
                 QString());
        QCOMPARE(difference(truth["resources"]["loadAssignments"],
                            sizesOf(dump, "EndpointsConfigDump", "dynamic_endpoint_configs",
                                    under("endpoint_config"),
                                    "envoy.config.endpoint.v3.ClusterLoadAssignment", "cluster_name"),
                            false),
                 QString());
        QCOMPARE(difference(truth["resources"]["listeners"],
                            sizesOf(dump, "ListenersConfigDump", "dynamic_listeners", listener,
                                    "envoy.config.listener.v3.Listener", "name")),
                 QString());
        QCOMPARE(difference(truth["resources"]["routes"],
                            sizesOf(dump, ".RoutesConfigDump", "dynamic_route_configs", under("route_config"),
                                    "envoy.config.route.v3.RouteConfiguration", "name")),
                 QString());
    }
};

PLIMSOLL_TEST(RealDumpTest)
#include "tst_realdump.moc"
