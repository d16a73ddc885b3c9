// SPDX-License-Identifier: Apache-2.0
// What people paste, taken apart: header lines, the cookies of a Cookie or Set-Cookie line, bare values.
// Cookies are split exactly as Envoy splits them (source/common/http/utility.cc, forEachCookie). The views
// point into the text given.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace plimsoll::session {

struct HeaderLine {
    std::string_view name;
    std::string_view value; // without the blanks around it, which an HTTP parser removes too
};
/// "name: value"; nothing when the text is no header line. A colon without a blank after it counts only for
/// cookie headers and for `expected`, so that "10.0.0.1:8080" stays a value.
[[nodiscard]] std::optional<HeaderLine> splitHeader(std::string_view line, std::string_view expected);

struct Cookie {
    std::string_view whole; // "name=value", as written
    std::string_view name;
    std::string_view value; // without one pair of surrounding quotes
    bool shadowed = false;  // an earlier cookie of the line has the same name: Envoy never reads this one
};
/// Only ';' separates; blanks before the name are skipped and all others kept; parts without '=' are no
/// cookies.
[[nodiscard]] std::vector<Cookie> splitCookies(std::string_view line);

struct SetCookie {
    Cookie cookie; // an empty name when the line begins with a bare value
    std::optional<std::string_view> path;
};
[[nodiscard]] SetCookie splitSetCookie(std::string_view line);

enum class Shape { Value, Cookies, SetCookie, Envelope };
/// What a text without a header's name is. base64 may end in '=' as an empty cookie does ("sid="), so the
/// padding and the expected cookie name decide.
[[nodiscard]] Shape shapeOf(std::string_view text, std::string_view expectedName);

[[nodiscard]] std::string_view withoutQuotes(std::string_view value);
[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// The query parameter of a path, URL or request line that holds the session: `name` if given, else
/// "sessionId", else the first one with a dot. The first of several with one name counts. Nothing when the
/// text has no query.
struct QueryParameter {
    std::string_view name;
    std::string_view value;
};
[[nodiscard]] std::optional<QueryParameter> findParameter(std::string_view text, std::string_view name);

/// Does the filter look at a request with this path, when its cookie has that one? (cookie.h,
/// CookieBasedSessionStateFactory)
[[nodiscard]] bool pathApplies(std::string_view cookiePath, std::string_view requestPath);

} // namespace plimsoll::session
