// SPDX-License-Identifier: Apache-2.0
// What each namespace holds, in numbers. Inner header of the graph room.
#pragma once

#include "graph/graph.h"

namespace plimsoll::graph {

/// One for each namespace with a node that is no hub.
[[nodiscard]] std::vector<NamespaceSummary> summarize(const cluster::Cluster& cluster,
                                                      const std::vector<knative::RevisionState>& revisions,
                                                      const mesh::Weights& weights,
                                                      const std::vector<Node>& nodes);

} // namespace plimsoll::graph
