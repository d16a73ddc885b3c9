// SPDX-License-Identifier: Apache-2.0
#include "session/base64.h"

#include <array>
#include <cstdint>

namespace plimsoll::session {
namespace {

constexpr std::string_view standardAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view urlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t notInAlphabet = 255;
using Reverse = std::array<std::uint8_t, 256>;

constexpr Reverse reversed(std::string_view alphabet) {
    Reverse table{};
    table.fill(notInAlphabet);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return table;
}

constexpr Reverse standardReverse = reversed(standardAlphabet);
constexpr Reverse urlReverse = reversed(urlAlphabet);

/// `text` without padding. `strict`: bits that no byte uses must be zero.
std::optional<std::string> decodeUnpadded(std::string_view text, const Reverse& reverse, bool strict) {
    if (text.empty() || text.size() % 4 == 1) {
        return std::nullopt;
    }
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::uint8_t six = reverse[static_cast<std::uint8_t>(c)];
        if (six == notInAlphabet) {
            return std::nullopt;
        }
        buffer = (buffer << 6U) | six;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<char>(static_cast<std::uint8_t>(buffer >> bits)));
            buffer &= (1U << bits) - 1U;
        }
    }
    if (strict && buffer != 0) {
        return std::nullopt;
    }
    return bytes;
}

std::string_view withoutPadding(std::string_view text, int atMost) {
    while (atMost-- > 0 && text.ends_with('=')) {
        text.remove_suffix(1);
    }
    return text;
}

} // namespace

std::optional<std::string> decodeBase64(std::string_view text) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    return decodeUnpadded(withoutPadding(text, 2), standardReverse, true);
}

std::optional<std::string> decodeBase64Url(std::string_view text) {
    return decodeUnpadded(text, urlReverse, true);
}

std::optional<std::string> decodeBase64Leniently(std::string_view text) {
    return decodeUnpadded(withoutPadding(text, 8), standardReverse, false);
}

std::string encodeBase64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byteAt = [&](std::size_t at) -> std::uint32_t {
            return at < bytes.size() ? static_cast<std::uint8_t>(bytes[at]) : 0U;
        };
        const std::uint32_t three = (byteAt(i) << 16U) | (byteAt(i + 1) << 8U) | byteAt(i + 2);
        text.push_back(standardAlphabet[(three >> 18U) & 63U]);
        text.push_back(standardAlphabet[(three >> 12U) & 63U]);
        text.push_back(i + 1 < bytes.size() ? standardAlphabet[(three >> 6U) & 63U] : '=');
        text.push_back(i + 2 < bytes.size() ? standardAlphabet[three & 63U] : '=');
    }
    return text;
}

} // namespace plimsoll::session
