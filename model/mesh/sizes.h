// SPDX-License-Identifier: Apache-2.0
// How many bytes of protobuf istiod pushes for one Envoy resource. Each formula follows the message field by
// field where names and numbers come in; the constant rest is in bytetable.cpp, a row a version.
#pragma once

#include "mesh/bytetable.h"
#include "mesh/protobuf.h"
#include "mesh/protocol.h"
#include "mesh/settings.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace plimsoll::mesh {

/// What the endpoints of one Service port add up to.
struct EndpointSum {
    int count = 0;
    int mtls = 0; // of workloads with label security.istio.io/tlsMode=istio
    struct Locality {
        int count = 0;
        std::int64_t bytes = 0; // of its endpoints' entries
    };
    std::map<std::string, Locality> localities; // by "region/zone"; endpoints of one are sent together
    std::set<std::string> accounts;             // "ns/sa", distinct

    void add(const std::string& locality, std::int64_t bytes, bool takesMtls) {
        ++count;
        mtls += takesMtls ? 1 : 0;
        auto& own = localities[locality];
        ++own.count;
        own.bytes += bytes;
    }
};

enum class ClusterType { Eds, OriginalDst, StrictDns, LogicalDns };
enum class ClusterTls { None, Matches, Socket };

/// What an outbound Envoy cluster's size depends on.
struct ClusterShape {
    ClusterType type = ClusterType::Eds;
    ClusterTls tls = ClusterTls::None;
    std::int64_t name = 0; // lengths
    std::int64_t host = 0;
    std::int64_t service = 0;
    std::int64_t ns = 0;
    std::int64_t subset = 0;
    Protocol protocol = Protocol::Tcp;
    bool gateway = false;
    bool external = false;
    std::int64_t accounts = 0;   // of the peers' names in the TLS context
    std::int64_t rule = 0;       // of a DestinationRule's namespace and name; 0: none applies
    std::int64_t policy = 0;     // more by its traffic policy
    std::int64_t assignment = 0; // the load assignment inside a DNS cluster
};

class Sizes {
public:
    explicit Sizes(const MeshSettings& settings);

    [[nodiscard]] std::int64_t cluster(const ClusterShape& shape) const;
    /// The cluster "outbound_.80_._.host" that an AUTO_PASSTHROUGH gateway has beside each.
    [[nodiscard]] std::int64_t dnatCluster(const ClusterShape& shape) const;
    [[nodiscard]] std::int64_t accounts(const std::set<std::string>& accounts) const;
    /// `services`: bytes of the list of services in its metadata, by serviceMetadata.
    [[nodiscard]] std::int64_t inboundCluster(std::int64_t name, Protocol protocol,
                                              std::int64_t services) const;
    [[nodiscard]] static std::int64_t serviceMetadata(std::int64_t host, std::int64_t name, std::int64_t ns);

    [[nodiscard]] std::int64_t assignment(std::int64_t name, const EndpointSum& endpoints) const;
    /// One endpoint with its field header; `identity` is "workload;ns;canonical;revision;cluster", or empty
    /// where it has none; `address` the length of its IP.
    [[nodiscard]] std::int64_t endpoint(std::string_view identity, std::size_t address, std::uint16_t port,
                                        bool mtls) const;

    [[nodiscard]] std::int64_t httpListener(std::string_view bind, std::uint16_t port) const;
    [[nodiscard]] std::int64_t tcpListener(std::int64_t cluster, std::int64_t bind, std::uint16_t port) const;
    [[nodiscard]] std::int64_t autoListener(std::int64_t cluster, std::int64_t host, std::int64_t bind,
                                            std::uint16_t port) const;
    /// One more filter chain of a listener, matched by `sni` (length; 0: by nothing).
    [[nodiscard]] std::int64_t tcpChain(std::int64_t cluster, std::int64_t sni) const;

    /// "<port>", without its hosts; each of them brings 3 bytes of its own.
    [[nodiscard]] std::int64_t routeConfig(std::int64_t name, bool allowAny) const;
    /// `domains`: their number and length together.
    [[nodiscard]] std::int64_t virtualHost(std::int64_t name, int domains, std::int64_t domainLength) const;

    [[nodiscard]] bool atLeast(int minor) const { return m_minor >= minor; }
    [[nodiscard]] bool accessLog() const { return m_accessLog; }
    [[nodiscard]] bool autoMtls() const { return m_autoMtls; }
    [[nodiscard]] const ByteTable& table() const { return m_table; }

private:
    [[nodiscard]] std::int64_t metadata(const ClusterShape& shape) const;

    int m_minor;
    const ByteTable& m_table;
    bool m_accessLog;
    bool m_autoMtls;
    std::int64_t m_trustDomain; // length
};

} // namespace plimsoll::mesh
