// SPDX-License-Identifier: Apache-2.0
#include "session/lines.h"

#include "session/base64.h"
#include "session/cookiemessage.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <unordered_set>

namespace plimsoll::session {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isTokenCharacter(char c) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           others.find(c) != std::string_view::npos;
}

bool isAttribute(std::string_view part) {
    constexpr std::array<std::string_view, 9> names = {
        "max-age", "path", "httponly", "secure", "samesite", "domain", "expires", "priority", "partitioned"};
    const auto name = trimmed(part.substr(0, part.find('=')));
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view known) { return equalsIgnoringCase(name, known); });
}

/// Calls `take` with each part between separators; stops when it answers false.
template <class Take>
void forEachPart(std::string_view text, char separator, Take take) {
    while (!text.empty()) {
        const auto end = text.find(separator);
        if (!take(text.substr(0, end)) || end == std::string_view::npos) {
            return;
        }
        text.remove_prefix(end + 1);
    }
}

Cookie cookieOf(std::string_view part) {
    const auto start = std::min(part.find_first_not_of(' '), part.size());
    part.remove_prefix(start);
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) {
        return {part, {}, withoutQuotes(part), false};
    }
    return {part, part.substr(0, equals), withoutQuotes(part.substr(equals + 1)), false};
}

/// Would the text be a session value if it were padded well? Tells "MS4yLjMuNDo4MA=" from "sid=".
bool meantAsValue(std::string_view text) {
    const auto bytes = decodeBase64Leniently(text);
    if (!bytes) {
        return false;
    }
    const auto message = parseCookieMessage(*bytes);
    const auto printable = [](char c) { return c >= 0x20 && c < 0x7f; };
    return (message && !message->address.empty()) || std::all_of(bytes->begin(), bytes->end(), printable);
}

bool onlyAttributesFollow(std::string_view text) {
    const auto first = text.find(';');
    if (first == std::string_view::npos) {
        return false;
    }
    bool all = true;
    forEachPart(text.substr(first + 1), ';', [&](std::string_view part) {
        all = trimmed(part).empty() || isAttribute(part);
        return all;
    });
    return all;
}

} // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view withoutQuotes(std::string_view value) {
    return value.size() >= 2 && value.front() == '"' && value.back() == '"'
               ? value.substr(1, value.size() - 2)
               : value;
}

std::optional<HeaderLine> splitHeader(std::string_view line, std::string_view expected) {
    line = trimmed(line);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) {
        return std::nullopt;
    }
    const auto name = line.substr(0, colon);
    if (!std::all_of(name.begin(), name.end(), isTokenCharacter)) {
        return std::nullopt;
    }
    const auto rest = line.substr(colon + 1);
    const bool known = equalsIgnoringCase(name, "cookie") || equalsIgnoringCase(name, "set-cookie") ||
                       (!expected.empty() && equalsIgnoringCase(name, expected));
    const bool hasLetter =
        std::any_of(name.begin(), name.end(), [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; });
    if (!known && !(hasLetter && (rest.empty() || rest.front() == ' ' || rest.front() == '\t'))) {
        return std::nullopt;
    }
    return HeaderLine{name, trimmed(rest)};
}

std::vector<Cookie> splitCookies(std::string_view line) {
    std::vector<Cookie> cookies;
    std::unordered_set<std::string_view> seen;
    forEachPart(line, ';', [&](std::string_view part) {
        if (part.find('=') != std::string_view::npos) {
            cookies.push_back(cookieOf(part));
            cookies.back().shadowed = !seen.insert(cookies.back().name).second;
        }
        return true;
    });
    return cookies;
}

SetCookie splitSetCookie(std::string_view line) {
    const auto first = line.find(';');
    auto head = line.substr(0, first);
    const auto equals = head.find('=');
    SetCookie result;
    if (equals == std::string_view::npos || head.find_first_not_of("= ", equals) == std::string_view::npos) {
        // no '=' but padding: the value alone, unless nothing at all follows a name
        const bool bare = equals == std::string_view::npos || shapeOf(head, {}) == Shape::Value;
        result.cookie = bare ? Cookie{head, {}, withoutQuotes(trimmed(head)), false} : cookieOf(head);
    } else {
        result.cookie = cookieOf(head);
    }
    if (first == std::string_view::npos) {
        return result;
    }
    forEachPart(line.substr(first + 1), ';', [&](std::string_view part) {
        const auto sign = part.find('=');
        if (sign != std::string_view::npos && equalsIgnoringCase(trimmed(part.substr(0, sign)), "path")) {
            result.path = trimmed(part.substr(sign + 1));
        }
        return true;
    });
    return result;
}

Shape shapeOf(std::string_view text, std::string_view expectedName) {
    const auto semicolon = text.find(';');
    if (text.find(";UV:") != std::string_view::npos && decodeBase64(text.substr(0, semicolon))) {
        return Shape::Envelope; // no cookie can hold a ';'
    }
    if (onlyAttributesFollow(text)) {
        return Shape::SetCookie;
    }
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || text.starts_with('"')) {
        return Shape::Value;
    }
    const auto name = trimmed(text.substr(0, equals));
    if (semicolon != std::string_view::npos || (!expectedName.empty() && name == expectedName)) {
        return Shape::Cookies;
    }
    const auto tail = text.substr(equals + 1);
    if (tail.starts_with('=')) {
        return Shape::Value; // two in a row are padding, wherever they stand
    }
    if (trimmed(tail).empty()) {
        return decodeBase64(text) || meantAsValue(name) ? Shape::Value : Shape::Cookies;
    }
    return Shape::Cookies;
}

std::optional<QueryParameter> findParameter(std::string_view text, std::string_view name) {
    const auto question = text.find('?');
    if (question == std::string_view::npos) {
        return std::nullopt;
    }
    auto query = text.substr(question + 1);
    query = query.substr(0, query.find_first_of("# \t\r\n"));
    std::optional<QueryParameter> byName;
    std::optional<QueryParameter> byDot;
    std::optional<QueryParameter> first;
    const std::string_view wanted = name.empty() ? "sessionId" : name;
    forEachPart(query, '&', [&](std::string_view part) {
        const auto equals = part.find('=');
        if (equals == std::string_view::npos) {
            return true;
        }
        const QueryParameter parameter{part.substr(0, equals), part.substr(equals + 1)};
        if (parameter.name == wanted && !byName) {
            byName = parameter;
        }
        if (!byDot && parameter.value.find('.') != std::string_view::npos) {
            byDot = parameter;
        }
        if (!first) {
            first = parameter;
        }
        return true;
    });
    if (byName || !name.empty()) {
        return byName;
    }
    return byDot ? byDot : first;
}

bool pathApplies(std::string_view cookiePath, std::string_view requestPath) {
    if (cookiePath.empty() || cookiePath == "/") {
        return true;
    }
    if (!requestPath.starts_with(cookiePath)) {
        return false;
    }
    if (cookiePath.ends_with('/') || requestPath.size() == cookiePath.size()) {
        return true;
    }
    const char next = requestPath[cookiePath.size()];
    return next == '/' || next == '?' || next == '#';
}

} // namespace plimsoll::session
