// SPDX-License-Identifier: Apache-2.0
// What goes on in the demo estate, second by second: roll-outs in steps, scaling to zero and back, traffic
// that moves. Seeded, so that every run lives the same life. It never routes to what is hidden and leaves the
// scripted cases alone.
#pragma once

#include "cluster/demo/store.h"

#include <QRandomGenerator>

namespace plimsoll::cluster::demo {

class Life {
public:
    explicit Life(Store& store);

    struct Event {
        std::string ns;
        Store::Difference difference;
    };
    /// One second.
    [[nodiscard]] std::vector<Event> step();

private:
    enum class Story { Rollout, ToZero, FromZero };
    struct Chapter { // of a story that goes on at one service
        Story story;
        std::size_t service;
        int number; // the revision that it is about
        int stage = 0;
        int wait = 0; // seconds until the next stage
    };

    void begin();
    void beginRollout(std::size_t index);
    void beginScaling(std::size_t index);
    void moveTraffic(std::size_t index);
    [[nodiscard]] bool goOn(Chapter& chapter); // false: the story is over
    [[nodiscard]] bool goOnRollingOut(Chapter& chapter);
    [[nodiscard]] bool goOnScaling(Chapter& chapter);
    [[nodiscard]] bool busy(std::size_t index) const;
    void edit(std::size_t index, const std::function<void(Estate&, DemoService&)>& change);

    Store& m_store;
    QRandomGenerator m_random;
    std::vector<Chapter> m_chapters;
    std::vector<Event> m_events;
};

} // namespace plimsoll::cluster::demo
