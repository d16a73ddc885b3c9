// SPDX-License-Identifier: Apache-2.0
#include "mesh/weight.h"

#include "app/commands/commands.h"
#include "app/sources.h"
#include "app/table.h"

#include <nlohmann/json.hpp>

namespace plimsoll::app {
namespace {

using Json = nlohmann::ordered_json;

Json jsonOf(const mesh::ProxyWeight& p) {
    const auto& load = p.load;
    return {{"namespace", p.ns},
            {"name", p.name},
            {"kind", p.gateway ? "gateway" : "sidecar"},
            {"scope", p.scope},
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

std::string tableOf(const std::vector<mesh::ProxyWeight>& proxies) {
    Table table({"NAMESPACE", "PROXY", "KIND", "SCOPE", "CLUSTERS", "ENDPOINTS", "LISTENERS", "ROUTES",
                 "VHOSTS", "BYTES"});
    for (std::size_t column = 4; column < 10; ++column) {
        table.alignRight(column);
    }
    for (const auto& p : proxies) {
        table.add({p.ns, p.name, p.gateway ? "gateway" : "sidecar", p.scope,
                   std::to_string(p.load.envoyClusters), std::to_string(p.load.endpoints),
                   std::to_string(p.load.listeners), std::to_string(p.load.routeConfigs),
                   std::to_string(p.load.virtualHosts), std::to_string(p.load.bytes.total())});
    }
    return table.text();
}

} // namespace

int weightCommand(const Arguments& arguments) {
    const auto loader = loadFrom(arguments);
    if (!loader) {
        return complain(loader.error());
    }
    const auto& cluster = (*loader)->cluster();
    auto weights = mesh::weigh(cluster, mesh::readSettings(cluster, istioVersion(arguments)));
    std::erase_if(weights.proxies, [&](const auto& proxy) { return !arguments.shows(proxy.ns); });
    if (arguments.output == "json") {
        Json list = Json::array();
        for (const auto& proxy : weights.proxies) {
            list.push_back(jsonOf(proxy));
        }
        print(Json{{"proxies", list}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        return 0;
    }
    const auto& status = cluster.status(cluster::Kind::Pod);
    if (status.state == cluster::KindStatus::State::Denied && status.error) {
        return complain(*status.error);
    }
    if (weights.proxies.empty()) {
        print("No proxies found: no pod has an istio-proxy container.\n", stderr);
        return 0;
    }
    print(tableOf(weights.proxies));
    return 0;
}

} // namespace plimsoll::app
