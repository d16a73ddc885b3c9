// SPDX-License-Identifier: Apache-2.0
#include "shell/chip.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace plimsoll::views {
namespace {

constexpr int high = 28;
constexpr int pad = 11;
constexpr int dotSize = 8;
constexpr int iconSide = 14;
constexpr int gap = 7;

} // namespace

Chip::Chip(Shape shape, int widest, QWidget* parent)
    : QAbstractButton(parent), m_shape(shape), m_widest(widest) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

void Chip::setLabel(const QString& label) {
    if (label == text()) {
        return;
    }
    setText(label);
    setAccessibleName(label);
    updateGeometry();
    update();
}

void Chip::setDot(const QColor& colour) {
    m_dot = colour;
    update();
}

void Chip::setDot(Tone tone) {
    m_dotTone = tone;
    update();
}

void Chip::setIcon(Icon icon) {
    m_icon = icon;
    update();
}

void Chip::setTone(Tone tone) {
    m_tone = tone;
    update();
}

void Chip::setAlarming(bool alarming) {
    m_alarming = alarming;
    update();
}

QFont Chip::usedFont() const {
    const bool strong = m_alarming || (m_shape == Shape::Field && m_dot);
    return views::font(TextSize::Body, m_alarming ? QFont::DemiBold : strong ? QFont::Medium : QFont::Normal);
}

int Chip::textLeft() const {
    if (m_icon) {
        return pad + iconSide + gap - 1;
    }
    return m_dot || m_dotTone ? pad + dotSize + gap : pad;
}

int Chip::textRight() const {
    return m_shape == Shape::Field ? pad + 14 : pad + 2;
}

QSize Chip::sizeHint() const {
    const int wide = textLeft() + QFontMetrics(usedFont()).horizontalAdvance(text()) + textRight() + 2;
    return {std::min(wide, m_widest), high};
}

QSize Chip::minimumSizeHint() const {
    return {std::min(sizeHint().width(), textLeft() + 40 + textRight()), high};
}

bool Chip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()) {
        const int room = width() - textLeft() - textRight();
        const bool cut = QFontMetrics(usedFont()).horizontalAdvance(text()) > room;
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), cut ? toolTipOf(text()) : QString(),
                           this);
        return true;
    }
    return QAbstractButton::event(event);
}

void Chip::paintEvent(QPaintEvent*) {
    const Theme& theme = current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_shape == Shape::Pill ? high / 2.0 : 6.0;
    const bool lit = isEnabled() && (underMouse() || isDown());
    painter.setPen(hasFocus() ? QPen(theme.accent, 1) : Qt::NoPen);
    painter.setBrush(m_alarming ? theme.alarmSoft : lit ? theme.accentSoft : theme.control);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);

    const QColor ink = isEnabled() ? colourOf(m_alarming ? Tone::Alarm : m_tone) : theme.hidden;
    const double middle = height() / 2.0;
    if (m_icon) {
        paintIcon(painter, *m_icon, ink, QRectF(pad - 1, middle - iconSide / 2.0, iconSide, iconSide));
    } else if (m_dot || m_dotTone) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_dot ? *m_dot : colourOf(*m_dotTone));
        const double size = m_shape == Shape::Field ? dotSize + 2 : dotSize;
        painter.drawEllipse(QRectF(pad - 1, middle - size / 2, size, size));
    }
    painter.setFont(usedFont());
    painter.setPen(ink);
    const QRect room = rect().adjusted(textLeft(), 0, -textRight(), 0);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
    if (m_shape == Shape::Field) {
        paintIcon(painter, Icon::Chevron, theme.muted, QRectF(width() - pad - 12, middle - 7, 14, 14));
    }
}

} // namespace plimsoll::views
