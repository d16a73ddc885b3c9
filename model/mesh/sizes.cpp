// SPDX-License-Identifier: Apache-2.0
#include "mesh/sizes.h"

#include <algorithm>

namespace plimsoll::mesh {
namespace {

std::int64_t length(std::string_view text) {
    return static_cast<std::int64_t>(text.size());
}

/// A length-delimited protobuf field: its tag, its length as a varint, and its content.
std::int64_t field(std::int64_t content) {
    std::int64_t header = 2;
    for (auto rest = content; rest >= 128; rest /= 128) {
        ++header;
    }
    return header + content;
}

} // namespace

Sizes::Sizes(const MeshSettings& settings)
    : m_minor(settings.istio ? settings.istio->minor : 30)
    , m_accessLog(settings.accessLog)
    , m_autoMtls(settings.autoMtls)
    , m_trustDomain(settings.trustDomain) {}

std::int64_t Sizes::edsCluster(std::string_view name, std::string_view service, std::string_view ns,
                               Protocol protocol, const EndpointSum& endpoints, bool gateway) const {
    // Since 1.24 alt_stat_name repeats the name; 1.30 pushes two bytes less a cluster.
    const std::int64_t base = atLeast(24) ? (m_minor == 30 ? 797 : 799) : 797;
    const std::int64_t nameTimes = atLeast(24) ? 4 : 3;
    std::int64_t bytes = base + nameTimes * length(name) + 22 * (length(service) + length(ns)) / 10;
    for (const auto& account : endpoints.accounts) { // "ns/sa" in spiffe://<trust domain>/ns/<ns>/sa/<sa>
        bytes += 4 + 17 + length(m_trustDomain) + length(account);
    }
    if (protocol == Protocol::Http2) {
        bytes += 148;
    } else if (protocol == Protocol::Auto && !gateway) {
        bytes += 146;
    }
    return m_autoMtls ? bytes : bytes - 508;
}

std::int64_t Sizes::originalDstCluster(std::string_view name, std::string_view service,
                                       std::string_view ns) const {
    return 605 + (atLeast(24) ? 4 : 3) * length(name) + 2 * (length(service) + length(ns));
}

std::int64_t Sizes::fixedClusters(bool gateway) const {
    const std::int64_t blackHole = atLeast(24) ? 44 : 24;
    const std::int64_t passthrough = atLeast(24) ? 453 : 433;
    const std::int64_t inbound = atLeast(24) ? 264 : 248;
    return gateway ? blackHole : blackHole + passthrough + inbound;
}

std::int64_t Sizes::inboundCluster(std::string_view name, Protocol protocol) const {
    return (atLeast(24) ? 258 : 233) + length(name) + (protocol == Protocol::Http2 ? 144 : 0);
}

std::int64_t Sizes::assignment(std::string_view name, const EndpointSum& endpoints) const {
    std::int64_t bytes = field(length(name));
    for (const auto& [locality, sum] : endpoints.localities) {
        std::int64_t own = sum.bytes + 4; // and the weight of the locality
        if (const auto slash = locality.find('/'); slash != std::string::npos) {
            own += field(field(static_cast<std::int64_t>(slash)) +
                         field(length(locality) - static_cast<std::int64_t>(slash) - 1));
        }
        bytes += field(own);
    }
    return bytes;
}

std::int64_t Sizes::endpoint(std::string_view identity, std::size_t address, bool mtls) const {
    const std::int64_t port = 3;
    const auto socket = field(field(field(field(static_cast<std::int64_t>(address)) + port)));
    const auto workload = field(field(8) + field(field(length(identity)))); // key "workload", a string value
    auto metadata = field(field(5) + field(workload));                      // in "istio"
    metadata += mtls ? 54 : 0; // "envoy.transport_socket_match": {"tlsMode": "istio"}
    const std::int64_t health = 2;
    return field(socket + field(metadata) + health);
}

std::int64_t Sizes::httpListener(std::uint16_t port) const {
    const auto digits = length(std::to_string(port));
    return (atLeast(24) ? 2423 : 2507) + 3 * digits + (m_accessLog ? 1327 : 0);
}

std::int64_t Sizes::gatewayListener(std::uint16_t port) const {
    return httpListener(port) - 367;
}

std::int64_t Sizes::tcpListener(std::string_view clusterName, std::string_view address) const {
    return 216 + 2 * length(clusterName) + length(address) + (m_accessLog ? 664 : 0);
}

std::int64_t Sizes::autoListener(std::string_view clusterName, std::string_view address) const {
    return 2367 + 3 * length(clusterName) + length(address) + (m_accessLog ? 1327 : 0);
}

std::int64_t Sizes::fixedListeners() const {
    const std::int64_t outbound = (atLeast(24) ? 537 : 532) + (m_accessLog ? 1328 : 0);
    const std::int64_t inbound = 7631 + (m_accessLog ? 3318 : 0);
    return outbound + inbound;
}

std::int64_t Sizes::inboundChains(Protocol protocol) const {
    switch (protocol) {
    case Protocol::Http:
    case Protocol::Http2:
        return 4880 + (m_accessLog ? 1327 : 0);
    case Protocol::Auto:
        return 6702 + (m_accessLog ? 3318 : 0);
    case Protocol::Tcp:
    case Protocol::Udp:
        break;
    }
    return 1914 + (m_accessLog ? 1991 : 0);
}

std::int64_t Sizes::routeConfig(std::size_t virtualHosts) const {
    return 77 + 3 * static_cast<std::int64_t>(virtualHosts);
}

std::int64_t Sizes::sniffedRoute(std::string_view host) const {
    return virtualHost(host, 1, 1) + 15 + length(host);
}

std::int64_t Sizes::virtualServiceHost(std::string_view name, int domains, std::size_t domainLength) const {
    return virtualHost(name, domains, domainLength) + 80;
}

std::int64_t Sizes::virtualHost(std::string_view name, int domains, std::size_t domainLength) const {
    return 272 + 3 * length(name) + 2 * domains + static_cast<std::int64_t>(domainLength);
}

} // namespace plimsoll::mesh
