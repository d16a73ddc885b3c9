// SPDX-License-Identifier: Apache-2.0
// The address text inside a session value: as readable text, and as host and port.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::session {

/// Well-formed UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF. What protobuf demands of a
/// string.
[[nodiscard]] bool isUtf8(std::string_view bytes);
/// The bytes as UTF-8 text: each byte that belongs to no UTF-8 character becomes the Latin-1 character of its
/// value.
[[nodiscard]] std::string textOf(std::string_view bytes);

struct HostPort {
    std::optional<std::string> host; // an IPv6 address without its brackets
    std::optional<int> port;
};
/// "a:p", "[a6]:p" or a bare IP address; both are absent for internal listeners ("envoy://x/y"), pipe paths
/// and anything else.
[[nodiscard]] HostPort splitAddress(std::string_view address);

/// An IPv4 or IPv6 literal with a port: what Envoy writes for a TCP host.
[[nodiscard]] bool isIpAndPort(std::string_view address);

} // namespace plimsoll::session
