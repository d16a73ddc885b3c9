// SPDX-License-Identifier: Apache-2.0
#include "mesh/weight.h"

#include "mesh/gatewayload.h"
#include "mesh/outbound.h"
#include "mesh/workload.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace plimsoll::mesh {
namespace {

/// Namespaces that may import something else than everyone does: an exportTo or a DestinationRule names them,
/// or a Service of theirs is not for everyone and a VirtualService may pull it in.
std::set<std::string, std::less<>> particularNamespaces(const Registry& registry,
                                                        const VirtualServices& virtualServices,
                                                        const DestinationRules& rules) {
    auto names = rules.particular();
    for (const auto& service : registry.services()) {
        names.insert(service.reach.namespaces().begin(), service.reach.namespaces().end());
    }
    for (const auto& service : virtualServices.all()) {
        names.insert(service.reach.namespaces().begin(), service.reach.namespaces().end());
        for (const auto& target : service.targets) {
            const auto* found = registry.find(target.host);
            if (found != nullptr && !found->reach.isEveryone()) {
                names.insert(found->ns);
            }
        }
    }
    return names;
}

class Scale {
public:
    Scale(const cluster::Cluster& cluster, const MeshSettings& settings)
        : m_cluster(cluster)
        , m_registry(cluster, settings)
        , m_virtualServices(cluster, settings)
        , m_rules(cluster, settings)
        , m_sidecars(cluster, settings)
        , m_gateways(cluster, settings, m_registry, m_virtualServices)
        , m_particular(particularNamespaces(m_registry, m_virtualServices, m_rules)) {}

    Weights run() {
        Weights weights;
        for (const auto& [name, pod] : m_cluster.all<cluster::Pod>()) {
            if (pod.proxy && !pod.finished()) {
                weights.proxies.push_back(weightOf(pod));
            }
        }
        addRevisions(weights);
        return weights;
    }

private:
    ProxyWeight weightOf(const cluster::Pod& pod) {
        const auto scope = m_sidecars.scopeOf(pod);
        ProxyWeight weight;
        weight.ns = pod.meta.ns.str();
        weight.name = pod.meta.name.str();
        weight.gateway = scope.gateway;
        weight.scope = scope.name();
        weight.memoryLimit = pod.proxy->memoryLimit;
        weight.memoryRequest = pod.proxy->memoryRequest;
        weight.workload = workloadOf(pod);
        const auto only = scope.gateway ? m_gateways.destinations(pod) : std::nullopt;
        if (only) {
            weight.scope += only->key;
        }
        const auto& shared = loadOf(scope, weight.scope, only);
        weight.load = shared.sum.load;
        weight.reserveBytes = shared.sum.reserveBytes;
        if (scope.gateway) {
            m_gateways.add(weight.load, pod);
        } else {
            addInbound(weight.load, pod, scope.sidecar, m_registry);
            removeOwnListeners(weight.load, pod, shared.import, m_registry);
        }
        return weight;
    }

    /// What a scope imports and what it costs, but for the names of its own namespace.
    struct Common {
        Import import;
        ScopeLoad sum;
    };
    struct Known {
        const Import& import;
        ScopeLoad sum;
    };

    const Known& loadOf(const Scope& scope, const std::string& name,
                        const std::optional<Destinations>& only) {
        if (const auto it = m_loads.find(name); it != m_loads.end()) {
            return it->second;
        }
        const auto& common = commonOf(scope, name, only);
        auto& known = m_loads.try_emplace(name, Known{common.import, common.sum}).first->second;
        if (!scope.gateway) {
            addOwnNames(known.sum, known.import, scope.ns, m_registry);
        }
        return known;
    }

    /// Most namespaces see just what everyone sees: importing and adding it up is done once for all of them,
    /// as a large mesh has hundreds of namespaces and tens of thousands of Services.
    const Common& commonOf(const Scope& scope, const std::string& name,
                           const std::optional<Destinations>& only) {
        const bool shares = scope.sidecar == nullptr && !only && !m_particular.contains(scope.ns);
        const auto [it, isNew] =
            m_commons.try_emplace(shares ? (scope.gateway ? "gateway" : "sidecar") : name);
        auto& [import, sum] = it->second;
        if (isNew) {
            import = importOf(scope, m_registry, m_virtualServices);
            if (only) {
                std::erase_if(import.clusters,
                              [&](const Imported& i) { return !only->hosts.contains(i.service->host); });
            }
            addClusters(sum, import, scope, m_registry, m_rules);
            if (!scope.gateway) {
                addListeners(sum, import, m_registry);
                addRoutes(sum, import, m_registry);
            }
        }
        return it->second;
    }

    /// What a sidecar of another namespace carries for the revision's Services.
    void addRevisions(Weights& weights) const {
        for (const auto& [name, revision] : m_cluster.all<cluster::Revision>()) {
            weights.revisionBytes.emplace(name.ns.str() + '/' + name.name.str(), 0);
        }
        for (const auto& service : m_registry.services()) {
            const auto found = service.revision.empty()
                                   ? weights.revisionBytes.end()
                                   : weights.revisionBytes.find(service.ns + '/' + service.revision);
            if (found == weights.revisionBytes.end()) {
                continue;
            }
            for (const auto& port : service.ports) {
                found->second += port.clusterBytes + port.assignmentBytes + port.listenerBytes;
                if (isHttp(port.protocol)) {
                    found->second += port.otherHostBytes + 3;
                }
            }
        }
    }

    const cluster::Cluster& m_cluster;
    Registry m_registry;
    VirtualServices m_virtualServices;
    DestinationRules m_rules;
    SidecarChoice m_sidecars;
    GatewayLoads m_gateways;
    std::set<std::string, std::less<>> m_particular;
    std::unordered_map<std::string, Common> m_commons;
    std::unordered_map<std::string, Known> m_loads; // by name of the scope
};

} // namespace

Weights weigh(const cluster::Cluster& cluster, const MeshSettings& settings) {
    return Scale(cluster, settings).run();
}

MemoryRange estimateMemory(const Load& load) {
    constexpr std::int64_t kB = 1000;
    constexpr std::int64_t MB = 1000 * kB;
    // Envoy's own base, then what was measured for a cluster with its listeners and routes, and an endpoint.
    return {40 * MB + 40 * kB * load.envoyClusters + 1400 * std::int64_t{load.endpoints},
            60 * MB + 120 * kB * load.envoyClusters + 3000 * std::int64_t{load.endpoints}};
}

} // namespace plimsoll::mesh
