// SPDX-License-Identifier: Apache-2.0
#include "graph/grid.h"

#include <cmath>

namespace plimsoll::views {
namespace {

std::int64_t packed(std::int64_t column, std::int64_t row) {
    return column * (std::int64_t{1} << 32) + row;
}

} // namespace

std::int64_t Grid::keyOf(double x, double y) {
    return packed(static_cast<std::int64_t>(std::floor(x / cell)),
                  static_cast<std::int64_t>(std::floor(y / cell)));
}

Grid::Grid(const Scene& scene) {
    const auto index = [](double value) { return static_cast<std::int64_t>(std::floor(value / cell)); };
    for (std::uint32_t i = 0; i < scene.nodes.size(); ++i) {
        const QRectF& box = scene.nodes[i].box;
        for (auto row = index(box.top()); row <= index(box.bottom()); ++row) {
            for (auto column = index(box.left()); column <= index(box.right()); ++column) {
                m_cells[packed(column, row)].push_back(i);
            }
        }
    }
}

std::optional<Hit> Grid::at(const Scene& scene, QPointF point) const {
    if (const auto found = m_cells.find(keyOf(point.x(), point.y())); found != m_cells.end()) {
        for (const auto node : found->second) {
            if (scene.nodes[node].box.contains(point)) {
                return Hit{Hit::Kind::Node, node};
            }
        }
    }
    for (std::size_t i = 0; i < scene.groups.size(); ++i) { // few: no cells needed
        const auto& group = scene.groups[i];
        if (group.box.contains(point)) {
            const bool header = point.y() < group.box.top() + headerHeight;
            return Hit{!group.open ? Hit::Kind::Card : header ? Hit::Kind::Header : Hit::Kind::Box, i};
        }
    }
    return std::nullopt;
}

} // namespace plimsoll::views
