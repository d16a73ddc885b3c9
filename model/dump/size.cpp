// SPDX-License-Identifier: Apache-2.0
#include "dump/size.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace plimsoll::dump {
namespace {

using cluster::Tree;
using Type = Tree::Type;

constexpr int deepest = 100; // protobuf's own limit

std::int64_t varint(std::uint64_t value) {
    std::int64_t bytes = 1;
    while (value >= 128) {
        value >>= 7U;
        ++bytes;
    }
    return bytes;
}

/// Negative numbers are sign-extended to 64 bits.
std::int64_t varint(std::string_view digits) {
    std::int64_t number = 0;
    const auto* const end = digits.data() + digits.size();
    if (std::from_chars(digits.data(), end, number).ptr == end) {
        return varint(static_cast<std::uint64_t>(number));
    }
    std::uint64_t large = 0;
    if (std::from_chars(digits.data(), end, large).ptr == end) {
        return varint(large);
    }
    double written = 0; // "1e3", "8080.0"
    std::from_chars(digits.data(), end, written);
    const bool fits = std::abs(written) < 9e18;
    return varint(static_cast<std::uint64_t>(fits ? static_cast<std::int64_t>(written) : -1));
}

std::int64_t framedText(std::string_view text) {
    return Sizer::framed(static_cast<std::int64_t>(text.size())) - 1; // without a tag
}

std::int64_t base64Bytes(std::string_view text) {
    while (text.ends_with('=')) {
        text.remove_suffix(1);
    }
    return static_cast<std::int64_t>(text.size() * 3 / 4);
}

/// Seconds and nanoseconds of "-1.5s".
std::int64_t durationBytes(std::string_view text) {
    if (text.ends_with('s')) {
        text.remove_suffix(1);
    }
    const auto point = text.find('.');
    auto whole = text.substr(0, point);
    std::int64_t seconds = 0;
    std::from_chars(whole.data(), whole.data() + whole.size(), seconds);
    std::int64_t nanos = 0;
    if (point != std::string_view::npos) {
        auto fraction = std::string(text.substr(point + 1, 9));
        fraction.resize(9, '0');
        std::from_chars(fraction.data(), fraction.data() + fraction.size(), nanos);
    }
    const bool negative = text.starts_with('-');
    const auto one = [negative](std::int64_t n) {
        return n == 0 ? 0 : 1 + varint(static_cast<std::uint64_t>(negative ? -std::abs(n) : n));
    };
    return one(seconds) + one(nanos);
}

/// Of our century: five bytes of seconds.
std::int64_t timestampBytes(std::string_view text) {
    const auto point = text.find('.');
    return 6 + (point == std::string_view::npos
                    ? 0
                    : durationBytes("0." + std::string(text.substr(point + 1, 9)) + "s"));
}

bool isDuration(std::string_view text) {
    return text.size() > 1 && text.ends_with('s') &&
           text.find_first_not_of("0123456789.") == text.size() - 1 && text.front() != '.';
}

bool isEnum(std::string_view text) {
    return !text.empty() && text.front() >= 'A' && text.front() <= 'Z' &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
}

bool isWhole(std::string_view number) {
    return number.find_first_of(".eE") == std::string_view::npos;
}

/// Whether a repeated field of it is one run of bytes behind one tag.
bool isPacked(const Field& field, const Node& first) {
    if (field.wrapped || field.map) {
        return false;
    }
    if (first.type == Type::String) {
        return field.kind == Kind::Enum || field.kind == Kind::Integer64 || field.kind == Kind::Fixed64 ||
               field.kind == Kind::Fixed32;
    }
    return (first.type == Type::Number || first.type == Type::True || first.type == Type::False) &&
           field.kind != Kind::Value;
}

/// A value that its wrapper leaves out.
bool isZero(const Node& value, Kind kind) {
    switch (value.type) {
    case Type::True:
        return false;
    case Type::Number:
        return value.text == "0" || value.text == "0.0";
    case Type::String:
        return value.text.empty() || (kind == Kind::Integer64 && value.text == "0");
    default:
        return true;
    }
}

} // namespace

std::int64_t Sizer::framed(std::int64_t bytes, std::int64_t tag) {
    return tag + varint(static_cast<std::uint64_t>(bytes)) + bytes;
}

bool Sizer::added(std::string_view name, const Node& value) const {
    if (!m_loadAssignment || value.type != Type::Map) {
        return false;
    }
    if (name == "policy") {
        bool only = true;
        Tree::eachMember(value, [&](std::string_view key, const Node& factor) {
            only = only && (key == "overprovisioning_factor" || key == "overprovisioningFactor") &&
                   factor.text == "140";
        });
        return only;
    }
    return value.next == 1 && (name == "health_check_config" || name == "healthCheckConfig");
}

std::int64_t Sizer::message(const Node& map, const Message* type) {
    std::int64_t bytes = 0;
    Tree::eachMember(map, [&](std::string_view name, const Node& value) {
        if (name != "@type") {
            bytes += member(type, name, value);
        }
    });
    return bytes;
}

std::int64_t Sizer::member(const Message* type, std::string_view name, const Node& value) {
    static constexpr Field unlisted;
    if (added(name, value)) {
        return 0;
    }
    if (type == nullptr) {
        return field(unlisted, value, true);
    }
    const auto found = type->fields.find(name);
    return field(found == type->fields.end() ? unlisted : found->second, value, false);
}

