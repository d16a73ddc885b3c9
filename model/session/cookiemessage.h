// SPDX-License-Identifier: Apache-2.0
// The protobuf message in Envoy's session cookie, read as libprotobuf's ParseFromString reads it:
//   message Cookie { string address = 1; uint64 expires = 2; }
// (envoy source/extensions/http/stateful_session/cookie/cookie.proto). What does not parse matters as much as
// what does: Envoy takes unparsable bytes for a plain address.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::session {

struct CookieMessage {
    std::string address;
    std::uint64_t expires = 0;
    bool operator==(const CookieMessage&) const = default;
};

/// The last value of a field wins; unknown fields, groups and known fields of another wire type are skipped.
/// Nothing when libprotobuf would refuse the bytes: field 0, wire types 6 and 7, an unpaired group end,
/// groups nested deeper than 100, bytes cut off, overlong varints, an address that is not UTF-8.
[[nodiscard]] std::optional<CookieMessage> parseCookieMessage(std::string_view bytes);
[[nodiscard]] std::string serialise(const CookieMessage& message);

} // namespace plimsoll::session
