// SPDX-License-Identifier: Apache-2.0
#include "graph/nodepainter.h"

#include <QPainter>
#include <QPainterPath>

namespace plimsoll::views {
namespace {

using graph::NodeKind;

constexpr double cardRadius = 8;

QPen penOf(const QColor& colour, double width) {
    return {colour, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin};
}
QPen dashedPen(const QColor& colour, double width) {
    QPen pen = penOf(colour, width);
    pen.setDashPattern({5 / width, 4 / width});
    return pen;
}

void paintSquares(QPainter& painter, const SceneNode& node, QPointF at, double side, double step,
                  const QColor& colour, double radius) {
    for (int i = 0; i < node.squares; ++i) {
        const QRectF square(at.x() + i * step, at.y(), side, side);
        if (i < node.readySquares) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour);
            painter.drawRoundedRect(square, radius, radius);
        } else { // hollow: not ready
            painter.setPen(penOf(colour, 1.4));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(square.adjusted(0.7, 0.7, -0.7, -0.7), radius, radius);
        }
    }
}

/// Whole on the left, dashed on the right: half hidden.
void paintHalfDashed(QPainter& painter, const QRectF& box, const QColor& colour, double width) {
    const auto half = [&](const QRectF& clip, const QPen& pen) {
        painter.save();
        painter.setClipRect(clip, Qt::IntersectClip);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, cardRadius, cardRadius);
        painter.restore();
    };
    const double middle = box.center().x();
    half(QRectF(box.left() - 2, box.top() - 2, middle - box.left() + 2, box.height() + 4),
         penOf(colour, width));
    half(QRectF(middle, box.top() - 2, box.right() - middle + 2, box.height() + 4), dashedPen(colour, width));
}

void paintRevision(QPainter& painter, const SceneNode& node, const Theme& theme) {
    const QColor colour = colourOf(node.state, theme);
    const bool alarm = node.state == NodeState::Alarm;
    const bool hidden = node.state == NodeState::Hidden;
    const double width = alarm ? 2 : 1.2;
    const QColor border = node.state == NodeState::Routed && !node.partial ? theme.line : colour;
    painter.setBrush(alarm ? theme.alarmSoft : hidden ? theme.ground : theme.card);
    painter.setPen(node.partial ? QPen(Qt::NoPen) : hidden ? dashedPen(border, width) : penOf(border, width));
    painter.drawRoundedRect(node.box, cardRadius, cardRadius);
    if (node.partial) {
        paintHalfDashed(painter, node.box, border, alarm ? 2 : 1.6);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(node.box.left(), node.box.top() + 8, 4, node.box.height() - 16), 2, 2);
    paintSquares(painter, node, node.box.topLeft() + QPointF(14, 32), squareSize, squareSize + 3,
                 hidden ? theme.hidden : colour, 2);
}

void paintGateway(QPainter& painter, const SceneNode& node, const Theme& theme) {
    const QRectF box(node.box.topLeft(), QSizeF(node.box.width(), hexagonHeight));
    constexpr double slant = 14;
    const QPolygonF hexagon({{box.left(), box.center().y()},
                             {box.left() + slant, box.top()},
                             {box.right() - slant, box.top()},
                             {box.right(), box.center().y()},
                             {box.right() - slant, box.bottom()},
                             {box.left() + slant, box.bottom()}});
    painter.setBrush(theme.card);
    painter.setPen(node.ready ? penOf(theme.accent, 1.6) : dashedPen(theme.accent, 1.6));
    painter.drawPolygon(hexagon);
    if (!node.gauge) {
        return;
    }
    // The bar is an estimate: solid to its low end, pale to its high one. The line is the limit.
    const QRectF bar(box.center().x() - gaugeWidth / 2, node.box.top() + gaugeTop, gaugeWidth, 6);
    const QColor fill = node.gauge->over ? theme.alarm : theme.accent;
    const auto part = [&](double share, const QColor& colour) {
        painter.setBrush(colour);
        painter.drawRoundedRect(
            QRectF(bar.left(), bar.top(), std::max(6.0, bar.width() * share), bar.height()), 3, 3);
    };
    painter.setPen(Qt::NoPen);
    part(1, mixed(theme.grid, theme.line, 0.5));
    part(node.gauge->high, mixed(theme.card, fill, 0.4));
    part(node.gauge->low, fill);
    painter.setBrush(theme.alarm);
    painter.drawRect(QRectF(bar.left() + bar.width() * node.gauge->line - 1, bar.top() - 4, 2, 14));
}

void paintRoute(QPainter& painter, const SceneNode& node, const Theme& theme) {
    const QRectF pill(node.box.topLeft(), QSizeF(node.box.width(), pillHeight));
    painter.setBrush(theme.control);
    painter.setPen(node.ready ? penOf(theme.line, 1) : dashedPen(theme.muted, 1.2));
    painter.drawRoundedRect(pill, pillHeight / 2, pillHeight / 2);
}

void paintCard(QPainter& painter, const SceneNode& node, const Theme& theme) {
    painter.setBrush(theme.card);
    painter.setPen(node.ready ? penOf(theme.line, 1) : dashedPen(theme.muted, 1.2));
    painter.drawRoundedRect(node.box, cardRadius, cardRadius);
}

void paintPods(QPainter& painter, const SceneNode& node, const Theme& theme) {
    painter.setBrush(theme.card);
    painter.setPen(penOf(theme.line, 1));
    painter.drawRoundedRect(node.box, cardRadius, cardRadius);
    paintSquares(painter, node, node.box.topLeft() + QPointF(10, 11), podSize, podSize + 6, theme.ok, 3);
}

} // namespace

QColor colourOf(NodeState state, const Theme& theme) {
    switch (state) {
    case NodeState::Routed:
        return theme.routed;
    case NodeState::Reserve:
        return theme.reserve;
    case NodeState::Hidden:
        return theme.hidden;
    case NodeState::Alarm:
        return theme.alarm;
    case NodeState::Plain:
        break;
    }
    return theme.line;
}

QColor mixed(const QColor& first, const QColor& second, double share) {
    const auto mix = [&](int a, int b) { return a + static_cast<int>((b - a) * share); };
    return {mix(first.red(), second.red()), mix(first.green(), second.green()),
            mix(first.blue(), second.blue())};
}

void paintNode(QPainter& painter, const SceneNode& node, const Theme& theme) {
    switch (node.kind) {
    case NodeKind::Gateway:
    case NodeKind::Activator:
        paintGateway(painter, node, theme);
        break;
    case NodeKind::Route:
        paintRoute(painter, node, theme);
        break;
    case NodeKind::Revision:
        if (node.state == NodeState::Plain) {
            paintCard(painter, node, theme);
        } else {
            paintRevision(painter, node, theme);
        }
        break;
    case NodeKind::Service:
        paintCard(painter, node, theme);
        break;
    case NodeKind::Pods:
        paintPods(painter, node, theme);
        break;
    }
}

} // namespace plimsoll::views
