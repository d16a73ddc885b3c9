// SPDX-License-Identifier: Apache-2.0
// Kubernetes quantities: "128Mi", "1.5Gi", "129e6", "129M", "100m". Source: apimachinery
// pkg/api/resource/quantity.go.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace plimsoll::cluster {

/// Whole units, rounded up as the API server does; at most INT64_MAX. Nothing when it is no quantity or
/// negative.
[[nodiscard]] std::optional<std::int64_t> parseQuantity(std::string_view text);

} // namespace plimsoll::cluster
