// SPDX-License-Identifier: Apache-2.0
#include "graph/summary.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace plimsoll::graph {
namespace {

void count(NamespaceSummary& summary, const knative::RevisionState& state, std::int64_t bytes) {
    ++summary.revisions;
    summary.reserve += state.routed ? 0 : 1;
    summary.alarms += state.alarm ? 1 : 0;
    if (state.visibility == knative::Visibility::Hidden) {
        ++summary.hidden;
        summary.hiddenBytes += bytes;
    } else if (state.routed) {
        summary.routedBytes += bytes;
    } else {
        summary.reserveBytes += bytes;
    }
}

} // namespace

std::vector<NamespaceSummary> summarize(const cluster::Cluster& cluster,
                                        const std::vector<knative::RevisionState>& revisions,
                                        const mesh::Weights& weights, const std::vector<Node>& nodes) {
    std::map<std::string, NamespaceSummary, std::less<>> byName;
    for (const auto& node : nodes) {
        if (!node.hub) {
            byName[node.ns].services += node.kind == NodeKind::Service ? 1 : 0;
        }
    }
    for (const auto& state : revisions) {
        const auto bytes = weights.revisionBytes.find(state.ns + '/' + state.name);
        count(byName[state.ns], state, bytes == weights.revisionBytes.end() ? 0 : bytes->second);
    }
    for (const auto& [name, pod] : cluster.all<cluster::Pod>()) {
        const auto it = byName.find(name.ns.view());
        if (it != byName.end() && !pod.finished() && !pod.terminating()) {
            ++it->second.pods;
        }
    }
    std::vector<NamespaceSummary> result;
    result.reserve(byName.size());
    for (auto& [ns, summary] : byName) {
        summary.ns = ns;
        result.push_back(std::move(summary));
    }
    return result;
}

std::vector<std::string> openFirst(const Graph& graph, std::size_t nodeBudget) {
    std::map<std::string_view, std::size_t> sizes;
    for (const auto& node : graph.nodes) {
        sizes[node.ns] += node.hub ? 0 : 1;
    }
    std::vector<const NamespaceSummary*> order;
    for (const auto& summary : graph.namespaces) {
        order.push_back(&summary);
    }
    const auto rank = [](const NamespaceSummary* s) {
        const bool takesTraffic = s->revisions > s->reserve;
        return std::tuple(-s->alarms, takesTraffic ? 0 : 1, std::string_view(s->ns));
    };
    std::sort(order.begin(), order.end(), [&](const auto* a, const auto* b) { return rank(a) < rank(b); });

    std::vector<std::string> open;
    std::size_t used = 0;
    for (const auto* summary : order) {
        const auto size = sizes[summary->ns];
        if (size <= nodeBudget - used) {
            used += size;
            open.push_back(summary->ns);
        }
    }
    return open;
}

} // namespace plimsoll::graph
