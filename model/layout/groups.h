// SPDX-License-Identifier: Apache-2.0
// From parts to places: parts fill their group's box, boxes fill the sheet, hubs stand left of it.
#pragma once

#include "layout/part.h"

#include <vector>

namespace plimsoll::layout {

inline constexpr double groupGap = 28;      // between boxes
inline constexpr double groupPadding = 20;  // within a box
inline constexpr double partGap = 20;       // between the parts of a column
inline constexpr double partColumnGap = 64; // between the columns of a box: lines run there
inline constexpr double hubGap = 72;        // between the hubs and the boxes

struct Part {
    std::vector<std::uint32_t> nodes; // indexes into the input
    PartGraph graph;
    PartLayout layout;
};
struct GroupContent {
    std::vector<Part> parts; // in the order in which their first node appears
};

/// The parts of each open group, not yet laid out.
[[nodiscard]] std::vector<GroupContent> partsOf(const Input& input);

struct Placement {
    Output output;                  // nodes and groups; edges still without points
    std::vector<int> column;        // of each node: of its part within its box
    std::vector<double> columnLeft; // of each node: where that column begins
};
[[nodiscard]] Placement place(const Input& input, const std::vector<GroupContent>& contents);

/// Where lines touch the node: below its top.
[[nodiscard]] double portOf(const InputNode& node);
[[nodiscard]] bool collapsed(const InputGroup& group);

} // namespace plimsoll::layout
