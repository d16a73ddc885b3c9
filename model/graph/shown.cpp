// SPDX-License-Identifier: Apache-2.0
#include "graph/shown.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace plimsoll::graph {

Shown show(const Graph& graph, const std::vector<std::string>& open) {
    const std::set<std::string_view> opened(open.begin(), open.end());
    std::map<std::string_view, std::size_t> closed; // index of its node
    Shown shown;
    std::vector<std::size_t> place(graph.nodes.size());
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].hub || opened.contains(graph.nodes[i].ns)) {
            place[i] = shown.nodes.size();
            shown.nodes.emplace_back(&graph.nodes[i]);
        }
    }
    for (const auto& summary : graph.namespaces) {
        if (opened.contains(summary.ns)) {
            shown.open.push_back(&summary);
        } else {
            closed.emplace(summary.ns, shown.nodes.size());
            shown.nodes.emplace_back(&summary);
        }
    }
    const auto placeOf = [&](NodeIndex index) {
        const auto it = graph.nodes[index].hub ? closed.end() : closed.find(graph.nodes[index].ns);
        return it == closed.end() ? std::pair(place[index], false) : std::pair(it->second, true);
    };
    std::map<std::pair<std::size_t, std::size_t>, bool> merged; // broken?
    for (const auto& edge : graph.edges) {
        const auto [from, fromClosed] = placeOf(edge.from);
        const auto [to, toClosed] = placeOf(edge.to);
        if (!fromClosed && !toClosed) {
            shown.edges.push_back({from, to, &edge, edge.broken});
        } else if (from != to) {
            merged[{from, to}] |= edge.broken;
        }
    }
    for (const auto& [ends, broken] : merged) {
        shown.edges.push_back({ends.first, ends.second, nullptr, broken});
    }
    return shown;
}

std::string idOf(const ShownNode& node) {
    if (const auto* const* own = std::get_if<const Node*>(&node)) {
        return (*own)->id;
    }
    return "namespace/" + std::get<const NamespaceSummary*>(node)->ns;
}

std::string_view stateOf(const Node& node, const std::vector<knative::RevisionState>& revisions) {
    if (!node.revision || *node.revision >= revisions.size()) {
        return node.ready ? "ready" : "notReady";
    }
    const auto& state = revisions[*node.revision];
    if (state.alarm) {
        return "alarm";
    }
    switch (state.visibility) {
    case knative::Visibility::Hidden:
        return "hidden";
    case knative::Visibility::Partial:
        return "partial";
    case knative::Visibility::Restricted:
        return "restricted";
    case knative::Visibility::Visible:
        break;
    }
    return state.routed ? "routed" : "reserve";
}

std::string_view nameOf(NodeKind kind) {
    switch (kind) {
    case NodeKind::Gateway:
        return "gateway";
    case NodeKind::Route:
        return "route";
    case NodeKind::Revision:
        return "revision";
    case NodeKind::Service:
        return "service";
    case NodeKind::Pods:
        return "pods";
    case NodeKind::Activator:
        return "activator";
    }
    return "";
}

std::string_view nameOf(Edge::Kind kind) {
    switch (kind) {
    case Edge::Kind::Attach:
        return "attach";
    case Edge::Kind::Split:
        return "split";
    case Edge::Kind::Tag:
        return "tag";
    case Edge::Kind::Activator:
        return "activator";
    case Edge::Kind::Direct:
        return "direct";
    case Edge::Kind::Configured:
        return "configured";
    }
    return "";
}

} // namespace plimsoll::graph
