// SPDX-License-Identifier: Apache-2.0
#include "mesh/weight.h"

#include "app/commands/commands.h"
#include "app/commands/weightparts.h"
#include "app/sources.h"
#include "app/table.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace plimsoll::app {
namespace {

using Json = nlohmann::ordered_json;

Json jsonOf(const mesh::ProxyWeight& p) {
    Json json{{"namespace", p.ns},
              {"name", p.name},
              {"kind", p.gateway ? "gateway" : "sidecar"},
              {"scope", p.scope},
              {"controlPlane", p.controlPlane}};
    json.update(loadJson(p.load));
    return json;
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

Json jsonOf(const std::vector<mesh::Resource>& list) {
    Json json = Json::array();
    for (const auto& resource : list) {
        json.push_back({{"name", resource.name}, {"bytes", resource.bytes}});
    }
    return json;
}

Json jsonOf(const mesh::Resources& resources) {
    Json routes = Json::array();
    for (const auto& route : resources.routes) {
        routes.push_back(
            {{"name", route.name}, {"bytes", route.bytes}, {"virtualHosts", route.virtualHosts}});
    }
    return {{"clusters", jsonOf(resources.clusters)},
            {"loadAssignments", jsonOf(resources.loadAssignments)},
            {"listeners", jsonOf(resources.listeners)},
            {"routes", routes}};
}

std::string tableOf(const mesh::Resources& resources, bool byBytes) {
    struct Row {
        std::string kind;
        std::string name;
        std::int64_t bytes;
        std::size_t hosts;
    };
    std::vector<Row> rows;
    const auto add = [&](const char* kind, const std::vector<mesh::Resource>& list) {
        for (const auto& resource : list) {
            rows.push_back({kind, resource.name, resource.bytes, 0});
        }
    };
    add("cluster", resources.clusters);
    add("loadAssignment", resources.loadAssignments);
    add("listener", resources.listeners);
    for (const auto& route : resources.routes) {
        rows.push_back({"route", route.name, route.bytes, route.virtualHosts.size()});
    }
    if (byBytes) {
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Row& a, const Row& b) { return a.bytes > b.bytes; });
    }
    Table table({"KIND", "NAME", "VHOSTS", "BYTES"});
    table.alignRight(2);
    table.alignRight(3);
    for (const auto& row : rows) {
        table.add({row.kind, row.name, row.kind == "route" ? std::to_string(row.hosts) : std::string("-"),
                   std::to_string(row.bytes)});
    }
    return table.text();
}

/// --resources: what one proxy carries, one by one.
int resourcesCommand(const Arguments& arguments, const cluster::Cluster& cluster) {
    if (arguments.proxy.empty()) {
        return complain(Error{ErrorCode::Input, "--resources tells of one proxy", "--resources",
                              "Name it: --proxy NAMESPACE/POD", 0});
    }
    const auto slash = arguments.proxy.find('/');
    const auto listed =
        mesh::listResources(cluster, mesh::readSettings(cluster, istioVersion(arguments)),
                            arguments.proxy.substr(0, slash), arguments.proxy.substr(slash + 1));
    if (listed.empty()) {
        return complain(Error{ErrorCode::NotFound, "no such proxy", "Pod " + arguments.proxy,
                              "'plimsoll weight' lists the pods that have one", 0});
    }
    const auto& resources = listed.front().resources;
    if (arguments.output == "json") {
        printJson(jsonOf(resources));
    } else {
        print(tableOf(resources, arguments.sort == "bytes"));
    }
    return 0;
}

} // namespace

int weightCommand(const Arguments& arguments) {
    const auto loader = loadFrom(arguments);
    if (!loader) {
        return complain(loader.error());
    }
    const auto& cluster = (*loader)->cluster();
    if (arguments.resources) {
        return resourcesCommand(arguments, cluster);
    }
    if (!arguments.explain.empty()) {
        return explainCommand(arguments, cluster);
    }
    if (!arguments.whatIf.empty()) {
        return whatIfCommand(arguments, cluster);
    }
    if (!arguments.by.empty()) {
        return byCommand(arguments, cluster);
    }
    auto weights = mesh::weigh(cluster, mesh::readSettings(cluster, istioVersion(arguments)));
    std::erase_if(weights.proxies, [&](const auto& proxy) { return !arguments.shows(proxy.ns); });
    if (!arguments.proxy.empty()) {
        std::erase_if(weights.proxies,
                      [&](const auto& proxy) { return proxy.ns + '/' + proxy.name != arguments.proxy; });
    }
    if (arguments.sort == "bytes") {
        std::stable_sort(weights.proxies.begin(), weights.proxies.end(), [](const auto& a, const auto& b) {
            return a.load.bytes.total() > b.load.bytes.total();
        });
    }
    if (arguments.output == "json") {
        Json list = Json::array();
        for (const auto& proxy : weights.proxies) {
            list.push_back(jsonOf(proxy));
        }
        printJson({{"proxies", list}});
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
