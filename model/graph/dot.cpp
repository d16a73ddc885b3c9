// SPDX-License-Identifier: Apache-2.0
// Colours are those of the light theme (blue routed, amber reserve, grey hidden, red alarm); form says the
// same: hidden is dashed, half hidden is dotted, an alarm is bold.
#include "graph/shown.h"

#include <map>

namespace plimsoll::graph {
namespace {

/// A DOT string: quotes and backslashes escaped, so that neither ends the string nor becomes an escape.
std::string dotString(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        if (static_cast<unsigned char>(c) >= 0x20) {
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        }
    }
    return result + '"';
}

/// Two lines of a label; each escaped on its own, as "\n" between them is DOT's.
std::string label(std::string_view first, std::string_view second) {
    auto text = dotString(first);
    if (!second.empty()) {
        const auto more = dotString(second);
        text = text.substr(0, text.size() - 1) + "\\n" + more.substr(1);
    }
    return text;
}

std::string_view shapeOf(NodeKind kind) {
    switch (kind) {
    case NodeKind::Gateway:
        return "hexagon";
    case NodeKind::Route:
        return "oval";
    case NodeKind::Pods:
        return "note";
    case NodeKind::Activator:
        return "octagon";
    case NodeKind::Revision:
    case NodeKind::Service:
        break;
    }
    return "box";
}

std::string styleOf(std::string_view state) {
    static const std::map<std::string_view, std::string_view> styles{
        {"alarm", R"(color="#D0402B", penwidth=3, style=dashed)"},
        {"hidden", R"(color="#8A96A3", style=dashed)"},
        {"partial", R"(color="#8A96A3", style=dotted)"},
        {"restricted", R"(color="#8A96A3", style=solid)"},
        {"reserve", R"(color="#C77700", style=solid)"},
        {"routed", R"(color="#0072B2", penwidth=2, style=solid)"},
        {"notReady", R"(color="#5A6776", style=dotted)"}};
    const auto it = styles.find(state);
    return it == styles.end() ? R"(color="#5A6776", style=solid)" : std::string(it->second);
}

std::string nodeLine(const Node& node, const std::vector<knative::RevisionState>& revisions) {
    const auto state = stateOf(node, revisions);
    auto detail = node.detail;
    if (!node.ready && !node.reason.empty() && node.reason != detail) {
        detail += (detail.empty() ? "" : ", ") + node.reason;
    }
    if (node.kind == NodeKind::Revision && detail != state && state != "alarm") {
        detail = std::string(state) + (detail.empty() ? "" : ", ") + detail;
    }
    return dotString(node.id) + " [label=" + label(node.label, detail) +
           ", shape=" + std::string(shapeOf(node.kind)) + ", " + styleOf(state) + "];\n";
}

std::string namespaceLine(const NamespaceSummary& summary) {
    const auto detail = std::to_string(summary.revisions) + " revisions, " + std::to_string(summary.reserve) +
                        " in reserve, " + std::to_string(summary.services) + " Services" +
                        (summary.alarms > 0 ? ", " + std::to_string(summary.alarms) + " ALARM" : "");
    return "  " + dotString("namespace/" + summary.ns) + " [label=" + label(summary.ns, detail) +
           ", shape=folder, " + styleOf(summary.alarms > 0 ? "alarm" : "ready") + "];\n";
}

std::string edgeLine(const ShownEdge& edge, const Shown& shown) {
    std::string attributes;
    const auto add = [&attributes](const std::string& attribute) {
        attributes += (attributes.empty() ? "" : ", ") + attribute;
    };
    if (edge.edge != nullptr && !edge.edge->label.empty()) {
        add("label=" + dotString(edge.edge->label));
    }
    if (edge.broken) {
        add(R"(color="#D0402B", arrowhead=tee)");
    }
    if (edge.edge == nullptr) {
        add("style=bold");
    } else if (edge.edge->kind == Edge::Kind::Tag || edge.edge->kind == Edge::Kind::Activator) {
        add("style=dashed");
    }
    return "  " + dotString(idOf(shown.nodes[edge.from])) + " -> " + dotString(idOf(shown.nodes[edge.to])) +
           (attributes.empty() ? "" : " [" + attributes + "]") + ";\n";
}

} // namespace

std::string toDot(const Graph& graph, const std::vector<knative::RevisionState>& revisions,
                  const std::vector<std::string>& open) {
    const auto shown = show(graph, open);
    std::map<std::string, std::string> boxes; // lines of the nodes of a namespace
    std::string loose;
    for (const auto& node : shown.nodes) {
        const auto* const* own = std::get_if<const Node*>(&node);
        if (own == nullptr) {
            loose += namespaceLine(*std::get<const NamespaceSummary*>(node));
        } else if ((*own)->hub) {
            loose += "  " + nodeLine(**own, revisions);
        } else {
            boxes[(*own)->ns] += "    " + nodeLine(**own, revisions);
        }
    }
    std::string dot = "// Edges are configured routes, not measured traffic.\n"
                      "digraph mesh {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n" +
                      loose;
    for (const auto& [ns, lines] : boxes) {
        dot += "  subgraph " + dotString("cluster_" + ns) + " {\n    label=" + dotString(ns) + ";\n" + lines +
               "  }\n";
    }
    for (const auto& edge : shown.edges) {
        dot += edgeLine(edge, shown);
    }
    return dot + "}\n";
}

} // namespace plimsoll::graph
