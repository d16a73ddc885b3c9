// SPDX-License-Identifier: Apache-2.0
#include "graph/hosts.h"

namespace plimsoll::graph {

std::optional<ServiceName> serviceOfHost(std::string_view host, std::string_view ownNamespace,
                                         std::string_view clusterDomain) {
    const auto dot = host.find('.');
    if (host.empty()) {
        return {};
    }
    if (dot == std::string_view::npos) {
        return ServiceName{std::string(ownNamespace), std::string(host)};
    }
    const auto rest = host.substr(dot + 1);
    const auto second = rest.find('.');
    if (second == std::string_view::npos || rest.substr(second + 1) != "svc." + std::string(clusterDomain)) {
        return {};
    }
    return ServiceName{std::string(rest.substr(0, second)), std::string(host.substr(0, dot))};
}

std::string hostOfUrl(std::string_view url) {
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
        url.remove_prefix(scheme + 3);
    }
    return std::string(url.substr(0, url.find('/')));
}

} // namespace plimsoll::graph
