// SPDX-License-Identifier: Apache-2.0
#include "session/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace plimsoll::session {
namespace {

/// Bytes of the UTF-8 character at the start, 0 when none begins there (Unicode 15, table 3-7).
std::size_t characterLength(std::string_view bytes) {
    const auto at = [&](std::size_t i) {
        return i < bytes.size() ? static_cast<unsigned>(static_cast<std::uint8_t>(bytes[i])) : 0U;
    };
    const auto within = [](unsigned byte, unsigned low, unsigned high) {
        return byte >= low && byte <= high;
    };
    const unsigned first = at(0);
    if (first < 0x80) {
        return 1;
    }
    if (within(first, 0xc2, 0xdf)) {
        return within(at(1), 0x80, 0xbf) ? 2 : 0;
    }
    if (within(first, 0xe0, 0xef)) {
        const unsigned low = first == 0xe0 ? 0xa0 : 0x80;
        const unsigned high = first == 0xed ? 0x9f : 0xbf;
        return within(at(1), low, high) && within(at(2), 0x80, 0xbf) ? 3 : 0;
    }
    if (within(first, 0xf0, 0xf4)) {
        const unsigned low = first == 0xf0 ? 0x90 : 0x80;
        const unsigned high = first == 0xf4 ? 0x8f : 0xbf;
        return within(at(1), low, high) && within(at(2), 0x80, 0xbf) && within(at(3), 0x80, 0xbf) ? 4 : 0;
    }
    return 0;
}

bool isIp(int family, std::string_view text) {
    std::array<unsigned char, sizeof(in6_addr)> binary{};
    return text.size() < INET6_ADDRSTRLEN && inet_pton(family, std::string(text).c_str(), binary.data()) == 1;
}

std::optional<int> portOf(std::string_view text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool digits =
        !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || error != std::errc() || end != text.data() + text.size() || port > 65535) {
        return std::nullopt;
    }
    return port;
}

bool isHostCharacter(char c) {
    const auto byte = static_cast<std::uint8_t>(c);
    return byte > 0x20 && byte != 0x7f && c != ':' && c != '[' && c != ']' && c != '/' && c != ';' &&
           c != ',';
}

} // namespace

bool isUtf8(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t length = characterLength(bytes);
        if (length == 0) {
            return false;
        }
        bytes.remove_prefix(length);
    }
    return true;
}

std::string textOf(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t length = characterLength(bytes);
        if (length == 0) {
            const auto byte = static_cast<std::uint8_t>(bytes.front());
            text.push_back(static_cast<char>(static_cast<std::uint8_t>(0xc0U | (byte >> 6U))));
            text.push_back(static_cast<char>(static_cast<std::uint8_t>(0x80U | (byte & 0x3fU))));
            bytes.remove_prefix(1);
        } else {
            text += bytes.substr(0, length);
            bytes.remove_prefix(length);
        }
    }
    return text;
}

HostPort splitAddress(std::string_view address) {
    if (address.starts_with('[')) {
        const auto close = address.find("]:");
        if (close == std::string_view::npos || close == 1) {
            return {};
        }
        const auto port = portOf(address.substr(close + 2));
        const auto host = address.substr(1, close - 1);
        return port && host.find_first_of("[]/ ") == std::string_view::npos
                   ? HostPort{std::string(host), port}
                   : HostPort{};
    }
    if (isIp(AF_INET, address) || isIp(AF_INET6, address)) {
        return {std::string(address), std::nullopt};
    }
    const auto colon = address.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
        return {};
    }
    const auto host = address.substr(0, colon);
    const auto port = portOf(address.substr(colon + 1));
    if (!port || !std::all_of(host.begin(), host.end(), isHostCharacter)) {
        return {};
    }
    return {std::string(host), port};
}

bool isIpAndPort(std::string_view address) {
    const HostPort parts = splitAddress(address);
    return parts.host && parts.port && (isIp(AF_INET, *parts.host) || isIp(AF_INET6, *parts.host));
}

} // namespace plimsoll::session
