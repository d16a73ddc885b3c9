// SPDX-License-Identifier: Apache-2.0
#include "shell/rail.h"

#include <QPainter>
#include <QVBoxLayout>

namespace plimsoll::views {
namespace {

constexpr int wide = 184;
constexpr int high = 34;

} // namespace

RailButton::RailButton(Icon icon, const QString& text, const QString& shortcut, QWidget* parent)
    : QAbstractButton(parent), m_icon(icon), m_shortcut(shortcut) {
    setText(text);
    setCheckable(true);
    setAutoExclusive(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(text);
    setToolTip(QStringLiteral("%1 (%2)").arg(text, shortcut));
}

void RailButton::setCount(const QString& count) {
    if (count == m_count) {
        return;
    }
    m_count = count;
    setAccessibleName(count.isEmpty() ? text() : text() + QLatin1Char(' ') + count);
    update();
}

QSize RailButton::sizeHint() const {
    return {wide - 20, high};
}

void RailButton::paintEvent(QPaintEvent*) {
    const Theme& theme = current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? theme.accentSoft : theme.control);
        painter.drawRoundedRect(box, 7, 7);
    }
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        painter.drawRoundedRect(QRectF(0, 6, 3, height() - 12), 1.5, 1.5);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, 7, 7);
    }
    const QColor ink = isChecked() ? theme.accent : theme.text;
    paintIcon(painter, m_icon, isChecked() ? theme.accent : theme.muted,
              QRectF(16, (height() - 18) / 2.0, 18, 18));
    painter.setFont(views::font(TextSize::Small, QFont::Medium));
    painter.setPen(isChecked() ? theme.accent : theme.muted);
    const int countWidth = painter.fontMetrics().horizontalAdvance(m_count);
    painter.drawText(rect().adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, m_count);
    painter.setFont(views::font(TextSize::Body, isChecked() ? QFont::DemiBold : QFont::Normal));
    painter.setPen(ink);
    const QRect room = rect().adjusted(46, 0, -(countWidth + 20), 0);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
}

Rail::Rail(QWidget* parent) : QFrame(parent) {
    setProperty("role", QStringLiteral("rail"));
    setFixedWidth(wide);
    setAccessibleName(QStringLiteral("Views"));
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(10, 14, 10, 14);
    box->setSpacing(6);
    box->addStretch();
}

int Rail::add(Icon icon, const QString& text, const QString& shortcut) {
    const int index = static_cast<int>(m_buttons.size());
    auto* button = new RailButton(icon, text, shortcut, this);
    auto* box = static_cast<QVBoxLayout*>(layout());
    box->insertWidget(box->count() - 1, button);
    connect(button, &QAbstractButton::clicked, this, [this, index] { emit activated(index); });
    m_buttons.push_back(button);
    return index;
}

void Rail::setCurrent(int index) {
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setChecked(static_cast<int>(i) == index);
    }
}

void Rail::setCount(int index, const QString& count) {
    if (index >= 0 && static_cast<std::size_t>(index) < m_buttons.size()) {
        m_buttons[static_cast<std::size_t>(index)]->setCount(count);
    }
}

} // namespace plimsoll::views
