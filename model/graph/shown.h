// SPDX-License-Identifier: Apache-2.0
// The graph as it is written: open namespaces with all their nodes, each other one as a single node. Inner
// header of the graph room.
#pragma once

#include "graph/graph.h"

#include <string_view>
#include <variant>
#include <vector>

namespace plimsoll::graph {

using ShownNode = std::variant<const Node*, const NamespaceSummary*>;

struct ShownEdge {
    std::size_t from = 0; // index into Shown::nodes
    std::size_t to = 0;
    const Edge* edge = nullptr; // null: at least one end is a closed namespace; several edges become one
    bool broken = false;
};

struct Shown {
    std::vector<ShownNode> nodes; // as in the graph, then the closed namespaces
    std::vector<ShownEdge> edges;
    std::vector<const NamespaceSummary*> open; // ordered by name
};

[[nodiscard]] Shown show(const Graph& graph, const std::vector<std::string>& open);
[[nodiscard]] std::string idOf(const ShownNode& node); // "revision/shop/cart-00012", "namespace/shop"

/// One word for how a node stands: "alarm", "hidden", "partial", "restricted", "reserve", "routed" for
/// revisions; "ready" or "notReady" for all others.
[[nodiscard]] std::string_view stateOf(const Node& node,
                                       const std::vector<knative::RevisionState>& revisions);
[[nodiscard]] std::string_view nameOf(NodeKind kind);
[[nodiscard]] std::string_view nameOf(Edge::Kind kind);

} // namespace plimsoll::graph
