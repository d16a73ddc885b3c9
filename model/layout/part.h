// SPDX-License-Identifier: Apache-2.0
// One part of the graph: what is laid out in one go, with no knowledge of anything around it.
#pragma once

#include "layout/layout.h"

#include <string>
#include <vector>

namespace plimsoll::layout {

struct PartNode {
    double width = 0;
    double height = 0;
    double port = 0; // below its top
    int rank = 0;
    [[nodiscard]] double below() const { return height - port; }
};
struct PartEdge {
    std::size_t from = 0;
    std::size_t to = 0;
    double labelWidth = 0;
};
struct PartGraph {
    std::vector<PartNode> nodes;
    std::vector<PartEdge> edges;

    /// Everything that decides the layout, as bytes: equal keys mean equal layouts.
    [[nodiscard]] std::string key() const;
};

/// Where a node sits before columns have a width: its column, and the height of its port.
struct Seat {
    int column = 0;
    double y = 0;
};

struct PartLayout {
    std::vector<Point> corners; // top left of each node, from (0, 0)
    double width = 0;
    double height = 0;
};

inline constexpr double nodeGap = 8;    // between nodes of a column
inline constexpr double columnGap = 64; // at least, between columns: room for "90 %"

class Dot;
[[nodiscard]] PartLayout layOut(const PartGraph& part, Dot& dot);

} // namespace plimsoll::layout
