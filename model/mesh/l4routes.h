// SPDX-License-Identifier: Apache-2.0
// The filter chains that a VirtualService's tcp and tls routes become. Source: istio
// pilot/pkg/networking/core/tls.go.
#pragma once

#include "mesh/registry.h"
#include "mesh/virtualservices.h"

namespace plimsoll::mesh {

struct L4Site {
    std::string_view gateway = "mesh"; // or "ns/name"
    std::uint16_t port = 0;
    std::string_view ns; // of the proxy
    const cluster::Labels& labels;
};

struct L4Route {
    std::string match;      // what tells the chain from others: "" everything, " host" a server name
    std::int64_t bytes = 0; // beyond those that every chain has
};

/// Of the VirtualServices that have that host.
[[nodiscard]] std::vector<L4Route> l4RoutesOf(const std::vector<const PreparedVirtualService*>& services,
                                              std::string_view host, bool tls, const L4Site& site,
                                              const Registry& registry);
/// Of one VirtualService, as a gateway takes them: tcp routes up to the first that applies, all tls routes.
[[nodiscard]] std::vector<L4Route> l4RoutesOf(const PreparedVirtualService& service, bool tls,
                                              const L4Site& site, const Registry& registry);

} // namespace plimsoll::mesh
