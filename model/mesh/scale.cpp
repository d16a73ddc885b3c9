// SPDX-License-Identifier: Apache-2.0
#include "mesh/scale.h"

#include "mesh/workload.h"

#include <algorithm>

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
        if (service.resolution == Resolution::Alias || service.ambiguous) {
            names.insert(service.ns);
        }
    }
    for (const auto& service : virtualServices.all()) {
        names.insert(service.reach.namespaces().begin(), service.reach.namespaces().end());
        for (const auto& target : service.targets) {
            const auto* found = registry.find(target.host);
            if (found != nullptr && !found->reach.isEveryone()) {
                names.insert(found->ns);
            }
        }
        for (const auto& route : service.source->routes) {
            for (const auto& match : route.matches) {
                if (!match.sourceNamespace.empty()) {
                    names.insert(match.sourceNamespace.str());
                }
            }
        }
    }
    return names;
}

bool routesByLabels(const VirtualServices& virtualServices) {
    const auto& all = virtualServices.all();
    return std::any_of(all.begin(), all.end(), [](const auto& service) {
        const auto& routes = service.source->routes;
        return std::any_of(routes.begin(), routes.end(), [](const auto& route) {
            return std::any_of(route.matches.begin(), route.matches.end(),
                               [](const auto& match) { return !match.sourceLabels.empty(); });
        });
    });
}

/// What the names of its workload take in each HTTP connection manager: tags of its traces.
std::int64_t workloadNames(const cluster::Pod& pod) {
    return pb::length(canonicalName(pod)) + pb::length(canonicalRevision(pod)) + pb::length(pod.meta.ns);
}

} // namespace

Scale::Scale(const cluster::Cluster& cluster, const MeshSettings& settings)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_registry(cluster, settings)
    , m_virtualServices(cluster, settings)
    , m_rules(cluster, settings)
    , m_sidecars(cluster, settings)
    , m_gateways(m_registry, m_virtualServices, m_rules)
    , m_particular(particularNamespaces(m_registry, m_virtualServices, m_rules))
    , m_routesByLabels(routesByLabels(m_virtualServices)) {}

Weights Scale::run(const MeshSettings& all) {
    Weights weights;
    m_carriers.clear();
    for (const auto& [name, pod] : m_cluster.all<cluster::Pod>()) {
        if (pod.proxy && !pod.finished() && &settingsOf(pod, m_cluster, all) == &m_settings) {
            m_carriers.emplace_back().pod = &pod;
            weigh(m_carriers.back(), weights.proxies.emplace_back());
        }
    }
    addRevisions(weights);
    noteDependents();
    return weights;
}

ListedProxy Scale::list(const cluster::Pod& pod) {
    ListedProxy listed;
    m_lists = true;
    m_knowns.clear();
    m_commons.clear();
    Carrier carrier;
    carrier.pod = &pod;
    weigh(carrier, listed.weight, &listed.resources);
    return listed;
}

void Scale::weigh(Carrier& carrier, ProxyWeight& weight, Resources* list) {
    const auto& pod = *carrier.pod;
    const auto scope = m_sidecars.scopeOf(pod);
    weight.ns = pod.meta.ns.str();
    weight.name = pod.meta.name.str();
    weight.gateway = scope.gateway;
    weight.scope = scope.name();
    weight.controlPlane = m_settings.revision;
    weight.memoryLimit = pod.proxy->memoryLimit;
    weight.memoryRequest = pod.proxy->memoryRequest;
    weight.workload = workloadOf(pod);
    carrier.own = Tally(m_lists);
    carrier.names = workloadNames(pod);
    carrier.services = m_registry.selecting(pod);
    if (scope.gateway) {
        weighGateway(carrier, weight, scope);
    } else {
        auto& known = knownOf(scope, weight.scope, pod);
        carrier.known = &known;
        carrier.common = known.common;
        addInbound(carrier.own, pod, carrier.services, scope.sidecar, known.common->import, m_registry,
                   m_rules);
    }
    sumUp(carrier, weight, list);
}

