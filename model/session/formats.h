// SPDX-License-Identifier: Apache-2.0
// One session value, judged as Envoy's reader judges it: which format, which address, taken or not. The text
// is what stands in the cookie, header or query parameter, without name and quotes.
#pragma once

#include "session/value.h"

namespace plimsoll::session {

/// `cookiePath`: the Path of the Set-Cookie line, when there is one.
[[nodiscard]] Value readCookieValue(std::string_view text, std::optional<std::string_view> cookiePath,
                                    const Options& options);
[[nodiscard]] Value readHeaderValue(std::string_view text);
[[nodiscard]] Value readEnvelopeValue(std::string_view text);
[[nodiscard]] Value readQueryValue(std::string_view text);
[[nodiscard]] Value absentValue(std::string why);

} // namespace plimsoll::session
