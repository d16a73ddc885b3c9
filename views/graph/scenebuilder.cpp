// SPDX-License-Identifier: Apache-2.0
#include "graph/scenebuilder.h"

#include "graph/grid.h"
#include "graph/nodecontent.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace plimsoll::views {
namespace {

using graph::Edge;
using graph::NodeKind;

constexpr double widestLabel = 130;
constexpr double labelHeight = 14;

int rankOf(const graph::Node& node) {
    switch (node.kind) {
    case NodeKind::Gateway:
    case NodeKind::Activator:
    case NodeKind::Route:
        return 0;
    case NodeKind::Revision:
    case NodeKind::Service:
        return 1;
    case NodeKind::Pods:
        return 2;
    }
    return 0;
}

class Builder {
public:
    explicit Builder(const SceneRequest& request)
        : m_request(request)
        , m_picture(*request.picture)
        , m_graph(m_picture.graph)
        , m_metrics(request.fonts) {
        m_scene->picture = request.picture;
        m_input.aspect = request.aspect;
    }

    const layout::Input& input() {
        addGroups();
        addNodes();
        addEdges();
        return m_input;
    }
    ScenePtr finish(const layout::Output& output);

private:
    void addGroups();
    void addNodes();
    void addEdges();
    [[nodiscard]] std::vector<std::uint32_t> shownNodes() const;
    [[nodiscard]] std::vector<int> partsOf(const std::vector<std::uint32_t>& shown) const;
    [[nodiscard]] std::vector<bool> joinedHubs() const;
    [[nodiscard]] auto orderOf(std::uint32_t index) const;
    [[nodiscard]] SceneEdge edgeOf(const Edge& edge, std::uint32_t from, std::uint32_t to) const;

