// SPDX-License-Identifier: Apache-2.0
// Kubernetes timestamps (RFC 3339) as whole seconds since 1970.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll {

using UnixSeconds = std::int64_t;

/// "2026-11-21T08:09:31Z" (also with a fraction or an offset); nothing when it is no such time.
[[nodiscard]] std::optional<UnixSeconds> parseTime(std::string_view rfc3339);
[[nodiscard]] std::string formatTime(UnixSeconds time);
[[nodiscard]] UnixSeconds now();

} // namespace plimsoll
