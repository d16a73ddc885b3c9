// SPDX-License-Identifier: Apache-2.0
// One journal entry as a line of JSON, and back.
#pragma once

#include "knative/journal.h"

#include <string_view>

namespace plimsoll::knative {

/// Without the line feed. Bytes that are not UTF-8 are replaced.
[[nodiscard]] std::string lineOf(const JournalEntry& entry);
/// Error (Input): no JSON object, or one without id, service or a known state.
[[nodiscard]] Result<JournalEntry> entryOf(std::string_view line);

} // namespace plimsoll::knative
