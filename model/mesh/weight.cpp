// SPDX-License-Identifier: Apache-2.0
#include "mesh/weight.h"

#include "mesh/gatewayload.h"
#include "mesh/outbound.h"
#include "mesh/workload.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
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

/// What the names of its workload take in each HTTP connection manager: tags of its traces.
std::int64_t workloadNames(const cluster::Pod& pod) {
    return pb::length(canonicalName(pod)) + pb::length(canonicalRevision(pod)) + pb::length(pod.meta.ns);
}

class Scale {
public:
    Scale(const cluster::Cluster& cluster, const MeshSettings& settings)
        : m_cluster(cluster)
        , m_settings(settings)
        , m_registry(cluster, settings)
        , m_virtualServices(cluster, settings)
        , m_rules(cluster, settings)
        , m_sidecars(cluster, settings)
        , m_gateways(m_registry, m_virtualServices, m_rules)
        , m_particular(particularNamespaces(m_registry, m_virtualServices, m_rules)) {
        for (const auto& service : m_virtualServices.all()) {
            for (const auto& route : service.source->routes) {
                for (const auto& match : route.matches) {
                    m_routesByLabels = m_routesByLabels || !match.sourceLabels.empty();
                    if (!match.sourceNamespace.empty()) {
                        m_particular.insert(match.sourceNamespace.str());
                    }
                }
            }
        }
        for (const auto& service : m_registry.services()) {
            if (service.resolution == Resolution::Alias || service.ambiguous) {
                m_particular.insert(service.ns);
            }
        }
    }

    /// Of the proxies for which these settings are, out of `all`.
    Weights run(const MeshSettings& all) {
        Weights weights;
        for (const auto& [name, pod] : m_cluster.all<cluster::Pod>()) {
            if (pod.proxy && !pod.finished() && &settingsOf(pod, m_cluster, all) == &m_settings) {
                weights.proxies.push_back(weightOf(pod));
            }
        }
        addRevisions(weights);
        return weights;
    }

    /// The same, for one proxy and with a list; nothing is shared, so that each has its own.
    ListedProxy list(const cluster::Pod& pod) {
        ListedProxy listed;
        m_lists = true;
        m_loads.clear();
        listed.weight = weightOf(pod, &listed.resources);
        return listed;
    }

private:
    ProxyWeight weightOf(const cluster::Pod& pod, Resources* list = nullptr) {
        const auto scope = m_sidecars.scopeOf(pod);
        ProxyWeight weight;
        weight.ns = pod.meta.ns.str();
        weight.name = pod.meta.name.str();
        weight.gateway = scope.gateway;
        weight.scope = scope.name();
        weight.controlPlane = m_settings.revision;
        weight.memoryLimit = pod.proxy->memoryLimit;
        weight.memoryRequest = pod.proxy->memoryRequest;
        weight.workload = workloadOf(pod);
        if (scope.gateway) {
            addGateway(weight, scope, pod, list);
        } else {
            const auto& shared = loadOf(scope, weight.scope, pod);
            weight.reserveBytes = shared.sum.reserveBytes;
            auto tally = shared.sum.tally;
            removeOwnListeners(tally, pod, shared.sum, m_registry.sizes());
            addInbound(tally, pod, scope.sidecar, shared.import, m_registry, m_rules);
            finish(weight, tally, pod, list);
        }
        return weight;
    }

    static void finish(ProxyWeight& weight, Tally& tally, const cluster::Pod& pod, Resources* list) {
        tally.nameWorkload(workloadNames(pod));
        weight.load = tally.load;
        if (list != nullptr) {
            *list = std::move(tally.list);
        }
    }

