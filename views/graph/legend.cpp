// SPDX-License-Identifier: Apache-2.0
#include "graph/legend.h"

#include "graph/nodepainter.h"

#include <QPainter>

#include <array>

namespace plimsoll::views {
namespace {

struct Entry {
    QString word;
    NodeState state;
    bool partial;
};

const std::array<Entry, 5>& entries() {
    static const std::array<Entry, 5> list{{{QStringLiteral("takes traffic"), NodeState::Routed, false},
                                            {QStringLiteral("reserve"), NodeState::Reserve, false},
                                            {QStringLiteral("hidden"), NodeState::Hidden, false},
                                            {QStringLiteral("half hidden"), NodeState::Reserve, true},
                                            {QStringLiteral("alarm"), NodeState::Alarm, false}}};
    return list;
}

/// A revision card in small.
void paintSwatch(QPainter& painter, const QRectF& box, const Entry& entry, const Theme& theme) {
    SceneNode node;
    node.kind = graph::NodeKind::Revision;
    node.state = entry.state;
    node.partial = entry.partial;
    painter.save();
    // The real form, scaled down: what the legend shows is what the graph draws.
    constexpr double scale = 0.55;
    painter.translate(box.topLeft());
    painter.scale(scale, scale);
    node.box = QRectF(0, 0, box.width() / scale, box.height() / scale);
    paintNode(painter, node, theme);
    painter.restore();
}

} // namespace

void paintLegend(QPainter& painter, const QRectF& where, const Theme& theme, const TextMetrics& metrics,
                 const QString& note) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(where, theme.card);
    painter.setPen(QPen(theme.line, 1));
    painter.drawLine(where.topLeft() + QPointF(0, 0.5), where.topRight() + QPointF(0, 0.5));
    const double baseline = where.center().y() + 4.5;
    painter.setFont(metrics.font(TextRole::Small));
    const auto text = [&](double x, const QString& word) {
        painter.setPen(theme.muted);
        painter.drawText(QPointF(x, baseline), word);
        return metrics.width(word, TextRole::Small);
    };
    const double noteWidth = note.isEmpty() ? 0 : metrics.width(note, TextRole::Small) + 24;
    const double end = where.right() - 16 - noteWidth;
    const QString caption =
        metrics.fitted(QStringLiteral("Lines are configured routes, not measured traffic"), TextRole::Small,
                       end - where.left() - 16);
    double x = where.left() + 16;
    x += text(x, caption) + 28;
    for (const auto& entry : entries()) {
        const double width = 26 + metrics.width(entry.word, TextRole::Small);
        if (x + width > end) {
            break;
        }
        paintSwatch(painter, QRectF(x, where.center().y() - 7, 21, 15), entry, theme);
        painter.setFont(metrics.font(TextRole::Small));
        text(x + 26, entry.word);
        x += width + 16;
    }
    if (!note.isEmpty()) {
        text(where.right() - 16 - metrics.width(note, TextRole::Small), note);
    }
    painter.restore();
}

} // namespace plimsoll::views
