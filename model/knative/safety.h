// SPDX-License-Identifier: Apache-2.0
// The two questions of a hide, asked of a fresh read: may it be done, and does anything name the revision
// after it.
#pragma once

#include "knative/freshread.h"

namespace plimsoll::knative {

/// The revision's state; nothing when it is not there.
[[nodiscard]] std::optional<RevisionState> stateOf(const cluster::Cluster& cluster, const std::string& ns,
                                                   const std::string& revision, const ChangeContext& context);

/// What names the revision, read or not: a kind of witness that was not read counts as naming it.
[[nodiscard]] std::vector<std::string> namedBy(const cluster::Cluster& cluster, const std::string& ns,
                                               const std::string& revision,
                                               const mesh::MeshSettings& settings);

/// What is known to name the revision, quickly: for asking at each change of the cluster.
[[nodiscard]] std::vector<Witness> witnessesOf(const cluster::Cluster& cluster, const std::string& ns,
                                               const std::string& revision,
                                               const mesh::MeshSettings& settings);

} // namespace plimsoll::knative
