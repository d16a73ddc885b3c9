// SPDX-License-Identifier: Apache-2.0
#include "layout/groups.h"

#include "layout/pack.h"
#include "layout/spread.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace plimsoll::layout {
namespace {

constexpr double hubSpace = 40;  // between hubs
constexpr double trunkRoom = 12; // under the title of a box with several columns: lines run there

double widestCard(const Input& input) {
    double width = 0;
    for (const auto& group : input.groups) {
        width = std::max(width, group.collapsedWidth);
    }
    return width;
}

/// Boxes are as wide as a whole number of cards, so that both stand in the same columns.
double snapped(double width, double card) {
    return card > 0 ? std::ceil((width + groupGap) / (card + groupGap)) * (card + groupGap) - groupGap
                    : width;
}

struct GroupSizes {
    std::vector<Size> sizes;
    std::vector<Columns> columns;
    std::vector<Point> content; // where parts begin within the box
};

GroupSizes sizeGroups(const Input& input, const std::vector<GroupContent>& contents) {
    GroupSizes result;
    const double card = widestCard(input);
    for (std::size_t i = 0; i < input.groups.size(); ++i) {
        const auto& group = input.groups[i];
        std::vector<Size> parts;
        for (const auto& part : contents[i].parts) {
            parts.push_back({part.layout.width, part.layout.height});
        }
        Columns columns = packColumns(parts, partGap, partColumnGap);
        const double trunk = columns.count > 1 ? trunkRoom : 0;
        result.content.push_back({groupPadding, group.headerHeight + trunk});
        if (collapsed(group)) {
            result.sizes.push_back({group.collapsedWidth, group.collapsedHeight});
        } else {
            const double width = std::max(group.minWidth, columns.width + 2 * groupPadding);
            result.sizes.push_back(
                {snapped(width, card), group.headerHeight + trunk + columns.height + groupPadding});
        }
        result.columns.push_back(std::move(columns));
    }
    return result;
}

std::vector<std::size_t> openFirst(const Input& input) {
    std::vector<std::size_t> order(input.groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_partition(order.begin(), order.end(),
                          [&](std::size_t i) { return !collapsed(input.groups[i]); });
    return order;
}

void placeNodes(const Input& input, const std::vector<GroupContent>& contents, const GroupSizes& groups,
                Placement& placement) {
    for (std::size_t g = 0; g < contents.size(); ++g) {
        const Box box = placement.output.groups[g];
        const auto& columns = groups.columns[g];
        for (std::size_t p = 0; p < contents[g].parts.size(); ++p) {
            const auto& part = contents[g].parts[p];
            const Point corner{box.x + groups.content[g].x + columns.corners[p].x,
                               box.y + groups.content[g].y + columns.corners[p].y};
            for (std::size_t i = 0; i < part.nodes.size(); ++i) {
                const auto node = part.nodes[i];
                placement.output.nodes[node] = {corner.x + part.layout.corners[i].x,
                                                corner.y + part.layout.corners[i].y, input.nodes[node].width,
                                                input.nodes[node].height};
                placement.column[node] = columns.column[p];
                placement.columnLeft[node] = corner.x;
            }
        }
    }
    for (std::size_t i = 0; i < input.nodes.size(); ++i) {
        const int group = input.nodes[i].group;
        if (group >= 0 && collapsed(input.groups[static_cast<std::size_t>(group)])) {
            placement.output.nodes[i] = placement.output.groups[static_cast<std::size_t>(group)];
        }
    }
}

std::vector<std::uint32_t> hubsOf(const Input& input) {
    std::vector<std::uint32_t> hubs;
    for (std::uint32_t i = 0; i < input.nodes.size(); ++i) {
        if (input.nodes[i].group < 0) {
            hubs.push_back(i);
        }
    }
    return hubs;
}

/// Each hub at the height of what it is joined to, in that order; all of them left of the boxes.
void placeHubs(const Input& input, const std::vector<std::uint32_t>& hubs, double sheetHeight,
               Output& output) {
    struct Wish {
        double sum = 0;
        int count = 0;
    };
    std::map<std::uint32_t, Wish> wishes;
    const auto pull = [&](std::uint32_t hub, std::uint32_t other) {
        if (input.nodes[hub].group < 0 && input.nodes[other].group >= 0) {
            auto& wish = wishes[hub];
            wish.sum += output.nodes[other].y + portOf(input.nodes[other]);
            ++wish.count;
        }
    };
    for (const auto& edge : input.edges) {
        pull(edge.from, edge.to);
        pull(edge.to, edge.from);
    }
    std::vector<std::pair<double, std::uint32_t>> order;
    double width = 0;
    for (const auto hub : hubs) {
        const auto wish = wishes[hub];
        order.emplace_back(wish.count > 0 ? wish.sum / wish.count : sheetHeight / 2, hub);
        width = std::max(width, input.nodes[hub].width);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Spread> things;
    for (const auto& [wanted, hub] : order) {
        const double port = portOf(input.nodes[hub]);
        things.push_back({wanted, port, input.nodes[hub].height - port});
    }
    const auto ports = spread(things, hubSpace);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto& node = input.nodes[order[i].second];
        output.nodes[order[i].second] = {-hubGap - width + (width - node.width) / 2,
                                         std::round(ports[i] - portOf(node)), node.width, node.height};
    }
}

} // namespace

double portOf(const InputNode& node) {
    return node.port < 0 ? node.height / 2 : std::min(node.port, node.height);
}

bool collapsed(const InputGroup& group) {
    return group.collapsedWidth > 0;
}

std::vector<GroupContent> partsOf(const Input& input) {
    std::vector<GroupContent> contents(input.groups.size());
    std::vector<std::map<int, std::size_t>> known(input.groups.size());
    std::vector<Part*> partOf(input.nodes.size(), nullptr);
    std::vector<std::size_t> local(input.nodes.size(), 0);
    // First only count, so that pointers into the vectors of parts stay good afterwards.
    for (const auto& node : input.nodes) {
        if (node.group >= 0 && !collapsed(input.groups[static_cast<std::size_t>(node.group)])) {
            const auto group = static_cast<std::size_t>(node.group);
            known[group].emplace(node.part, known[group].size());
        }
    }
    for (std::size_t g = 0; g < contents.size(); ++g) {
        contents[g].parts.resize(known[g].size());
    }
    for (std::uint32_t i = 0; i < input.nodes.size(); ++i) {
        const auto& node = input.nodes[i];
        if (node.group < 0 || collapsed(input.groups[static_cast<std::size_t>(node.group)])) {
            continue;
        }
        const auto group = static_cast<std::size_t>(node.group);
        Part& part = contents[group].parts[known[group].at(node.part)];
        partOf[i] = &part;
        local[i] = part.nodes.size();
        part.nodes.push_back(i);
        part.graph.nodes.push_back({node.width, node.height, portOf(node), node.rank});
    }
    for (const auto& edge : input.edges) {
        Part* part = partOf[edge.from];
        if (part && part == partOf[edge.to] && edge.from != edge.to) {
            part->graph.edges.push_back({local[edge.from], local[edge.to], edge.labelWidth});
        }
    }
    return contents;
}

Placement place(const Input& input, const std::vector<GroupContent>& contents) {
    Placement placement;
    placement.output.nodes.resize(input.nodes.size());
    placement.output.groups.resize(input.groups.size());
    placement.column.assign(input.nodes.size(), 0);
    placement.columnLeft.assign(input.nodes.size(), 0);

    const GroupSizes groups = sizeGroups(input, contents);
    const auto order = openFirst(input);
    std::vector<Size> ordered;
    ordered.reserve(order.size());
    for (const std::size_t group : order) {
        ordered.push_back(groups.sizes[group]);
    }
    const auto hubs = hubsOf(input);
    Size beside;
    for (const auto hub : hubs) {
        beside.width = std::max(beside.width, input.nodes[hub].width + hubGap);
        beside.height += input.nodes[hub].height + hubSpace;
    }
    const double aspect = std::isfinite(input.aspect) && input.aspect > 0.05 ? input.aspect : 1.6;
    const Sheet sheet = packSheet(ordered, groupGap, aspect, beside);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Size size = groups.sizes[order[i]];
        placement.output.groups[order[i]] = {sheet.corners[i].x, sheet.corners[i].y, size.width, size.height};
    }
    placeNodes(input, contents, groups, placement);
    placeHubs(input, hubs, sheet.height, placement.output);
    return placement;
}

} // namespace plimsoll::layout
