// SPDX-License-Identifier: Apache-2.0
// The sentences of the status line and of the freshness pill: what is known, how fresh it is, what is
// missing.
#pragma once

#include "engine/picture.h"
#include "theme/icons.h"

#include <vector>

namespace plimsoll::views {

struct StatusFact {
    QString text;
    QString detail; // tooltip: the server's own words and the next step
    Tone tone = Tone::Muted;
};

/// Nothing before the source has said anything.
[[nodiscard]] std::vector<StatusFact> statusFacts(const engine::Picture& picture);

/// "1 proxy", "412 proxies".
[[nodiscard]] QString counted(std::int64_t count, const char* one, const char* many);

/// "live · 0.2 s ago", "listing 43 %", "stale since 14:02", "demo", "file". `quietMs`: since the last
/// picture.
[[nodiscard]] StatusFact freshness(const engine::Picture& picture, std::int64_t quietMs);

/// Of the first lists, 0 to 100.
[[nodiscard]] int listedPercent(const engine::Picture& picture);

/// Kinds that may not be listed, or failed, a sentence each, with the next step.
[[nodiscard]] std::vector<QString> missingKinds(const engine::Picture& picture);

} // namespace plimsoll::views
