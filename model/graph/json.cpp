// SPDX-License-Identifier: Apache-2.0
#include "graph/shown.h"

#include <nlohmann/json.hpp>

namespace plimsoll::graph {
namespace {

using Json = nlohmann::ordered_json;

Json orNull(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json();
}

Json revisionJson(const knative::RevisionState& state) {
    return {
        {"service", state.service},
        {"routed", state.routed},
        {"percent", state.percent},
        {"tags", state.tags},
        {"routingState", state.routingState},
        {"mode", state.mode},
        {"services", {{"public", state.publicService}, {"private", state.privateService}}},
        {"exportTo", {{"public", orNull(state.publicExportTo)}, {"private", orNull(state.privateExportTo)}}},
        {"visibility", knative::name(state.visibility)},
        {"alarm", state.alarm},
        {"alarmReason", state.alarmReason},
        {"envoyClusters", state.envoyClusters}};
}

Json nodeJson(const Node& node, const std::vector<knative::RevisionState>& revisions) {
    Json json{{"id", node.id},
              {"kind", nameOf(node.kind)},
              {"namespace", node.ns},
              {"part", node.part},
              {"label", node.label},
              {"detail", node.detail},
              {"state", stateOf(node, revisions)},
              {"ready", node.ready},
              {"reason", node.reason}};
    if (node.bytes > 0) {
        json["bytes"] = node.bytes;
    }
    if (node.podsTotal > 0) {
        json["pods"] = {{"ready", node.podsReady}, {"total", node.podsTotal}, {"names", node.pods}};
    }
    if (node.revision && *node.revision < revisions.size()) {
        json["replicas"] = node.replicas;
        json["revision"] = revisionJson(revisions[*node.revision]);
    }
    return json;
}

Json summaryJson(const NamespaceSummary& summary, bool open) {
    return {{"name", summary.ns},
            {"open", open},
            {"revisions", summary.revisions},
            {"reserve", summary.reserve},
            {"hidden", summary.hidden},
            {"alarms", summary.alarms},
            {"services", summary.services},
            {"pods", summary.pods},
            {"bytes",
             {{"routed", summary.routedBytes},
              {"reserve", summary.reserveBytes},
              {"hidden", summary.hiddenBytes}}}};
}

Json shownJson(const ShownNode& node, const std::vector<knative::RevisionState>& revisions) {
    if (const auto* const* own = std::get_if<const Node*>(&node)) {
        return nodeJson(**own, revisions);
    }
    const auto& summary = *std::get<const NamespaceSummary*>(node);
    return {{"id", idOf(node)},
            {"kind", "namespace"},
            {"namespace", summary.ns},
            {"label", summary.ns},
            {"state", summary.alarms > 0 ? "alarm" : "ready"}};
}

Json edgeJson(const ShownEdge& edge, const Shown& shown) {
    Json json{{"from", idOf(shown.nodes[edge.from])}, {"to", idOf(shown.nodes[edge.to])}};
    json["kind"] = edge.edge != nullptr ? nameOf(edge.edge->kind) : "merged";
    if (edge.edge != nullptr && edge.edge->percent) {
        json["percent"] = *edge.edge->percent;
    }
    if (edge.edge != nullptr && !edge.edge->label.empty()) {
        json["label"] = edge.edge->label;
    }
    json["broken"] = edge.broken;
    return json;
}

} // namespace

std::string toJson(const Graph& graph, const std::vector<knative::RevisionState>& revisions,
                   const std::vector<std::string>& open) {
    const auto shown = show(graph, open);
    Json nodes = Json::array();
    for (const auto& node : shown.nodes) {
        nodes.push_back(shownJson(node, revisions));
    }
    Json edges = Json::array();
    for (const auto& edge : shown.edges) {
        edges.push_back(edgeJson(edge, shown));
    }
    Json namespaces = Json::array();
    for (const auto& summary : graph.namespaces) {
        const bool isOpen = std::find(open.begin(), open.end(), summary.ns) != open.end();
        namespaces.push_back(summaryJson(summary, isOpen));
    }
    const Json all{{"edgesAre", "configured routes, not measured traffic"},
                   {"nodes", std::move(nodes)},
                   {"edges", std::move(edges)},
                   {"namespaces", std::move(namespaces)}};
    // A name that is no UTF-8 must not lose the file.
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace plimsoll::graph
