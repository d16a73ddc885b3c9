// SPDX-License-Identifier: Apache-2.0
// What the levers would save: the cluster and its settings are copied, changed as a person would change them,
// and weighed again. Several levers make one changed mesh, so that nothing is counted twice.
#pragma once

#include "mesh/weight.h"

#include <optional>
#include <string_view>

namespace plimsoll::mesh {

enum class Lever {
    HideReserve,         // the Services of revisions in reserve say exportTo "~"
    SidecarPerNamespace, // a Sidecar of its own for each namespace that has sidecars and none applies to
    GatewayFilter,       // PILOT_FILTER_GATEWAY_CLUSTER_CONFIG=true
    Tilde,               // Services exported only to namespaces that do not exist say "~"
};
[[nodiscard]] std::optional<Lever> leverOf(std::string_view word); // "hide-reserve", …
[[nodiscard]] std::string_view wordOf(Lever lever);

/// Does to the copies what the lever does to the mesh; returns how many objects or settings it changed.
int pull(Lever lever, cluster::Cluster& cluster, MeshSettings& settings);

struct PulledLever {
    Lever lever = Lever::HideReserve;
    int changed = 0;
};

struct ProxyChange {
    ProxyWeight before;
    ProxyWeight after;
    [[nodiscard]] std::int64_t saved() const { // bytes; below 0: it carries more
        return before.load.bytes.total() - after.load.bytes.total();
    }
};

struct WhatIf {
    std::vector<PulledLever> levers;
    std::vector<ProxyChange> proxies; // by namespace, name
};

/// All of them together.
[[nodiscard]] WhatIf whatIf(const cluster::Cluster& cluster, const MeshSettings& settings,
                            const std::vector<Lever>& levers);

} // namespace plimsoll::mesh
