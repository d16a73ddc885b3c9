// SPDX-License-Identifier: Apache-2.0
#include "shell/inspector.h"

#include "shell/codeblock.h"
#include "shell/textblock.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace plimsoll::views {
namespace {

using State = InspectorContent::State;

QString roleOf(State state) {
    switch (state) {
    case State::Alarm:
        return QStringLiteral("alarm-card");
    case State::Hidden:
        return QStringLiteral("hidden-card");
    case State::Reserve:
        return QStringLiteral("reserve-card");
    case State::Routed:
        return QStringLiteral("routed-card");
    case State::Quiet:
        break;
    }
    return QStringLiteral("state-card");
}

Tone toneOf(State state) {
    switch (state) {
    case State::Alarm:
        return Tone::Alarm;
    case State::Hidden:
        return Tone::Muted;
    case State::Reserve:
        return Tone::Reserve;
    case State::Routed:
        return Tone::Routed;
    case State::Quiet:
        break;
    }
    return Tone::Text;
}

QFrame* makeRule(QWidget* parent) {
    auto* rule = new QFrame(parent);
    rule->setProperty("role", QStringLiteral("rule"));
    rule->setFixedHeight(1);
    return rule;
}

/// A bullet that is told by colour and by form: a filled dot, or an alarm's triangle.
class Bullet final : public QWidget {
public:
    Bullet(bool alarm, QWidget* parent) : QWidget(parent), m_alarm(alarm) { setFixedSize(8, 16); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_alarm ? current().alarm : current().muted);
        painter.drawEllipse(QRectF(0.5, 5, 6, 6));
    }

private:
    bool m_alarm;
};

} // namespace

Inspector::Inspector(QWidget* parent) : QFrame(parent), m_scroll(new QScrollArea(this)) {
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(QStringLiteral("Inspector"));
    setMinimumWidth(260);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFrameShape(QFrame::NoFrame);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(1, 4, 1, 4);
    box->addWidget(m_scroll);
}

