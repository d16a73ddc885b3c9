// SPDX-License-Identifier: Apache-2.0
// Which Kubernetes Service a host name in a route means.
#pragma once

#include <optional>
#include <string_view>

namespace plimsoll::knative {

struct ServiceName { // views into the host or the namespace given
    std::string_view ns;
    std::string_view name;
};

/// "x", "x.ns", "x.ns.svc" and "x.ns.svc.<cluster domain>"; "x" is one of `ownNamespace`. Istio itself
/// expands only "x"; the other short forms are read too, since what may be meant must not be hidden. Nothing
/// for hosts outside the cluster and for wildcards.
[[nodiscard]] std::optional<ServiceName> serviceOfHost(std::string_view host, std::string_view ownNamespace,
                                                       std::string_view clusterDomain);

} // namespace plimsoll::knative
