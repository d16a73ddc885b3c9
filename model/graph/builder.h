// SPDX-License-Identifier: Apache-2.0
// A graph while it grows: nodes by id, edges between them. Inner header of the graph room.
#pragma once

#include "graph/graph.h"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace plimsoll::graph {

class Builder {
public:
    /// The node with that id: the one there is, or a new one of that kind.
    NodeIndex node(NodeKind kind, const std::string& id, std::string_view ns, std::string_view label);
    [[nodiscard]] std::optional<NodeIndex> find(const std::string& id) const;
    /// Stays where it is while further nodes are added.
    [[nodiscard]] Node& at(NodeIndex index) { return m_nodes[index]; }
    [[nodiscard]] const std::deque<Node>& nodes() const { return m_nodes; }

    /// An equal edge is added once.
    void edge(Edge edge);

    /// The graph with nodes ordered by id, edges by their ends.
    [[nodiscard]] Graph finish() &&;

private:
    std::deque<Node> m_nodes; // not a vector: callers hold a node while they add others
    std::vector<Edge> m_edges;
    std::unordered_map<std::string, NodeIndex> m_byId;
};

/// "3 pods", "1 pod".
[[nodiscard]] std::string counted(int number, std::string_view singular);

} // namespace plimsoll::graph
