// SPDX-License-Identifier: Apache-2.0
// The gateways of the graph: gateway pods grouped by workload, and which of them serve a VirtualService, an
// HTTPRoute or a Knative Ingress. Inner header of the graph room.
#pragma once

#include "graph/builder.h"

#include <set>
#include <vector>

namespace plimsoll::graph {

class Gateways {
public:
    /// Adds a node for each group of gateway pods.
    Gateways(const cluster::Cluster& cluster, const mesh::Weights& weights,
             const mesh::MeshSettings& settings, Builder& builder);

    using Nodes = std::set<NodeIndex>;
    /// Those whose pods the named Istio Gateways select; "mesh" is none. A Gateway without pods becomes a
    /// node of its own that is not ready.
    [[nodiscard]] Nodes serving(const cluster::VirtualService& service);
    [[nodiscard]] Nodes serving(const cluster::HttpRoute& route);
    /// Those behind the Services that the Ingress's status names.
    [[nodiscard]] Nodes serving(const cluster::KnativeIngress& ingress);

    [[nodiscard]] bool isGatewayPod(const cluster::Pod& pod) const;

private:
    struct Group {
        NodeIndex node = 0;
        std::vector<const cluster::Pod*> pods;
    };
    void group(const mesh::Weights& weights);
    [[nodiscard]] Nodes selectedBy(const cluster::Labels& selector, std::string_view onlyNamespace) const;
    [[nodiscard]] Nodes ofIstioGateway(std::string_view ns, std::string_view name);
    [[nodiscard]] Nodes ofApiGateway(std::string_view ns, std::string_view name);
    [[nodiscard]] Nodes ofServiceHost(std::string_view host);
    [[nodiscard]] NodeIndex podless(std::string_view kind, std::string_view ns, std::string_view name,
                                    bool exists);

    const cluster::Cluster& m_cluster;
    const mesh::MeshSettings& m_settings;
    Builder& m_builder;
    std::vector<Group> m_groups;
    std::unordered_map<std::string, Nodes> m_known; // by kind and name
};

} // namespace plimsoll::graph
