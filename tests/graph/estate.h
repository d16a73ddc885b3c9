// SPDX-License-Identifier: Apache-2.0
// A small estate for graph tests, and graphs as text.
#pragma once

#include "graph/graph.h"
#include "mesh/objects.h"

#include <QString>
#include <QStringList>

namespace plimsoll::test {

struct Estate {
    cluster::Cluster cluster;
    std::vector<knative::RevisionState> revisions;
    mesh::Weights weights;
    mesh::MeshSettings settings;

    [[nodiscard]] graph::Graph build() const { return graph::build(cluster, revisions, weights, settings); }

    /// A gateway pod of that workload, and its weight.
    void addGateway(std::string_view ns, std::string_view name, std::string_view workload, Pairs own,
                    std::int64_t bytes = 1000) {
        cluster.put(pod(ns, name, own, ProxyKind::Gateway));
        mesh::ProxyWeight proxy;
        proxy.ns = std::string(ns);
        proxy.name = std::string(name);
        proxy.workload = std::string(workload);
        proxy.gateway = true;
        proxy.load.bytes.cds = bytes;
        weights.proxies.push_back(proxy);
    }

    void addIstioGateway(std::string_view ns, std::string_view name, Pairs selector) {
        cluster::IstioGateway object;
        object.meta = meta(ns, name);
        object.selector = labels(selector);
        cluster.put(object);
    }

    /// A revision with its two Services and as many ready pods as it has replicas.
    knative::RevisionState& addRevision(std::string_view ns, std::string_view service, std::string_view name,
                                        int replicas = 0) {
        knative::RevisionState state;
        state.ns = std::string(ns);
        state.name = std::string(name);
        state.service = std::string(service);
        state.routingState = "reserve";
        state.mode = "Proxy";
        state.replicas = replicas;
        state.publicService = state.name;
        state.privateService = state.name + "-private";
        auto own = plimsoll::test::service(ns, state.publicService, {"80/http"});
        own.meta.labels = labels({{"networking.internal.knative.dev/serverlessservice", name}});
        cluster.put(own);
        auto inner = plimsoll::test::service(ns, state.privateService, {"80/http"},
                                             {{"serving.knative.dev/revisionUID", name}});
        inner.meta.labels = own.meta.labels;
        cluster.put(inner);
        for (int i = 0; i < replicas; ++i) {
            cluster.put(
                pod(ns, state.name + "-pod-" + std::to_string(i),
                    {{"serving.knative.dev/revisionUID", name}, {"serving.knative.dev/revision", name}},
                    ProxyKind::None));
        }
        weights.revisionBytes[state.ns + "/" + state.name] = 100;
        revisions.push_back(std::move(state));
        return revisions.back();
    }

    /// "cart-00002 90", "cart-00001 10 old", "cart-00001 - old" (by tag only).
    void addRoute(std::string_view ns, std::string_view name, const std::vector<std::string>& targets,
                  std::string_view ready = "True") {
        cluster::Route route;
        route.meta = meta(ns, name, {{"serving.knative.dev/service", name}});
        route.url = Text("http://" + std::string(name) + "." + std::string(ns) + ".example.com");
        for (const auto& text : targets) {
            const auto parts = QString::fromStdString(text).split(u' ');
            cluster::TrafficTarget target;
            target.revision = Text(parts.value(0).toStdString());
            if (parts.value(1) != u"-") {
                target.percent = parts.value(1).toInt();
            }
            target.tag = Text(parts.value(2).toStdString());
            route.status.push_back(target);
        }
        route.conditions.push_back(
            {Text("Ready"), Text(ready), Text(ready == "True" ? "" : "IngressNotConfigured"), {}, 0});
        cluster.put(route);
    }

    /// A VirtualService with one http route; "host weight" each.
    cluster::VirtualService& addVirtualService(std::string_view ns, std::string_view name,
                                               std::initializer_list<const char*> gateways,
                                               std::initializer_list<const char*> destinations) {
        cluster::VirtualService object;
        object.meta = meta(ns, name);
        object.hosts = {Text(std::string(name) + ".example.com")};
        for (const auto* gateway : gateways) {
            object.gateways.emplace_back(gateway);
        }
        cluster::VirtualServiceRoute route;
        for (const auto* text : destinations) {
            const auto parts = QString::fromUtf8(text).split(u' ');
            cluster::Destination destination;
            destination.host = Text(parts.value(0).toStdString());
            if (parts.size() > 1) {
                destination.weight = parts.value(1).toInt();
            }
            route.destinations.push_back(destination);
        }
        object.routes.push_back(route);
        m_last = object;
        cluster.put(object);
        return m_last;
    }

private:
    cluster::VirtualService m_last;
};

/// One line an edge: "route/shop/cart -> revision/shop/cart-00002 split '90 %'", with " BROKEN" where it is.
inline QStringList edgesOf(const graph::Graph& graph) {
    static const char* const kinds[] = {"attach", "split", "tag", "activator", "direct", "configured"};
    QStringList lines;
    for (const auto& edge : graph.edges) {
        auto line =
            QString::fromStdString(graph.nodes.at(edge.from).id + " -> " + graph.nodes.at(edge.to).id + " " +
                                   kinds[static_cast<int>(edge.kind)]);
        if (!edge.label.empty()) {
            line += QString::fromStdString(" '" + edge.label + "'");
        }
        lines << line + (edge.broken ? QStringLiteral(" BROKEN") : QString());
    }
    return lines;
}

inline QStringList idsOf(const graph::Graph& graph) {
    QStringList ids;
    for (const auto& node : graph.nodes) {
        ids << QString::fromStdString(node.id);
    }
    return ids;
}

inline const graph::Node* nodeOf(const graph::Graph& graph, std::string_view id) {
    for (const auto& node : graph.nodes) {
        if (node.id == id) {
            return &node;
        }
    }
    return nullptr;
}

} // namespace plimsoll::test
