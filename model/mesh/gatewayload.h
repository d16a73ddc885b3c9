// SPDX-License-Identifier: Apache-2.0
// Listeners and routes of a gateway: they come from the Istio Gateways that select its pod, not from its
// namespace.
#pragma once

#include "mesh/registry.h"
#include "mesh/virtualservices.h"
#include "mesh/weight.h"

#include <unordered_map>

namespace plimsoll::mesh {

class GatewayLoads {
public:
    GatewayLoads(const cluster::Cluster& cluster, const MeshSettings& settings, const Registry& registry,
                 const VirtualServices& virtualServices);

    /// Adds what the Gateways that select this pod make. Pods that the same Gateways select share it.
    void add(Load& into, const cluster::Pod& pod);

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
