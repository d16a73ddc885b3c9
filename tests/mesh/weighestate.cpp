// SPDX-License-Identifier: Apache-2.0
// A small command for comparing weights with recorded truth: weigh_estate weight --from PATH --istio-version
// V. Prints what `plimsoll weight -o json` prints.
#include "cluster/files.h"
#include "mesh/weight.h"

#include <nlohmann/json.hpp>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QEventLoop>

#include <cstdio>

using namespace plimsoll;

namespace {

nlohmann::json jsonOf(const mesh::ProxyWeight& proxy) {
    const auto& load = proxy.load;
    return {{"namespace", proxy.ns},
            {"name", proxy.name},
            {"kind", proxy.gateway ? "gateway" : "sidecar"},
            {"scope", proxy.scope},
            {"envoyClusters", load.envoyClusters},
            {"endpoints", load.endpoints},
            {"listeners", load.listeners},
            {"routeConfigs", load.routeConfigs},
            {"virtualHosts", load.virtualHosts},
            {"bytes",
             {{"cds", load.bytes.cds},
              {"eds", load.bytes.eds},
              {"lds", load.bytes.lds},
              {"rds", load.bytes.rds}}},
            {"total", load.bytes.total()}};
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("from"), {}, QStringLiteral("path")},
                       {QStringLiteral("istio-version"), {}, QStringLiteral("version")},
                       {QStringLiteral("o"), {}, QStringLiteral("format")}});
    parser.process(app);
    cluster::Cluster cluster;
    cluster::FileSource source(parser.value(QStringLiteral("from")).toStdString(), cluster);
    QObject::connect(&source, &cluster::Source::failed, [](const Error& error) {
        std::fprintf(stderr, "error: %s\n", error.sentence().c_str());
        std::exit(1);
    });
    QEventLoop loop;
    QObject::connect(&source, &cluster::Source::changed, [&] {
        if (settled(cluster.status(cluster::Kind::Pod)) && settled(cluster.status(cluster::Kind::Service))) {
            loop.quit();
        }
    });
    source.start();
    if (!settled(cluster.status(cluster::Kind::Pod))) {
        loop.exec();
    }
    const auto settings = mesh::readSettings(
        cluster, mesh::parseVersion(parser.value(QStringLiteral("istio-version")).toStdString()));
    nlohmann::json proxies = nlohmann::json::array();
    for (const auto& proxy : mesh::weigh(cluster, settings).proxies) {
        proxies.push_back(jsonOf(proxy));
    }
    std::puts(nlohmann::json{{"proxies", proxies}}.dump(2).c_str());
    return 0;
}
