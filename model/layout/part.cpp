// SPDX-License-Identifier: Apache-2.0
#include "layout/part.h"

#include "layout/dot.h"
#include "layout/layered.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <optional>

namespace plimsoll::layout {
namespace {

constexpr double labelRoom = 30; // of a line, beside its label
constexpr double looseGap = 12;  // between the connected nodes and the loose ones, and between their columns
constexpr std::size_t shortStack = 4; // so many loose nodes stand in one column whatever their shape
constexpr double looseAspect = 1.6;

template <class T>
void append(std::string& bytes, const T& value) {
    const std::size_t at = bytes.size();
    bytes.resize(at + sizeof(T));
    std::memcpy(bytes.data() + at, &value, sizeof(T));
}

/// The connected nodes of a part, and how their indexes map back.
struct Connected {
    PartGraph graph;
    std::vector<std::size_t> original;
    std::vector<std::size_t> loose; // the rest
};

Connected split(const PartGraph& part) {
    std::vector<bool> linked(part.nodes.size(), false);
    for (const auto& edge : part.edges) {
        linked[edge.from] = true;
        linked[edge.to] = true;
    }
    Connected result;
    std::vector<std::size_t> index(part.nodes.size(), 0);
    for (std::size_t i = 0; i < part.nodes.size(); ++i) {
        if (linked[i]) {
            index[i] = result.original.size();
            result.original.push_back(i);
            result.graph.nodes.push_back(part.nodes[i]);
        } else {
            result.loose.push_back(i);
        }
    }
    for (const auto& edge : part.edges) {
        result.graph.edges.push_back({index[edge.from], index[edge.to], edge.labelWidth});
    }
    return result;
}

/// The left side of every column: as wide as its widest node, with room for the labels of the lines after it.
std::vector<double> columnsOf(const PartGraph& graph, const std::vector<Seat>& seats) {
    int last = 0;
    for (const auto& seat : seats) {
        last = std::max(last, seat.column);
    }
    const auto count = static_cast<std::size_t>(last) + 1;
    std::vector<double> widths(count, 0);
    std::vector<double> gaps(count, columnGap);
    for (std::size_t i = 0; i < seats.size(); ++i) {
        auto& width = widths[static_cast<std::size_t>(seats[i].column)];
        width = std::max(width, graph.nodes[i].width);
    }
    for (const auto& edge : graph.edges) {
        if (edge.labelWidth > 0 && seats[edge.to].column > 0) {
            auto& gap = gaps[static_cast<std::size_t>(seats[edge.to].column) - 1]; // labels stand at the end
            gap = std::max(gap, edge.labelWidth + labelRoom);
        }
    }
    std::vector<double> left(count, 0);
    for (std::size_t i = 1; i < count; ++i) {
        // A column may hold nothing but dot's unseen root.
        left[i] = left[i - 1] + (widths[i - 1] > 0 ? widths[i - 1] + gaps[i - 1] : 0);
    }
    return left;
}

/// Puts loose nodes of one rank in rows and columns from `left`, under whatever stands there already.
void stackLoose(const PartGraph& part, const std::vector<std::size_t>& loose, double left,
                std::vector<std::size_t>& placed, PartLayout& layout) {
    double width = 0;
    double height = 0;
    for (const std::size_t node : loose) {
        width = std::max(width, part.nodes[node].width);
        height = std::max(height, part.nodes[node].height);
    }
    const auto count = static_cast<double>(loose.size());
    const double cell = (width + looseGap) / (height + nodeGap);
    const auto rows =
        std::max(shortStack, static_cast<std::size_t>(std::ceil(std::sqrt(count * cell / looseAspect))));
    const double right = left + std::ceil(count / static_cast<double>(rows)) * (width + looseGap) - looseGap;
    double top = 0;
    for (const std::size_t node : placed) {
        const Point corner = layout.corners[node];
        if (corner.x < right && corner.x + part.nodes[node].width > left) {
            top = std::max(top, corner.y + part.nodes[node].height + nodeGap);
        }
    }
    for (std::size_t i = 0; i < loose.size(); ++i) {
        const std::size_t column = i / rows;
        const std::size_t row = i % rows;
        layout.corners[loose[i]] = {left + static_cast<double>(column) * (width + looseGap),
                                    top + static_cast<double>(row) * (height + nodeGap)};
    }
    placed.insert(placed.end(), loose.begin(), loose.end());
}

void measure(const PartGraph& part, PartLayout& layout) {
    for (std::size_t i = 0; i < part.nodes.size(); ++i) {
        layout.width = std::max(layout.width, layout.corners[i].x + part.nodes[i].width);
        layout.height = std::max(layout.height, layout.corners[i].y + part.nodes[i].height);
    }
}

} // namespace

std::string PartGraph::key() const {
    std::string bytes;
    bytes.reserve(nodes.size() * 32 + edges.size() * 24 + 8);
    append(bytes, nodes.size());
    for (const auto& node : nodes) {
        append(bytes, node.width);
        append(bytes, node.height);
        append(bytes, node.port);
        append(bytes, node.rank);
    }
    for (const auto& edge : edges) {
        append(bytes, edge.from);
        append(bytes, edge.to);
        append(bytes, edge.labelWidth);
    }
    return bytes;
}

PartLayout layOut(const PartGraph& part, Dot& dot) {
    PartLayout layout;
    layout.corners.resize(part.nodes.size());
    const Connected connected = split(part);
    const auto& graph = connected.graph;

    std::map<int, double> rankLeft; // where nodes of a rank begin
    if (!graph.nodes.empty()) {
        const auto byDot = dot.seats(graph);
        const auto seats = byDot ? *byDot : layeredSeats(graph);
        const auto left = columnsOf(graph, seats);
        double top = std::numeric_limits<double>::max();
        for (std::size_t i = 0; i < seats.size(); ++i) {
            top = std::min(top, seats[i].y - graph.nodes[i].port);
        }
        for (std::size_t i = 0; i < seats.size(); ++i) {
            const double x = left[static_cast<std::size_t>(seats[i].column)];
            // Whole pixels keep lines and text sharp.
            layout.corners[connected.original[i]] = {std::round(x),
                                                     std::round(seats[i].y - graph.nodes[i].port - top)};
            rankLeft.emplace(graph.nodes[i].rank, std::round(x));
        }
    }
    std::map<int, std::vector<std::size_t>> looseByRank;
    for (const std::size_t node : connected.loose) {
        looseByRank[part.nodes[node].rank].push_back(node);
    }
    std::vector<std::size_t> placed = connected.original;
    double after = 0; // where a rank begins that no connected node has
    for (const auto& [rank, nodes] : looseByRank) {
        const auto known = rankLeft.find(rank);
        const double left = known == rankLeft.end() ? after : known->second;
        stackLoose(part, nodes, left, placed, layout);
        for (const std::size_t node : nodes) {
            after = std::max(after, layout.corners[node].x + part.nodes[node].width + columnGap);
        }
    }
    measure(part, layout);
    return layout;
}

} // namespace plimsoll::layout
