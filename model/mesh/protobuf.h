// SPDX-License-Identifier: Apache-2.0
// Sizes of protobuf fields, to compute what a message weighs without building it.
#pragma once

#include <cstdint>
#include <string_view>

namespace plimsoll::mesh::pb {

constexpr std::int64_t length(std::string_view text) {
    return static_cast<std::int64_t>(text.size());
}

constexpr std::int64_t varint(std::int64_t value) {
    std::int64_t bytes = 1;
    for (; value >= 128; value /= 128) {
        ++bytes;
    }
    return bytes;
}

/// A string, bytes or message field with a number below 16: its tag, its length and its content.
constexpr std::int64_t field(std::int64_t content) {
    return 1 + varint(content) + content;
}
constexpr std::int64_t field(std::string_view text) {
    return field(length(text));
}
/// The same with a number of 16 and more.
constexpr std::int64_t wideField(std::int64_t content) {
    return 1 + field(content);
}

/// An entry of a map<string, message>.
constexpr std::int64_t entry(std::string_view key, std::int64_t value) {
    return field(field(key) + field(value));
}

/// google.protobuf.Struct: a member with a string value.
constexpr std::int64_t member(std::string_view key, std::int64_t text) {
    return entry(key, field(text));
}

} // namespace plimsoll::mesh::pb
