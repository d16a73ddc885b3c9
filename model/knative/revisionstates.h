// SPDX-License-Identifier: Apache-2.0
// The states of all revisions, kept up to date with a cluster that changes: what concerns one revision alone
// (itself, its Services, its pods) is computed anew for that one only.
#pragma once

#include "base/shared.h"
#include "knative/revisions.h"

#include <memory>

namespace plimsoll::knative {

class RevisionStates {
public:
    /// Reasons name ages in whole minutes: so long (s) a state may stand without being computed anew.
    static constexpr UnixSeconds agesKept = 30;

    RevisionStates();
    ~RevisionStates();
    RevisionStates(RevisionStates&&) noexcept;
    RevisionStates& operator=(RevisionStates&&) noexcept;

    /// Brings the states up to date with the cluster, always the same one; true when any is another than
    /// before. Keeps a copy of the cluster.
    bool update(const cluster::Cluster& cluster, const mesh::MeshSettings& settings, UnixSeconds clock);
    /// Ordered as knative::revisions(). Whoever keeps them shares them: what changes is a copy then.
    [[nodiscard]] const SharedRows<RevisionState>& states() const { return m_states; }

private:
    class Basis;
    [[nodiscard]] bool followed(const cluster::Cluster& cluster, const mesh::MeshSettings& settings,
                                UnixSeconds clock);

    std::unique_ptr<Basis> m_basis;
    SharedRows<RevisionState> m_states;
    bool m_changed = false; // by the last followed()
};

} // namespace plimsoll::knative
