// SPDX-License-Identifier: Apache-2.0
// The state of a kind in words: for the status command, the status view and diagnostics.
#pragma once

#include "cluster/cluster.h"

#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::cluster {

/// "waiting", "listing", "live", "stale", "denied", "not served", "failed".
[[nodiscard]] std::string_view stateName(KindStatus::State state);

/// "revisions.serving.knative.dev", as kubectl and RBAC rules name it; the plural alone in the core group.
[[nodiscard]] std::string resourceNameOf(const KindInfo& kind);

/// What keeps us from knowing all objects of the kind, in the server's own words where it spoke, and how to
/// solve it. Nothing when all are known, or when the kind is not served.
[[nodiscard]] std::optional<Error> gapOf(const KindInfo& kind, const KindStatus& status);

} // namespace plimsoll::cluster
