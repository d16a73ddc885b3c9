// SPDX-License-Identifier: Apache-2.0
// One hide or show from the fresh read to the look afterwards.
#pragma once

#include "knative/freshread.h"
#include "knative/restore.h"

#include <chrono>

namespace plimsoll::knative {

/// What a finished hide leaves to be watched.
struct HiddenRevision {
    std::string ns;
    std::string revision;
    std::vector<JournalEntry> entries; // as written, newest first: what restore() takes
    std::chrono::steady_clock::time_point since;
};

struct ChangeResult {
    ChangeReport report;
    std::optional<HiddenRevision> hidden; // after a hide that was done for real
};
using ChangeDone = std::function<void(ChangeResult)>;

void runChange(const ContextPtr& context, const ChangeRequest& request, ChangeDone done);

/// Puts a batch back. What would hide again goes through the same check and the same look afterwards as a
/// hide.
void undoChange(const ContextPtr& context, const std::string& batch, ChangeDone done);

/// Shows it again, because `why` names it.
void takeBack(const ContextPtr& context, const HiddenRevision& hidden, std::vector<std::string> why,
              std::function<void(ChangeReport)> done);

/// After Services were hidden: reads every witness again, and takes the hide back when one names the revision
/// or cannot be read. `report` is the one to finish with when all is well.
void verifyHidden(const ContextPtr& context, const HiddenRevision& hidden, ChangeReport report,
                  const FreshCluster& base, ChangeDone done);

} // namespace plimsoll::knative