/// Gateways with the same labels and Services before them listen alike; they are few, so only the clusters
/// are shared.
void Scale::weighGateway(Carrier& carrier, ProxyWeight& weight, const Scope& scope) {
    const auto gateways = m_gateways.gatewaysOf(*carrier.pod);
    auto only = m_gateways.destinations(gateways, scope.ns);
    if (only) {
        for (const auto& gateway : gateways) {
            weight.scope += ' ' + gateway->meta.ns.str() + '/' + gateway->meta.name.str();
        }
    }
    carrier.known = nullptr;
    carrier.common = &commonOf(scope, weight.scope, carrier.pod->meta.labels, std::move(only));
    m_gateways.add(carrier.own, gateways, *carrier.pod, carrier.common->import);
}

void Scale::sumUp(const Carrier& carrier, ProxyWeight& weight, Resources* list) const {
    auto tally = Tally(m_lists);
    const auto& sum = carrier.common->sum;
    tally.add(sum.tally);
    if (list != nullptr) {
        tally.list = sum.tally.list;
    }
    weight.reserveBytes = sum.reserveBytes;
    if (carrier.known != nullptr) {
        tally.load.bytes.rds += carrier.known->moreRoutes;
        weight.reserveBytes += carrier.known->moreReserve;
        removeOwnListeners(tally, *carrier.pod, sum, m_registry.sizes());
    }
    tally.add(carrier.own);
    if (list != nullptr) {
        tally.list.append(carrier.own.list);
    }
    tally.nameWorkload(carrier.names);
    weight.load = tally.load;
    if (list != nullptr) {
        *list = std::move(tally.list);
    }
}

Scale::Known& Scale::knownOf(const Scope& scope, const std::string& name, const cluster::Pod& pod) {
    std::string key = name + m_rules.selecting(scope.ns, pod.meta.labels);
    if (m_routesByLabels) {
        for (const auto& [label, value] : pod.meta.labels) {
            key += ' ' + label.str() + '=' + value.str();
        }
    }
    const auto [it, isNew] = m_knowns.try_emplace(key);
    auto& known = it->second;
    if (isNew) {
        known.common = &commonOf(scope, key, pod.meta.labels, {});
        known.ns = scope.ns;
        compute(known);
    }
    return known;
}

void Scale::compute(Known& known) const {
    known.moreRoutes = 0;
    known.moreReserve = 0;
    if (known.common->shared) {
        const auto more = ownNames(known.common->sum, known.common->import, known.ns, m_registry);
        known.moreRoutes = more.bytes;
        known.moreReserve = more.reserveBytes;
    }
    known.anew = true;
}

/// Most namespaces see just what everyone sees: importing and adding it up is done once for all of them, as a
/// large mesh has hundreds of namespaces and tens of thousands of Services.
bool Scale::shares(const Scope& scope) const {
    return scope.sidecar == nullptr && !m_lists && !m_routesByLabels && !m_particular.contains(scope.ns);
}

Scale::Common& Scale::commonOf(const Scope& scope, const std::string& name, const cluster::Labels& labels,
                               std::optional<DestinationHosts> only) {
    const bool shared = shares(scope) && !only;
    const auto key = shared ? std::string(scope.gateway ? "gateway" : "sidecar") : name;
    const auto [it, isNew] = m_commons.try_emplace(key);
    auto& common = it->second;
    if (isNew) {
        common.scope = scope;
        common.labels = labels;
        common.only = std::move(only);
        common.shared = shared;
        compute(common);
    }
    return common;
}

