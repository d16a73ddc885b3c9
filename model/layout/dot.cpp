// SPDX-License-Identifier: Apache-2.0
#include "layout/dot.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

// Graphviz' headers are C and do not keep to our warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>
#pragma GCC diagnostic pop

namespace plimsoll::layout {
namespace {

constexpr double pointsPerInch = 72;

// cgraph takes char* where it only reads.
char* c(const char* text) {
    return const_cast<char*>(text); // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

/// Graphviz reads sizes in inches with atof in the C locale: never write them by the user's.
class Inches {
public:
    explicit Inches(double pixels) {
        const auto end = std::to_chars(m_text.data(), m_text.data() + m_text.size() - 1,
                                       pixels / pointsPerInch, std::chars_format::fixed, 6);
        *end.ptr = '\0';
    }
    [[nodiscard]] char* text() { return m_text.data(); }

private:
    std::array<char, 48> m_text{};
};

struct Close {
    void operator()(Agraph_t* graph) const { agclose(graph); }
};
using GraphPtr = std::unique_ptr<Agraph_t, Close>;

GraphPtr emptyGraph() {
    GraphPtr graph(agopen(c("part"), Agdirected, nullptr));
    Inches gap(nodeGap);
    const std::array<std::pair<const char*, const char*>, 8> settings{{{"rankdir", "LR"},
                                                                       {"splines", ""},
                                                                       {"nslimit", "0.5"},
                                                                       {"nslimit1", "0.5"},
                                                                       {"mclimit", "0.1"},
                                                                       {"remincross", "false"},
                                                                       {"ranksep", "0.5"},
                                                                       {"nodesep", gap.text()}}};
    for (const auto& [name, value] : settings) {
        agattr(graph.get(), AGRAPH, c(name), c(value));
    }
    agattr(graph.get(), AGNODE, c("shape"), c("box"));
    agattr(graph.get(), AGNODE, c("fixedsize"), c("true"));
    agattr(graph.get(), AGNODE, c("label"), c(""));
    agattr(graph.get(), AGNODE, c("width"), c("1"));
    agattr(graph.get(), AGNODE, c("height"), c("1"));
    agattr(graph.get(), AGEDGE, c("minlen"), c("1"));
    agattr(graph.get(), AGEDGE, c("weight"), c("1"));
    return graph;
}

void addEdge(Agraph_t* graph, Agnode_t* from, Agnode_t* to, int length, const char* weight) {
    Agedge_t* edge = agedge(graph, from, to, nullptr, 1);
    agset(edge, c("minlen"), std::to_string(std::max(1, length)).data());
    agset(edge, c("weight"), c(weight));
}

/// The edges with those turned round that lead back: by rank, or closing a cycle. dot does the same by
/// itself, but leaks every edge that it turns.
std::vector<PartEdge> acyclic(const PartGraph& part) {
    std::vector<PartEdge> edges;
    std::vector<std::vector<std::size_t>> leaving(part.nodes.size());
    for (const auto& edge : part.edges) {
        if (edge.from == edge.to) {
            continue;
        }
        const bool back = part.nodes[edge.to].rank < part.nodes[edge.from].rank;
        edges.push_back(back ? PartEdge{edge.to, edge.from, edge.labelWidth} : edge);
        leaving[edges.back().from].push_back(edges.size() - 1);
    }
    enum class State { New, Open, Done };
    std::vector<State> state(part.nodes.size(), State::New);
    for (std::size_t root = 0; root < part.nodes.size(); ++root) {
        std::vector<std::pair<std::size_t, std::size_t>>
            path; // node, and how many of its edges were followed
        if (state[root] == State::New) {
            path.emplace_back(root, 0);
            state[root] = State::Open;
        }
        while (!path.empty()) {
            auto& [node, followed] = path.back();
            if (followed == leaving[node].size()) {
                state[node] = State::Done;
                path.pop_back();
                continue;
            }
            auto& edge = edges[leaving[node][followed++]];
            const std::size_t to = edge.to;
            if (state[to] == State::Open) {
                std::swap(edge.from, edge.to);
            } else if (state[to] == State::New) {
                state[to] = State::Open;
                path.emplace_back(to, 0);
            }
        }
    }
    return edges;
}

/// dot ranks by edges alone: what has a column hint but nothing before it hangs from an unseen root.
void anchorSources(Agraph_t* graph, const PartGraph& part, const std::vector<Agnode_t*>& nodes) {
    int first = part.nodes.front().rank;
    for (const auto& node : part.nodes) {
        first = std::min(first, node.rank);
    }
    std::vector<bool> led(part.nodes.size(), false);
    for (const auto& edge : part.edges) {
        if (part.nodes[edge.from].rank < part.nodes[edge.to].rank) {
            led[edge.to] = true;
        }
    }
    Agnode_t* root = nullptr;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (led[i] || part.nodes[i].rank == first) {
            continue;
        }
        if (!root) {
            root = agnode(graph, c("root"), 1);
            agset(root, c("width"), c("0.01"));
            agset(root, c("height"), c("0.01"));
        }
        addEdge(graph, root, nodes[i], part.nodes[i].rank - first, "0");
    }
}

} // namespace

void Dot::Free::operator()(void* context) const {
    gvFreeContext(static_cast<GVC_t*>(context));
}

Dot::Dot() = default;
Dot::~Dot() = default;

std::optional<std::vector<Seat>> Dot::seats(const PartGraph& part) {
    if (part.nodes.empty() || part.nodes.size() > maxNodes || part.edges.size() > maxEdges) {
        return std::nullopt;
    }
    if (!m_context) {
        agseterr(AGERR); // warnings would go to stderr
        m_context.reset(gvContext());
    }
    auto* context = static_cast<GVC_t*>(m_context.get());
    const GraphPtr graph = emptyGraph();
    std::vector<Agnode_t*> nodes;
    nodes.reserve(part.nodes.size());
    for (std::size_t i = 0; i < part.nodes.size(); ++i) {
        const auto& node = part.nodes[i];
        Agnode_t* made = agnode(graph.get(), std::to_string(i).data(), 1);
        // Ports are aligned, not middles: give dot a node that is symmetric about its port.
        Inches width(node.width);
        Inches height(2 * std::max(node.port, node.below()));
        agset(made, c("width"), width.text());
        agset(made, c("height"), height.text());
        nodes.push_back(made);
    }
    for (const auto& edge : acyclic(part)) {
        addEdge(graph.get(), nodes[edge.from], nodes[edge.to],
                part.nodes[edge.to].rank - part.nodes[edge.from].rank, "1");
    }
    anchorSources(graph.get(), part, nodes);

    if (gvLayout(context, graph.get(), "dot") != 0) {
        return std::nullopt;
    }
    std::vector<Seat> seats;
    seats.reserve(nodes.size());
    for (Agnode_t* node : nodes) {
        seats.push_back({ND_rank(node), -ND_coord(node).y}); // Graphviz' y grows upwards
    }
    gvFreeLayout(context, graph.get());
    return seats;
}

} // namespace plimsoll::layout
