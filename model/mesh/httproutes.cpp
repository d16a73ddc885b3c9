// SPDX-License-Identifier: Apache-2.0
#include "mesh/httproutes.h"

#include <algorithm>

namespace plimsoll::mesh {
namespace {

using cluster::HeaderChange;
using cluster::VirtualServiceMatch;
using cluster::VirtualServiceRoute;

/// "5s", "1m30s", "1.5s": a google.protobuf.Duration, without its own header.
std::int64_t durationBytes(std::string_view text) {
    if (text.empty() || text == "0s") {
        return 0;
    }
    const bool fraction = text.find('.') != std::string_view::npos || text.ends_with("ms");
    const bool whole = !text.ends_with("ms") || text.find('s') + 1 != text.size();
    return (whole ? 2 : 0) + (fraction ? 6 : 0);
}

std::int64_t stringMatchBytes(std::string_view value) {
    const auto text = pb::length(value) - 1; // without its mark
    return value.starts_with('~') ? pb::field(pb::field(text)) : pb::field(text);
}

std::int64_t uriBytes(std::string_view uri) {
    if (uri.empty()) {
        return pb::field(1); // prefix "/"
    }
    return stringMatchBytes(uri);
}

std::int64_t matchBytes(const VirtualServiceMatch* match) {
    if (match == nullptr) {
        return uriBytes({});
    }
    constexpr std::int64_t caseSensitive = 4; // said of every match, also without a path
    std::int64_t bytes = uriBytes(match->uri) + caseSensitive;
    for (const auto& header : match->headers) {
        const auto name = pb::length(header.name) - (header.name.view().starts_with('?') ? 1 : 0);
        const auto value = header.value.empty() ? 2 : pb::field(stringMatchBytes(header.value));
        bytes += pb::field(pb::field(name) + value);
    }
    return bytes;
}

std::int64_t headerBytes(const std::vector<HeaderChange>& changes) {
    std::int64_t bytes = 0;
    for (const auto& change : changes) {
        if (change.what == HeaderChange::What::Remove) {
            bytes += pb::field(change.name.view());
            continue;
        }
        const std::int64_t action = change.what == HeaderChange::What::Set ? 2 : 0;
        bytes +=
            pb::field(pb::field(pb::field(change.name.view()) + pb::field(change.value.view())) + action);
    }
    return bytes;
}

bool forGateway(const VirtualServiceMatch& match, const PreparedVirtualService& service,
                const RouteSite& site) {
    if (match.gateways.empty()) { // labels and namespace are read only where no gateway is named
        return cluster::matches(match.sourceLabels, site.labels) &&
               (match.sourceNamespace.empty() || match.sourceNamespace == site.ns);
    }
    return std::any_of(match.gateways.begin(), match.gateways.end(), [&](const Text& name) {
        return qualifiedGateway(name, service.source->meta.ns) == site.gateway;
    });
}

class RouteSizer {
public:
    RouteSizer(const PreparedVirtualService& service, const RouteSite& site, const Registry& registry)
        : m_service(service), m_site(site), m_registry(registry), m_table(registry.sizes().table()) {}

    [[nodiscard]] std::int64_t of(const VirtualServiceRoute& route, const VirtualServiceMatch* match) const {
        const auto& meta = m_service.source->meta;
        auto name = pb::length(route.name);
        if (match != nullptr && !match->name.empty()) {
            name += 1 + pb::length(match->name);
        }
        const auto path = m_table.virtualServicePath + pb::length(meta.ns) + pb::length(meta.name);
        std::int64_t bytes = name > 0 ? pb::field(name) : 0;
        bytes += pb::field(matchBytes(match));
        bytes += pb::field(pb::entry("istio", pb::member("config", path)));
        bytes += pb::field(pb::field(operationLength(route, match)));
        bytes += headerBytes(route.headers);
        if (route.redirect) {
            bytes += pb::field(redirectBytes(route));
        } else if (route.directStatus != 0) {
            bytes += pb::field(directBytes(route));
        } else {
            bytes += pb::field(actionBytes(route));
        }
        if (route.destinations.size() == 1) {
            bytes += headerBytes(route.destinations.front().headers);
        }
        if (route.fault) {
            bytes += m_table.fault + (route.faultDelay.empty() ? 0 : 8) + (route.faultAbort ? 8 : 0);
        }
        return pb::field(bytes + route.extras);
    }

private:
    [[nodiscard]] std::int64_t clusterLength(const cluster::Destination& destination) const {
        const auto host = expandedHost(destination.host, m_service.source->meta.ns, m_registry.settings());
        const auto* service = m_registry.find(host);
        auto port = destination.port;
        if (port == 0) {
            port = service != nullptr && service->ports.size() == 1 ? service->ports.front().number
                                                                    : m_site.port;
        }
        const auto target =
            service != nullptr && service->resolution == Resolution::Alias && service->source != nullptr
                ? pb::length(service->source->externalName)
                : pb::length(host);
        return 11 + pb::length(std::to_string(port)) + pb::length(destination.subset) + target;
    }

