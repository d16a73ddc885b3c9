// SPDX-License-Identifier: Apache-2.0
// Session values of Envoy's stateful_session filter: what a cookie or header names, and whether Envoy takes
// it. Source: envoy source/extensions/http/stateful_session/{cookie,header,envelope}.
#pragma once

#include "cluster/cluster.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::session {

enum class Carrier { Cookie, Header, EnvelopeHeader, Query };
enum class Format {
    Proto,
    LegacyPlain,
    ProtoWithoutAddress,
    HeaderPlain,
    EnvelopeHeader,
    EnvelopeSse,
    GrpcAddressList,
    HashOpaque,
    InvalidBase64,
    Absent,
};
enum class ExpiresClock { None, Unix, Uptime };
[[nodiscard]] std::string_view name(Format format); // "legacy-plain", …
[[nodiscard]] std::string_view name(ExpiresClock clock);
[[nodiscard]] std::optional<Carrier> parseCarrier(std::string_view name); // "envelope-header", …

struct Options {
    Carrier carrier = Carrier::Cookie;
    std::string cookieName;                 // --name; empty: taken from the input
    std::optional<std::int64_t> now;        // the clock that `expires` is counted in, seconds
    std::optional<std::string> requestPath; // --path; none: the path matches
};

struct Value {
    std::string input;  // as given, whole
    std::string cookie; // the cookie's or header's name when the input told it
    Format format = Format::Absent;
    std::optional<bool> accepted; // does Envoy take an address from it; none: depends on a clock or a setting
    std::optional<std::string> address; // what it names, also when it is not accepted
    std::optional<std::string> host;
    std::optional<int> port;
    std::optional<std::uint64_t> expires;
    ExpiresClock clock = ExpiresClock::None;
    std::string why;                          // one sentence
    std::optional<std::string> upstreamValue; // envelope: the application's own value
};

/// One input: a bare value, or a whole "Cookie: …", "Set-Cookie: …" or header line, with or without the
/// header's name. A line with several cookies gives several values when no name is given; at least one value
/// comes back.
[[nodiscard]] std::vector<Value> decode(std::string_view input, const Options& options);

/// Free text as people paste it: values, header lines, a whole `curl -v` output (lines with "< " and "> ").
[[nodiscard]] std::vector<Value> decodePasted(std::string_view text, const Options& options);

/// The pod that an address names.
struct PodMatch {
    std::string ns;
    std::string name;
    std::string revision; // empty when it is no revision's pod
    bool alive = false;   // running, ready, not terminating
    bool operator==(const PodMatch&) const = default;
};
[[nodiscard]] std::optional<PodMatch> podOf(const Value& value, const cluster::Cluster& cluster);

/// base64 of the protobuf message, as Envoy's cookie: for tests and the demo.
[[nodiscard]] std::string encodeCookie(std::string_view address, std::optional<std::uint64_t> expires = {});

} // namespace plimsoll::session
