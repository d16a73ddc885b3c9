// SPDX-License-Identifier: Apache-2.0
// Builds scenes in a thread of its own: one layouter, one job at a time. A newer request cancels an older
// one.
#pragma once

#include "graph/scene.h"

#include <QObject>
#include <QThread>

#include <cstdint>
#include <stop_token>

namespace plimsoll::views {

class SceneMaker;

class LayoutWorker final : public QObject {
    Q_OBJECT

public:
    explicit LayoutWorker(QObject* parent = nullptr);
    ~LayoutWorker() override; // waits for the part in work, at most some milliseconds

    /// Its number comes back with the scene.
    std::uint64_t request(SceneRequest request);
    [[nodiscard]] bool busy() const { return m_done < m_asked; }

signals:
    void finished(plimsoll::views::ScenePtr scene, quint64 number); // of the newest request only
    void failed(const plimsoll::Error& error);

private:
    void take(ScenePtr scene, std::uint64_t number);

    QThread m_thread;
    SceneMaker* m_maker; // lives in m_thread, which deletes it
    std::stop_source m_stop;
    std::uint64_t m_asked = 0;
    std::uint64_t m_done = 0;
};

} // namespace plimsoll::views
