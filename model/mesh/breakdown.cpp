// SPDX-License-Identifier: Apache-2.0
#include "mesh/breakdown.h"

#include "mesh/gatewayload.h"
#include "mesh/import.h"

#include <algorithm>
#include <map>

namespace plimsoll::mesh {
namespace {

/// What one port costs one proxy, as far as it is its service's alone.
std::int64_t bytesOf(const RegistryPort& port, bool gateway) {
    if (gateway) {
        return port.gatewayClusterBytes + port.assignmentBytes;
    }
    const std::int64_t frame = 3; // of a virtual host in its route configuration
    return port.clusterBytes + port.assignmentBytes + port.listenerBytes +
           (isHttp(port.protocol) ? port.hostBytes + frame : 0);
}

std::string keyOf(const RegistryService& service, By by) {
    switch (by) {
    case By::Namespace:
        return service.ns;
    case By::Revision:
        return service.revision.empty() ? std::string() : service.ns + '/' + service.revision;
    case By::Service:
        break;
    }
    return service.ns + '/' + service.name;
}

/// Proxies that import the same.
struct Sharers {
    Scope scope;
    std::optional<DestinationHosts> only;
    int proxies = 0;
};

std::map<std::string, Sharers> sharersOf(const cluster::Cluster& cluster, const MeshSettings& settings,
                                         const MeshSettings& all, const GatewayLoads& gateways) {
    const SidecarChoice choice(cluster, settings);
    std::map<std::string, Sharers> found;
    for (const auto& [key, pod] : cluster.all<cluster::Pod>()) {
        if (!pod.proxy || pod.finished() || &settingsOf(pod, cluster, all) != &settings) {
            continue;
        }
        auto scope = choice.scopeOf(pod);
        auto name = scope.name();
        std::optional<DestinationHosts> only;
        if (scope.gateway) {
            only = gateways.destinations(gateways.gatewaysOf(pod), scope.ns);
        }
        if (only) {
            for (const auto& host : *only) {
                name += ' ' + host;
            }
        }
        auto& sharers = found.try_emplace(name, Sharers{std::move(scope), std::move(only), 0}).first->second;
        ++sharers.proxies;
    }
    return found;
}

void add(std::map<std::string, Part>& parts, const Import& import, const Sharers& sharers, By by) {
    std::map<std::string, Part> own; // of one proxy
    for (const auto& imported : import.clusters) {
        const auto& service = *imported.service;
        const auto key = keyOf(service, by);
        if (key.empty() || (sharers.only && !sharers.only->contains(service.host))) {
            continue;
        }
        for (std::size_t i = 0; i < service.ports.size(); ++i) {
            if (imported.has(i) && service.resolution != Resolution::Alias) {
                auto& part = own[key];
                ++part.envoyClusters;
                part.bytes += bytesOf(service.ports[i], sharers.scope.gateway);
            }
        }
    }
    for (const auto& [key, part] : own) {
        auto& sum = parts[key];
        sum.name = key;
        sum.proxies += sharers.proxies;
        sum.envoyClusters += part.envoyClusters * sharers.proxies;
        sum.bytes += part.bytes * sharers.proxies;
    }
}

/// The proxies of one control plane.
void addPlane(std::map<std::string, Part>& parts, const cluster::Cluster& cluster,
              const MeshSettings& settings, const MeshSettings& all, By by) {
    const Registry registry(cluster, settings);
    const VirtualServices virtualServices(cluster, settings);
    const DestinationRules rules(cluster, settings);
    const GatewayLoads gateways(registry, virtualServices, rules);
    for (const auto& [name, sharers] : sharersOf(cluster, settings, all, gateways)) {
        add(parts, importOf(sharers.scope, registry, virtualServices), sharers, by);
    }
}

} // namespace

Breakdown breakDown(const cluster::Cluster& cluster, const MeshSettings& settings, By by) {
    std::map<std::string, Part> parts;
    addPlane(parts, cluster, settings, settings, by);
    for (const auto& other : settings.others) {
        addPlane(parts, cluster, other, settings, by);
    }
    Breakdown result;
    for (const auto& proxy : weigh(cluster, settings).proxies) {
        result.total += proxy.load.bytes.total();
    }
    result.rest = result.total;
    for (auto& [name, part] : parts) {
        result.rest -= part.bytes;
        result.parts.push_back(std::move(part));
    }
    std::stable_sort(result.parts.begin(), result.parts.end(),
                     [](const Part& a, const Part& b) { return a.bytes > b.bytes; });
    return result;
}

} // namespace plimsoll::mesh
