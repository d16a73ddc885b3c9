// SPDX-License-Identifier: Apache-2.0
#include "shell/topbar.h"

#include "shell/chip.h"
#include "shell/contextcolour.h"
#include "shell/gotofield.h"
#include "shell/namespacepicker.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace plimsoll::views {
namespace {

constexpr int high = 52;
constexpr int brandWidth = 184; // as wide as the rail, so that the context stands over the view

QWidget* makeBrand(QWidget* parent) {
    auto* brand = new QWidget(parent);
    brand->setFixedWidth(brandWidth);
    auto* row = new QHBoxLayout(brand);
    row->setContentsMargins(16, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(new IconLabel(Icon::Mark, Tone::Accent, 32, brand));
    auto* name = new QLabel(QStringLiteral("Plimsoll"), brand);
    name->setFont(font(TextSize::Heading, QFont::DemiBold));
    row->addWidget(name);
    row->addStretch();
    return brand;
}

QToolButton* makeMenuButton(QMenu* menu, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(themedIcon(Icon::Menu));
    button->setIconSize(QSize(18, 18));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(QStringLiteral("Menu"));
    button->setToolTip(QStringLiteral("Open, export, undo, theme, help"));
    return button;
}

} // namespace

TopBar::TopBar(QMenu* menu, QWidget* parent)
    : QFrame(parent)
    , m_context(new Chip(Chip::Shape::Field, 240, this))
    , m_namespaces(new NamespacePicker(this))
    , m_goTo(new GoToField(this))
    , m_alarms(new Chip(Chip::Shape::Pill, 140, this))
    , m_fresh(new Chip(Chip::Shape::Pill, 190, this)) {
    setProperty("role", QStringLiteral("bar"));
    setFixedHeight(high);
    setAccessibleName(QStringLiteral("Bar"));
    m_alarms->setIcon(Icon::Alarm);
    m_alarms->setAlarming(true);
    m_fresh->setTone(Tone::Muted);
    m_goTo->setMinimumWidth(140);
    m_goTo->setMaximumWidth(380);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 14, 0);
    row->setSpacing(10);
    row->addWidget(makeBrand(this));
    row->addSpacing(6);
    row->addWidget(m_context);
    row->addWidget(m_namespaces);
    row->addSpacing(10);
    row->addWidget(m_goTo, 3);
    row->addStretch(1);
    row->addWidget(m_alarms);
    row->addWidget(m_fresh);
    row->addWidget(makeMenuButton(menu, this));

    connect(m_context, &QAbstractButton::clicked, this, [this] {
        emit contextMenuRequested(m_context->mapToGlobal(QPoint(0, m_context->height() + 4)));
    });
    connect(m_alarms, &QAbstractButton::clicked, this, &TopBar::alarmsActivated);
    connect(&m_tick, &QTimer::timeout, this, &TopBar::tick);
    m_tick.setInterval(1000);
    showControls(false);
}

void TopBar::showControls(bool shown) {
    m_context->setVisible(shown);
    m_namespaces->setVisible(shown);
    m_goTo->setVisible(shown);
    m_fresh->setVisible(shown);
    m_alarms->setVisible(shown && m_picture && m_picture->alarms > 0);
    if (shown) {
        m_tick.start();
    } else {
        m_tick.stop();
    }
}

void TopBar::setSource(const QString& name) {
    m_source = name;
    m_context->setLabel(name);
    m_context->setDot(contextColour(name, current().dark));
    m_context->setAccessibleDescription(QStringLiteral("The context; press to choose another"));
    showControls(!name.isEmpty());
    tick();
}

void TopBar::setFailed(bool failed) {
    m_failed = failed;
    tick();
}

void TopBar::setPicture(const engine::PicturePtr& picture) {
    m_picture = picture;
    m_quiet.start();
    QStringList names;
    for (const auto& ns : picture->namespaces) {
        names << qs(ns);
    }
    m_namespaces->setNamespaces(names);
    m_goTo->setPicture(picture);
    m_alarms->setLabel(picture->alarms == 1 ? QStringLiteral("1 alarm")
                                            : QStringLiteral("%1 alarms").arg(countText(picture->alarms)));
    m_alarms->setToolTip(QStringLiteral("Go to the next revision that is routed and cannot be reached"));
    m_alarms->setVisible(!m_source.isEmpty() && picture->alarms > 0);
    tick();
}

void TopBar::tick() {
    if (!m_picture || m_source.isEmpty()) {
        return;
    }
    const StatusFact fact = m_failed ? StatusFact{QStringLiteral("not connected"), {}, Tone::Hidden}
                            : m_picture->source.name.empty()
                                ? StatusFact{QStringLiteral("connecting…"), {}, Tone::Accent}
                                : freshness(*m_picture, m_quiet.elapsed());
    m_fresh->setLabel(fact.text);
    m_fresh->setToolTip(toolTipOf(fact.detail));
    m_fresh->setDot(fact.tone);
}

void TopBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::StyleChange && !m_source.isEmpty()) {
        m_context->setDot(contextColour(m_source, current().dark));
    }
}

} // namespace plimsoll::views
