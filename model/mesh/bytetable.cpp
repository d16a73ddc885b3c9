// SPDX-License-Identifier: Apache-2.0
#include "mesh/bytetable.h"

#include <array>

namespace plimsoll::mesh {
namespace {

constexpr ByteTable istio120{
    .minor = 0,
    .blackHole = 24,
    .passthrough = 433,
    .inboundPassthrough = 248,
    .edsCluster = 279,
    .originalDstCluster = 267,
    .dnsCluster = 314,
    .logicalDnsCluster = 314,
    .mtlsMatches = 428,
    .mtlsSocket = 244,
    .http2 = 144,
    .http2Alpn = 4,
    .sniffed = 146,
    .rulePath = 64,
    .userTls = 200,
    .hashPolicy = 8,
    .dnat = 279,
    .inboundCluster = 69,
    .inboundStatic = 106,
    .entryEndpoint = -2,
    .dnsEndpoint = 30,
    .weightedHeader = 1,
    .tcpLog = 660,
    .httpLog = 1320,
    .outboundLog = 1329,
    .inboundLog = 662,
    .httpListener = 2485,
    .tcpListener = 202,
    .autoListener = 2392,
    .grpcWebFilter = 104,
    .mongoFilter = 162,
    .tcpChain = 181,
    .catchAllChain = 239,
    .listenerFrame = 21,
    .httpChain = 1938,
    .httpInspectors = 250,
    .tlsInspector = 135,
    .virtualOutbound = 532,
    .virtualOutboundBlocked = 528,
    .permissive = {7607, 4659, 1881, 6457},
    .strict = {4276, 2504, 900, 3434},
    .plain = {3440, 2082, 458, 2570},
    .inboundGrpcLess = -2,
    .inboundConfig = 0,
    .gatewayHttp = 1924,
    .gatewayHttps = 2100,
    .gatewaySni = 255,
    .gatewayInspector = 127,
    .virtualHost = 276,
    .routeConfig = 75,
    .routeConfigBlocked = 53,
    .routeFrame = 10,
    .virtualServicePath = 63,
    .retryPolicy = 229,
    .retryOn = 73,
    .mirror = 20,
    .fault = 100,
};

constexpr ByteTable istio128 = [] {
    auto t = istio120;
    t.minor = 24;
    t.blackHole = 44;
    t.passthrough = 455;
    t.inboundPassthrough = 266;
    t.edsCluster = 281;
    t.originalDstCluster = 269;
    t.rulePath = 58;
    t.dnsEndpoint = 25;
    t.dnsCluster = 472;
    t.logicalDnsCluster = 472;
    t.dnat = 281;
    t.inboundCluster = 96;
    t.httpListener = 2400;
    t.tcpListener = 206;
    t.autoListener = 2311;
    t.virtualOutbound = 537;
    t.virtualOutboundBlocked = 533;
    t.permissive = {7640, 4793, 1881, 6591};
    t.strict = {4323, 2556, 886, 3473};
    t.plain = {3480, 2135, 443, 2608};
    t.inboundGrpcLess = 27;
    t.inboundConfig = 87;
    t.inboundStatic = 124;
    t.tcpChain = 185;
    t.catchAllChain = 243;
    t.httpChain = 1853;
    t.tcpLog = 664;
    t.httpLog = 1328;
    t.outboundLog = 1337;
    t.inboundLog = 664;
    t.gatewayHttp = 1969;
    t.gatewayHttps = 2147;
    t.gatewaySni = 259;
    t.gatewayInspector = 135;
    t.virtualHost = 272;
    t.virtualServicePath = 57;
    t.retryPolicy = 225;
    return t;
}();

constexpr ByteTable istio130 = [] {
    auto t = istio128;
    t.minor = 29;
    t.passthrough = 453;
    t.inboundPassthrough = 264;
    t.edsCluster = 279;
    t.originalDstCluster = 267;
    t.inboundCluster = 94;
    t.inboundStatic = 122;
    t.entryEndpoint = 2;
    t.dnsEndpoint = 34;
    t.dnsCluster = 477;
    t.logicalDnsCluster = 477;
    return t;
}();

constexpr ByteTable istio132 = [] {
    auto t = istio130;
    t.minor = 31;
    t.dnsCluster = 479;
    t.logicalDnsCluster = 479;
    t.edsCluster = 281;
    t.originalDstCluster = 269;
    return t;
}();

constexpr std::array tables{istio120, istio128, istio130, istio132};

} // namespace

const ByteTable& byteTable(int minor) {
    const auto* found = &tables.front();
    for (const auto& table : tables) {
        if (table.minor <= minor) {
            found = &table;
        }
    }
    return *found;
}

} // namespace plimsoll::mesh
