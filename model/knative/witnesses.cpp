// SPDX-License-Identifier: Apache-2.0
#include "knative/witnesses.h"

#include "knative/hosts.h"
#include "knative/labels.h"

#include <algorithm>
#include <numeric>

namespace plimsoll::knative {
namespace {

std::string numbered(std::string_view list, std::size_t at) {
    return std::string(list) + "[" + std::to_string(at) + "]";
}

/// A weight among its siblings as percent; nothing when no weights are given.
std::optional<int> share(std::int64_t weight, std::int64_t sum) {
    if (sum <= 0 || weight < 0) {
        return std::nullopt;
    }
    return static_cast<int>((weight * 100 + sum / 2) / sum);
}

std::string_view typeName(cluster::VirtualServiceRoute::Type type) {
    switch (type) {
    case cluster::VirtualServiceRoute::Type::Tcp:
        return "tcp";
    case cluster::VirtualServiceRoute::Type::Tls:
        return "tls";
    case cluster::VirtualServiceRoute::Type::Http:
        break;
    }
    return "http";
}

/// With mesh pod addressability, net-istio makes one VirtualService for each revision's private Service; it
/// only serves those who already call a pod of it.
bool isPodAddressing(const cluster::VirtualService& virtualService, const RevisionEntry& entry) {
    const auto& meta = virtualService.meta;
    const auto& revision = entry.revision->meta;
    if (meta.owner.kind != "ServerlessService" || meta.owner.name != revision.name ||
        meta.ns != revision.ns) {
        return false;
    }
    return (entry.privateService != nullptr && meta.name == entry.privateService->meta.name) ||
           meta.name.view() == revision.name.str() + "-private";
}

} // namespace

Witnesses::Witnesses(const cluster::Cluster& cluster, const mesh::MeshSettings& settings,
                     const RevisionIndex& index)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_index(index)
    , m_gateways(cluster, settings)
    , m_routing(index.entries().size()) {
    readIngressGateways();
    readRoutes();
    readIngresses();
    readVirtualServices();
    readHttpRoutes();
    for (auto& routing : m_routing) {
        std::sort(routing.tags.begin(), routing.tags.end());
        routing.tags.erase(std::unique(routing.tags.begin(), routing.tags.end()), routing.tags.end());
    }
}

void Witnesses::readIngressGateways() {
    for (const auto& [key, virtualService] : m_cluster.all<cluster::VirtualService>()) {
        const auto ingress = cluster::valueOf(virtualService.meta.labels, label::ingress);
        if (ingress.empty()) {
            continue;
        }
        auto& serving = m_ingressGateways[Target(virtualService.meta.ns, ingress)];
        for (const auto& gateway : virtualService.gateways) {
            serving.add(m_gateways.ofIstioGateway(gateway, virtualService.meta.ns));
        }
    }
    for (const auto& [key, route] : m_cluster.all<cluster::HttpRoute>()) {
        const auto ingress = cluster::valueOf(route.meta.labels, label::ingress);
        if (!ingress.empty()) {
            m_ingressGateways[Target(route.meta.ns, ingress)].add(ofParents(route));
        }
    }
}

Serving Witnesses::ofIngress(std::string_view ns, std::string_view name) {
    const auto [it, isNew] = m_ingressGateways.try_emplace(Target(ns, name));
    if (!isNew) {
        return it->second;
    }
    // Nothing made of it is known: its status names the gateways' Services. Without that we cannot tell, and
    // an unknown gateway counts as one.
    it->second.gateway = true;
    if (const auto* ingress = m_cluster.find<cluster::KnativeIngress>(ns, name)) {
        for (const auto* hosts : {&ingress->publicGateways, &ingress->privateGateways}) {
            for (const auto& host : *hosts) {
                it->second.add(m_gateways.ofServiceHost(host));
            }
        }
    }
    return it->second;
}

Serving Witnesses::ofParents(const cluster::HttpRoute& route) {
    Serving serving;
    for (const auto& parent : route.parents) {
        if (parent.kind.empty() || parent.kind == "Gateway") { // a Service as parent is the mesh
            serving.add(m_gateways.ofGateway(parent.ns.empty() ? route.meta.ns : parent.ns, parent.name));
        }
    }
    return serving;
}

void Witnesses::readRoutes() {
    for (const auto& [key, route] : m_cluster.all<cluster::Route>()) {
        readTargets(route, route.status, "status.traffic", true);
        readTargets(route, route.spec, "spec.traffic", false);
    }
}

/// `counts`: percents are what the revision gets now (status), not what is wished for (spec).
void Witnesses::readTargets(const cluster::Route& route, const std::vector<cluster::TrafficTarget>& targets,
                            std::string_view field, bool counts) {
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const auto& target = targets[i];
        // A spec entry with latestRevision names no revision: status.traffic says which one it means.
        const auto id =
            target.revision.empty() ? std::nullopt : m_index.byRevision(route.meta.ns, target.revision);
        if (!id) {
            continue;
        }
        auto& routing = m_routing[*id];
        routing.witnesses.push_back({"Route", route.meta.ns.str(), route.meta.name.str(), numbered(field, i),
                                     target.percent, target.tag.str()});
        if (counts) {
            routing.percent = std::min(100, routing.percent + std::clamp(target.percent.value_or(0), 0, 100));
        }
        if (!target.tag.empty()) {
            routing.tags.push_back(target.tag.str());
        }
        if (routing.route == nullptr) {
            routing.route = &route;
        }
        routing.serving.add(ofIngress(route.meta.ns, route.meta.name));
    }
}

