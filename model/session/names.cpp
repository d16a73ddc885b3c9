// SPDX-License-Identifier: Apache-2.0
// The words for formats, clocks and carriers, as `cookie -o json` and --carrier spell them.
#include "session/value.h"

namespace plimsoll::session {

std::string_view name(Format format) {
    switch (format) {
    case Format::Proto:
        return "proto";
    case Format::LegacyPlain:
        return "legacy-plain";
    case Format::ProtoWithoutAddress:
        return "proto-without-address";
    case Format::HeaderPlain:
        return "header-plain";
    case Format::EnvelopeHeader:
        return "envelope-header";
    case Format::EnvelopeSse:
        return "envelope-sse";
    case Format::GrpcAddressList:
        return "grpc-address-list";
    case Format::HashOpaque:
        return "hash-opaque";
    case Format::InvalidBase64:
        return "invalid-base64";
    case Format::Absent:
        break;
    }
    return "absent";
}

std::string_view name(ExpiresClock clock) {
    switch (clock) {
    case ExpiresClock::Unix:
        return "unix";
    case ExpiresClock::Uptime:
        return "uptime";
    case ExpiresClock::None:
        break;
    }
    return "none";
}

std::optional<Carrier> parseCarrier(std::string_view name) {
    if (name == "cookie") {
        return Carrier::Cookie;
    }
    if (name == "header") {
        return Carrier::Header;
    }
    if (name == "envelope-header") {
        return Carrier::EnvelopeHeader;
    }
    if (name == "query") {
        return Carrier::Query;
    }
    return std::nullopt;
}

} // namespace plimsoll::session
