// SPDX-License-Identifier: Apache-2.0
// One patch of one Service's exportTo: written to the journal first, sent with the Service's resourceVersion,
// and looked up when the answer got lost.
#pragma once

#include "knative/changecontext.h"

#include <functional>

namespace plimsoll::knative {

/// What is to be written, and where.
struct ServiceWrite {
    JournalEntry entry; // service, before, after; id and batch are set
    std::string resourceVersion;
    bool dryRun = false; // nothing is written to the journal then
};

/// `entry.after` none: the annotation is removed.
[[nodiscard]] std::string patchBody(const ServiceWrite& write);

/// Calls `done` with the Service as it is now. Errors: Conflict, another writer was there first; the
/// journal's own, when it cannot be written and so nothing was sent; or the server's. The journal says Done,
/// Failed, or still Intended when nobody knows.
void writeService(const ContextPtr& context, const ServiceWrite& write,
                  std::function<void(Result<cluster::Service>)> done);

/// The Service as it is now.
void readService(const ContextPtr& context, const std::string& ns, const std::string& name,
                 std::function<void(Result<cluster::Service>)> done);

/// An entry for a change of `service` to `after`.
[[nodiscard]] JournalEntry entryFor(const ChangeContext& context, const cluster::Service& service,
                                    const std::string& revision, const std::string& batch,
                                    const std::optional<std::string>& after);

} // namespace plimsoll::knative
