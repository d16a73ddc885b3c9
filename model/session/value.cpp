// SPDX-License-Identifier: Apache-2.0
#include "session/value.h"

#include "session/base64.h"
#include "session/cookiemessage.h"
#include "session/formats.h"
#include "session/lines.h"

namespace plimsoll::session {
namespace {

std::string_view withoutLineEnd(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.remove_suffix(1);
    }
    return text;
}

Value named(Value value, std::string_view input, std::string_view name) {
    value.input = input;
    value.cookie = name;
    return value;
}

std::vector<Value> decodeCookies(std::string_view input, std::string_view line, const Options& options) {
    const auto cookies = splitCookies(line);
    if (!options.cookieName.empty()) {
        for (const Cookie& cookie : cookies) {
            if (cookie.name == options.cookieName) { // the first one counts, even a broken one
                return {named(readCookieValue(cookie.value, {}, options), input, cookie.name)};
            }
        }
        return {named(absentValue("no cookie of this name"), input, options.cookieName)};
    }
    std::vector<Value> values;
    values.reserve(cookies.size());
    for (const Cookie& cookie : cookies) {
        Value value = readCookieValue(cookie.value, {}, options);
        if (cookie.shadowed) {
            value.accepted = false;
            value.why = "an earlier cookie of the same name comes first, and Envoy reads only that one";
        }
        values.push_back(named(std::move(value), cookies.size() == 1 ? input : cookie.whole, cookie.name));
    }
    if (values.empty()) {
        values.push_back(named(absentValue("there is no cookie in this line"), input, {}));
    }
    return values;
}

Value decodeSetCookie(std::string_view input, std::string_view line, const Options& options) {
    const SetCookie set = splitSetCookie(line);
    const auto& cookie = set.cookie;
    if (!options.cookieName.empty() && !cookie.name.empty() && cookie.name != options.cookieName) {
        return named(absentValue("no cookie of this name"), input, options.cookieName);
    }
    return named(readCookieValue(cookie.value, set.path, options), input, cookie.name);
}

std::vector<Value> decodeBareCookie(std::string_view input, const Options& options) {
    const auto text = withoutLineEnd(input);
    switch (shapeOf(text, options.cookieName)) {
    case Shape::Value:
        return {named(readCookieValue(withoutQuotes(text), {}, options), input, options.cookieName)};
    case Shape::Cookies:
        return decodeCookies(input, text, options);
    case Shape::SetCookie:
        return {decodeSetCookie(input, text, options)};
    case Shape::Envelope:
        break;
    }
    return {named(readEnvelopeValue(text), input, {})};
}

Value decodeHeader(std::string_view input, const HeaderLine& header, const Options& options) {
    const bool envelope =
        options.carrier == Carrier::EnvelopeHeader ||
        (options.carrier == Carrier::Cookie && header.value.find(";UV:") != std::string_view::npos);
    if (options.carrier != Carrier::Cookie && !options.cookieName.empty() &&
        !equalsIgnoringCase(header.name, options.cookieName)) {
        return named(absentValue("no header of this name"), input, options.cookieName);
    }
    return named(envelope ? readEnvelopeValue(header.value) : readHeaderValue(header.value), input,
                 header.name);
}

Value decodeQuery(std::string_view input, const Options& options) {
    const auto text = trimmed(input);
    if (text.find('?') == std::string_view::npos) {
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) {
            return named(readQueryValue(text), input, options.cookieName);
        }
        const std::string query = "?" + std::string(text);
        const auto parameter = findParameter(query, options.cookieName);
        return parameter ? named(readQueryValue(parameter->value), input, parameter->name)
                         : named(absentValue("no parameter of this name"), input, options.cookieName);
    }
    const auto parameter = findParameter(text, options.cookieName);
    return parameter ? named(readQueryValue(parameter->value), input, parameter->name)
                     : named(absentValue("no parameter of this name"), input, options.cookieName);
}

} // namespace

std::vector<Value> decode(std::string_view input, const Options& options) {
    if (options.carrier == Carrier::Query) {
        return {decodeQuery(input, options)};
    }
    const bool inHeader = options.carrier != Carrier::Cookie;
    if (const auto header = splitHeader(input, inHeader ? options.cookieName : std::string())) {
        if (equalsIgnoringCase(header->name, "set-cookie")) {
            return {decodeSetCookie(input, header->value, options)};
        }
        if (equalsIgnoringCase(header->name, "cookie")) {
            return decodeCookies(input, header->value, options);
        }
        return {decodeHeader(input, *header, options)};
    }
    if (options.carrier == Carrier::Cookie) {
        return decodeBareCookie(input, options);
    }
    const auto text = withoutLineEnd(input);
    return {named(options.carrier == Carrier::Header ? readHeaderValue(text) : readEnvelopeValue(text), input,
                  options.cookieName)};
}

std::string encodeCookie(std::string_view address, std::optional<std::uint64_t> expires) {
    return encodeBase64(serialise({std::string(address), expires.value_or(0)}));
}

} // namespace plimsoll::session
