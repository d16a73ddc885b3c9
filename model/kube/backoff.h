// SPDX-License-Identifier: Apache-2.0
// How long to wait before trying again: doubling, with chance mixed in so that twenty watches that broke
// together do not come back together.
#pragma once

#include <QElapsedTimer>
#include <QRandomGenerator>

#include <algorithm>
#include <chrono>

namespace plimsoll::kube {

class Backoff {
public:
    using Ms = std::chrono::milliseconds;
    /// Each wait lies between d and d * (1 + jitter), d doubling from `first` to `most`. Begins anew when it
    /// was not needed for `healthy`.
    Backoff(Ms first, Ms most, double jitter, Ms healthy)
        : m_first(first), m_most(most), m_healthy(healthy), m_next(first), m_jitter(jitter) {}

    [[nodiscard]] Ms next() {
        if (m_used.isValid() && m_used.elapsed() > m_healthy.count() + m_next.count()) {
            m_next = m_first;
        }
        m_used.start();
        const double spread = 1.0 + m_jitter * QRandomGenerator::global()->generateDouble();
        const Ms wait(static_cast<Ms::rep>(static_cast<double>(m_next.count()) * spread));
        m_next = std::min(m_next * 2, m_most);
        return wait;
    }
    void reset() { m_next = m_first; }

private:
    Ms m_first;
    Ms m_most;
    Ms m_healthy;
    Ms m_next;
    double m_jitter;
    QElapsedTimer m_used;
};

} // namespace plimsoll::kube
