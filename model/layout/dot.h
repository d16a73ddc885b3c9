// SPDX-License-Identifier: Apache-2.0
// Graphviz, and the only place that knows it. libgvc keeps file-scope state: never two Dots at work at once.
#pragma once

#include "layout/part.h"

#include <memory>
#include <optional>

namespace plimsoll::layout {

class Dot {
public:
    // dot's time grows faster than the square of the size (1,000 nodes with cycles: minutes).
    static constexpr std::size_t maxNodes = 200;
    static constexpr std::size_t maxEdges = 600;

    Dot();
    ~Dot();
    Dot(const Dot&) = delete;
    Dot& operator=(const Dot&) = delete;

    /// A seat for each node; nothing when the part is too big or Graphviz fails.
    [[nodiscard]] std::optional<std::vector<Seat>> seats(const PartGraph& part);

private:
    struct Free {
        void operator()(void* context) const;
    };
    std::unique_ptr<void, Free> m_context; // made at the first use, kept for life: each new one leaks
};

} // namespace plimsoll::layout
