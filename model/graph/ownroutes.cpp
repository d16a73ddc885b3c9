// SPDX-License-Identifier: Apache-2.0
#include "graph/hosts.h"
#include "graph/routes.h"

#include <map>

namespace plimsoll::graph {
namespace {

std::string idOf(std::string_view kind, const cluster::Meta& meta) {
    return std::string(kind) + '/' + meta.ns.str() + '/' + meta.name.str();
}

/// Made by Knative's net-istio or net-gateway-api: the Route's own node stands for it.
bool ofKnative(const cluster::Meta& meta) {
    return cluster::has(meta.labels, "networking.internal.knative.dev/ingress") ||
           cluster::has(meta.labels, "serving.knative.dev/route") || meta.owner.kind == "ServerlessService" ||
           (meta.owner.kind == "Ingress" && !meta.owner.uid.empty());
}

/// "shop.example.com", "shop.example.com and 2 more".
std::string hostsOf(const std::vector<Text>& hosts) {
    if (hosts.empty()) {
        return "any host";
    }
    const auto more = hosts.size() - 1;
    return hosts.front().str() + (more == 0 ? "" : " and " + std::to_string(more) + " more");
}

class OwnRoutes {
public:
    OwnRoutes(const cluster::Cluster& cluster, const mesh::MeshSettings& settings, Gateways& gateways,
              Workloads& workloads, Builder& builder)
        : m_cluster(cluster)
        , m_settings(settings)
        , m_gateways(gateways)
        , m_workloads(workloads)
        , m_builder(builder) {}

    void add() {
        for (const auto& [name, service] : m_cluster.all<cluster::VirtualService>()) {
            if (!ofKnative(service.meta)) {
                addVirtualService(service);
            }
        }
        for (const auto& [name, route] : m_cluster.all<cluster::HttpRoute>()) {
            if (!ofKnative(route.meta)) {
                addHttpRoute(route);
            }
        }
    }

private:
    /// Percent by target; none where several rules or no weights leave it open.
    using Targets = std::map<NodeIndex, std::optional<int>>;

    void addVirtualService(const cluster::VirtualService& service) {
        const auto index = m_builder.node(NodeKind::Route, idOf("virtualservice", service.meta),
                                          service.meta.ns, service.meta.name);
        m_builder.at(index).detail = hostsOf(service.hosts);
        Targets targets;
        const bool one = service.routes.size() == 1;
        for (const auto& route : service.routes) {
            const bool sole = route.destinations.size() == 1;
            for (const auto& destination : route.destinations) {
                const auto percent = sole ? std::optional(100) : destination.weight;
                merge(targets, resolve(service.meta.ns, destination.host), one ? percent : std::nullopt);
            }
        }
        connect(index, targets);
        attach(index, m_gateways.serving(service));
    }

    void addHttpRoute(const cluster::HttpRoute& route) {
        const auto index =
            m_builder.node(NodeKind::Route, idOf("httproute", route.meta), route.meta.ns, route.meta.name);
        m_builder.at(index).detail = hostsOf(route.hostnames);
        Targets targets;
        const bool one = route.rules.size() == 1;
        for (const auto& rule : route.rules) {
            int sum = 0;
            for (const auto& backend : rule.backends) {
                sum += std::max(backend.weight, 0);
            }
            for (const auto& backend : rule.backends) {
                const bool isService = backend.kind.empty() || backend.kind == "Service";
                if (isService) {
                    const auto ns = backend.ns.empty() ? route.meta.ns : backend.ns;
                    const auto percent = one && sum > 0
                                             ? std::optional(100 * std::max(backend.weight, 0) / sum)
                                             : std::nullopt;
                    merge(targets, m_workloads.target(ns, backend.name), percent);
                }
            }
        }
        connect(index, targets);
        attach(index, m_gateways.serving(route));
    }

    NodeIndex resolve(std::string_view ns, std::string_view host) {
        const auto name = serviceOfHost(host, ns, m_settings.clusterDomain);
        return name ? m_workloads.target(name->ns, name->name) : m_workloads.externalTarget(ns, host);
    }

    static void merge(Targets& targets, NodeIndex node, std::optional<int> percent) {
        const auto [it, isNew] = targets.try_emplace(node, percent);
        if (!isNew && it->second && percent) { // two subsets of one Service
            it->second = *it->second + *percent;
        }
    }

    /// The route is laid out with its first target of the same namespace, and takes along other plain
    /// Services that nobody else has taken, so that a split stands together.
    void connect(NodeIndex route, const Targets& targets) {
        std::optional<std::string> part;
        for (const auto& [target, percent] : targets) {
            auto& node = m_builder.at(target);
            if (node.ns == m_builder.at(route).ns) {
                if (!part) {
                    part = node.part;
                } else if (node.kind == NodeKind::Service && node.part == node.label) {
                    move(node, *part);
                }
            }
            const auto label = percent ? std::to_string(*percent) + " %" : std::string();
            m_builder.edge(
                {route, target, Edge::Kind::Configured, percent, label, m_workloads.isBroken(target)});
        }
        if (part) {
            m_builder.at(route).part = *part;
        }
    }

    void move(Node& service, const std::string& part) {
        service.part = part;
        if (const auto pods = m_builder.find("pods/" + service.id)) {
            m_builder.at(*pods).part = part;
        }
    }

    void attach(NodeIndex route, const Gateways::Nodes& gateways) {
        for (const auto gateway : gateways) {
            m_builder.edge({gateway, route, Edge::Kind::Attach, {}, "", false});
        }
    }

    const cluster::Cluster& m_cluster;
    const mesh::MeshSettings& m_settings;
    Gateways& m_gateways;
    Workloads& m_workloads;
    Builder& m_builder;
};

} // namespace

void addOwnRoutes(const cluster::Cluster& cluster, const mesh::MeshSettings& settings, Gateways& gateways,
                  Workloads& workloads, Builder& builder) {
    OwnRoutes(cluster, settings, gateways, workloads, builder).add();
}

} // namespace plimsoll::graph
