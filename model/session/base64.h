// SPDX-License-Identifier: Apache-2.0
// base64 exactly as strictly as Envoy reads it (source/common/common/base64.cc): no blanks, no missing or
// extra padding, no stray bits in the last character.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::session {

/// Standard alphabet, padding mandatory. Nothing when Envoy would get nothing; empty input is nothing too.
[[nodiscard]] std::optional<std::string> decodeBase64(std::string_view text);
/// URL alphabet ('-' and '_'), without padding.
[[nodiscard]] std::optional<std::string> decodeBase64Url(std::string_view text);
/// Standard alphabet whatever the padding: only to tell people what a broken value was meant to say.
[[nodiscard]] std::optional<std::string> decodeBase64Leniently(std::string_view text);
[[nodiscard]] std::string encodeBase64(std::string_view bytes);

} // namespace plimsoll::session
