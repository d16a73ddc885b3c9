// SPDX-License-Identifier: Apache-2.0
#include "session/formats.h"

#include "base/time.h"
#include "session/address.h"
#include "session/base64.h"
#include "session/cookiemessage.h"
#include "session/lines.h"

#include <algorithm>
#include <limits>

namespace plimsoll::session {
namespace {

// Unix times of any Envoy that writes them are beyond 2001; no node is up for 31 years. In between lie
// uptimes with a lifetime of ten years added.
constexpr std::uint64_t firstUnixTime = 1'000'000'000;

void setAddress(Value& value, std::string_view bytes) {
    value.address = textOf(bytes);
    HostPort parts = splitAddress(*value.address);
    value.host = std::move(parts.host);
    value.port = parts.port;
}

/// What a value that is no strict base64 was probably meant to say, for the sentence only.
std::string meaning(std::string_view text) {
    constexpr std::size_t longestShown = 400;
    if (text.size() > longestShown) {
        return {};
    }
    const auto bytes = decodeBase64Leniently(trimmed(text));
    if (!bytes) {
        return {};
    }
    const auto message = parseCookieMessage(*bytes);
    const std::string address = message ? message->address : *bytes;
    return isIpAndPort(address) ? "; it was perhaps meant to say " + address : std::string();
}

Value invalidBase64(std::string_view text) {
    Value value;
    value.format = Format::InvalidBase64;
    value.accepted = false;
    value.why =
        "not base64 as Envoy demands it (standard alphabet, full padding, no blanks), so Envoy ignores it" +
        meaning(text);
    return value;
}

bool isHash(std::string_view text) {
    return text.size() == 16 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

/// "addr1,addr2;cluster" of proxyless gRPC (gRFC A55): the first address, when it is such a list.
std::optional<std::string_view> grpcAddress(std::string_view bytes) {
    const auto end = bytes.find(';');
    if (end == std::string_view::npos || end + 1 == bytes.size()) {
        return std::nullopt;
    }
    const auto list = bytes.substr(0, end);
    for (std::size_t at = 0; at <= list.size();) {
        const auto comma = std::min(list.find(',', at), list.size());
        if (!splitAddress(list.substr(at, comma - at)).port) {
            return std::nullopt;
        }
        at = comma + 1;
    }
    return list.substr(0, list.find(','));
}

void judgeExpiry(Value& value, std::uint64_t expires, const Options& options) {
    value.accepted = true;
    value.why = "Envoy takes this address; the cookie carries no expiry";
    if (expires == 0) {
        return;
    }
    value.expires = expires;
    value.clock = expires < firstUnixTime ? ExpiresClock::Uptime : ExpiresClock::Unix;
    if (expires > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        value.accepted = false; // read as a negative number of seconds
        value.why = "expired: an expiry of 2^63 or more counts as long past";
        return;
    }
    const bool uptime = value.clock == ExpiresClock::Uptime;
    if (uptime && !options.now) {
        value.accepted = std::nullopt;
        value.why =
            "expires at " + std::to_string(expires) +
            " s on the uptime clock of the node that issued it (Envoy 1.27 to 1.38), which the cookie does "
            "not tell; Envoy 1.39 and later ignore it";
        return;
    }
    const std::int64_t clock = options.now.value_or(plimsoll::now());
    value.accepted = clock <= static_cast<std::int64_t>(expires);
    value.why =
        std::string(*value.accepted ? "Envoy takes this address; it expires at " : "expired at ") +
        (uptime ? std::to_string(expires) + " s of uptime" : formatTime(static_cast<std::int64_t>(expires)));
}

Value readCookieBytes(std::string_view bytes, const Options& options) {
    Value value;
    value.accepted = false;
    if (const auto first = grpcAddress(bytes)) {
        value.format = Format::GrpcAddressList;
        value.accepted = std::nullopt;
        setAddress(value, *first);
        value.why = "written by a proxyless gRPC client: a list of addresses and its cluster; an Envoy would "
                    "take the "
                    "whole text for one address";
        return value;
    }
    const auto message = parseCookieMessage(bytes);
    if (!message) {
        value.format = Format::LegacyPlain;
        value.accepted = true;
        setAddress(value, bytes);
        value.why = "no protobuf message, so Envoy takes the whole text for the address, as before 1.27";
        return value;
    }
    if (message->address.empty()) {
        value.format = Format::ProtoWithoutAddress;
        value.why = "a protobuf message without an address, so Envoy ignores it";
        if (isIpAndPort(bytes)) {
            value.why =
                "the plain text " + std::string(bytes) +
                " happens to be a protobuf message without an address, so Envoy 1.27 and later ignore it";
        }
        if (message->expires != 0) {
            value.expires = message->expires;
            value.clock = message->expires < firstUnixTime ? ExpiresClock::Uptime : ExpiresClock::Unix;
        }
        return value;
    }
    value.format = Format::Proto;
    setAddress(value, message->address);
    judgeExpiry(value, message->expires, options);
    return value;
}

} // namespace

Value absentValue(std::string why) {
    Value value;
    value.accepted = false;
    value.why = std::move(why);
    return value;
}

Value readCookieValue(std::string_view text, std::optional<std::string_view> cookiePath,
                      const Options& options) {
    if (text.empty()) {
        return absentValue("the value is empty, so there is no session");
    }
    Value value;
    if (isHash(text)) {
        value.format = Format::HashOpaque;
        value.why =
            "a hash of the client's addresses, as ring-hash and maglev balancing set it; no address can be "
            "read from it";
    } else if (const auto bytes = decodeBase64(text)) {
        value = readCookieBytes(*bytes, options);
    } else {
        value = invalidBase64(text);
    }
    if (cookiePath && options.requestPath && !pathApplies(*cookiePath, *options.requestPath)) {
        value.accepted = false;
        value.why = "the cookie's path " + textOf(*cookiePath) + " does not cover the request path " +
                    textOf(*options.requestPath) + ", so the filter does not look at it";
    }
    return value;
}

Value readHeaderValue(std::string_view text) {
    if (text.empty()) {
        return absentValue("the header is empty, so there is no session");
    }
    const auto bytes = decodeBase64(text);
    if (!bytes) {
        return invalidBase64(text);
    }
    Value value;
    value.format = Format::HeaderPlain;
    value.accepted = true;
    setAddress(value, *bytes);
    value.why = "Envoy takes this address; a session header carries no expiry";
    return value;
}

Value readEnvelopeValue(std::string_view text) {
    if (text.empty()) {
        return absentValue("the header is empty, so there is no session");
    }
    std::optional<std::string> address;
    std::optional<std::string> original;
    bool first = true;
    bool found = false;
    while (!text.empty()) { // empty parts are skipped; the first one is the address, the first "UV:" after it
                            // counts
        const auto end = std::min(text.find(';'), text.size());
        const auto part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.empty()) {
            continue;
        }
        if (first) {
            address = decodeBase64(part);
            first = false;
        } else if (!found && part.starts_with("UV:")) {
            original = decodeBase64(part.substr(3));
            found = true;
        }
    }
    Value value;
    value.format = address ? Format::EnvelopeHeader : Format::InvalidBase64;
    value.accepted = address && original;
    if (address) {
        setAddress(value, *address);
    }
    if (original) {
        value.upstreamValue = textOf(*original);
    }
    if (!original) {
        value.why = found ? "its UV part is empty or not base64, so Envoy leaves the header alone"
                          : "it has no UV part, so Envoy leaves the header alone";
    } else {
        value.why = address
                        ? "Envoy takes this address and gives the application its own value back"
                        : "its address is not base64, so Envoy only gives the application its own value back";
    }
    return value;
}

Value readQueryValue(std::string_view text) {
    if (text.empty()) {
        return absentValue("the parameter is empty, so there is no session");
    }
    Value value;
    value.format = Format::EnvelopeSse;
    value.accepted = false;
    const auto dot = text.rfind('.');
    if (dot == std::string_view::npos) {
        value.why = "it has no dot before an address, so Envoy leaves the parameter alone";
        return value;
    }
    const auto bytes = decodeBase64Url(text.substr(dot + 1));
    if (!bytes) {
        value.format = Format::InvalidBase64;
        value.why = "what follows its last dot is not base64url without padding, so Envoy ignores it";
        return value;
    }
    value.accepted = true;
    setAddress(value, *bytes);
    value.upstreamValue = textOf(text.substr(0, dot));
    value.why =
        "Envoy takes this address where it supports session parameters, and gives the application its own "
        "session id back";
    return value;
}

} // namespace plimsoll::session
