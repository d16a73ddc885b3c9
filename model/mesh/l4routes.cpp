// SPDX-License-Identifier: Apache-2.0
#include "mesh/l4routes.h"

#include <algorithm>
#include <set>

namespace plimsoll::mesh {
namespace {

using Type = cluster::VirtualServiceRoute::Type;

bool applies(const cluster::VirtualServiceMatch& match, const PreparedVirtualService& service,
             const L4Site& site) {
    const auto named = [&](const Text& name) {
        return qualifiedGateway(name, service.source->meta.ns) == site.gateway;
    };
    return (match.gateways.empty() || std::any_of(match.gateways.begin(), match.gateways.end(), named)) &&
           cluster::matches(match.sourceLabels, site.labels) &&
           (match.port == 0 || match.port == site.port) &&
           (match.sourceNamespace.empty() || match.sourceNamespace == site.ns);
}

std::int64_t clusterLength(const cluster::Destination& destination, const PreparedVirtualService& service,
                           const L4Site& site, const Registry& registry) {
    const auto host = expandedHost(destination.host, service.source->meta.ns, registry.settings());
    auto port = destination.port;
    if (port == 0) {
        const auto* known = registry.find(host);
        port = known != nullptr && known->ports.size() == 1 ? known->ports.front().number : site.port;
    }
    return 11 + pb::length(std::to_string(port)) + pb::length(destination.subset) + pb::length(host);
}

/// The TCP proxy's names: its statistics' prefix, and the cluster or the weighted ones.
std::int64_t proxyBytes(const cluster::VirtualServiceRoute& route, const PreparedVirtualService& service,
                        const L4Site& site, const Registry& registry) {
    if (route.destinations.size() == 1) {
        return 2 * clusterLength(route.destinations.front(), service, site, registry);
    }
    const auto& meta = service.source->meta;
    std::int64_t bytes = pb::length(meta.name) + 1 + pb::length(meta.ns);
    for (const auto& destination : route.destinations) {
        bytes += pb::field(pb::field(clusterLength(destination, service, site, registry)) + 1 +
                           pb::varint(destination.weight.value_or(0)));
    }
    return bytes;
}

L4Route made(const cluster::VirtualServiceRoute& route, const cluster::VirtualServiceMatch* match,
             const PreparedVirtualService& service, const L4Site& site, const Registry& registry) {
    L4Route result;
    result.bytes = proxyBytes(route, service, site, registry);
    if (match != nullptr && !match->sniHosts.empty()) {
        std::int64_t names = 0;
        for (const auto& host : match->sniHosts) {
            result.match += ' ' + host.str();
            names += pb::field(host.view());
        }
        result.bytes += pb::field(names);
    }
    if (site.gateway == "mesh") {
        const auto& meta = service.source->meta;
        const auto path =
            registry.sizes().table().virtualServicePath + pb::length(meta.ns) + pb::length(meta.name);
        result.bytes += pb::field(pb::entry("istio", pb::member("config", path)));
    }
    return result;
}

} // namespace

std::vector<L4Route> l4RoutesOf(const PreparedVirtualService& service, bool tls, const L4Site& site,
                                const Registry& registry) {
    std::vector<L4Route> routes;
    for (const auto& route : service.source->routes) {
        if (route.type != (tls ? Type::Tls : Type::Tcp) || route.destinations.empty()) {
            continue;
        }
        if (!tls && route.matches.empty()) {
            routes.push_back(made(route, nullptr, service, site, registry));
            return routes;
        }
        for (const auto& match : route.matches) {
            if (!applies(match, service, site)) {
                continue;
            }
            routes.push_back(made(route, &match, service, site, registry));
            if (!tls && !match.hasSubnets) {
                return routes;
            }
        }
    }
    return routes;
}

std::vector<L4Route> l4RoutesOf(const std::vector<const PreparedVirtualService*>& services,
                                std::string_view host, bool tls, const L4Site& site,
                                const Registry& registry) {
    std::vector<L4Route> routes;
    std::set<std::string> seen;
    for (const auto* service : services) {
        if (std::none_of(service->hosts.begin(), service->hosts.end(),
                         [&](const auto& own) { return hostsMeet(own, host); })) {
            continue;
        }
        for (auto& route : l4RoutesOf(*service, tls, site, registry)) {
            if (seen.insert(route.match).second) {
                routes.push_back(std::move(route));
            }
        }
        if (!tls && !routes.empty()) {
            break;
        }
    }
    return routes;
}

} // namespace plimsoll::mesh
