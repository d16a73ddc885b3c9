// SPDX-License-Identifier: Apache-2.0
#include "shell/statusline.h"

#include "shell/textblock.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QProgressBar>

namespace plimsoll::views {
namespace {

constexpr int lingerMs = 900;

} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QFrame(parent), m_box(new QHBoxLayout(this)), m_progress(new QProgressBar(this)) {
    setProperty("role", QStringLiteral("status"));
    setFixedHeight(30);
    setAccessibleName(QStringLiteral("Status"));
    m_box->setContentsMargins(14, 0, 14, 0);
    m_box->setSpacing(28);
    m_progress->setRange(0, 100);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(140);
    m_progress->setAccessibleName(QStringLiteral("Read so far"));
    m_progress->hide();
    m_box->addWidget(m_progress);
    m_box->addStretch(1);
    setCursor(Qt::PointingHandCursor);
    m_linger.setSingleShot(true);
    connect(&m_linger, &QTimer::timeout, m_progress, &QWidget::hide);
}

void StatusLine::setProgress(std::optional<int> percent) {
    if (!percent) {
        m_linger.stop();
        m_progress->hide();
        return;
    }
    if (*percent < 100) {
        m_linger.stop();
        m_progress->show();
    } else if (m_progress->isVisibleTo(this) && !m_linger.isActive()) {
        m_linger.start(lingerMs);
    }
    m_progress->setValue(*percent);
    m_progress->setToolTip(QStringLiteral("Reading: %1\u00A0%").arg(*percent));
}

void StatusLine::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->pos())) {
        emit activated();
    }
}

void StatusLine::setFacts(const std::vector<StatusFact>& facts) {
    while (m_texts.size() < facts.size()) {
        auto* text = new TextBlock({}, {.size = TextSize::Small, .tone = Tone::Muted}, this);
        m_box->insertWidget(m_box->count() - 1, text);
        m_texts.push_back(text);
    }
    for (std::size_t i = 0; i < m_texts.size(); ++i) {
        TextBlock* text = m_texts[i];
        text->setVisible(i < facts.size());
        if (i < facts.size()) {
            text->setText(facts[i].text);
            text->setDetail(facts[i].detail);
            text->setTone(facts[i].tone);
        }
    }
}

} // namespace plimsoll::views
