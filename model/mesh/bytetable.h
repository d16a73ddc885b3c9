// SPDX-License-Identifier: Apache-2.0
// The constants of the byte formulas, a row a version of Istio, fitted to istiod's own output. What a formula
// computes from names and numbers is in sizes.cpp; here is what is left: the parts of a message that are the
// same for every resource of its kind.
#pragma once

#include <cstdint>

namespace plimsoll::mesh {

/// virtualInbound by its mutual TLS: without ports, and what one port of a kind adds; without the names of
/// the service and, in each HTTP connection manager, of the workload.
struct InboundChains {
    std::int64_t base;
    std::int64_t http;
    std::int64_t tcp;
    std::int64_t sniffed;
};

struct ByteTable {
    int minor; // the first minor version that this row is for
    // Fixed clusters, named alike for every proxy.
    std::int64_t blackHole;
    std::int64_t passthrough;
    std::int64_t inboundPassthrough;
    // An outbound cluster without its names, metadata, TLS and protocol options.
    std::int64_t edsCluster;
    std::int64_t originalDstCluster;
    std::int64_t dnsCluster;
    std::int64_t logicalDnsCluster;
    std::int64_t mtlsMatches; // transport socket matches of automatic mTLS
    std::int64_t mtlsSocket;  // one transport socket
    std::int64_t http2;
    std::int64_t http2Alpn;
    std::int64_t sniffed;
    std::int64_t rulePath; // of a DestinationRule in metadata, without its namespace and name
    std::int64_t userTls;  // TLS by certificates of the user's
    std::int64_t hashPolicy;
    std::int64_t dnat; // a cluster of AUTO_PASSTHROUGH
    std::int64_t inboundCluster;
    std::int64_t inboundStatic;  // of Sidecar.ingress with a defaultEndpoint
    std::int64_t entryEndpoint;  // more of an endpoint that a ServiceEntry writes out
    std::int64_t dnsEndpoint;    // the same inside a DNS cluster
    std::int64_t weightedHeader; // more of a header that one of several destinations sets
    // Access logs, of each chain or listener.
    std::int64_t tcpLog;
    std::int64_t httpLog;
    std::int64_t outboundLog;
    std::int64_t inboundLog;
    // Listeners.
    std::int64_t httpListener;
    std::int64_t tcpListener;
    std::int64_t autoListener;
    std::int64_t grpcWebFilter;
    std::int64_t mongoFilter;
    std::int64_t tcpChain;      // more in a listener of several chains
    std::int64_t catchAllChain; // the default chain of a listener without one
    std::int64_t listenerFrame; // of a listener of merged chains
    std::int64_t httpChain;
    std::int64_t httpInspectors;
    std::int64_t tlsInspector;
    std::int64_t virtualOutbound;
    std::int64_t virtualOutboundBlocked;
    InboundChains permissive;
    InboundChains strict;
    InboundChains plain;
    std::int64_t inboundGrpcLess; // an HTTP chain of gRPC
    std::int64_t inboundConfig;   // metadata of a chain of Sidecar.ingress
    // Gateways.
    std::int64_t gatewayHttp;
    std::int64_t gatewayHttps;
    std::int64_t gatewaySni;
    std::int64_t gatewayInspector; // tlsInspector of a gateway
    // Routes.
    std::int64_t virtualHost;
    std::int64_t routeConfig; // with its catch-all virtual host
    std::int64_t routeConfigBlocked;
    std::int64_t routeFrame;         // without name and virtual hosts
    std::int64_t virtualServicePath; // of a VirtualService in metadata, without its namespace and name
    std::int64_t retryPolicy;
    std::int64_t retryOn; // length of the default conditions
    std::int64_t mirror;
    std::int64_t fault;
};

[[nodiscard]] const ByteTable& byteTable(int minor);

} // namespace plimsoll::mesh
