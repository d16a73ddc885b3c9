// SPDX-License-Identifier: Apache-2.0
// Session values in free text: a value, some header lines, or a whole `curl -v` output.
#include "session/address.h"
#include "session/lines.h"
#include "session/value.h"

namespace plimsoll::session {
namespace {

template <class Take>
void forEachLine(std::string_view text, Take take) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        take(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) {
            return;
        }
        text.remove_prefix(end + 1);
    }
}

bool isCurlLine(std::string_view line) {
    return line.starts_with("> ") || line.starts_with("< ");
}

/// "HTTP/1.1 200 OK" or "GET / HTTP/1.1"
bool isFirstLine(std::string_view line) {
    return line.starts_with("HTTP/") || line.find(" HTTP/") != std::string_view::npos;
}

bool looksLikeCurl(std::string_view text) {
    bool curl = false;
    forEachLine(text, [&](std::string_view line) { curl = curl || isCurlLine(line); });
    return curl;
}

/// Headers and parameters of other purposes are everywhere: only those that name an IP address and port
/// count.
bool namesPod(const Value& value) {
    return value.address && isIpAndPort(*value.address);
}

void append(std::vector<Value>& values, std::vector<Value> more) {
    values.insert(values.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void appendQuery(std::vector<Value>& values, std::string_view line, const Options& options) {
    Options query = options;
    query.carrier = Carrier::Query;
    query.cookieName.clear();
    auto found = decode(line, query);
    if (namesPod(found.front())) {
        append(values, std::move(found));
    }
}

/// A line that is surely of HTTP: cookies always, other headers and the request line only when they name a
/// pod.
void appendHttpLine(std::vector<Value>& values, std::string_view line, const Options& options) {
    const auto header = splitHeader(line, {});
    if (!header || header->value.find('?') != std::string_view::npos) {
        appendQuery(values, line, options);
        return;
    }
    auto found = decode(line, options);
    const bool cookies =
        equalsIgnoringCase(header->name, "cookie") || equalsIgnoringCase(header->name, "set-cookie");
    if (cookies || namesPod(found.front()) || equalsIgnoringCase(header->name, options.cookieName)) {
        append(values, std::move(found));
    }
}

} // namespace

std::vector<Value> decodePasted(std::string_view text, const Options& options) {
    const bool curl = looksLikeCurl(text);
    const bool severalLines = trimmed(text).find('\n') != std::string_view::npos;
    std::vector<Value> values;
    forEachLine(text, [&](std::string_view line) {
        if (line.empty() || (curl && !isCurlLine(line))) {
            return; // curl's own remarks and the body
        }
        if (curl) {
            line = trimmed(line.substr(2));
        }
        const bool query = line.find('?') < line.find('=');
        if (curl || query || isFirstLine(line) || (severalLines && splitHeader(line, {}))) {
            appendHttpLine(values, line, options);
        } else {
            append(values, decode(line, options));
        }
    });
    if (values.empty()) {
        values = decode({}, options);
        values.front().input = text;
        values.front().why = trimmed(text).empty()
                                 ? "there is nothing here yet"
                                 : "no cookie, session header or session parameter in this text";
    }
    return values;
}

} // namespace plimsoll::session
