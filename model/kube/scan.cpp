// SPDX-License-Identifier: Apache-2.0
#include "kube/scan.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstring>

namespace plimsoll::kube {
namespace {

constexpr std::array<bool, 256> tableOf(std::string_view characters) {
    std::array<bool, 256> table{};
    for (const char c : characters) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}

constexpr auto structural = tableOf("\"{}[]");
constexpr auto endsScalar = tableOf(",]}:\"[{ \n\r\t");

constexpr bool in(const std::array<bool, 256>& table, char c) {
    return table[static_cast<unsigned char>(c)];
}

std::string_view withoutSpace(std::string_view text) {
    while (!text.empty() && isJsonSpace(text.front())) {
        text.remove_prefix(1);
    }
    return text;
}

} // namespace

std::size_t ValueScanner::feedScalar(std::string_view bytes) {
    std::size_t length = 0;
    while (length < bytes.size() && !in(endsScalar, bytes[length])) {
        ++length;
    }
    m_done = length < bytes.size();
    return length;
}

/// To the byte behind the closing quote, or to the end with the string still open.
const char* ValueScanner::skipString(const char* at, const char* end) {
    if (m_escaped && at < end) {
        m_escaped = false;
        ++at;
    }
    const char* const from = at; // no backslash before this one is pending
    while (at < end) {
        const auto* quote =
            static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
        const char* const stop = quote == nullptr ? end : quote;
        const char* run = stop;
        while (run > from && run[-1] == '\\') {
            --run;
        }
        // An odd run of backslashes escapes what follows; a run never reaches behind an earlier quote.
        const bool escapes = (stop - run) % 2 != 0;
        if (quote == nullptr) {
            m_escaped = escapes;
            return end;
        }
        at = quote + 1;
        if (!escapes) {
            m_inString = false;
            return at;
        }
    }
    return at;
}

std::size_t ValueScanner::feed(std::string_view bytes) {
    if (bytes.empty() || m_done) {
        return 0;
    }
    if (!m_started) {
        m_started = true;
        m_scalar = !in(structural, bytes.front());
    }
    if (m_scalar) {
        return feedScalar(bytes);
    }
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    while (at < end && !m_done) {
        if (m_inString) {
            at = skipString(at, end);
            m_done = !m_inString && m_depth == 0;
            continue;
        }
        while (at < end && !in(structural, *at)) {
            ++at;
        }
        if (at == end) {
            break;
        }
        const char c = *at++;
        if (c == '"') {
            m_inString = true;
        } else if (c == '{' || c == '[') {
            ++m_depth;
        } else {
            m_done = --m_depth <= 0;
        }
    }
    return static_cast<std::size_t>(at - bytes.data());
}

bool eachMember(std::string_view object,
                const std::function<bool(std::string_view key, std::string_view value)>& member) {
    std::string_view rest = withoutSpace(object);
    if (!rest.starts_with('{')) {
        return false;
    }
    rest = withoutSpace(rest.substr(1));
    if (rest.starts_with('}')) {
        return true;
    }
    while (rest.starts_with('"')) {
        ValueScanner keyScanner;
        const auto key = rest.substr(0, keyScanner.feed(rest));
        rest = withoutSpace(rest.substr(key.size()));
        if (!keyScanner.done() || !rest.starts_with(':')) {
            return false;
        }
        rest = withoutSpace(rest.substr(1));
        ValueScanner valueScanner;
        const auto value = rest.substr(0, valueScanner.feed(rest));
        if (!valueScanner.done() || value.empty()) {
            return false;
        }
        if (!member(key.substr(1, key.size() - 2), value)) {
            return true;
        }
        rest = withoutSpace(rest.substr(value.size()));
        if (rest.starts_with('}')) {
            return true;
        }
        if (!rest.starts_with(',')) {
            return false;
        }
        rest = withoutSpace(rest.substr(1));
    }
    return false;
}

std::optional<std::string> stringOf(std::string_view value) {
    if (!value.starts_with('"')) {
        return std::nullopt;
    }
    if (value.find('\\') == std::string_view::npos && value.size() >= 2) {
        return std::string(value.substr(1, value.size() - 2));
    }
    const auto parsed = nlohmann::json::parse(value, nullptr, false);
    return parsed.is_string() ? std::optional(parsed.get<std::string>()) : std::nullopt;
}

std::string resourceVersionOf(std::string_view object) {
    std::string version;
    eachMember(object, [&](std::string_view key, std::string_view value) {
        if (key != "metadata") {
            return true;
        }
        eachMember(value, [&](std::string_view inner, std::string_view text) {
            if (inner != "resourceVersion") {
                return true;
            }
            version = stringOf(text).value_or(std::string());
            return false;
        });
        return false;
    });
    return version;
}

} // namespace plimsoll::kube
