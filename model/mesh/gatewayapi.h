// SPDX-License-Identifier: Apache-2.0
// Gateways and HTTPRoutes of the Gateway API as the Gateways and VirtualServices of Istio's own that istiod
// makes of them: a Gateway for each listener, a VirtualService for each listener and host. A backend in
// another namespace counts as permitted: ReferenceGrants are not read. Source: istio
// pilot/pkg/config/kube/gateway conversion.go, route_collections.go.
#pragma once

#include "cluster/cluster.h"
#include "mesh/settings.h"

#include <deque>
#include <string>
#include <vector>

namespace plimsoll::mesh {

/// A listener.
struct MadeGateway {
    cluster::IstioGateway gateway;
    const cluster::Gateway* source = nullptr;
    std::vector<std::string> services; // hosts of the Services whose pods serve it
};

struct MadeVirtualService {
    cluster::VirtualService service;
    const cluster::HttpRoute* source = nullptr; // the oldest of those that are merged in it
};

class GatewayApi {
public:
    GatewayApi(const cluster::Cluster& cluster, const MeshSettings& settings);

    [[nodiscard]] const std::deque<MadeGateway>& gateways() const { return m_gateways; }
    [[nodiscard]] const std::deque<MadeVirtualService>& virtualServices() const { return m_services; }

private:
    std::deque<MadeGateway> m_gateways; // neither moves: others point into them
    std::deque<MadeVirtualService> m_services;
};

} // namespace plimsoll::mesh
