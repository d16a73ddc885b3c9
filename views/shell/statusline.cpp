// SPDX-License-Identifier: Apache-2.0
#include "shell/statusline.h"

#include "shell/textblock.h"

#include <QHBoxLayout>

namespace plimsoll::views {

StatusLine::StatusLine(QWidget* parent) : QFrame(parent), m_box(new QHBoxLayout(this)) {
    setProperty("role", QStringLiteral("status"));
    setFixedHeight(30);
    setAccessibleName(QStringLiteral("Status"));
    m_box->setContentsMargins(14, 0, 14, 0);
    m_box->setSpacing(28);
    m_box->addStretch(1);
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
