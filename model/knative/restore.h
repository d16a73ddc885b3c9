// SPDX-License-Identifier: Apache-2.0
// Puts the former exportTo back on Services that still carry what we wrote: for undo, for a change that
// failed half-way, and for a hide that must be taken back.
#pragma once

#include "knative/changecontext.h"

#include <functional>
#include <vector>

namespace plimsoll::knative {

struct Restored {
    int restored = 0;              // Services that have their former value now
    std::vector<std::string> left; // a sentence for each Service that was left as it is, and why
    std::optional<Error> error;    // the last failure to read or write, when there was one
};

/// In the order given. A Service that is gone, was made anew, or was changed since by somebody is left alone.
/// Does not need the journal to be writable: what it undoes is in it already.
void restore(const ContextPtr& context, std::vector<JournalEntry> entries,
             std::function<void(Restored)> done);

/// The entries of one batch that may still be in effect (Intended or Done, of this server), newest first.
[[nodiscard]] std::vector<JournalEntry> openEntries(const std::vector<JournalEntry>& journal,
                                                    const cluster::SourceInfo& source,
                                                    const std::string& batch);
[[nodiscard]] bool isOpen(const JournalEntry& entry, const cluster::SourceInfo& source);

} // namespace plimsoll::knative
