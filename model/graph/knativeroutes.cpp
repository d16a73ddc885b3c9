// SPDX-License-Identifier: Apache-2.0
#include "graph/hosts.h"
#include "graph/routes.h"

#include <algorithm>
#include <map>

namespace plimsoll::graph {
namespace {

constexpr std::string_view routeLabel = "serving.knative.dev/route";
constexpr std::string_view serviceLabel = "serving.knative.dev/service";
constexpr std::string_view ingressLabel = "networking.internal.knative.dev/ingress";

/// All that a Route says of one revision.
struct Share {
    std::optional<int> percent; // of the main URL; none: by tag only
    std::optional<int> wanted;  // spec asks for it, status does not have it yet
    std::vector<std::string> tags;
};

class KnativeRoutes {
public:
    KnativeRoutes(const cluster::Cluster& cluster, Gateways& gateways, Workloads& workloads, Builder& builder)
        : m_cluster(cluster), m_gateways(gateways), m_workloads(workloads), m_builder(builder) {
        for (const auto& [name, service] : cluster.all<cluster::VirtualService>()) {
            if (const auto ingress = cluster::valueOf(service.meta.labels, ingressLabel); !ingress.empty()) {
                m_byIngress[key(name.ns, ingress)].push_back(&service);
            }
        }
        for (const auto& [name, route] : cluster.all<cluster::HttpRoute>()) {
            if (const auto label = cluster::valueOf(route.meta.labels, routeLabel); !label.empty()) {
                m_byRoute[key(name.ns, label)].push_back(&route);
            }
        }
    }

    void add() {
        for (const auto& [name, route] : m_cluster.all<cluster::Route>()) {
            addRoute(route);
        }
        for (const auto& [name, ingress] : m_cluster.all<cluster::KnativeIngress>()) {
            if (m_cluster.find<cluster::Route>(name.ns, name.name) == nullptr) {
                addMapping(ingress);
            }
        }
    }

private:
    static std::string key(std::string_view ns, std::string_view name) {
        return std::string(ns) + '/' + std::string(name);
    }

    /// The Ingress of a Route has its name; what net-istio and net-gateway-api make of it carries labels.
    void attach(NodeIndex node, std::string_view ns, std::string_view name) {
        Gateways::Nodes gateways;
        if (const auto* ingress = m_cluster.find<cluster::KnativeIngress>(ns, name)) {
            gateways.merge(m_gateways.serving(*ingress));
        }
        if (const auto found = m_byIngress.find(key(ns, name)); found != m_byIngress.end()) {
            for (const auto* service : found->second) {
                gateways.merge(m_gateways.serving(*service));
            }
        }
        if (const auto found = m_byRoute.find(key(ns, name)); found != m_byRoute.end()) {
            for (const auto* route : found->second) {
                gateways.merge(m_gateways.serving(*route));
            }
        }
        for (const auto gateway : gateways) {
            m_builder.edge({gateway, node, Edge::Kind::Attach, {}, "", false});
        }
    }

    void addRoute(const cluster::Route& route) {
        const auto& meta = route.meta;
        const auto index =
            m_builder.node(NodeKind::Route, "route/" + key(meta.ns, meta.name), meta.ns, meta.name);
        const auto service = cluster::valueOf(meta.labels, serviceLabel);
        auto& node = m_builder.at(index);
        node.part = service.empty() ? meta.name.str() : std::string(service);
        node.detail = hostOfUrl(route.url);
        judge(node, route.conditions);
        for (const auto& [revision, share] : sharesOf(route)) {
            connect(index, meta.ns, revision, share);
        }
        attach(index, meta.ns, meta.name);
    }

    static void judge(Node& node, const cluster::Conditions& conditions) {
        const auto* ready = cluster::find(conditions, "Ready");
        node.ready = ready == nullptr || ready->status == "True";
        if (!node.ready) {
            node.reason = ready->reason.empty() ? "NotReady" : ready->reason.str();
        }
    }

