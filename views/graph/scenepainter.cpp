// SPDX-License-Identifier: Apache-2.0
#include "graph/scenepainter.h"

#include "graph/nodepainter.h"

#include <QLineF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace plimsoll::views {
namespace {

constexpr double boxRadius = 12;
constexpr double smallTextZoom = 0.5; // below it only names are drawn
constexpr double overviewText = 12;   // pixels on the screen, whatever the zoom

/// The edge's points from `first` to `last` as lines; dashed ones are cut up here, because a dash pattern
/// would begin anew at every segment.
void appendLines(std::vector<QLineF>& lines, const SceneEdge& edge, std::size_t first, std::size_t last) {
    constexpr double dash = 5;
    constexpr double space = 4;
    double phase = 0;
    for (std::size_t i = first; i + 1 < last; ++i) {
        const QLineF whole(edge.points[i], edge.points[i + 1]);
        if (!edge.dashed) {
            lines.push_back(whole);
            continue;
        }
        const double length = whole.length();
        for (double at = 0; at < length;) {
            const double left = (phase < dash ? dash : dash + space) - phase;
            const double step = std::min(left, length - at);
            if (phase < dash) {
                lines.emplace_back(whole.pointAt(at / length), whole.pointAt((at + step) / length));
            }
            at += step;
            phase = std::fmod(phase + step, dash + space);
        }
    }
}

} // namespace

QColor ScenePainter::colourOf(SceneEdge::Look look) const {
    switch (look) {
    case SceneEdge::Look::Share:
        return m_theme.routed;
    case SceneEdge::Look::Broken:
        return m_theme.alarm;
    case SceneEdge::Look::Plain:
        break;
    }
    return mixed(m_theme.line, m_theme.muted, 0.5);
}

/// All lines of one pen at once: that, and never stroking a curve, is what makes painting fast.
void ScenePainter::paintLines(QPainter& painter, const Scene& scene, const QRectF& exposed, double zoom,
                              bool above, const Highlights& highlights) const {
    using Pen = std::tuple<bool, SceneEdge::Look, double>; // of the selected node?, look, width
    std::map<Pen, std::vector<QLineF>> byPen;
    for (const auto& edge : scene.edges) {
        if (!edge.bounds.intersects(exposed)) {
            continue;
        }
        const bool marked =
            !highlights.selected.isEmpty() && (scene.nodes[edge.from].id == highlights.selected ||
                                               scene.nodes[edge.to].id == highlights.selected);
        auto& lines = byPen[{marked, edge.look, edge.width}];
        if (above) {
            appendLines(lines, edge, edge.above, edge.points.size());
        } else if (edge.above > 0) {
            appendLines(lines, edge, 0, std::min(edge.above + 1, edge.points.size()));
        }
    }
    for (const auto& [pen, lines] : byPen) {
        const auto& [marked, look, width] = pen;
        const QColor colour = marked && look == SceneEdge::Look::Plain ? m_theme.accent : colourOf(look);
        const double least = 0.8 / zoom; // a hair's breadth, but seen
        painter.setPen(
            QPen(colour, std::max(marked ? width + 0.8 : width, least), Qt::SolidLine, Qt::FlatCap));
        painter.drawLines(lines.data(), static_cast<int>(lines.size()));
    }
}

void ScenePainter::paintLabels(QPainter& painter, const Scene& scene, const QRectF& exposed) const {
    for (const auto& edge : scene.edges) {
        if (!edge.label || !edge.bounds.intersects(exposed)) {
            continue;
        }
        // The ground keeps it readable where another line passes.
        const double height = edge.label->role == TextRole::Tiny ? 9 : 11;
        painter.fillRect(QRectF(edge.label->at.x() - 2, edge.label->at.y() - height + 1,
                                edge.labelSize.width() + 4, height + 1),
                         m_theme.card);
        painter.setFont(m_metrics.font(edge.label->role));
        painter.setPen(views::colourOf(edge.label->tone, m_theme));
        painter.drawText(edge.label->at, edge.label->text);
    }
}

