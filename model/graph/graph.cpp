// SPDX-License-Identifier: Apache-2.0
#include "graph/graph.h"

#include "graph/routes.h"
#include "graph/summary.h"

namespace plimsoll::graph {

Graph build(const cluster::Cluster& cluster, const std::vector<knative::RevisionState>& revisions,
            const mesh::Weights& weights, const mesh::MeshSettings& settings) {
    Builder builder;
    Gateways gateways(cluster, weights, settings, builder);
    Workloads workloads(cluster, revisions, weights, settings, builder);
    workloads.addPlainServices(gateways);
    addKnativeRoutes(cluster, gateways, workloads, builder);
    addOwnRoutes(cluster, settings, gateways, workloads, builder);
    Graph graph = std::move(builder).finish();
    graph.namespaces = summarize(cluster, revisions, weights, graph.nodes);
    return graph;
}

} // namespace plimsoll::graph
