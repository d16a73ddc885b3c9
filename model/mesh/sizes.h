// SPDX-License-Identifier: Apache-2.0
// How many bytes of protobuf istiod pushes for one Envoy resource. Formulas fitted to istiod's own output, a
// table of constants a version (facts: cluster, load assignment, listener, virtual host).
#pragma once

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
    int mtls = 0; // with label security.istio.io/tlsMode=istio
    struct Locality {
        int count = 0;
        std::int64_t bytes = 0; // of its endpoints' entries
    };
    std::map<std::string, Locality> localities; // by "region/zone"; endpoints of one are sent together
    std::set<std::string> accounts;             // "ns/sa", distinct
};

class Sizes {
public:
    explicit Sizes(const MeshSettings& settings);

    /// `name`: "outbound|80||cart.shop.svc.cluster.local".
    [[nodiscard]] std::int64_t edsCluster(std::string_view name, std::string_view service,
                                          std::string_view ns, Protocol protocol,
                                          const EndpointSum& endpoints, bool gateway) const;
    [[nodiscard]] std::int64_t originalDstCluster(std::string_view name, std::string_view service,
                                                  std::string_view ns) const;
    [[nodiscard]] std::int64_t fixedClusters(bool gateway) const;
    [[nodiscard]] std::int64_t inboundCluster(std::string_view name, Protocol protocol) const;

    [[nodiscard]] std::int64_t assignment(std::string_view name, const EndpointSum& endpoints) const;
    /// One endpoint with its field header, exact; `identity` is "workload;ns;canonical;revision;cluster",
    /// `address` the length of its IP.
    [[nodiscard]] std::int64_t endpoint(std::string_view identity, std::size_t address, bool mtls) const;

    [[nodiscard]] std::int64_t httpListener(std::uint16_t port) const; // shared by all services of that port
    [[nodiscard]] std::int64_t gatewayListener(std::uint16_t port) const;
    [[nodiscard]] std::int64_t tcpListener(std::string_view clusterName, std::string_view address) const;
    [[nodiscard]] std::int64_t autoListener(std::string_view clusterName, std::string_view address) const;
    [[nodiscard]] std::int64_t fixedListeners() const; // virtualOutbound and an empty virtualInbound
    [[nodiscard]] std::int64_t inboundChains(Protocol protocol) const;

    [[nodiscard]] std::int64_t
    routeConfig(std::size_t virtualHosts) const; // without its hosts, with the catch-all
    [[nodiscard]] std::int64_t sniffedRoute(std::string_view host) const;
    /// `domains`: their number and length together.
    [[nodiscard]] std::int64_t virtualHost(std::string_view name, int domains,
                                           std::size_t domainLength) const;
    /// By a VirtualService: its route also names it in its metadata. Matches, headers and splits are not in
    /// it.
    [[nodiscard]] std::int64_t virtualServiceHost(std::string_view name, int domains,
                                                  std::size_t domainLength) const;

    [[nodiscard]] bool atLeast(int minor) const { return m_minor >= minor; }

private:
    int m_minor;
    bool m_accessLog;
    bool m_autoMtls;
    std::string m_trustDomain;
};

} // namespace plimsoll::mesh