void ScenePainter::paintRuns(QPainter& painter, const std::vector<TextRun>& runs, QPointF origin,
                             double zoom) const {
    for (const auto& run : runs) {
        const bool small = run.role != TextRole::Title && run.role != TextRole::Heading;
        if (run.text.isEmpty() || (small && zoom < smallTextZoom)) {
            continue;
        }
        painter.setFont(m_metrics.font(run.role));
        painter.setPen(views::colourOf(run.tone, m_theme));
        painter.drawText(origin + run.at, run.text);
    }
}

void ScenePainter::paintGroup(QPainter& painter, const SceneGroup& group, double zoom,
                              const Highlights& highlights) const {
    const bool selected = group.id == highlights.selected;
    const QColor border = selected                          ? m_theme.accent
                          : group.alarms > 0 && !group.open ? m_theme.alarm
                                                            : m_theme.line;
    painter.setBrush(m_theme.card);
    painter.setPen(QPen(border, selected ? 2 : 1));
    painter.drawRoundedRect(group.box, boxRadius, boxRadius);
    if (zoom < overviewZoom) {
        return;
    }
    paintRuns(painter, group.texts, group.box.topLeft(), zoom);
    // A chevron: down when open, right when closed.
    const QPointF at = group.box.topLeft() + QPointF(20, group.open ? 23 : 21);
    const QPolygonF chevron =
        group.open ? QPolygonF({{-4, -2}, {0, 2.5}, {4, -2}}) : QPolygonF({{-2, -4}, {2.5, 0}, {-2, 4}});
    painter.setPen(QPen(m_theme.muted, 1.6));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(chevron.translated(at));
    if (!group.open) {
        const QRectF bar(group.box.left() + 16, group.box.top() + 60, group.box.width() - 32, 8);
        painter.setPen(Qt::NoPen);
        painter.setBrush(mixed(m_theme.grid, m_theme.line, 0.4));
        painter.drawRoundedRect(bar, 4, 4);
        const double middle = bar.width() * group.routed;
        const double gap = group.routed > 0 && group.reserve > 0 ? 2 : 0;
        painter.setBrush(m_theme.routed);
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), middle, bar.height()), 4, 4);
        painter.setBrush(m_theme.reserve);
        painter.drawRoundedRect(QRectF(bar.left() + middle + gap, bar.top(),
                                       std::max(0.0, bar.width() * group.reserve - gap), bar.height()),
                                4, 4);
    }
}

/// From afar a namespace keeps its name, in a size that can be read.
void ScenePainter::paintGroupOverview(QPainter& painter, const SceneGroup& group, double zoom) const {
    if (group.texts.empty() || group.box.width() * zoom < 40 || group.box.height() * zoom < 16) {
        return;
    }
    painter.save();
    painter.translate(group.box.topLeft());
    painter.scale(1 / zoom, 1 / zoom);
    QFont font = m_metrics.font(TextRole::Title);
    font.setPixelSize(static_cast<int>(overviewText));
    painter.setFont(font);
    const QString name =
        m_metrics.fitted(qs(group.ns), TextRole::Title, group.box.width() * zoom - 10, Qt::ElideMiddle);
    const double width = QFontMetricsF(font).horizontalAdvance(name);
    if (group.open) {
        painter.fillRect(QRectF(4, 3, width + 6, overviewText + 4), m_theme.card);
    }
    painter.setPen(group.alarms > 0 ? m_theme.alarm : m_theme.text);
    painter.drawText(QPointF(7, overviewText + 2), name);
    painter.restore();
}

