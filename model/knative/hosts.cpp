// SPDX-License-Identifier: Apache-2.0
#include "knative/hosts.h"

namespace plimsoll::knative {

std::optional<ServiceName> serviceOfHost(std::string_view host, std::string_view ownNamespace,
                                         std::string_view clusterDomain) {
    if (!host.empty() && host.back() == '.') {
        host.remove_suffix(1);
    }
    if (host.empty() || host.find('*') != std::string_view::npos) {
        return std::nullopt;
    }
    const auto dot = host.find('.');
    if (dot == std::string_view::npos) {
        return ServiceName{ownNamespace, host};
    }
    const auto name = host.substr(0, dot);
    auto rest = host.substr(dot + 1);
    const auto end = rest.find('.');
    const auto ns = rest.substr(0, end);
    if (end == std::string_view::npos) {
        return ServiceName{ns, name};
    }
    rest.remove_prefix(end + 1); // "svc" or "svc.<domain>"
    if (rest == "svc") {
        return ServiceName{ns, name};
    }
    const bool ours = rest.size() == clusterDomain.size() + 4 && rest.substr(0, 4) == "svc." &&
                      rest.substr(4) == clusterDomain;
    return ours ? std::optional(ServiceName{ns, name}) : std::nullopt;
}

} // namespace plimsoll::knative
