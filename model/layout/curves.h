// SPDX-License-Identifier: Apache-2.0
// Lines between nodes, flattened once so that painting never strokes a curve.
#pragma once

#include "layout/layout.h"

#include <vector>

namespace plimsoll::layout {

inline constexpr int segments = 12; // of a curve: smooth at zoom 2

/// From `from` to `to`, leaving and arriving horizontally.
[[nodiscard]] std::vector<Point> curve(Point from, Point to);
/// Straight from corner to corner (horizontal and vertical stretches), with rounded corners.
[[nodiscard]] std::vector<Point> roundedPath(const std::vector<Point>& corners, double radius);
/// Centre of a label beside the end of a line: on the side that the line does not come from.
[[nodiscard]] Point labelSpot(Point from, Point to, double width, double height);

} // namespace plimsoll::layout
