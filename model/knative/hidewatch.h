// SPDX-License-Identifier: Apache-2.0
// Watches a revision for a while after it was hidden: a Route may move to it between the last look and the
// next.
#pragma once

#include "knative/changejob.h"

#include <QObject>

namespace plimsoll::knative {

class HideWatch final : public QObject {
    Q_OBJECT

public:
    /// Lives for `duration`, then deletes itself; also after it spoke. `named` is called at most once.
    HideWatch(const ContextPtr& context, HiddenRevision hidden, std::chrono::milliseconds duration,
              std::function<void(HiddenRevision, std::vector<std::string> why)> named, QObject* parent);

    [[nodiscard]] const HiddenRevision& hidden() const { return m_hidden; }

private:
    void look();

    WeakContext m_weak;
    HiddenRevision m_hidden;
    std::function<void(HiddenRevision, std::vector<std::string>)> m_named;
    mesh::MeshSettings m_settings;
    // What the store still showed when the watch began, though the fresh read just before knew better.
    std::vector<Witness> m_outdated;
    bool m_pending = false;
    bool m_over = false;
};

} // namespace plimsoll::knative
