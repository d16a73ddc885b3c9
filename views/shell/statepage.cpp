// SPDX-License-Identifier: Apache-2.0
#include "shell/statepage.h"

#include "shell/textblock.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace plimsoll::views {

StatePage::StatePage(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(Icon::Info, Tone::Muted, 36, this))
    , m_title(new TextBlock({}, {.size = TextSize::Figure, .weight = QFont::DemiBold, .lines = 3}, this))
    , m_reason(new TextBlock({}, {.lines = 10}, this))
    , m_next(new TextBlock({}, {.tone = Tone::Muted, .lines = 5}, this))
    , m_progress(new QProgressBar(this))
    , m_retry(new QPushButton(QStringLiteral("Retry"), this)) {
    auto* column = new QWidget(this);
    column->setMaximumWidth(560);
    column->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* box = new QVBoxLayout(column);
    box->setSpacing(10);
    box->addWidget(m_icon);
    box->addWidget(m_title);
    box->addWidget(m_progress);
    box->addWidget(m_reason);
    box->addWidget(m_next);
    auto* buttons = new QHBoxLayout;
    auto* other = new QPushButton(QStringLiteral("Choose another context"), column);
    m_retry->setProperty("role", QStringLiteral("primary"));
    buttons->addWidget(m_retry);
    buttons->addWidget(other);
    buttons->addStretch();
    box->addSpacing(6);
    box->addLayout(buttons);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 100);
    m_progress->setAccessibleName(QStringLiteral("Loading"));

    auto* across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(column, 6);
    across->addStretch(1);
    auto* down = new QVBoxLayout(this);
    down->addStretch(2);
    down->addLayout(across);
    down->addStretch(3);
    connect(m_retry, &QPushButton::clicked, this, &StatePage::retryRequested);
    connect(other, &QPushButton::clicked, this, &StatePage::otherContextRequested);
}

void StatePage::setMessage(const StateMessage& message) {
    if (message == m_message) {
        return;
    }
    m_message = message;
    m_icon->setIcon(message.icon, message.tone);
    m_title->setText(message.title);
    m_reason->setText(message.reason);
    m_reason->setVisible(!message.reason.isEmpty());
    m_next->setText(message.next);
    m_next->setVisible(!message.next.isEmpty());
    m_progress->setVisible(message.percent >= 0);
    m_progress->setValue(message.percent);
    m_retry->setVisible(message.retry);
}

} // namespace plimsoll::views