void Scale::compute(Common& common) {
    const auto& scope = common.scope;
    const Client client{scope, common.labels};
    common.import = importOf(scope, m_registry, m_virtualServices);
    if (common.only) {
        std::erase_if(common.import.clusters,
                      [&](const Imported& i) { return !common.only->contains(i.service->host); });
    }
    common.sum = ScopeLoad();
    common.sum.tally = Tally(m_lists);
    addClusters(common.sum, common.import, client, m_registry, m_rules);
    if (!scope.gateway) {
        addListeners(common.sum, common.import, client, m_registry);
        addRoutes(common.sum, common.import, client,
                  common.shared ? std::string_view{} : std::string_view(scope.ns), m_registry);
    }
    common.anew = true;
}

/// What a sidecar of another namespace carries for the revision's Services.
void Scale::addRevisions(Weights& weights) const {
    for (const auto& [name, revision] : m_cluster.all<cluster::Revision>()) {
        weights.revisionBytes.emplace(name.ns.str() + '/' + name.name.str(), 0);
    }
    for (const auto& service : m_registry.services()) {
        const auto found = service.revision.empty()
                               ? weights.revisionBytes.end()
                               : weights.revisionBytes.find(service.ns + '/' + service.revision);
        if (found != weights.revisionBytes.end()) {
            found->second += service.bytesAbroad();
        }
    }
}

void Scale::addRevision(Weights& weights, const std::string& ns, const std::string& name) const {
    const auto found = weights.revisionBytes.find(ns + '/' + name);
    if (name.empty() || found == weights.revisionBytes.end()) {
        return;
    }
    found->second = 0;
    for (const auto* service : m_registry.of(ns)) {
        found->second += service->revision == name ? service->bytesAbroad() : 0;
    }
}

void Scale::noteDependents() {
    for (const auto& service : m_virtualServices.all()) {
        const auto note = [&](const std::string& host) {
            if (host.starts_with('*')) {
                m_routedWide.push_back(host);
            } else {
                m_routed.insert(host);
            }
        };
        for (const auto& target : service.targets) {
            note(target.host);
        }
        if (service.mesh) {
            std::for_each(service.hosts.begin(), service.hosts.end(), note);
        }
    }
    for (const auto& carrier : m_carriers) {
        if (carrier.known == nullptr) {
            m_gatewaySpaces.insert(carrier.pod->meta.ns.str());
        }
    }
    for (const auto& service : m_registry.services()) {
        if (!service.share.plain) {
            m_sniffedSpaces.insert(service.ns);
        }
    }
    for (const auto& [name, gateway] : m_cluster.all<cluster::IstioGateway>()) {
        m_passesAll =
            m_passesAll || std::any_of(gateway.servers.begin(), gateway.servers.end(),
                                       [](const auto& s) { return s.tlsMode == "AUTO_PASSTHROUGH"; });
    }
}

/// Nothing but its own resources hangs on the difference: no route leads to it, no gateway's pod stands
/// behind it, no other Service takes its endpoints, and the same namespaces see what others do not.
bool Scale::isOnItsOwn(const cluster::Service& before, const cluster::Service& now) const {
    const auto& ns = now.meta.ns;
    const auto host = now.meta.name.str() + '.' + ns.str() + ".svc." + m_settings.clusterDomain;
    const bool routed =
        m_routed.contains(host) || std::any_of(m_routedWide.begin(), m_routedWide.end(),
                                               [&](const auto& wide) { return hostsMeet(wide, host); });
    constexpr std::string_view label = "networking.internal.knative.dev/serverlessservice";
    const bool revisions = cluster::has(now.meta.labels, label) || cluster::has(before.meta.labels, label);
    return !routed && !m_passesAll && !m_gatewaySpaces.contains(ns.str()) &&
           (before.selector == now.selector || !revisions) &&
           reachOf(before, m_settings).namespaces() == reachOf(now, m_settings).namespaces() &&
           m_registry.discovers(ns);
}

