// SPDX-License-Identifier: Apache-2.0
// Which proxies see the same: a proxy's outbound configuration depends on its kind, its namespace, the
// Sidecar that applies to it, and the mesh defaults. Sources: istio push_context.go getSidecarScope,
// sidecar.go.
#pragma once

#include "cluster/cluster.h"
#include "mesh/settings.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace plimsoll::mesh {

struct Scope {
    bool gateway = false;
    std::string ns;
    const cluster::Sidecar* sidecar = nullptr; // null: everything that is exported to ns
    /// "gateway/istio-system", "sidecar/shop", "sidecar/shop/istio-system/default"
    [[nodiscard]] std::string name() const;
};

class SidecarChoice {
public:
    SidecarChoice(const cluster::Cluster& cluster, const MeshSettings& settings);

    /// The Sidecar for a pod: the oldest of its namespace whose selector matches, else the oldest there
    /// without a selector, else the root namespace's without a selector.
    [[nodiscard]] const cluster::Sidecar* of(const cluster::Pod& pod) const;
    [[nodiscard]] Scope scopeOf(const cluster::Pod& pod) const;

private:
    std::unordered_map<std::string, std::vector<const cluster::Sidecar*>> m_byNamespace; // in order of choice
    const cluster::Sidecar* m_root = nullptr;
};

} // namespace plimsoll::mesh
