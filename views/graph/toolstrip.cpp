// SPDX-License-Identifier: Apache-2.0
#include "graph/toolstrip.h"

#include "theme/icons.h"

#include <QHBoxLayout>
#include <QToolButton>

#include <cmath>

namespace plimsoll::views {

ToolStrip::ToolStrip(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("graphTools"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 3, 4, 3);
    row->setSpacing(2);
    const auto add = [&](const QString& text, const QString& tip, void (ToolStrip::*signal)()) {
        auto* button = new QToolButton(this);
        button->setText(text);
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::NoFocus); // the keys belong to the canvas
        connect(button, &QToolButton::clicked, this, signal);
        row->addWidget(button);
        return button;
    };
    add(QStringLiteral("−"), QStringLiteral("Zoom out (−)"), &ToolStrip::zoomOutClicked);
    m_natural = add(QStringLiteral("100 %"), QStringLiteral("Natural size (0)"), &ToolStrip::naturalClicked);
    add(QStringLiteral("+"), QStringLiteral("Zoom in (+)"), &ToolStrip::zoomInClicked);
    add(QStringLiteral("Fit"), QStringLiteral("Show everything (F)"), &ToolStrip::fitClicked);
    auto* save =
        add(QStringLiteral("Export…"), QStringLiteral("Save the graph as SVG, PNG, PDF, DOT or JSON"),
            &ToolStrip::exportClicked);
    save->setIcon(themedIcon(Icon::Export));
    save->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_natural->setMinimumWidth(m_natural->fontMetrics().horizontalAdvance(QStringLiteral("400 %")) + 18);
    setTheme(current());
}

void ToolStrip::setZoom(double zoom) {
    m_natural->setText(QStringLiteral("%1 %").arg(std::lround(zoom * 100)));
}

void ToolStrip::setTheme(const Theme& theme) {
    setStyleSheet(
        QStringLiteral("#graphTools { background: %1; border: 1px solid %2; border-radius: 8px; }"
                       "#graphTools QToolButton { border: none; border-radius: 6px; padding: 4px 8px; "
                       "color: %3; background: transparent; }"
                       "#graphTools QToolButton:hover { background: %4; color: %5; }")
            .arg(theme.card.name(), theme.line.name(), theme.muted.name(), theme.accentSoft.name(),
                 theme.accent.name()));
    adjustSize();
}

} // namespace plimsoll::views