    /// Gateways with the same labels and Services before them listen alike; they are few, so only the
    /// clusters are shared.
    void addGateway(ProxyWeight& weight, const Scope& scope, const cluster::Pod& pod, Resources* list) {
        const auto gateways = m_gateways.gatewaysOf(pod);
        const auto only = m_gateways.destinations(gateways, scope.ns);
        if (only) {
            for (const auto& gateway : gateways) {
                weight.scope += ' ' + gateway->meta.ns.str() + '/' + gateway->meta.name.str();
            }
        }
        const auto& common = commonOf(scope, weight.scope, pod.meta.labels, only ? &*only : nullptr);
        auto tally = common.sum.tally;
        m_gateways.add(tally, gateways, pod, common.import);
        weight.reserveBytes = common.sum.reserveBytes;
        finish(weight, tally, pod, list);
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

    const Known& loadOf(const Scope& scope, const std::string& name, const cluster::Pod& pod) {
        std::string key = name + m_rules.selecting(scope.ns, pod.meta.labels);
        if (m_routesByLabels) {
            for (const auto& [label, value] : pod.meta.labels) {
                key += ' ' + label.str() + '=' + value.str();
            }
        }
        if (const auto it = m_loads.find(key); it != m_loads.end()) {
            return it->second;
        }
        const auto& common = commonOf(scope, key, pod.meta.labels, nullptr);
        auto& known = m_loads.try_emplace(key, Known{common.import, common.sum}).first->second;
        if (shares(scope)) {
            addOwnNames(known.sum, known.import, scope.ns, m_registry);
        }
        return known;
    }

    /// Most namespaces see just what everyone sees: importing and adding it up is done once for all of them,
    /// as a large mesh has hundreds of namespaces and tens of thousands of Services.
    [[nodiscard]] bool shares(const Scope& scope) const {
        return scope.sidecar == nullptr && !m_lists && !m_routesByLabels && !m_particular.contains(scope.ns);
    }

    const Common& commonOf(const Scope& scope, const std::string& name, const cluster::Labels& labels,
                           const DestinationHosts* only) {
        const bool shared = shares(scope) && only == nullptr;
        const auto key = shared ? std::string(scope.gateway ? "gateway" : "sidecar") : name;
        if (m_lists) {
            m_commons.clear();
        }
        const auto [it, isNew] = m_commons.try_emplace(key);
        auto& [import, sum] = it->second;
        if (isNew) {
            sum.tally = Tally(m_lists);
            const Client client{scope, labels};
            import = importOf(scope, m_registry, m_virtualServices);
            if (only != nullptr) {
                std::erase_if(import.clusters,
                              [&](const Imported& i) { return !only->contains(i.service->host); });
            }
            addClusters(sum, import, client, m_registry, m_rules);
            if (!scope.gateway) {
                addListeners(sum, import, client, m_registry);
                addRoutes(sum, import, client, shared ? std::string_view{} : std::string_view(scope.ns),
                          m_registry);
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
                    found->second += port.hostBytes + 3;
                }
            }
        }
    }

    const cluster::Cluster& m_cluster;
    const MeshSettings& m_settings;
    Registry m_registry;
    VirtualServices m_virtualServices;
    DestinationRules m_rules;
    SidecarChoice m_sidecars;
    GatewayLoads m_gateways;
    std::set<std::string, std::less<>> m_particular;
    std::unordered_map<std::string, Common> m_commons;
    std::unordered_map<std::string, Known> m_loads; // by name of the scope
    bool m_lists = false;
    bool m_routesByLabels = false; // a VirtualService's match has sourceLabels
};

} // namespace

Weights weigh(const cluster::Cluster& cluster, const MeshSettings& settings) {
    auto weights = Scale(cluster, settings).run(settings);
    for (const auto& other : settings.others) {
        auto more = Scale(cluster, other).run(settings).proxies;
        weights.proxies.insert(weights.proxies.end(), std::make_move_iterator(more.begin()),
                               std::make_move_iterator(more.end()));
    }
    if (!settings.others.empty()) {
        std::sort(weights.proxies.begin(), weights.proxies.end(), [](const auto& a, const auto& b) {
            return std::tie(a.ns, a.name) < std::tie(b.ns, b.name);
        });
    }
    return weights;
}

std::vector<ListedProxy> listResources(const cluster::Cluster& cluster, const MeshSettings& settings,
                                       std::string_view ns, std::string_view name) {
    std::map<const MeshSettings*, Scale> scales;
    std::vector<ListedProxy> listed;
    for (const auto& [key, pod] : cluster.all<cluster::Pod>()) {
        const bool wanted = name.empty() || (key.ns == ns && key.name == name);
        if (!pod.proxy || pod.finished() || !wanted) {
            continue;
        }
        const auto& own = settingsOf(pod, cluster, settings);
        auto proxy = scales.try_emplace(&own, cluster, own).first->second.list(pod);
        const auto byName = [](const auto& a, const auto& b) { return a.name < b.name; };
        auto& resources = proxy.resources;
        for (auto* list : {&resources.clusters, &resources.loadAssignments, &resources.listeners}) {
            std::stable_sort(list->begin(), list->end(), byName);
        }
        std::stable_sort(resources.routes.begin(), resources.routes.end(), byName);
        listed.push_back(std::move(proxy));
    }
    return listed;
}

MemoryRange estimateMemory(const Load& load) {
    constexpr std::int64_t kB = 1000;
    constexpr std::int64_t MB = 1000 * kB;
    // Envoy's own base, then what was measured for a cluster with its listeners and routes, and an endpoint.
    return {40 * MB + 40 * kB * load.envoyClusters + 1400 * std::int64_t{load.endpoints},
            60 * MB + 120 * kB * load.envoyClusters + 3000 * std::int64_t{load.endpoints}};
}

} // namespace plimsoll::mesh