    /// The name that tracing shows: "host:port/path*", with several destinations the VirtualService's.
    [[nodiscard]] std::int64_t operationLength(const VirtualServiceRoute& route,
                                               const VirtualServiceMatch* match) const {
        std::int64_t path = 2; // "/*"
        if (match != nullptr && match->uri.view().starts_with('^')) {
            path = pb::length(match->uri);
        } else if (match != nullptr && match->uri.view().starts_with('=')) {
            path = pb::length(match->uri) - 1;
        }
        if (route.destinations.size() == 1 && !route.redirect) {
            const auto subset = pb::length(route.destinations.front().subset);
            return clusterLength(route.destinations.front()) - 11 - subset + 1 + path;
        }
        return pb::length(m_service.source->meta.name) + 1 + pb::length(std::to_string(m_site.port)) + path;
    }

    /// The path is written also where it is empty; 301 is what Envoy takes for granted.
    [[nodiscard]] std::int64_t redirectBytes(const VirtualServiceRoute& route) const {
        std::int64_t bytes = pb::field(route.rewrite.view());
        if (!route.rewriteAuthority.empty()) {
            bytes += pb::field(route.rewriteAuthority.view());
        }
        if (!route.redirectScheme.empty()) {
            bytes += pb::field(route.redirectScheme.view());
        }
        const auto port = route.redirectToRequestPort ? m_site.port : route.redirectPort;
        const bool usual = route.redirectScheme == "https" ? port == 443 : port == 80;
        if (port != 0 && !usual) {
            bytes += 1 + pb::varint(port);
        }
        constexpr int permanently = 301;
        return bytes + (route.redirectCode == 0 || route.redirectCode == permanently ? 0 : 2);
    }

    [[nodiscard]] static std::int64_t directBytes(const VirtualServiceRoute& route) {
        const auto body = route.directBody == 0 ? 0 : pb::field(pb::field(route.directBody));
        return 1 + pb::varint(route.directStatus) + body;
    }

    [[nodiscard]] std::int64_t actionBytes(const VirtualServiceRoute& route) const {
        std::int64_t bytes = 0;
        if (route.destinations.size() == 1) {
            bytes += pb::field(clusterLength(route.destinations.front()));
        } else if (!route.destinations.empty()) {
            std::int64_t weighted = 0;
            for (const auto& destination : route.destinations) {
                const auto weight = destination.weight.value_or(0);
                if (weight == 0) {
                    continue;
                }
                weighted +=
                    pb::field(pb::field(clusterLength(destination)) + 3 + pb::varint(weight) +
                              headerBytes(destination.headers) +
                              m_table.weightedHeader * static_cast<std::int64_t>(destination.headers.size()));
            }
            bytes += pb::field(weighted);
        }
        const auto timeout = durationBytes(route.timeout);
        bytes += pb::field(timeout) + pb::wideField(timeout); // timeout and max_grpc_timeout
        bytes += retryBytes(route);
        if (!route.rewriteAuthority.empty()) {
            bytes += pb::field(route.rewriteAuthority.view());
        }
        if (!route.rewrite.empty()) {
            bytes += pb::field(route.rewrite.view());
        }
        if (m_service.route != nullptr) { // answers 500 where a backend does not exist
            constexpr std::int64_t notFoundCode = 3;
            bytes += notFoundCode;
        }
        for (const auto& mirror : route.mirrors) {
            bytes += pb::wideField(pb::field(clusterLength(mirror)) + m_table.mirror);
        }
        return bytes;
    }

    [[nodiscard]] std::int64_t retryBytes(const VirtualServiceRoute& route) const {
        if (route.attempts && *route.attempts <= 0) {
            return 0;
        }
        std::int64_t bytes = m_table.retryPolicy;
        if (!route.perTryTimeout.empty()) {
            bytes += pb::field(durationBytes(route.perTryTimeout));
        }
        if (!route.retryOn.empty()) {
            bytes += pb::length(route.retryOn) - m_table.retryOn;
        }
        return bytes;
    }

    const PreparedVirtualService& m_service;
    const RouteSite& m_site;
    const Registry& m_registry;
    const ByteTable& m_table;
};

/// A match by nothing but a path of "/": later routes are never reached.
bool catchesAll(const VirtualServiceMatch* match) {
    return match == nullptr || (match->headers.empty() && (match->uri.empty() || match->uri == "^/" ||
                                                           match->uri == "~.*" || match->uri == "~*"));
}

} // namespace

BuiltRoutes routesOf(const PreparedVirtualService& service, const RouteSite& site, const Registry& registry) {
    const RouteSizer sizer(service, site, registry);
    BuiltRoutes built;
    const auto add = [&](const VirtualServiceRoute& route, const VirtualServiceMatch* match) {
        ++built.count;
        built.bytes += sizer.of(route, match);
        return catchesAll(match);
    };
    for (const auto& route : service.source->routes) {
        if (route.type != VirtualServiceRoute::Type::Http) {
            continue;
        }
        if (route.matches.empty()) {
            add(route, nullptr);
            return built;
        }
        for (const auto& match : route.matches) {
            if ((match.port != 0 && match.port != site.port) || !forGateway(match, service, site)) {
                continue;
            }
            if (add(route, &match)) {
                return built;
            }
        }
    }
    return built;
}

std::int64_t virtualHostBytes(std::int64_t name, const Domains& domains, std::int64_t routes) {
    const std::int64_t attemptCount = 2;
    return pb::field(name) + 2 * domains.count + domains.length + routes + attemptCount;
}

} // namespace plimsoll::mesh
