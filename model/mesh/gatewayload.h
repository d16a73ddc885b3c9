// SPDX-License-Identifier: Apache-2.0
// Listeners and routes of a gateway: they come from the Istio Gateways that select its pod, not from its
// namespace. Sources: istio model/gateway.go MergeGateways, networking/core/gateway.go.
#pragma once

#include "mesh/gatewayservers.h"
#include "mesh/import.h"
#include "mesh/outbound.h"
#include "mesh/virtualservices.h"

#include <memory>
#include <optional>
#include <set>

namespace plimsoll::mesh {

/// Hosts that the VirtualServices of a gateway's Gateways lead to.
using DestinationHosts = std::set<std::string, std::less<>>;

class GatewayLoads {
public:
    GatewayLoads(const Registry& registry, const VirtualServices& virtualServices,
                 const DestinationRules& rules);

    /// The Istio Gateways that select this pod, and the listeners of the Gateway API that it serves, oldest
    /// first.
    [[nodiscard]] Gateways gatewaysOf(const cluster::Pod& pod) const;
    /// Adds the listeners and routes that they make, and for AUTO_PASSTHROUGH the clusters named by SNI.
    void add(Tally& into, const Gateways& gateways, const cluster::Pod& pod, const Import& import) const;
    /// With PILOT_FILTER_GATEWAY_CLUSTER_CONFIG a gateway has clusters for these hosts only; none: for all.
    [[nodiscard]] std::optional<DestinationHosts> destinations(const Gateways& gateways,
                                                               std::string_view ns) const;

private:
    [[nodiscard]] bool serves(const MadeGateway& made, const cluster::Pod& pod) const;

    const Registry& m_registry;
    const VirtualServices& m_virtualServices;
    const DestinationRules& m_rules;
};

} // namespace plimsoll::mesh
