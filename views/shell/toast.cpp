// SPDX-License-Identifier: Apache-2.0
#include "shell/toast.h"

#include "shell/textblock.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace plimsoll::views {
namespace {

constexpr int widest = 620;
constexpr int margin = 20;
constexpr std::size_t mostPoints = 6;

} // namespace

Toast::Toast(QWidget* host, QWidget* over) : QFrame(host), m_over(over) {
    setProperty("role", QStringLiteral("card"));
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(14, 10, 8, 10);
    over->installEventFilter(this);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    hide();
}

void Toast::showMessage(const Message& message) {
    m_message = message;
    delete m_body; // never called from one of its own buttons: those queue
    m_body = makeBody();
    layout()->addWidget(m_body);
    m_body->show(); // a child made while its parent is shown begins hidden
    layout()->activate();
    setAccessibleName(message.text);
    place();
    show();
    raise();
    if (message.stays) {
        m_timer.stop();
    } else {
        m_timer.start(std::chrono::seconds(10));
    }
}

QWidget* Toast::makeBody() {
    auto* body = new QWidget(this);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(new IconLabel(m_message.icon, m_message.tone, 18, body), 0, Qt::AlignVCenter);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    texts->addStretch();
    texts->addWidget(new TextBlock(m_message.text, {.weight = QFont::Medium, .lines = 6}, body));
    for (std::size_t i = 0; i < std::min(m_message.points.size(), mostPoints); ++i) {
        texts->addWidget(new TextBlock(QStringLiteral("• ") + m_message.points[i],
                                       {.size = TextSize::Small, .tone = Tone::Muted, .lines = 3}, body));
    }
    if (m_message.points.size() > mostPoints) {
        texts->addWidget(
            new TextBlock(QStringLiteral("and %1 more").arg(m_message.points.size() - mostPoints),
                          {.size = TextSize::Small, .tone = Tone::Muted}, body));
    }
    texts->addStretch();
    row->addLayout(texts, 1);
    for (const auto& action : m_message.actions) {
        auto* button = new QPushButton(action.text, body);
        row->addWidget(button, 0, Qt::AlignVCenter);
        connect(
            button, &QPushButton::clicked, this,
            [this, run = action.run] {
                hide();
                run();
            },
            Qt::QueuedConnection);
    }
    auto* close = new QToolButton(body);
    close->setIcon(themedIcon(Icon::Close));
    close->setAccessibleName(QStringLiteral("Close the message"));
    row->addWidget(close, 0, Qt::AlignVCenter);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    return body;
}

void Toast::place() {
    const QRect room(m_over->mapTo(parentWidget(), QPoint()), m_over->size());
    const int width = std::clamp(room.width() - 2 * margin, 120, widest);
    const int height = layout()->hasHeightForWidth() ? layout()->heightForWidth(width) : sizeHint().height();
    setGeometry(room.center().x() - width / 2, room.bottom() - height - margin, width, height);
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_over && (event->type() == QEvent::Resize || event->type() == QEvent::Move) &&
        isVisible()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace plimsoll::views
