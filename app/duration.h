// SPDX-License-Identifier: Apache-2.0
// Durations as kubectl's flags take them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace plimsoll::app {

/// "30" (seconds), "30s", "2m", "1m30s", "1.5h", "500ms"; nothing when it is none, or negative.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseDuration(std::string_view text);

} // namespace plimsoll::app
