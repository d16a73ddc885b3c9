// SPDX-License-Identifier: Apache-2.0
// The tables of fields, taken from Envoy's protos (1.40). A line in brackets opens a package; each following
// line is a message with those of its fields that JSON does not tell enough of; an indented line goes on with
// it; after '=' come messages without such fields. A field is name:codes.
//   2      a field number over 15: its tag takes two bytes
//   m      a map with string keys, of what follows
//   w      wrapped, what follows
//   e i 8 4 b d t s v l    see Kind: Enum, Integer64, Fixed64, Fixed32, Bytes, Duration, Timestamp, Struct,
//          Value, ListValue
//   >Name  a message with such fields, of the same package or with the package's name
#pragma once

#include <string_view>

namespace plimsoll::dump {

extern const std::string_view configFields;    // envoy.config
extern const std::string_view extensionFields; // envoy.extensions
extern const std::string_view typeFields;      // envoy.type and the packages that Envoy shares with others

} // namespace plimsoll::dump
