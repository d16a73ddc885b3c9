// SPDX-License-Identifier: Apache-2.0
#include "session/cookiemessage.h"

#include "session/address.h"

namespace plimsoll::session {
namespace {

enum WireType : std::uint32_t {
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    GroupStart = 3,
    GroupEnd = 4,
    Fixed32 = 5
};

constexpr int longestVarint = 10;
constexpr int longestTagOrLength = 5;
constexpr std::size_t deepestGroup = 100; // libprotobuf's default recursion limit

/// A position in the bytes; each read says whether it worked.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}

    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }

    /// Bits beyond 64 are dropped, as libprotobuf does.
    std::optional<std::uint64_t> varint(int longest) {
        std::uint64_t value = 0;
        for (int i = 0; i < longest; ++i) {
            if (m_rest.empty()) {
                return std::nullopt;
            }
            const auto byte = static_cast<std::uint8_t>(m_rest.front());
            m_rest.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7fU) << (7 * i);
            if (byte < 0x80U) {
                return value;
            }
        }
        return std::nullopt;
    }

    /// A tag keeps 32 bits; 0 is no tag.
    std::optional<std::uint32_t> tag() {
        const auto value = varint(longestTagOrLength);
        if (!value || (static_cast<std::uint32_t>(*value) >> 3U) == 0) {
            return std::nullopt;
        }
        return static_cast<std::uint32_t>(*value);
    }

    std::optional<std::string_view> bytes(std::uint64_t count) {
        if (count > m_rest.size()) {
            return std::nullopt;
        }
        const auto taken = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return taken;
    }

    std::optional<std::string_view> lengthDelimited() {
        const auto length = varint(longestTagOrLength);
        return length ? bytes(*length) : std::nullopt;
    }

private:
    std::string_view m_rest;
};

/// Skips the value of an unknown field that is no group.
bool skipScalar(Reader& reader, std::uint32_t wireType) {
    switch (wireType) {
    case Varint:
        return reader.varint(longestVarint).has_value();
    case Fixed64:
        return reader.bytes(8).has_value();
    case Length:
        return reader.lengthDelimited().has_value();
    case Fixed32:
        return reader.bytes(4).has_value();
    default:
        return false;
    }
}

/// Skips a whole group. The open groups are kept in a string of tags, not on the stack.
bool skipGroup(Reader& reader, std::uint32_t startTag) {
    std::u32string open(1, startTag);
    while (!open.empty()) {
        const auto tag = reader.tag();
        if (!tag) {
            return false;
        }
        const std::uint32_t wireType = *tag & 7U;
        if (wireType == GroupStart) {
            if (open.size() == deepestGroup) {
                return false;
            }
            open.push_back(*tag);
        } else if (wireType == GroupEnd) {
            if (open.back() + 1 != *tag) {
                return false;
            }
            open.pop_back();
        } else if (!skipScalar(reader, wireType)) {
            return false;
        }
    }
    return true;
}

bool readField(Reader& reader, std::uint32_t tag, CookieMessage& message) {
    constexpr std::uint32_t addressTag = (1U << 3U) | Length;
    constexpr std::uint32_t expiresTag = (2U << 3U) | Varint;
    if (tag == addressTag) {
        const auto address = reader.lengthDelimited();
        if (!address || !isUtf8(*address)) {
            return false;
        }
        message.address = *address;
        return true;
    }
    if (tag == expiresTag) {
        const auto expires = reader.varint(longestVarint);
        message.expires = expires.value_or(0);
        return expires.has_value();
    }
    return (tag & 7U) == GroupStart ? skipGroup(reader, tag) : skipScalar(reader, tag & 7U);
}

void appendVarint(std::string& bytes, std::uint64_t value) {
    while (value >= 0x80U) {
        bytes.push_back(static_cast<char>(static_cast<std::uint8_t>(value | 0x80U)));
        value >>= 7U;
    }
    bytes.push_back(static_cast<char>(value));
}

} // namespace

std::optional<CookieMessage> parseCookieMessage(std::string_view bytes) {
    Reader reader(bytes);
    CookieMessage message;
    while (!reader.atEnd()) {
        const auto tag = reader.tag();
        if (!tag || !readField(reader, *tag, message)) {
            return std::nullopt;
        }
    }
    return message;
}

std::string serialise(const CookieMessage& message) {
    std::string bytes;
    if (!message.address.empty()) {
        bytes.push_back('\x0a');
        appendVarint(bytes, message.address.size());
        bytes += message.address;
    }
    if (message.expires != 0) {
        bytes.push_back('\x10');
        appendVarint(bytes, message.expires);
    }
    return bytes;
}

} // namespace plimsoll::session