    static std::map<std::string, Share> sharesOf(const cluster::Route& route) {
        std::map<std::string, Share> shares;
        const auto& actual = route.status.empty() ? route.spec : route.status;
        for (const auto& target : actual) {
            if (target.revision.empty()) {
                continue;
            }
            auto& share = shares[target.revision.str()];
            const bool tagOnly = !target.tag.empty() && target.percent.value_or(0) == 0;
            if (!tagOnly) {
                share.percent = share.percent.value_or(0) + target.percent.value_or(0);
            }
            if (!target.tag.empty()) {
                share.tags.push_back(target.tag.str());
            }
        }
        for (const auto& target : route.spec) {
            if (!target.revision.empty() && !shares.contains(target.revision.str())) {
                shares[target.revision.str()].wanted = target.percent.value_or(0);
            }
        }
        return shares;
    }

    void connect(NodeIndex route, std::string_view ns, const std::string& revision, const Share& share) {
        const auto known = m_workloads.revision(ns, revision);
        const auto target = known ? *known : missing(ns, revision, m_builder.at(route).part);
        std::string label;
        for (const auto& tag : share.tags) {
            label += (label.empty() ? "tag " : ", ") + tag;
        }
        if (share.wanted) {
            label = std::to_string(*share.wanted) + " % wanted";
        } else if (share.percent) {
            label = std::to_string(*share.percent) + " %" + (label.empty() ? "" : ", ") + label;
        }
        const bool byTag = !share.percent && !share.wanted;
        m_builder.edge({route, target, byTag ? Edge::Kind::Tag : Edge::Kind::Split, share.percent, label,
                        m_workloads.isBroken(target)});
    }

    NodeIndex missing(std::string_view ns, const std::string& revision, const std::string& part) {
        const auto index = m_builder.node(NodeKind::Revision, "revision/" + key(ns, revision), ns, revision);
        auto& node = m_builder.at(index);
        node.part = part;
        node.ready = false;
        node.reason = "RevisionMissing"; // Knative's own word for it
        node.detail = node.reason;
        return index;
    }

    /// An Ingress without a Route of its name: a DomainMapping's, which leads to a Route's Service.
    void addMapping(const cluster::KnativeIngress& ingress) {
        const auto& meta = ingress.meta;
        const auto index =
            m_builder.node(NodeKind::Route, "ingress/" + key(meta.ns, meta.name), meta.ns, meta.name);
        auto& node = m_builder.at(index);
        for (const auto& rule : ingress.rules) {
            if (node.detail.empty() && !rule.hosts.empty()) {
                node.detail = rule.hosts.front().str();
            }
        }
        judge(node, ingress.conditions);
        for (const auto& rule : ingress.rules) {
            for (const auto& path : rule.paths) {
                for (const auto& split : path) {
                    lead(index, split, meta.ns);
                }
            }
        }
        attach(index, meta.ns, meta.name);
    }

    void lead(NodeIndex from, const cluster::IngressSplit& split, std::string_view own) {
        const std::string ns(split.ns.empty() ? own : split.ns.view());
        const auto route = m_builder.find("route/" + key(ns, split.service));
        const auto target = route ? *route : m_workloads.target(ns, split.service);
        if (m_builder.at(target).ns == m_builder.at(from).ns) {
            m_builder.at(from).part = m_builder.at(target).part;
        }
        m_builder.edge({from, target, Edge::Kind::Configured, {}, "", m_workloads.isBroken(target)});
    }

    const cluster::Cluster& m_cluster;
    Gateways& m_gateways;
    Workloads& m_workloads;
    Builder& m_builder;
    std::unordered_map<std::string, std::vector<const cluster::VirtualService*>> m_byIngress;
    std::unordered_map<std::string, std::vector<const cluster::HttpRoute*>> m_byRoute;
};

} // namespace

void addKnativeRoutes(const cluster::Cluster& cluster, Gateways& gateways, Workloads& workloads,
                      Builder& builder) {
    KnativeRoutes(cluster, gateways, workloads, builder).add();
}

} // namespace plimsoll::graph