    const SceneRequest& m_request;
    const engine::Picture& m_picture;
    const graph::Graph& m_graph;
    TextMetrics m_metrics;
    std::shared_ptr<Scene> m_scene = std::make_shared<Scene>();
    layout::Input m_input;
    std::unordered_map<std::string_view, int> m_groupOf; // of shown namespaces
    std::vector<std::int64_t> m_shownAs;                 // graph node → scene node, -1: not shown
};

void Builder::addGroups() {
    std::vector<const graph::NamespaceSummary*> order;
    for (const auto& summary : m_graph.namespaces) {
        order.push_back(&summary);
    }
    // What alarms is seen first.
    std::stable_partition(order.begin(), order.end(),
                          [](const auto* summary) { return summary->alarms > 0; });
    for (const auto* next : order) {
        const auto& summary = *next;
        if (!m_request.namespaces.empty() && !m_request.namespaces.contains(summary.ns)) {
            continue;
        }
        const bool open = m_request.open.contains(summary.ns);
        m_groupOf.emplace(summary.ns, static_cast<int>(m_scene->groups.size()));
        SceneGroup group = groupOf(summary, open, m_metrics);
        layout::InputGroup box;
        box.id = summary.ns;
        box.headerHeight = headerHeight;
        if (open) {
            box.minWidth = group.box.width();
        } else {
            box.collapsedWidth = group.box.width();
            box.collapsedHeight = group.box.height();
        }
        m_input.groups.push_back(std::move(box));
        m_scene->groups.push_back(std::move(group));
    }
}

/// When only some namespaces are shown: the hubs that lead to them.
std::vector<bool> Builder::joinedHubs() const {
    std::vector<bool> joined(m_graph.nodes.size(), m_request.namespaces.empty());
    for (const auto& edge : m_graph.edges) {
        const auto& from = m_graph.nodes[edge.from];
        const auto& to = m_graph.nodes[edge.to];
        if (from.hub && m_groupOf.contains(to.ns)) {
            joined[edge.from] = true;
        }
        if (to.hub && m_groupOf.contains(from.ns)) {
            joined[edge.to] = true;
        }
    }
    return joined;
}

/// Hubs, then boxes; in a box by part; in a part routes, then revisions: what takes traffic, the reserve
/// (newest first), what is hidden.
auto Builder::orderOf(std::uint32_t index) const {
    const auto& node = m_graph.nodes[index];
    const int group = node.hub ? -1 : m_groupOf.at(node.ns);
    const auto* revision = revisionOf(m_picture, node);
    const auto state = stateOf(m_picture, node);
    const int weight = state == NodeState::Hidden ? 2 : state == NodeState::Reserve ? 1 : 0;
    const int percent = revision ? -revision->percent : 0;
    const auto created = revision ? -revision->created : 0;
    return std::tuple(group, std::string_view(node.part), rankOf(node), weight, percent, created, index);
}

std::vector<std::uint32_t> Builder::shownNodes() const {
    const auto hubs = joinedHubs();
    std::vector<decltype(orderOf(0))> keys;
    for (std::uint32_t i = 0; i < m_graph.nodes.size(); ++i) {
        const auto& node = m_graph.nodes[i];
        const bool open = !node.hub && m_groupOf.contains(node.ns) && m_request.open.contains(node.ns);
        if (node.hub ? hubs[i] : open) {
            keys.push_back(orderOf(i));
        }
    }
    std::sort(keys.begin(), keys.end());
    std::vector<std::uint32_t> shown;
    shown.reserve(keys.size());
    for (const auto& key : keys) {
        shown.push_back(std::get<std::uint32_t>(key));
    }
    return shown;
}

/// A number for each shown node: what is joined within a namespace, or belongs to one Knative service, is one
/// part. (A VirtualService of one's own leads to Services that are parts of their own.)
std::vector<int> Builder::partsOf(const std::vector<std::uint32_t>& shown) const {
    std::vector<std::uint32_t> leader(m_graph.nodes.size());
    std::iota(leader.begin(), leader.end(), 0U);
    const auto find = [&](std::uint32_t node) {
        while (leader[node] != node) {
            leader[node] = leader[leader[node]];
            node = leader[node];
        }
        return node;
    };
    std::map<std::tuple<std::string_view, std::string_view>, std::uint32_t> byName;
    for (const auto index : shown) {
        const auto& node = m_graph.nodes[index];
        if (!node.hub) {
            const auto first = byName.try_emplace({node.ns, node.part}, index).first->second;
            leader[find(index)] = find(first);
        }
    }
    for (const auto& edge : m_graph.edges) {
        const auto& from = m_graph.nodes[edge.from];
        const auto& to = m_graph.nodes[edge.to];
        if (!from.hub && !to.hub && from.ns == to.ns) {
            leader[find(edge.from)] = find(edge.to);
        }
    }
    std::map<std::uint32_t, int> numbers;
    std::vector<int> parts;
    parts.reserve(shown.size());
    for (const auto index : shown) {
        parts.push_back(numbers.try_emplace(find(index), static_cast<int>(numbers.size())).first->second);
    }
    return parts;
}

void Builder::addNodes() {
    const auto shown = shownNodes();
    const auto parts = partsOf(shown);
    // Cards of one kind are equally wide throughout a namespace, so that its columns are straight.
    std::map<std::tuple<int, NodeKind>, double> widths;
    const auto columnOf = [&](const graph::Node& node) {
        return std::tuple(node.hub ? -1 : m_groupOf.at(node.ns), node.kind);
    };
    for (const auto index : shown) {
        const auto& node = m_graph.nodes[index];
        auto& width = widths[columnOf(node)];
        width = std::max(width, wantedWidth(m_picture, node, m_metrics));
    }
    m_shownAs.assign(m_graph.nodes.size(), -1);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const auto& node = m_graph.nodes[shown[i]];
        const double width =
            node.kind == NodeKind::Pods ? wantedWidth(m_picture, node, m_metrics) : widths.at(columnOf(node));
        SceneNode content = contentOf(m_picture, shown[i], width, m_metrics);
        layout::InputNode box;
        box.id = node.id;
        box.group = node.hub ? -1 : m_groupOf.at(node.ns);
        box.part = parts[i];
        box.width = content.box.width();
        box.height = content.box.height();
        box.rank = rankOf(node);
        box.port = content.port;
        m_shownAs[shown[i]] = static_cast<std::int64_t>(m_scene->nodes.size());
        m_input.nodes.push_back(std::move(box));
        m_scene->nodes.push_back(std::move(content));
    }
}

