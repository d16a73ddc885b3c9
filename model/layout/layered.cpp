// SPDX-License-Identifier: Apache-2.0
#include "layout/layered.h"

#include "layout/spread.h"

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>

namespace plimsoll::layout {
namespace {

constexpr int orderSweeps = 12;
constexpr int placeSweeps = 6;

using Columns = std::vector<std::vector<std::size_t>>; // node indexes, top to bottom

std::vector<int> ranksByHint(const PartGraph& part) {
    std::map<int, int> dense;
    for (const auto& node : part.nodes) {
        dense.emplace(node.rank, 0);
    }
    int next = 0;
    for (auto& [hint, rank] : dense) {
        rank = next++;
    }
    std::vector<int> ranks;
    for (const auto& node : part.nodes) {
        ranks.push_back(dense.at(node.rank));
    }
    return ranks;
}

/// Longest path from a source; nodes on a cycle are taken in the order of the input when nothing else is
/// left.
std::vector<int> ranksByPath(const PartGraph& part) {
    const std::size_t count = part.nodes.size();
    std::vector<std::vector<std::size_t>> next(count);
    std::vector<int> waiting(count, 0);
    for (const auto& edge : part.edges) {
        if (edge.from != edge.to) {
            next[edge.from].push_back(edge.to);
            ++waiting[edge.to];
        }
    }
    std::vector<int> ranks(count, 0);
    std::vector<bool> done(count, false);
    std::deque<std::size_t> ready;
    std::size_t candidate = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (waiting[i] == 0) {
            ready.push_back(i);
        }
    }
    for (std::size_t taken = 0; taken < count;) {
        if (ready.empty()) {
            while (done[candidate]) {
                ++candidate;
            }
            ready.push_back(candidate);
        }
        const std::size_t node = ready.front();
        ready.pop_front();
        if (done[node]) {
            continue;
        }
        done[node] = true;
        ++taken;
        for (const std::size_t to : next[node]) {
            if (!done[to]) {
                ranks[to] = std::max(ranks[to], ranks[node] + 1);
                if (--waiting[to] == 0) {
                    ready.push_back(to);
                }
            }
        }
    }
    return ranks;
}

struct Layers {
    std::vector<int> ranks;
    Columns columns;
    std::vector<std::vector<std::size_t>> neighbours; // both ways
};

Layers layersOf(const PartGraph& part) {
    const bool hinted = std::any_of(part.nodes.begin(), part.nodes.end(), [&](const PartNode& node) {
        return node.rank != part.nodes.front().rank;
    });
    Layers layers;
    layers.ranks = hinted ? ranksByHint(part) : ranksByPath(part);
    const int last = *std::max_element(layers.ranks.begin(), layers.ranks.end());
    layers.columns.resize(static_cast<std::size_t>(last) + 1);
    layers.neighbours.resize(part.nodes.size());
    for (std::size_t i = 0; i < part.nodes.size(); ++i) {
        layers.columns[static_cast<std::size_t>(layers.ranks[i])].push_back(i);
    }
    for (const auto& edge : part.edges) {
        layers.neighbours[edge.from].push_back(edge.to);
        layers.neighbours[edge.to].push_back(edge.from);
    }
    return layers;
}

/// The mean position of a node's neighbours in the column before (forward) or after it; its own without any.
double barycentre(const Layers& layers, std::size_t node, bool forward, const std::vector<double>& at) {
    double sum = 0;
    int count = 0;
    for (const std::size_t other : layers.neighbours[node]) {
        if (forward ? layers.ranks[other] < layers.ranks[node] : layers.ranks[other] > layers.ranks[node]) {
            sum += at[other];
            ++count;
        }
    }
    return count > 0 ? sum / count : at[node];
}

template <class Visit>
void sweep(const Layers& layers, bool forward, Visit visit) {
    const std::size_t count = layers.columns.size();
    for (std::size_t i = 0; i < count; ++i) {
        visit(forward ? i : count - 1 - i);
    }
}

void order(Layers& layers) {
    std::vector<double> at(layers.ranks.size(), 0);
    const auto number = [&](const std::vector<std::size_t>& column) {
        for (std::size_t i = 0; i < column.size(); ++i) {
            at[column[i]] = static_cast<double>(i) / static_cast<double>(column.size());
        }
    };
    for (const auto& column : layers.columns) {
        number(column);
    }
    for (int pass = 0; pass < orderSweeps; ++pass) {
        const bool forward = pass % 2 == 0;
        sweep(layers, forward, [&](std::size_t index) {
            auto& column = layers.columns[index];
            std::vector<std::pair<double, std::size_t>> keyed;
            keyed.reserve(column.size());
            for (const std::size_t node : column) {
                keyed.emplace_back(barycentre(layers, node, forward, at), node);
            }
            std::stable_sort(keyed.begin(), keyed.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; });
            for (std::size_t i = 0; i < column.size(); ++i) {
                column[i] = keyed[i].second;
            }
            number(column);
        });
    }
}

} // namespace

std::vector<Seat> layeredSeats(const PartGraph& part) {
    if (part.nodes.empty()) {
        return {};
    }
    Layers layers = layersOf(part);
    order(layers);
    std::vector<double> y(part.nodes.size(), 0);
    const auto place = [&](std::size_t index, bool forward) {
        const auto& column = layers.columns[index];
        std::vector<Spread> things;
        things.reserve(column.size());
        for (const std::size_t node : column) {
            things.push_back(
                {barycentre(layers, node, forward, y), part.nodes[node].port, part.nodes[node].below()});
        }
        const auto positions = spread(things, nodeGap);
        for (std::size_t i = 0; i < column.size(); ++i) {
            y[column[i]] = positions[i];
        }
    };
    for (int pass = 0; pass < placeSweeps; ++pass) {
        const bool forward = pass % 2 == 0;
        sweep(layers, forward, [&](std::size_t index) { place(index, forward); });
    }
    std::vector<Seat> seats;
    seats.reserve(part.nodes.size());
    for (std::size_t i = 0; i < part.nodes.size(); ++i) {
        seats.push_back({layers.ranks[i], y[i]});
    }
    return seats;
}

} // namespace plimsoll::layout
