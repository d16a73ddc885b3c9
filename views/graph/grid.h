// SPDX-License-Identifier: Apache-2.0
// What lies under a point: boxes sorted into square cells once per scene.
#pragma once

#include "graph/scene.h"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace plimsoll::views {

struct Hit {
    enum class Kind { Node, Header, Card, Box }; // Header: of an open namespace; Box: its empty ground
    Kind kind = Kind::Node;
    std::size_t index = 0; // into Scene::nodes or Scene::groups
    bool operator==(const Hit&) const = default;
};

class Grid {
public:
    Grid() = default;
    explicit Grid(const Scene& scene);

    [[nodiscard]] std::optional<Hit> at(const Scene& scene, QPointF point) const;

private:
    static constexpr double cell = 256;
    [[nodiscard]] static std::int64_t keyOf(double x, double y);

    std::unordered_map<std::int64_t, std::vector<std::uint32_t>> m_cells; // nodes
};

} // namespace plimsoll::views