bool Scale::follow(const Changes& changes, Weights& weights) {
    for (const auto& [before, now] : changes.services) {
        if (!isOnItsOwn(before, *now)) {
            return false;
        }
    }
    std::vector<const RegistryService*> replaced;
    std::vector<std::pair<std::string, std::string>> revisions;
    std::vector<const Common*> carrying;
    for (const auto& [before, now] : changes.services) {
        const auto* place = m_registry.find(now->meta.name.str() + '.' + now->meta.ns.str() + ".svc." +
                                            m_settings.clusterDomain);
        if (place == nullptr) {
            return false;
        }
        revisions.emplace_back(place->ns, place->revision);
        for (auto& [key, common] : m_commons) {
            if (common.import.knows(*place)) {
                carrying.push_back(&common);
            }
        }
        if (m_registry.replace(*now) == nullptr) {
            return false;
        }
        revisions.emplace_back(place->ns, place->revision);
        replaced.push_back(place);
        if (!place->share.plain) {
            m_sniffedSpaces.insert(place->ns);
        }
    }
    const std::set<std::string> sidecars(changes.sidecars.begin(), changes.sidecars.end());
    if (!sidecars.empty()) {
        m_sidecars = SidecarChoice(m_cluster, m_settings);
        dropSidecars(sidecars);
    }
    recompute(replaced, carrying);
    const bool all = sidecars.contains(m_settings.rootNamespace);
    for (std::size_t i = 0; i < m_carriers.size(); ++i) {
        auto& carrier = m_carriers[i];
        const bool leads = std::any_of(replaced.begin(), replaced.end(), [&](const auto* service) {
            return service->ns == carrier.pod->meta.ns.view() &&
                   (std::binary_search(carrier.services.begin(), carrier.services.end(), service) ||
                    cluster::matches(service->source->selector, carrier.pod->meta.labels));
        });
        if (leads || all || (!sidecars.empty() && sidecars.contains(carrier.pod->meta.ns.str()))) {
            weigh(carrier, weights.proxies[i]);
        } else if (carrier.common->anew || (carrier.known != nullptr && carrier.known->anew)) {
            sumUp(carrier, weights.proxies[i]);
        }
    }
    for (const auto& [ns, name] : revisions) {
        addRevision(weights, ns, name);
    }
    return true;
}

/// Forgets what was computed for scopes of Sidecars that stand in these namespaces, or of proxies in them.
void Scale::dropSidecars(const std::set<std::string>& namespaces) {
    const bool all = namespaces.contains(m_settings.rootNamespace);
    std::unordered_set<const Common*> dropped;
    for (const auto& [key, common] : m_commons) {
        if (!common.scope.gateway && !common.shared && (all || namespaces.contains(common.scope.ns))) {
            dropped.insert(&common);
        }
    }
    std::erase_if(m_knowns, [&](const auto& known) { return dropped.contains(known.second.common); });
    std::erase_if(m_commons, [&](const auto& common) { return dropped.contains(&common.second); });
}

void Scale::recompute(const std::vector<const RegistryService*>& services,
                      const std::vector<const Common*>& before) {
    std::unordered_set<const Common*> otherRoutes;
    for (auto& [key, common] : m_commons) {
        common.anew = false;
        const bool carried = std::find(before.begin(), before.end(), &common) != before.end();
        const bool carries = std::any_of(services.begin(), services.end(), [&](const auto* service) {
            return lets(common.scope, *service, m_registry);
        });
        if (carried || carries) {
            const auto ports = common.sum.routePorts;
            compute(common);
            if (common.sum.routePorts != ports) {
                otherRoutes.insert(&common);
            }
        }
    }
    for (auto& [key, known] : m_knowns) {
        known.anew = false;
        const bool own = std::any_of(services.begin(), services.end(),
                                     [&](const auto* service) { return service->ns == known.ns; });
        if (own || (otherRoutes.contains(known.common) && m_sniffedSpaces.contains(known.ns))) {
            compute(known);
        }
    }
}

} // namespace plimsoll::mesh