std::int64_t Sizer::field(const Field& field, const Node& value, bool guess) {
    if (value.type == Type::Null && field.kind != Kind::Value) {
        return 0;
    }
    if (field.map && value.type == Type::Map) {
        return map(field, value, guess);
    }
    if (value.type == Type::List && field.kind != Kind::Value && field.kind != Kind::ListValue) {
        return list(field, value, guess);
    }
    return field.tag + single(field, value, guess);
}

std::int64_t Sizer::list(const Field& field, const Node& list, bool guess) {
    if (list.next == 1) {
        return 0;
    }
    const bool packed = isPacked(field, *(&list + 1));
    std::int64_t bytes = 0;
    Tree::eachItem(list,
                   [&](const Node& item) { bytes += (packed ? 0 : field.tag) + single(field, item, guess); });
    return packed ? framed(bytes, field.tag) : bytes;
}

std::int64_t Sizer::map(const Field& field, const Node& map, bool guess) {
    std::int64_t bytes = 0;
    Tree::eachMember(map, [&](std::string_view key, const Node& value) {
        bytes += framed(1 + framedText(key) + 1 + single(field, value, guess), field.tag);
    });
    return bytes;
}

std::int64_t Sizer::single(const Field& field, const Node& value, bool guess) {
    if (field.wrapped) {
        Field bare = field;
        bare.wrapped = false;
        return framed(isZero(value, field.kind) ? 0 : 1 + single(bare, value, guess), 0);
    }
    const std::string_view text = value.text;
    switch (field.kind) {
    case Kind::Enum:
        return value.type == Type::Number ? varint(text) : 1;
    case Kind::Integer64:
        return varint(text);
    case Kind::Fixed64:
        return 8;
    case Kind::Fixed32:
        return 4;
    case Kind::Bytes:
        return framed(base64Bytes(text), 0);
    case Kind::Duration:
        return framed(durationBytes(text), 0);
    case Kind::Timestamp:
        return framed(timestampBytes(text), 0);
    case Kind::Struct:
        return framed(value.type == Type::Map ? structBytes(value) : 0, 0);
    case Kind::Value:
        return framed(valueBytes(value), 0);
    case Kind::ListValue:
        return framed(value.type == Type::List ? listBytes(value) : 0, 0);
    case Kind::Plain:
        break;
    }
    return plain(field, value, guess);
}

/// As JSON shows it.
std::int64_t Sizer::plain(const Field& field, const Node& value, bool guess) {
    const std::string_view text = value.text;
    switch (value.type) {
    case Type::Null:
    case Type::True:
    case Type::False:
        return 1;
    case Type::Number:
        return isWhole(text) ? varint(text) : 8;
    case Type::String:
        if (guess && isDuration(text)) {
            return framed(durationBytes(text), 0);
        }
        return guess && isEnum(text) ? 1 : framedText(text);
    case Type::Map:
        return framed(nested(value, guess                      ? nullptr
                                    : field.message == nullptr ? &plainMessage()
                                                               : field.message),
                      0);
    case Type::List: // protobuf has no lists of lists
        return framed(listBytes(value), 0);
    }
    return 0;
}

std::int64_t Sizer::nested(const Node& map, const Message* type) {
    if (m_depth >= deepest) {
        m_tooDeep = true;
        return 0;
    }
    ++m_depth;
    const Node* const url = map.next > 1 ? Tree::member(map, "@type") : nullptr;
    const auto bytes = url != nullptr ? any(map, url->text) : message(map, type);
    --m_depth;
    return bytes;
}

/// An Any holds its type's URL and the message; well-known types stand under "value".
std::int64_t Sizer::any(const Node& map, std::string_view url) {
    const auto name = url.substr(url.rfind('/') + 1);
    std::int64_t inner = 0;
    const Node* const value = name.starts_with("google.protobuf.") ? Tree::member(map, "value") : nullptr;
    if (value == nullptr) {
        inner = message(map, messageNamed(name));
    } else if (name == "google.protobuf.Struct" && value->type == Type::Map) {
        inner = structBytes(*value);
    } else if (name == "google.protobuf.ListValue" && value->type == Type::List) {
        inner = listBytes(*value);
    } else if (name == "google.protobuf.Value") {
        inner = valueBytes(*value);
    } else if (name == "google.protobuf.Duration") {
        inner = durationBytes(value->text);
    } else {
        const bool wide = name.find("Int64") != std::string_view::npos; // of the wrappers
        const Field field{wide ? Kind::Integer64 : Kind::Plain};
        inner = isZero(*value, field.kind) ? 0 : 1 + single(field, *value, false);
    }
    return 1 + framedText(url) + (inner == 0 ? 0 : framed(inner));
}

std::int64_t Sizer::structBytes(const Node& map) {
    std::int64_t bytes = 0;
    Tree::eachMember(map, [&](std::string_view key, const Node& value) {
        bytes += framed(1 + framedText(key) + framed(valueBytes(value)));
    });
    return bytes;
}

std::int64_t Sizer::listBytes(const Node& list) {
    std::int64_t bytes = 0;
    Tree::eachItem(list, [&](const Node& value) { bytes += framed(valueBytes(value)); });
    return bytes;
}

std::int64_t Sizer::valueBytes(const Node& value) {
    if (m_depth >= deepest) {
        m_tooDeep = true;
        return 0;
    }
    ++m_depth;
    std::int64_t bytes = 2; // null, true, false
    if (value.type == Type::Number) {
        bytes = 9;
    } else if (value.type == Type::String) {
        bytes = 1 + framedText(value.text);
    } else if (value.type == Type::List) {
        bytes = framed(listBytes(value));
    } else if (value.type == Type::Map) {
        bytes = framed(structBytes(value));
    }
    --m_depth;
    return bytes;
}

} // namespace plimsoll::dump