void Witnesses::readIngresses() {
    for (const auto& [key, ingress] : m_cluster.all<cluster::KnativeIngress>()) {
        for (const auto& rule : ingress.rules) {
            std::vector<std::size_t> named; // a rule names a revision once, however many paths it has
            for (const auto& path : rule.paths) {
                for (const auto& split : path) {
                    const auto id =
                        m_index.byService(split.ns.empty() ? ingress.meta.ns : split.ns, split.service);
                    if (!id || std::find(named.begin(), named.end(), *id) != named.end()) {
                        continue;
                    }
                    named.push_back(*id);
                    const auto host = rule.hosts.empty() ? std::string("*") : rule.hosts.back().str();
                    auto& routing = m_routing[*id];
                    routing.witnesses.push_back({"Ingress",
                                                 ingress.meta.ns.str(),
                                                 ingress.meta.name.str(),
                                                 "rule " + host,
                                                 split.percent,
                                                 {}});
                    routing.serving.add(ofIngress(ingress.meta.ns, ingress.meta.name));
                }
            }
        }
    }
}

void Witnesses::readVirtualServices() {
    for (const auto& [key, virtualService] : m_cluster.all<cluster::VirtualService>()) {
        for (std::size_t i = 0; i < virtualService.routes.size(); ++i) {
            readDestinations(virtualService, i);
        }
    }
}

void Witnesses::readDestinations(const cluster::VirtualService& virtualService, std::size_t at) {
    const auto& ns = virtualService.meta.ns;
    const auto& route = virtualService.routes[at];
    std::int64_t sum = 0;
    for (const auto& destination : route.destinations) {
        sum += destination.weight.value_or(0);
    }
    const auto note = [&](const cluster::Destination& destination, bool mirror) {
        const auto service = serviceOfHost(destination.host, ns, m_settings.clusterDomain);
        const auto id = service ? m_index.byService(service->ns, service->name) : std::nullopt;
        if (!id || isPodAddressing(virtualService, m_index.entries()[*id])) {
            return;
        }
        auto& routing = m_routing[*id];
        auto percent = mirror ? std::nullopt : share(destination.weight.value_or(0), sum);
        if (!mirror && route.destinations.size() == 1 && !percent) {
            percent = 100; // a single destination needs no weight
        }
        routing.witnesses.push_back({"VirtualService",
                                     ns.str(),
                                     virtualService.meta.name.str(),
                                     numbered(typeName(route.type), at) + (mirror ? " mirror" : ""),
                                     percent,
                                     {}});
        // A match's own gateways replace the VirtualService's.
        const bool own =
            !route.matches.empty() && std::all_of(route.matches.begin(), route.matches.end(),
                                                  [](const auto& match) { return !match.gateways.empty(); });
        const auto serve = [&](const std::vector<Text>& gateways) {
            for (const auto& gateway : gateways) {
                routing.serving.add(m_gateways.ofIstioGateway(gateway, ns));
            }
        };
        if (!own) {
            serve(virtualService.gateways);
        }
        for (const auto& match : route.matches) {
            serve(match.gateways);
        }
    };
    for (const auto& destination : route.destinations) {
        note(destination, false);
    }
    for (const auto& destination : route.mirrors) {
        note(destination, true);
    }
}

void Witnesses::readHttpRoutes() {
    for (const auto& [key, route] : m_cluster.all<cluster::HttpRoute>()) {
        for (std::size_t i = 0; i < route.rules.size(); ++i) {
            readBackends(route, i);
        }
    }
}

void Witnesses::readBackends(const cluster::HttpRoute& route, std::size_t at) {
    const auto& rule = route.rules[at];
    const auto sum =
        std::accumulate(rule.backends.begin(), rule.backends.end(), std::int64_t{0},
                        [](std::int64_t total, const auto& backend) { return total + backend.weight; });
    const auto note = [&](const cluster::BackendRef& backend, bool mirror) {
        if (!backend.kind.empty() && backend.kind != "Service") {
            return;
        }
        const auto id = m_index.byService(backend.ns.empty() ? route.meta.ns : backend.ns, backend.name);
        if (!id) {
            return;
        }
        auto& routing = m_routing[*id];
        routing.witnesses.push_back({"HTTPRoute",
                                     route.meta.ns.str(),
                                     route.meta.name.str(),
                                     numbered("rules", at) + (mirror ? " mirror" : ""),
                                     mirror ? std::nullopt : share(backend.weight, sum),
                                     {}});
        routing.serving.add(ofParents(route));
    };
    for (const auto& backend : rule.backends) {
        note(backend, false);
    }
    for (const auto& backend : rule.mirrors) {
        note(backend, true);
    }
}

} // namespace plimsoll::knative
