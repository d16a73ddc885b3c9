// SPDX-License-Identifier: Apache-2.0
// Listeners and routes of a gateway: they come from the Istio Gateways that select its pod, not from its
// namespace.
#pragma once

#include "mesh/registry.h"
#include "mesh/virtualservices.h"
#include "mesh/weight.h"

#include <optional>
#include <set>
#include <unordered_map>

namespace plimsoll::mesh {

/// Hosts that the VirtualServices of a gateway's Gateways lead to.
struct Destinations {
    std::set<std::string, std::less<>> hosts;
    std::string key; // the Gateways
};

class GatewayLoads {
public:
    GatewayLoads(const cluster::Cluster& cluster, const MeshSettings& settings, const Registry& registry,
                 const VirtualServices& virtualServices);

    /// Adds what the Gateways that select this pod make. Pods that the same Gateways select share it.
    void add(Load& into, const cluster::Pod& pod);

    /// With PILOT_FILTER_GATEWAY_CLUSTER_CONFIG a gateway has clusters for these hosts only; none: for all.
    [[nodiscard]] std::optional<Destinations> destinations(const cluster::Pod& pod) const;

private:
    [[nodiscard]] std::vector<const cluster::IstioGateway*> gatewaysOf(const cluster::Pod& pod) const;
    [[nodiscard]] Load loadOf(const std::vector<const cluster::IstioGateway*>& gateways) const;

    const cluster::Cluster& m_cluster;
    const MeshSettings& m_settings;
    const Registry& m_registry;
    const VirtualServices& m_virtualServices;
    std::unordered_map<std::string, Load> m_known;
};

} // namespace plimsoll::mesh
