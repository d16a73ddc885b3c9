// SPDX-License-Identifier: Apache-2.0
#include "mesh/sizes.h"

namespace plimsoll::mesh {
Sizes::Sizes(const MeshSettings& settings)
    : m_minor(settings.istio ? settings.istio->minor : 30)
    , m_table(byteTable(m_minor))
    , m_accessLog(settings.accessLog)
    , m_autoMtls(settings.autoMtls)
    , m_trustDomain(pb::length(settings.trustDomain)) {}

std::int64_t Sizes::accounts(const std::set<std::string>& accounts) const {
    std::int64_t bytes = 0;
    for (const auto& account : accounts) { // "ns/sa" in spiffe://<trust domain>/ns/<ns>/sa/<sa>
        bytes += 4 + 16 + m_trustDomain + pb::length(account);
    }
    // The context holds them three messages deep, whose lengths need a second byte from 128 on.
    return bytes == 0 ? -1 : bytes + (bytes >= 128 ? 3 : bytes >= 88 ? 2 : 0);
}

/// filter_metadata of "istio": the services behind the cluster, the DestinationRule, the subset.
std::int64_t Sizes::metadata(const ClusterShape& shape) const {
    auto members = pb::entry("services", pb::field(serviceMetadata(shape.host, shape.service, shape.ns)));
    if (shape.external) {
        members += pb::entry("external", 2);
    }
    if (shape.rule > 0) {
        members += pb::member("config", m_table.rulePath + shape.rule);
    }
    if (shape.subset > 0) {
        members += pb::member("subset", shape.subset);
    }
    return pb::wideField(pb::entry("istio", members));
}

std::int64_t Sizes::cluster(const ClusterShape& shape) const {
    const bool statName = atLeast(24); // alt_stat_name repeats the name
    std::int64_t bytes = metadata(shape) + shape.policy + (statName ? 2 : 1) * shape.name;
    switch (shape.type) {
    case ClusterType::Eds:
        bytes += m_table.edsCluster + shape.name;
        break;
    case ClusterType::OriginalDst:
        bytes += m_table.originalDstCluster;
        break;
    case ClusterType::StrictDns:
        bytes += m_table.dnsCluster + shape.assignment;
        break;
    case ClusterType::LogicalDns:
        bytes += m_table.logicalDnsCluster + shape.assignment;
        break;
    }
    if (isHttp2(shape.protocol)) {
        bytes += m_table.http2;
    } else if (shape.protocol == Protocol::Auto && !shape.gateway) {
        bytes += m_table.sniffed;
    }
    if (shape.tls != ClusterTls::None) { // its server name is the cluster's
        bytes += (shape.tls == ClusterTls::Matches ? m_table.mtlsMatches : m_table.mtlsSocket) + shape.name +
                 shape.accounts + (isHttp2(shape.protocol) ? m_table.http2Alpn : 0);
    }
    return bytes;
}

std::int64_t Sizes::dnatCluster(const ClusterShape& shape) const {
    const std::int64_t name = shape.name + 3; // "_." for each "|"
    return m_table.dnat + metadata(shape) + (atLeast(24) ? 3 : 2) * name + shape.policy +
           (isHttp2(shape.protocol) ? m_table.http2 : 0);
}

std::int64_t Sizes::serviceMetadata(std::int64_t host, std::int64_t name, std::int64_t ns) {
    // {host, name, namespace} as a google.protobuf.Struct, in a list.
    return pb::field(
        pb::field(pb::member("host", host) + pb::member("name", name) + pb::member("namespace", ns)));
}

std::int64_t Sizes::inboundCluster(std::int64_t name, Protocol protocol, std::int64_t services) const {
    const auto list = pb::entry("services", pb::field(services));
    std::int64_t bytes = m_table.inboundCluster + name + pb::wideField(pb::entry("istio", list));
    if (isHttp2(protocol)) {
        bytes += m_table.http2;
    } else if (protocol == Protocol::Auto) {
        bytes += m_table.sniffed;
    }
    return bytes;
}

std::int64_t Sizes::assignment(std::int64_t name, const EndpointSum& endpoints) const {
    std::int64_t bytes = pb::field(name);
    for (const auto& [locality, sum] : endpoints.localities) {
        std::int64_t own = sum.bytes + 4; // its weight
        if (const auto slash = locality.find('/'); slash != std::string::npos) {
            own += pb::field(pb::field(static_cast<std::int64_t>(slash)) +
                             pb::field(pb::length(locality) - static_cast<std::int64_t>(slash) - 1));
        } else {
            own += pb::field(std::int64_t{0});
        }
        bytes += pb::field(own);
    }
    return bytes;
}

std::int64_t Sizes::endpoint(std::string_view identity, std::size_t address, std::uint16_t port,
                             bool mtls) const {
    const std::int64_t number = 1 + pb::varint(port);
    const auto socket =
        pb::field(pb::field(pb::field(pb::field(static_cast<std::int64_t>(address)) + number)));
    std::int64_t metadata = mtls ? 54 : 0; // "envoy.transport_socket_match": {"tlsMode": "istio"}
    if (!identity.empty()) {
        const auto workload = pb::entry("workload", pb::field(identity)) - 2; // a string value, in "istio"
        metadata += pb::entry("istio", pb::field(workload));
    }
    const std::int64_t healthAndWeight = identity.empty() ? 0 : 6;
    return pb::field(socket + (metadata == 0 ? 0 : pb::field(metadata)) + healthAndWeight);
}

std::int64_t Sizes::httpListener(std::string_view bind, std::uint16_t port) const {
    const auto digits = pb::length(std::to_string(port));
    return m_table.httpListener + 3 * (digits - 2) + 2 * (pb::length(bind) - 7) + pb::varint(port) - 1 +
           (m_accessLog ? m_table.httpLog : 0);
}

std::int64_t Sizes::tcpListener(std::int64_t cluster, std::int64_t bind, std::uint16_t port) const {
    const auto digits = pb::length(std::to_string(port));
    return m_table.tcpListener + 2 * cluster + 2 * bind + digits + pb::varint(port) +
           (m_accessLog ? m_table.tcpLog : 0);
}

std::int64_t Sizes::autoListener(std::int64_t cluster, std::int64_t host, std::int64_t bind,
                                 std::uint16_t port) const {
    const auto digits = pb::length(std::to_string(port));
    return m_table.autoListener + 2 * cluster + host + 3 * bind + 3 * digits + pb::varint(port) +
           (m_accessLog ? m_table.httpLog : 0);
}

std::int64_t Sizes::tcpChain(std::int64_t cluster, std::int64_t sni) const {
    return m_table.tcpChain + 2 * cluster + sni + (m_accessLog ? m_table.tcpLog : 0);
}

std::int64_t Sizes::routeConfig(std::int64_t name, bool allowAny) const {
    return (allowAny ? m_table.routeConfig : m_table.routeConfigBlocked) + name;
}

std::int64_t Sizes::virtualHost(std::int64_t name, int domains, std::int64_t domainLength) const {
    return m_table.virtualHost + 3 * name + 2 * domains + domainLength;
}

} // namespace plimsoll::mesh
