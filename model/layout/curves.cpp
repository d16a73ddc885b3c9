// SPDX-License-Identifier: Apache-2.0
#include "layout/curves.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace plimsoll::layout {
namespace {

constexpr double labelClearance = 3;
constexpr double labelInset = 10; // from the node that the line leads to

double distance(Point a, Point b) {
    return std::hypot(b.x - a.x, b.y - a.y);
}
Point towards(Point from, Point to, double length) {
    const double whole = distance(from, to);
    const double part = whole > 0 ? length / whole : 0;
    return {from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part};
}

} // namespace

std::vector<Point> curve(Point from, Point to) {
    if (from.y == to.y && to.x >= from.x) {
        return {from, to};
    }
    // Half the way as in a plain S; wider where the line leads backwards, so that it still leaves to the
    // right.
    const double reach = to.x > from.x ? (to.x - from.x) / 2 : std::clamp((from.x - to.x) / 3, 40.0, 160.0);
    const Point a{from.x + reach, from.y};
    const Point b{to.x - reach, to.y};
    std::vector<Point> points;
    points.reserve(segments + 1);
    const int steps = to.x > from.x ? segments : 2 * segments; // a loop bends more
    for (int i = 0; i <= steps; ++i) {
        const double t = static_cast<double>(i) / steps;
        const double s = 1 - t;
        points.push_back({s * s * s * from.x + 3 * s * s * t * a.x + 3 * s * t * t * b.x + t * t * t * to.x,
                          s * s * s * from.y + 3 * s * s * t * a.y + 3 * s * t * t * b.y + t * t * t * to.y});
    }
    return points;
}

std::vector<Point> roundedPath(const std::vector<Point>& corners, double radius) {
    if (corners.size() < 3) {
        return corners;
    }
    constexpr int cornerSegments = 4;
    std::vector<Point> points{corners.front()};
    for (std::size_t i = 1; i + 1 < corners.size(); ++i) {
        const Point corner = corners[i];
        const double room = std::min(distance(corners[i - 1], corner), distance(corner, corners[i + 1])) / 2;
        const Point in = towards(corner, corners[i - 1], std::min(radius, room));
        const Point out = towards(corner, corners[i + 1], std::min(radius, room));
        for (int step = 0; step <= cornerSegments; ++step) {
            const double t = static_cast<double>(step) / cornerSegments;
            const double s = 1 - t;
            points.push_back({s * s * in.x + 2 * s * t * corner.x + t * t * out.x,
                              s * s * in.y + 2 * s * t * corner.y + t * t * out.y});
        }
    }
    points.push_back(corners.back());
    return points;
}

Point labelSpot(Point from, Point to, double width, double height) {
    const double gap = to.x - from.x;
    // Near the end, where parallel lines have parted; in the middle where there is no room to choose.
    const double x = std::max(to.x - labelInset - width / 2, from.x + gap / 2);
    const bool fromAbove = from.y < to.y - 1;
    const double side = fromAbove ? 1 : -1;
    return {x, to.y + side * (height / 2 + labelClearance)};
}

} // namespace plimsoll::layout
