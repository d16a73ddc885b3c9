// SPDX-License-Identifier: Apache-2.0
#include "layout/routes.h"

#include "layout/curves.h"

#include <algorithm>
#include <limits>

namespace plimsoll::layout {
namespace {

constexpr double cornerRadius = 14;
constexpr double trunkAbove = 10; // of a line that runs under a box's title, above its first part
constexpr double turnBefore = 24; // left of a column: where lines leave the trunk

struct Ends {
    Point from;
    Point to;
};

Ends endsOf(const Input& input, const Output& output, const InputEdge& edge) {
    const Box& from = output.nodes[edge.from];
    const Box& to = output.nodes[edge.to];
    return {{from.right(), from.y + std::min(portOf(input.nodes[edge.from]), from.height)},
            {to.x, to.y + std::min(portOf(input.nodes[edge.to]), to.height)}};
}

constexpr double halfGap = groupGap / 2;

bool crosses(const Box& box, Point a, Point b) {
    return std::max(a.x, b.x) > box.x && std::min(a.x, b.x) < box.right() && std::max(a.y, b.y) > box.y &&
           std::min(a.y, b.y) < box.bottom();
}

/// The height at which lines from the hubs run to a box that is not beside them: just above it where nothing
/// stands in the way, else above or below all boxes, else beneath whatever is in the way.
double laneTo(const Box& target, const std::vector<Box>& boxes) {
    double bottom = 0;
    for (const auto& box : boxes) {
        bottom = std::max(bottom, box.bottom());
    }
    const double own = target.y - halfGap;
    const double down = target.x - halfGap;
    for (const double lane : {own, -halfGap, bottom + halfGap}) {
        const bool free = std::none_of(boxes.begin(), boxes.end(), [&](const Box& box) {
            return crosses(box, {-halfGap, lane}, {down, lane}) || crosses(box, {down, lane}, {down, own});
        });
        if (free) {
            return lane;
        }
    }
    return own;
}

/// From a hub to a node whose column others stand before: along the gaps, as all lines to that column do.
EdgePath trunk(const Input& input, const Placement& placement, const InputEdge& edge, const Ends& ends,
               double farLane) {
    const auto& node = input.nodes[edge.to];
    const auto& group = input.groups[static_cast<std::size_t>(node.group)];
    const Box box = placement.output.groups[static_cast<std::size_t>(node.group)];
    const bool far = box.x > 0;                       // other boxes may stand between
    const bool inner = placement.column[edge.to] > 0; // other columns stand between
    const double under = box.y + group.headerHeight - trunkAbove;

    EdgePath path;
    path.points = curve(ends.from, {-halfGap, far ? farLane : under});
    std::vector<Point> corners{path.points.back()};
    if (far) {
        corners.push_back({box.x - halfGap, farLane});
    }
    if (inner) {
        const double turn = placement.columnLeft[edge.to] - turnBefore;
        if (far) {
            corners.push_back({box.x - halfGap, under});
        }
        corners.push_back({turn, under});
        corners.push_back({turn, ends.to.y});
    } else {
        corners.push_back({box.x - halfGap, ends.to.y});
    }
    corners.push_back(ends.to);
    const auto bends = roundedPath(corners, cornerRadius);
    path.points.insert(path.points.end(), bends.begin() + 1, bends.end());
    // Beneath boxes as far as it is outside of its own.
    const auto inside = std::find_if(path.points.begin(), path.points.end(),
                                     [&](Point p) { return far && p.x >= box.x - halfGap; });
    path.above = far ? static_cast<std::size_t>(inside - path.points.begin()) : 0;
    return path;
}

EdgePath pathOf(const Input& input, const Placement& placement, const InputEdge& edge,
                const std::vector<double>& lanes) {
    const Ends ends = endsOf(input, placement.output, edge);
    const int fromGroup = input.nodes[edge.from].group;
    const int toGroup = input.nodes[edge.to].group;
    EdgePath path;
    const bool intoBox =
        fromGroup < 0 && toGroup >= 0 && !collapsed(input.groups[static_cast<std::size_t>(toGroup)]);
    if (intoBox &&
        (placement.column[edge.to] > 0 || placement.output.groups[static_cast<std::size_t>(toGroup)].x > 0)) {
        path = trunk(input, placement, edge, ends, lanes[static_cast<std::size_t>(toGroup)]);
    } else {
        path.points = curve(ends.from, ends.to);
    }
    path.label = labelSpot(ends.from, ends.to, edge.labelWidth, edge.labelHeight);
    return path;
}

} // namespace

void route(const Input& input, Placement& placement) {
    auto& output = placement.output;
    output.edges.reserve(input.edges.size());
    std::vector<double> lanes(output.groups.size(), 0);
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        if (!collapsed(input.groups[i]) && output.groups[i].x > 0) {
            lanes[i] = laneTo(output.groups[i], output.groups);
        }
    }
    for (const auto& edge : input.edges) {
        output.edges.push_back(pathOf(input, placement, edge, lanes));
    }
    constexpr double none = std::numeric_limits<double>::max();
    Point low{none, none};
    Point high{-none, -none};
    const auto grow = [&](double x, double y) {
        low = {std::min(low.x, x), std::min(low.y, y)};
        high = {std::max(high.x, x), std::max(high.y, y)};
    };
    for (const auto* boxes : {&output.nodes, &output.groups}) {
        for (const auto& box : *boxes) {
            grow(box.x, box.y);
            grow(box.right(), box.bottom());
        }
    }
    for (const auto& edge : output.edges) {
        for (const auto& point : edge.points) {
            grow(point.x, point.y);
        }
    }
    output.bounds = low.x > high.x ? Box{} : Box{low.x, low.y, high.x - low.x, high.y - low.y};
}

} // namespace plimsoll::layout
