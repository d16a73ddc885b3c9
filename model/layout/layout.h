// SPDX-License-Identifier: Apache-2.0
// Positions for a graph. Knows boxes and lines, nothing of meshes: parts are laid out by Graphviz, each on
// its own, packed into group boxes; hubs stand left of the boxes; lines between boxes are routed by us.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace plimsoll::layout {

struct Point {
    double x = 0;
    double y = 0;
    bool operator==(const Point&) const = default;
};
struct Box {
    double x = 0; // top left; y grows downwards; logical pixels at zoom 1
    double y = 0;
    double width = 0;
    double height = 0;
    [[nodiscard]] double right() const { return x + width; }
    [[nodiscard]] double bottom() const { return y + height; }
    bool operator==(const Box&) const = default;
};

struct InputNode {
    std::string id;
    int group = -1; // index of its box, -1: a hub, outside of all boxes
    int part = 0;   // nodes of a group with the same part are laid out together
    double width = 0;
    double height = 0;
    int rank = 0;     // column hint, left to right, within its part
    double port = -1; // where lines leave and enter, below its top; negative: half its height
};
struct InputEdge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double labelWidth = 0; // 0: none
    double labelHeight = 0;
};
struct InputGroup {
    std::string id;
    double headerHeight = 0; // room for the title
    double minWidth = 0;
    double collapsedWidth = 0; // > 0: the group is one card of this size, without nodes
    double collapsedHeight = 0;
};
struct Input {
    std::vector<InputNode> nodes;
    std::vector<InputEdge> edges;
    std::vector<InputGroup> groups;
    double aspect = 1.6; // wanted width / height of the whole
};

struct EdgePath {
    std::vector<Point> points; // flattened: draw as line segments
    Point label;               // centre of the label
    std::size_t above = 0; // points from this index on are drawn above the boxes, those before beneath them
};
struct Output {
    std::vector<Box> nodes;      // as Input::nodes
    std::vector<EdgePath> edges; // as Input::edges
    std::vector<Box> groups;     // as Input::groups
    Box bounds;
};

/// Keeps one Graphviz context and the results of unchanged parts. Not thread-safe: one worker owns it.
/// Nodes without an edge in their part stand in rows under it, in the order of the input; so do parts in
/// their group, and groups (open ones before cards). Nodes of a collapsed group get the card's box.
class Layouter {
public:
    Layouter();
    ~Layouter();
    Layouter(const Layouter&) = delete;
    Layouter& operator=(const Layouter&) = delete;

    /// Error Cancelled when `stop` was requested between two parts; Internal when an index or a size in the
    /// input is impossible. Equal input gives equal output.
    [[nodiscard]] Result<Output> run(const Input& input, const std::stop_token& stop);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::layout
