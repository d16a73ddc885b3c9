// SPDX-License-Identifier: Apache-2.0
// The demo estate as a source: an invented cluster with one of each interesting case, generated, decoded from
// the same JSON as a real one, and changed by the same patches. Alive it moves once a second; else it stands
// still at one moment, so that reading commands print the same each time.
#pragma once

#include "cluster/source.h"

#include <nlohmann/json_fwd.hpp>

#include <QTimer>

#include <memory>

namespace plimsoll::cluster {

namespace demo {
class Life;
class Store;
} // namespace demo

class DemoSource final : public Source {
    Q_OBJECT

public:
    /// `revisions`: how many Knative revisions; 0 means the usual 300 or so.
    DemoSource(int revisions, bool alive, Cluster& cluster, QObject* parent = nullptr);
    ~DemoSource() override;

    void start() override; // in slices, so that the thread stays responsive
    [[nodiscard]] SourceInfo info() const override;
    [[nodiscard]] Access* access() override;

    /// One second of the estate's life; a timer calls it when alive.
    void step();

private:
    class DemoAccess;

    void loadSlice();
    void finishLoading();
    void take(Kind kind, const nlohmann::json& object);

    Cluster& m_cluster;
    std::unique_ptr<demo::Store> m_store;
    std::unique_ptr<demo::Life> m_life;
    std::unique_ptr<DemoAccess> m_access;
    QTimer m_pulse;
    bool m_alive = false;
    bool m_started = false;
    std::size_t m_loaded = 0; // Knative services; the fixed objects come first
};

} // namespace plimsoll::cluster
