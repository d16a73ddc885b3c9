// SPDX-License-Identifier: Apache-2.0
// The Envoy routes that a VirtualService's http routes become on one port of a sidecar or a gateway: which of
// them apply, and what they weigh. Source: istio pilot/pkg/networking/core/route/route.go.
#pragma once

#include "mesh/registry.h"
#include "mesh/virtualservices.h"

namespace plimsoll::mesh {

/// Where routes are built for.
struct RouteSite {
    std::string_view gateway = "mesh"; // or "ns/name"
    std::uint16_t port = 0;
    std::string_view ns; // of the proxy
    const cluster::Labels& labels;
};

struct BuiltRoutes {
    int count = 0;
    std::int64_t bytes = 0; // with their field headers, as in a virtual host
};

[[nodiscard]] BuiltRoutes routesOf(const PreparedVirtualService& service, const RouteSite& site,
                                   const Registry& registry);

/// A virtual host with these routes; `name` is "host:port".
[[nodiscard]] std::int64_t virtualHostBytes(std::int64_t name, const Domains& domains, std::int64_t routes);

} // namespace plimsoll::mesh
