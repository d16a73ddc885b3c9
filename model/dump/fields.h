// SPDX-License-Identifier: Apache-2.0
// What JSON does not tell of Envoy's messages and their protobuf size depends on: which numbers are wrapped,
// which strings are durations or enums, which tags take two bytes. The tables hold only such fields; whatever
// they do not name is encoded as it looks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace plimsoll::dump {

enum class Kind : std::uint8_t {
    Plain,     // string, bool, 32-bit number or message, as JSON shows it
    Enum,      // a name in JSON, one byte
    Integer64, // digits in a string
    Fixed64,   // double too
    Fixed32,   // float too
    Bytes,     // base64
    Duration,
    Timestamp,
    Struct, // google.protobuf's, with everything named in it
    Value,
    ListValue,
};

struct Message;

struct Field {
    Kind kind = Kind::Plain;
    bool wrapped = false; // in google.protobuf's UInt32Value, BoolValue, …
    bool map = false;     // from strings to this
    std::int64_t tag = 1; // bytes
    const Message* message = nullptr;
};

/// A message that the tables know.
struct Message {
    std::unordered_map<std::string_view, Field> fields; // by snake_case and camelCase names
};

/// By "envoy.config.cluster.v3.Cluster", also of an older version ("envoy.api.v2.Cluster"). Null: not known.
[[nodiscard]] const Message* messageNamed(std::string_view name);

/// The known message without any field that needs a word.
[[nodiscard]] const Message& plainMessage();

/// "dynamicActiveClusters" → "dynamic_active_clusters"; what is in snake_case stays.
[[nodiscard]] std::string snakeCase(std::string_view name);

} // namespace plimsoll::dump
