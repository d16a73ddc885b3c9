// SPDX-License-Identifier: Apache-2.0
// VirtualServices, also those made of HTTPRoutes, with their hosts and destinations written out, and the
// namespaces that see them.
#pragma once

#include "cluster/cluster.h"
#include "mesh/gatewayapi.h"
#include "mesh/visibility.h"

#include <string>
#include <vector>

namespace plimsoll::mesh {

struct PreparedVirtualService {
    const cluster::VirtualService* source = nullptr;
    const cluster::HttpRoute* route = nullptr; // that it is made of; null: of its own
    std::vector<std::string> hosts;            // short names expanded
    std::vector<std::string> gateways;         // "ns/name" or "mesh"
    bool mesh = false;                         // applies to sidecars
    bool http = false;                         // has http routes
    bool tcp = false;                          // has tcp or tls routes
    bool wildcard = false;                     // has a host with a wildcard
    Reach reach = Reach::everyone();
    struct Target {
        std::string host;
        std::uint16_t port = 0;                   // 0: not given, all ports
        std::vector<std::string_view> namespaces; // of the sources that the route is for; empty: all
    };
    std::vector<Target> targets; // of all routes
};

class VirtualServices {
public:
    VirtualServices(const cluster::Cluster& cluster, const MeshSettings& settings);
    [[nodiscard]] const std::vector<PreparedVirtualService>& all() const { return m_all; }
    [[nodiscard]] const GatewayApi& gatewayApi() const { return m_gatewayApi; }

private:
    GatewayApi m_gatewayApi;
    std::vector<PreparedVirtualService> m_all; // by creation
};

/// "cart" in namespace shop is cart.shop.svc.cluster.local; names with a dot and wildcards stay.
[[nodiscard]] std::string expandedHost(std::string_view host, std::string_view ns,
                                       const MeshSettings& settings);
/// "ns/name" of a VirtualService's gateway, which may be named without its namespace; "mesh" stays.
[[nodiscard]] std::string qualifiedGateway(std::string_view name, std::string_view ns);
/// Both name something in common: equal, or one is a wildcard ("*", "*.example.com") that covers the other.
[[nodiscard]] bool hostsMeet(std::string_view a, std::string_view b);

} // namespace plimsoll::mesh
