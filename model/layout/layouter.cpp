// SPDX-License-Identifier: Apache-2.0
#include "layout/dot.h"
#include "layout/groups.h"
#include "layout/layout.h"
#include "layout/routes.h"

#include <cmath>
#include <unordered_map>

namespace plimsoll::layout {
namespace {

constexpr std::uint64_t keepRuns = 8; // a part that so many runs did not need is forgotten
constexpr double maxSide = 100000;    // of a node: anything larger is a mistake

bool possible(double value) {
    return std::isfinite(value) && value >= 0 && value <= maxSide;
}

Result<void> check(const Input& input) {
    for (const auto& node : input.nodes) {
        if (!possible(node.width) || !possible(node.height) || !std::isfinite(node.port)) {
            return fail(ErrorCode::Internal, "a node with an impossible size", node.id);
        }
        if (node.group >= static_cast<int>(input.groups.size())) {
            return fail(ErrorCode::Internal, "a node in a group that does not exist", node.id);
        }
    }
    for (const auto& edge : input.edges) {
        if (edge.from >= input.nodes.size() || edge.to >= input.nodes.size()) {
            return fail(ErrorCode::Internal, "a line to a node that does not exist");
        }
        if (!possible(edge.labelWidth) || !possible(edge.labelHeight)) {
            return fail(ErrorCode::Internal, "a label with an impossible size", input.nodes[edge.from].id);
        }
    }
    for (const auto& group : input.groups) {
        if (!possible(group.headerHeight) || !possible(group.minWidth) || !possible(group.collapsedWidth) ||
            !possible(group.collapsedHeight)) {
            return fail(ErrorCode::Internal, "a group with an impossible size", group.id);
        }
    }
    return {};
}

} // namespace

class Layouter::Private {
public:
    /// The layout of an equal part of an earlier run, or a new one.
    const PartLayout& layoutOf(const PartGraph& graph) {
        auto& kept = m_kept[graph.key()];
        if (kept.run == 0) {
            kept.layout = layOut(graph, m_dot);
        }
        kept.run = m_run;
        return kept.layout;
    }
    void begin() { ++m_run; }
    void forgetOld() {
        std::erase_if(m_kept, [this](const auto& entry) { return entry.second.run + keepRuns < m_run; });
    }

private:
    struct Kept {
        PartLayout layout;
        std::uint64_t run = 0; // that needed it last; 0: never
    };
    Dot m_dot;
    std::unordered_map<std::string, Kept> m_kept; // by PartGraph::key
    std::uint64_t m_run = 0;
};

Layouter::Layouter() : d(std::make_unique<Private>()) {}
Layouter::~Layouter() = default;

Result<Output> Layouter::run(const Input& input, const std::stop_token& stop) {
    if (auto ok = check(input); !ok) {
        return tl::unexpected(ok.error());
    }
    d->begin();
    std::vector<GroupContent> contents = partsOf(input);
    for (auto& content : contents) {
        for (auto& part : content.parts) {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "the layout was superseded");
            }
            part.layout = d->layoutOf(part.graph);
        }
    }
    d->forgetOld();
    Placement placement = place(input, contents);
    route(input, placement);
    return std::move(placement.output);
}

} // namespace plimsoll::layout