/// Plain rectangles, all of a colour at once.
void ScenePainter::paintOverview(QPainter& painter, const Scene& scene, const QRectF& exposed,
                                 double zoom) const {
    std::map<std::pair<int, bool>, std::vector<QRectF>> bodies; // by state, hollow?
    std::vector<QRectF> stripes[5];
    for (const auto& node : scene.nodes) {
        if (!node.box.intersects(exposed)) {
            continue;
        }
        const auto state = static_cast<std::size_t>(node.state);
        bodies[{static_cast<int>(state), node.state == NodeState::Hidden}].push_back(node.box);
        if (node.state != NodeState::Plain) {
            stripes[state].push_back(
                {node.box.left(), node.box.top(), std::max(4.0, 2.5 / zoom), node.box.height()});
        } else if (node.kind == graph::NodeKind::Pods) {
            stripes[0].push_back(node.box.adjusted(8, 11, -node.box.width() * 0.4, -11));
        }
    }
    for (const auto& [look, boxes] : bodies) {
        const auto state = static_cast<NodeState>(look.first);
        QPen pen(state == NodeState::Plain || state == NodeState::Routed
                     ? mixed(m_theme.line, m_theme.muted, 0.3)
                     : views::colourOf(state, m_theme),
                 0);
        if (look.second) {
            pen.setStyle(Qt::DotLine);
        }
        painter.setPen(pen);
        painter.setBrush(state == NodeState::Alarm ? m_theme.alarmSoft
                         : look.second             ? m_theme.ground
                                                   : m_theme.card);
        painter.drawRects(boxes.data(), static_cast<int>(boxes.size()));
    }
    painter.setPen(Qt::NoPen);
    for (std::size_t state = 0; state < 5; ++state) {
        painter.setBrush(state == 0 ? m_theme.ok : views::colourOf(static_cast<NodeState>(state), m_theme));
        painter.drawRects(stripes[state].data(), static_cast<int>(stripes[state].size()));
    }
}

/// Selection, hover and search marks: rings around what is there, never another colour of it.
void ScenePainter::paintMarks(QPainter& painter, const Scene& scene, const QRectF& exposed, double zoom,
                              const Highlights& highlights) const {
    if (highlights.selected.isEmpty() && highlights.hovered.isEmpty() && highlights.matches.empty()) {
        return;
    }
    const double unit = std::max(1.0, 1 / zoom);
    const auto ring = [&](const QRectF& box, double radius, const QString& id) {
        const bool match = highlights.matches.contains(id);
        const bool now = id == highlights.selected || id == highlights.current;
        if (!box.intersects(exposed) || (!match && !now && id != highlights.hovered)) {
            return;
        }
        QPen pen(m_theme.accent, (now ? 2.4 : match ? 1.6 : 1) * unit);
        if (match && !now) {
            pen.setStyle(Qt::DashLine);
        }
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        const double out = (now || match ? 4 : 2) * unit;
        painter.drawRoundedRect(box.adjusted(-out, -out, out, out), radius, radius);
    };
    for (const auto& node : scene.nodes) {
        ring(node.box, 10, node.id);
    }
    for (const auto& group : scene.groups) {
        if (!group.open || group.id != highlights.hovered) {
            ring(group.box, boxRadius + 2, group.id);
        }
    }
}

void ScenePainter::paint(QPainter& painter, const Scene& scene, const QRectF& exposed, double zoom,
                         const Highlights& highlights) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    paintLines(painter, scene, exposed, zoom, false, highlights);
    for (const auto& group : scene.groups) {
        if (group.box.intersects(exposed)) {
            paintGroup(painter, group, zoom, highlights);
        }
    }
    paintLines(painter, scene, exposed, zoom, true, highlights);
    if (zoom < overviewZoom) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        paintOverview(painter, scene, exposed, zoom);
        painter.setRenderHint(QPainter::Antialiasing);
        for (const auto& group : scene.groups) {
            if (group.box.intersects(exposed)) {
                paintGroupOverview(painter, group, zoom);
            }
        }
    } else {
        if (zoom >= smallTextZoom) {
            paintLabels(painter, scene, exposed);
        }
        for (const auto& node : scene.nodes) {
            if (node.box.intersects(exposed)) {
                paintNode(painter, node, m_theme);
                paintRuns(painter, node.texts, node.box.topLeft(), zoom);
            }
        }
    }
    paintMarks(painter, scene, exposed, zoom, highlights);
}

} // namespace plimsoll::views
