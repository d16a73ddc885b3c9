// SPDX-License-Identifier: Apache-2.0
// The parts of the graph that hold requests: revisions, plain Services, their pods, and the activator. Inner
// header of the graph room.
#pragma once

#include "cluster/selectors.h"
#include "graph/gateways.h"

#include <string_view>

namespace plimsoll::graph {

class Workloads {
public:
    /// Adds every revision and its pods, and the activator where one runs.
    Workloads(const cluster::Cluster& cluster, const std::vector<knative::RevisionState>& revisions,
              const mesh::Weights& weights, const mesh::MeshSettings& settings, Builder& builder);

    /// Adds every Service that is neither a revision's, nor a Route's placeholder, nor a control plane's, nor
    /// a gateway's.
    void addPlainServices(const Gateways& gateways);

    /// The revision node; none when no such revision is known.
    [[nodiscard]] std::optional<NodeIndex> revision(std::string_view ns, std::string_view name) const;
    /// The node that stands for a Service: the revision's when it is one of its two, else the Service's own.
    /// A Service that does not exist becomes a node that is not ready.
    [[nodiscard]] NodeIndex target(std::string_view ns, std::string_view service);
    /// For a host that names no Service: a ServiceEntry's, or nothing that is known.
    [[nodiscard]] NodeIndex externalTarget(std::string_view ownNamespace, std::string_view host);

    [[nodiscard]] bool isBroken(NodeIndex revisionNode);

private:
    void addRevision(std::size_t index, const mesh::Weights& weights);
    void addRevisionPods(NodeIndex node, const knative::RevisionState& state);
    void addActivator();
    NodeIndex addService(const cluster::Service& service);
    void addServicePods(NodeIndex node, const cluster::Service& service);
    std::optional<NodeIndex> podsNode(const std::string& id, NodeIndex owner,
                                      const std::vector<const cluster::Pod*>& pods);
    [[nodiscard]] std::vector<const cluster::Pod*> podsOf(const cluster::Service& service) const;
    [[nodiscard]] bool isPlain(const cluster::Service& service, const Gateways& gateways) const;

    const cluster::Cluster& m_cluster;
    const std::vector<knative::RevisionState>& m_revisions;
    const mesh::MeshSettings& m_settings;
    Builder& m_builder;
    cluster::PodIndex m_pods;
    std::optional<NodeIndex> m_activator;
    std::unordered_map<std::string, NodeIndex> m_revisionOfService; // by "ns/name" of the Service
    std::unordered_map<std::string, std::vector<const cluster::EndpointSlice*>> m_slices;
};

} // namespace plimsoll::graph
