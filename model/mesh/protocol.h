// SPDX-License-Identifier: Apache-2.0
// Which protocol istiod takes a Service port for. Source: istio pkg/config/kube/conversion.go
// ConvertProtocol, pkg/config/protocol/instance.go.
#pragma once

#include <cstdint>
#include <string_view>

namespace plimsoll::mesh {

enum class Protocol {
    Http,    // http, http_proxy
    Http2,   // http2: HTTP towards Envoy's listeners, HTTP/2 towards the endpoints
    Grpc,    // the same, but for its inbound chains
    GrpcWeb, // and with a filter of its own
    Tcp,     // tcp, redis, mysql
    Tls,     // https, tls: TCP, told apart by the server name where the address does not
    Mongo,   // TCP with a filter of its own
    Auto,    // not told: Envoy sniffs
    Udp,     // no Envoy cluster
};

/// `transport`: the port's protocol (TCP, UDP); `number` decides for well-known ports without a name.
[[nodiscard]] Protocol protocolOf(std::uint16_t number, std::string_view name, std::string_view transport,
                                  std::string_view appProtocol);
/// The protocol of a ServiceEntry, Gateway or Sidecar port, where it is Istio's own word ("HTTP", "TLS").
[[nodiscard]] Protocol protocolOfWord(std::string_view word);
[[nodiscard]] constexpr bool isHttp(Protocol p) {
    return p == Protocol::Http || p == Protocol::Http2 || p == Protocol::Grpc || p == Protocol::GrpcWeb;
}
[[nodiscard]] constexpr bool isHttp2(Protocol p) {
    return p == Protocol::Http2 || p == Protocol::Grpc || p == Protocol::GrpcWeb;
}
[[nodiscard]] constexpr bool isTcp(Protocol p) {
    return p == Protocol::Tcp || p == Protocol::Tls || p == Protocol::Mongo;
}

} // namespace plimsoll::mesh
