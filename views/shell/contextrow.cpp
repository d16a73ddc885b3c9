// SPDX-License-Identifier: Apache-2.0
#include "shell/contextrow.h"

#include "shell/contextcolour.h"
#include "theme/icons.h"

#include <QPainter>

namespace plimsoll::views {

ContextRow::ContextRow(const ContextEntry& entry, QWidget* parent) : QAbstractButton(parent), m_entry(entry) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setText(entry.name);
    setAccessibleName(QStringLiteral("Open context %1").arg(entry.name));
    setAccessibleDescription(serverLine() + QStringLiteral(". ") + pluginLine());
    setToolTip(toolTipOf(QStringList{entry.name, serverLine(), pluginLine()}.join(QLatin1Char('\n'))));
}

QString ContextRow::serverLine() const {
    const QString ns = m_entry.ns.isEmpty() ? QStringLiteral("default") : m_entry.ns;
    return QStringLiteral("%1 · namespace %2").arg(m_entry.server, ns);
}

QString ContextRow::pluginLine() const {
    return m_entry.execCommand.isEmpty() ? QString()
                                         : QStringLiteral("asks before it runs: %1").arg(m_entry.execCommand);
}

QSize ContextRow::sizeHint() const {
    return {520, m_entry.execCommand.isEmpty() ? 54 : 72};
}

void ContextRow::paintEvent(QPaintEvent*) {
    const Theme& theme = current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(theme.accent, 1) : Qt::NoPen);
        painter.setBrush(underMouse() ? theme.control : QColor(Qt::transparent));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(contextColour(m_entry.name, theme.dark));
    painter.drawEllipse(QRectF(15, 13, 10, 10));

    int right = 12;
    if (m_entry.current) {
        painter.setFont(views::font(TextSize::Small, QFont::Medium));
        painter.setPen(theme.accent);
        const QString word = QStringLiteral("current");
        painter.drawText(rect().adjusted(0, 8, -right, 0), Qt::AlignRight | Qt::AlignTop, word);
        right += painter.fontMetrics().horizontalAdvance(word) + 10;
    }
    const auto line = [&](int top, const QString& text, const QFont& used, const QColor& colour, int edge) {
        painter.setFont(used);
        painter.setPen(colour);
        const int room = width() - 38 - edge;
        painter.drawText(QRect(38, top, room, 18), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, room));
    };
    line(9, m_entry.name, views::font(TextSize::Body, QFont::DemiBold), theme.text, right);
    line(28, serverLine(), views::font(TextSize::Small), theme.muted, 12);
    if (!m_entry.execCommand.isEmpty()) {
        line(46, pluginLine(), views::font(TextSize::Small), theme.muted, 12);
    }
}

} // namespace plimsoll::views
