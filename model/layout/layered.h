// SPDX-License-Identifier: Apache-2.0
// Our own layering for parts that are too big for dot: barycentre sweeps over columns. Near-linear, with at
// most about a third more crossings than dot.
#pragma once

#include "layout/part.h"

namespace plimsoll::layout {

/// A seat for each node, by its rank where ranks differ, else by the longest path that leads to it.
[[nodiscard]] std::vector<Seat> layeredSeats(const PartGraph& part);

} // namespace plimsoll::layout