SceneEdge Builder::edgeOf(const Edge& edge, std::uint32_t from, std::uint32_t to) const {
    SceneEdge shown;
    shown.from = from;
    shown.to = to;
    TextRun label{qs(edge.label), {}, TextRole::SmallStrong, Tone::Routed};
    switch (edge.kind) {
    case Edge::Kind::Attach:
        shown.width = 1.6;
        break;
    case Edge::Kind::Split:
        shown.look = SceneEdge::Look::Share;
        shown.width = 1.2 + 2.0 * std::clamp(edge.percent.value_or(0), 0, 100) / 100;
        break;
    case Edge::Kind::Tag:
        shown.look = SceneEdge::Look::Share;
        shown.dashed = true;
        break;
    case Edge::Kind::Activator:
        label.role = TextRole::Tiny;
        label.tone = Tone::Muted;
        break;
    case Edge::Kind::Direct:
    case Edge::Kind::Configured:
        label.tone = Tone::Muted;
        label.role = TextRole::Small;
        break;
    }
    if (edge.broken) {
        shown.look = SceneEdge::Look::Broken;
        label.tone = Tone::Alarm;
    }
    if (edge.percent == 100 && label.text == QLatin1String("100 %")) {
        label.text.clear(); // said on the card; a single way needs no label
    }
    if (!label.text.isEmpty()) {
        label.text = m_metrics.fitted(label.text, label.role, widestLabel, Qt::ElideRight);
        shown.labelSize = {m_metrics.width(label.text, label.role), labelHeight};
        shown.label = label;
    }
    return shown;
}

void Builder::addEdges() {
    for (const auto& edge : m_graph.edges) {
        const auto from = m_shownAs[edge.from];
        const auto to = m_shownAs[edge.to];
        // Lines to the activator would run from every idle revision across everything: its card says it.
        if (from < 0 || to < 0 || m_graph.nodes[edge.to].kind == NodeKind::Activator) {
            continue;
        }
        SceneEdge shown = edgeOf(edge, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to));
        m_input.edges.push_back({shown.from, shown.to, shown.labelSize.width(), shown.labelSize.height()});
        m_scene->edges.push_back(std::move(shown));
    }
}

ScenePtr Builder::finish(const layout::Output& output) {
    const auto rect = [](const layout::Box& box) { return QRectF(box.x, box.y, box.width, box.height); };
    for (std::size_t i = 0; i < m_scene->nodes.size(); ++i) {
        m_scene->nodes[i].box = rect(output.nodes[i]);
    }
    for (std::size_t i = 0; i < m_scene->groups.size(); ++i) {
        auto& group = m_scene->groups[i];
        group.box = rect(output.groups[i]);
        if (group.open) {
            fitHeader(group, m_metrics);
        }
    }
    for (std::size_t i = 0; i < m_scene->edges.size(); ++i) {
        auto& edge = m_scene->edges[i];
        const auto& path = output.edges[i];
        edge.above = path.above;
        edge.points.reserve(path.points.size());
        for (const auto& point : path.points) {
            edge.points.emplace_back(point.x, point.y);
            const QRectF around(point.x - 2, point.y - 2, 4, 4);
            edge.bounds = edge.bounds.isNull() ? around : edge.bounds.united(around);
        }
        if (edge.label) {
            const double ascent = edge.label->role == TextRole::Tiny ? 3.5 : 4.5; // from centre to baseline
            edge.label->at = {path.label.x - edge.labelSize.width() / 2, path.label.y + ascent};
            edge.bounds =
                edge.bounds.united({path.label.x - edge.labelSize.width() / 2, path.label.y - labelHeight / 2,
                                    edge.labelSize.width(), labelHeight});
        }
    }
    m_scene->bounds = rect(output.bounds);
    m_scene->grid = std::make_shared<const Grid>(*m_scene);
    return m_scene;
}

} // namespace

const knative::RevisionState* Scene::revision(const SceneNode& shown) const {
    return revisionOf(*picture, node(shown));
}

Result<ScenePtr> buildScene(const SceneRequest& request, layout::Layouter& layouter,
                            const std::stop_token& stop) {
    Builder builder(request);
    const auto& input = builder.input();
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, "the scene was superseded");
    }
    auto output = layouter.run(input, stop);
    if (!output) {
        return tl::unexpected(output.error());
    }
    return builder.finish(*output);
}

} // namespace plimsoll::views
