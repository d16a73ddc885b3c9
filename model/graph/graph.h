// SPDX-License-Identifier: Apache-2.0
// The configured traffic graph: gateways → routes → revisions (with their two Services) → pods, and plain
// Services with their pods. Edges are what is configured, not measured traffic.
#pragma once

#include "knative/revisions.h"
#include "mesh/weight.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::graph {

enum class NodeKind { Gateway, Route, Revision, Service, Pods, Activator };

using NodeIndex = std::uint32_t;

struct Node {
    NodeKind kind = NodeKind::Service;
    std::string id;     // stable over rebuilds: "revision/shop/cart-00012"
    std::string ns;     // the box it stands in; gateways and the activator have their own
    std::string part;   // what it is laid out with: Knative service, or the plain Service; never crosses ns
    std::string label;  // "cart-00012"
    std::string detail; // second line: host of a route, "3 pods", reason word of what is not ready
    bool hub = false;   // cut for layout: gateways, activator
    bool ready = true;
    std::string reason; // the reason word when not ready

    // Revision
    std::optional<std::size_t> revision; // index into Picture::revisions
    std::optional<int> percent;
    std::int64_t bytes = 0; // what it costs each proxy that sees it; a gateway: what it carries
    int replicas = 0;

    // Pods: one node for all pods of a revision or Service
    int podsReady = 0;
    int podsTotal = 0;
    std::vector<std::string> pods; // names

    // Gateway
    std::optional<std::size_t> proxy; // index into Weights::proxies of its heaviest pod
    bool operator==(const Node&) const = default;
};

struct Edge {
    NodeIndex from = 0;
    NodeIndex to = 0;
    enum class Kind {
        Attach,    // gateway → route
        Split,     // route → revision, with percent
        Tag,       // route → revision, by tag only (0 % on the main URL)
        Activator, // revision → its pods through the activator (mode Proxy)
        Direct,    // revision or Service → its pods
        Configured // VirtualService or HTTPRoute of the user's own → Service
    };
    Kind kind = Kind::Direct;
    std::optional<int> percent;
    std::string label;   // "90 %", "tag old", "activator", ""
    bool broken = false; // leads to a hidden revision: requests get 503
    bool operator==(const Edge&) const = default;
};

struct NamespaceSummary {
    std::string ns;
    int revisions = 0;
    int reserve = 0; // revisions that take no traffic
    int hidden = 0;
    int alarms = 0;
    int services = 0;
    int pods = 0;
    std::int64_t routedBytes = 0;  // of its revisions, for each proxy that sees them
    std::int64_t reserveBytes = 0; // visible, takes none
    std::int64_t hiddenBytes = 0;  // would be carried if shown
    bool operator==(const NamespaceSummary&) const = default;
};

struct Graph {
    std::vector<Node> nodes; // ordered by id: equal input gives an equal graph
    std::vector<Edge> edges;
    std::vector<NamespaceSummary> namespaces; // ordered by name; those with anything in them
};

[[nodiscard]] Graph build(const cluster::Cluster& cluster,
                          const std::vector<knative::RevisionState>& revisions, const mesh::Weights& weights,
                          const mesh::MeshSettings& settings);

/// Which namespaces stand open (all their nodes) and which are one card. What the window shows first:
/// namespaces with an alarm first, then the ones with traffic, as many as `nodeBudget` allows.
[[nodiscard]] std::vector<std::string> openFirst(const Graph& graph, std::size_t nodeBudget);

/// The graph as text. `open`: as above; everything else becomes one node a namespace.
[[nodiscard]] std::string toDot(const Graph& graph, const std::vector<knative::RevisionState>& revisions,
                                const std::vector<std::string>& open);
[[nodiscard]] std::string toJson(const Graph& graph, const std::vector<knative::RevisionState>& revisions,
                                 const std::vector<std::string>& open);

} // namespace plimsoll::graph