void Inspector::setContent(const InspectorContent& content) {
    if (m_filled && content == m_content) {
        return;
    }
    const bool same = m_filled && content.nodeId == m_content.nodeId;
    const int scrolled = same ? m_scroll->verticalScrollBar()->value() : 0;
    m_content = content;
    m_filled = true;
    m_scroll->setWidget(makePage()); // deletes the former page
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

QWidget* Inspector::makePage() {
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(17, 12, 17, 16);
    box->setSpacing(4);
    box->addWidget(new TextBlock(m_content.title,
                                 {.size = TextSize::Heading, .weight = QFont::DemiBold, .lines = 2}, page));
    box->addWidget(new TextBlock(m_content.subtitle, {.tone = Tone::Muted}, page));
    addCard(*box);
    addActions(*box);
    addFacts(*box);
    addSections(*box);
    addCommand(*box);
    box->addStretch();
    return page;
}

void Inspector::addCard(QVBoxLayout& box) {
    if (!m_content.card) {
        return;
    }
    const auto& state = *m_content.card;
    auto* card = new QFrame(box.parentWidget());
    card->setProperty("role", roleOf(state.state));
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(14, 10, 14, 11);
    inner->setSpacing(3);
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    if (state.state == State::Alarm) {
        head->addWidget(new IconLabel(Icon::Alarm, Tone::Alarm, 16, card));
    } else if (state.state == State::Hidden) {
        head->addWidget(new IconLabel(Icon::Hide, Tone::Muted, 16, card));
    }
    head->addWidget(
        new TextBlock(state.title, {.weight = QFont::DemiBold, .tone = toneOf(state.state)}, card), 1);
    inner->addLayout(head);
    if (!state.text.isEmpty()) {
        inner->addWidget(new TextBlock(state.text, {.size = TextSize::Small, .lines = 8}, card));
    }
    card->setAccessibleName(state.title + QStringLiteral(". ") + state.text);
    box.addSpacing(8);
    box.addWidget(card);
}

QPushButton* Inspector::makeAction(InspectorContent::Action action) {
    auto* button = new QPushButton;
    const NodeName id = splitNodeId(m_content.nodeId);
    switch (action) {
    case InspectorContent::Action::ShowNow:
        button->setText(QStringLiteral("Show now"));
        button->setProperty("role", QStringLiteral("primary"));
        button->setProperty("tall", true);
        break;
    case InspectorContent::Action::Show:
        button->setText(QStringLiteral(" Show"));
        button->setIcon(themedIcon(Icon::Show, Tone::Accent));
        break;
    case InspectorContent::Action::Hide:
        button->setText(QStringLiteral(" Hide…"));
        button->setIcon(themedIcon(Icon::Hide, Tone::Accent));
        break;
    }
    button->setAccessibleName(QStringLiteral("%1 %2").arg(button->text().trimmed(), m_content.title));
    if (action == InspectorContent::Action::Hide) {
        connect(button, &QPushButton::clicked, this, [this, id] { emit hideRequested(id.ns, id.name); });
    } else {
        connect(button, &QPushButton::clicked, this, [this, id] { emit showRequested(id.ns, id.name); });
    }
    return button;
}

void Inspector::addActions(QVBoxLayout& box) {
    box.addSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (const auto action : m_content.actions) {
        QPushButton* button = makeAction(action);
        if (action == InspectorContent::Action::ShowNow) {
            box.addWidget(button);
            box.addSpacing(4);
        } else {
            row->addWidget(button, 1);
        }
    }
    if (m_content.object) {
        auto* yaml = new QPushButton(QStringLiteral(" YAML"));
        yaml->setIcon(themedIcon(Icon::Yaml, Tone::Accent));
        yaml->setAccessibleName(QStringLiteral("Show the YAML of %1").arg(m_content.title));
        connect(yaml, &QPushButton::clicked, this, [this] {
            if (m_content.object) {
                emit yamlRequested(m_content.object->kind, m_content.object->ns, m_content.object->name);
            }
        });
        row->addWidget(yaml, 1);
    }
    if (row->count() > 0) {
        box.addLayout(row);
        box.addSpacing(8);
    } else {
        delete row;
    }
}

void Inspector::addFacts(QVBoxLayout& box) {
    for (std::size_t i = 0; i < m_content.facts.size(); ++i) {
        const auto& fact = m_content.facts[i];
        auto* row = new QHBoxLayout;
        row->setContentsMargins(0, 3, 0, 3);
        row->setSpacing(12);
        auto* label = new TextBlock(fact.label, {.tone = Tone::Muted}, box.parentWidget());
        auto* value = new TextBlock(fact.value, {.align = Qt::AlignRight}, box.parentWidget());
        label->setDetail(fact.detail);
        value->setDetail(fact.detail.isEmpty() ? QString() : fact.value + QLatin1Char('\n') + fact.detail);
        value->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        value->setAccessibleName(fact.label + QStringLiteral(": ") + fact.value);
        row->addWidget(label);
        row->addWidget(value, 1);
        box.addLayout(row);
        box.addWidget(makeRule(box.parentWidget()));
    }
}

void Inspector::addSections(QVBoxLayout& box) {
    for (const auto& section : m_content.sections) {
        box.addSpacing(14);
        box.addWidget(new TextBlock(section.title, {.weight = QFont::DemiBold}, box.parentWidget()));
        box.addSpacing(2);
        for (const QString& point : section.points) {
            auto* row = new QHBoxLayout;
            row->setSpacing(8);
            row->addWidget(new Bullet(section.alarm, box.parentWidget()), 0, Qt::AlignTop);
            row->addWidget(new TextBlock(point, {.size = TextSize::Small, .lines = 6}, box.parentWidget()),
                           1);
            box.addLayout(row);
        }
    }
}

void Inspector::addCommand(QVBoxLayout& box) {
    if (m_content.kubectl.isEmpty()) {
        return;
    }
    box.addSpacing(14);
    box.addWidget(new TextBlock(QStringLiteral("kubectl"), {.weight = QFont::DemiBold}, box.parentWidget()));
    box.addSpacing(2);
    box.addWidget(new CodeBlock(m_content.kubectl, box.parentWidget()));
}

} // namespace plimsoll::views
