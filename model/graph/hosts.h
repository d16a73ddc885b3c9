// SPDX-License-Identifier: Apache-2.0
// Hosts as Istio and Knative write them, and the Service that they mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::graph {

struct ServiceName {
    std::string ns;
    std::string name;
};

/// "cart" (relative to `ownNamespace`) or "cart.shop.svc.cluster.local"; nothing for any other host: Istio
/// does not expand names with dots.
[[nodiscard]] std::optional<ServiceName> serviceOfHost(std::string_view host, std::string_view ownNamespace,
                                                       std::string_view clusterDomain);

/// "http://cart.shop.example.com/x" gives "cart.shop.example.com".
[[nodiscard]] std::string hostOfUrl(std::string_view url);

} // namespace plimsoll::graph
