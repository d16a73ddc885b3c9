// SPDX-License-Identifier: Apache-2.0
#include "graph/builder.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace plimsoll::graph {
namespace {

auto order(const Edge& e) {
    return std::tie(e.from, e.to, e.kind, e.label, e.percent, e.broken);
}

} // namespace

NodeIndex Builder::node(NodeKind kind, const std::string& id, std::string_view ns, std::string_view label) {
    const auto [it, isNew] = m_byId.try_emplace(id, static_cast<NodeIndex>(m_nodes.size()));
    if (isNew) {
        Node created;
        created.kind = kind;
        created.id = id;
        created.ns = std::string(ns);
        created.part = std::string(label);
        created.label = std::string(label);
        m_nodes.push_back(std::move(created));
    }
    return it->second;
}

std::optional<NodeIndex> Builder::find(const std::string& id) const {
    const auto it = m_byId.find(id);
    return it == m_byId.end() ? std::nullopt : std::optional(it->second);
}

void Builder::edge(Edge edge) {
    m_edges.push_back(std::move(edge));
}

Graph Builder::finish() && {
    std::vector<NodeIndex> byId(m_nodes.size());
    std::iota(byId.begin(), byId.end(), NodeIndex{0});
    std::sort(byId.begin(), byId.end(),
              [this](NodeIndex a, NodeIndex b) { return m_nodes[a].id < m_nodes[b].id; });

    Graph graph;
    graph.nodes.reserve(m_nodes.size());
    std::vector<NodeIndex> moved(m_nodes.size());
    for (const auto old : byId) {
        moved[old] = static_cast<NodeIndex>(graph.nodes.size());
        graph.nodes.push_back(std::move(m_nodes[old]));
    }
    for (auto& edge : m_edges) {
        edge.from = moved[edge.from];
        edge.to = moved[edge.to];
    }
    std::sort(m_edges.begin(), m_edges.end(),
              [](const Edge& a, const Edge& b) { return order(a) < order(b); });
    m_edges.erase(std::unique(m_edges.begin(), m_edges.end()), m_edges.end());
    graph.edges = std::move(m_edges);
    return graph;
}

std::string counted(int number, std::string_view singular) {
    return std::to_string(number) + ' ' + std::string(singular) + (number == 1 ? "" : "s");
}

} // namespace plimsoll::graph
