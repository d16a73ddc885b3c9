// SPDX-License-Identifier: Apache-2.0
// The state of every Knative revision: what routes to it, who can see it, and whether it may be hidden.
#pragma once

#include "cluster/cluster.h"
#include "mesh/settings.h"

#include <optional>
#include <string>
#include <vector>

namespace plimsoll::knative {

enum class Visibility { Visible, Hidden, Restricted, Partial };
[[nodiscard]] std::string_view name(Visibility visibility); // "visible", …

/// Something that names the revision and so may send requests to it.
struct Witness {
    std::string kind; // "Route", "Ingress", "VirtualService", "HTTPRoute"
    std::string ns;
    std::string name;
    std::string field;          // "status.traffic[0]", "rule cart.shop.example.com", "http[0]"
    std::optional<int> percent; // what it sends there, when it says
    std::string tag;
    bool operator==(const Witness&) const = default;
    [[nodiscard]] std::string sentence() const; // "Route cart, status.traffic[0], 100 %"
};

struct RevisionState {
    std::string ns;
    std::string name;
    std::string service; // Knative service (or configuration when there is none)
    std::string configuration;
    std::string route; // the Route that names it, or that its service has; may be empty
    UnixSeconds created = 0;
    std::string uid;

    bool routed = false;
    int percent = 0; // share on the main URL: sum of status.traffic percents over its Routes, at most 100
    std::vector<std::string> tags;
    std::vector<Witness> witnesses;

    int replicas = 0;
    std::string routingState; // "active", "reserve", "pending", ""
    UnixSeconds routingStateModified = 0;
    std::string mode;   // ServerlessService: "Proxy", "Serve", ""
    bool ready = true;  // condition Ready is not False or Unknown
    std::string reason; // why not ready, or why scaled down: the condition's reason word
    std::string message;

    std::string publicService; // names, found by label; empty when there is none
    std::string privateService;
    std::optional<std::string> publicExportTo; // the annotation as written; none: absent
    std::optional<std::string> privateExportTo;
    Visibility visibility = Visibility::Visible;
    bool alarm = false;
    std::string alarmReason; // a sentence; empty without alarm

    bool hideable = false;             // also true of what is hidden already
    std::vector<std::string> reasons;  // why not hideable; one sentence each
    std::vector<std::string> warnings; // what speaks against hiding but does not forbid it
    int envoyClusters = 0;             // ports of its two Services, whether visible or not

    bool operator==(const RevisionState&) const = default;
};

/// Every Revision of the cluster, ordered by namespace, service, creation, name. `clock` is "now" for ages.
[[nodiscard]] std::vector<RevisionState> revisions(const cluster::Cluster& cluster,
                                                   const mesh::MeshSettings& settings, UnixSeconds clock);

} // namespace plimsoll::knative
