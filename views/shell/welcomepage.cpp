// SPDX-License-Identifier: Apache-2.0
#include "shell/welcomepage.h"

#include "shell/contextrow.h"
#include "shell/textblock.h"

#include <QHBoxLayout>
#include <QLayoutItem>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace plimsoll::views {
namespace {

QPushButton* makeChoice(Icon icon, const QString& text, const QString& tip, QWidget* parent) {
    auto* button = new QPushButton(themedIcon(icon, Tone::Accent), QLatin1Char(' ') + text, parent);
    button->setIconSize(QSize(18, 18));
    button->setProperty("tall", true);
    button->setToolTip(tip);
    button->setAccessibleDescription(tip);
    return button;
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QWidget(parent), m_list(new QWidget(this)), m_rows(new QVBoxLayout(m_list)) {
    setAccessibleName(QStringLiteral("Welcome"));
    m_rows->setContentsMargins(8, 8, 8, 8);
    m_rows->setSpacing(2);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_list);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    m_card = new QFrame(this);
    m_card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(m_card);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(scroll);

    auto* column = new QWidget(this);
    column->setMaximumWidth(640);
    column->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    auto* box = new QVBoxLayout(column);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(16);
    box->addWidget(makeIntro());
    box->addWidget(
        new TextBlock(QStringLiteral("Contexts of your kubeconfig"), {.weight = QFont::DemiBold}, this));
    box->addWidget(m_card, 1000);
    box->addWidget(new TextBlock(QStringLiteral("Or without a cluster"), {.weight = QFont::DemiBold}, this));
    box->addWidget(makeOthers());
    box->addStretch(1);
    auto* across = new QHBoxLayout(this);
    across->setContentsMargins(24, 36, 24, 36);
    across->addStretch(1);
    across->addWidget(column, 8);
    across->addStretch(1);
}

QWidget* WelcomePage::makeIntro() {
    auto* intro = new QWidget(this);
    auto* row = new QHBoxLayout(intro);
    row->setContentsMargins(0, 0, 0, 8);
    row->setSpacing(20);
    row->addWidget(new IconLabel(Icon::Mark, Tone::Accent, 72, intro));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addStretch();
    texts->addWidget(new TextBlock(QStringLiteral("Plimsoll"),
                                   {.size = TextSize::Figure, .weight = QFont::DemiBold}, intro));
    texts->addWidget(new TextBlock(
        QStringLiteral(
            "See what every Envoy proxy of your mesh carries, and lighten it safely. Nothing is changed "
            "until you ask for it."),
        {.tone = Tone::Muted, .lines = 3}, intro));
    texts->addStretch();
    row->addLayout(texts, 1);
    return intro;
}

QWidget* WelcomePage::makeOthers() {
    auto* others = new QWidget(this);
    auto* row = new QHBoxLayout(others);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    auto* demo =
        makeChoice(Icon::Demo, QStringLiteral("Demo estate"),
                   QStringLiteral("300 invented revisions that live in this program; hiding works"), others);
    auto* file =
        makeChoice(Icon::File, QStringLiteral("Open a file…"),
                   QStringLiteral("A snapshot, or a list that kubectl get -o json or -o yaml wrote"), others);
    auto* folder = makeChoice(Icon::Folder, QStringLiteral("Open a folder…"),
                              QStringLiteral("A folder of such files"), others);
    for (auto* button : {demo, file, folder}) {
        row->addWidget(button, 1);
    }
    connect(demo, &QPushButton::clicked, this, &WelcomePage::demoRequested);
    connect(file, &QPushButton::clicked, this, &WelcomePage::fileRequested);
    connect(folder, &QPushButton::clicked, this, &WelcomePage::folderRequested);
    return others;
}

void WelcomePage::setContexts(const std::vector<ContextEntry>& contexts, const QString& problem) {
    static constexpr int narrowest = 560;
    int height = 0;
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (QWidget* row = item->widget()) {
            row->hide();
            row->deleteLater(); // may be the row that was just clicked
        }
        delete item;
    }
    if (!problem.isEmpty() || contexts.empty()) {
        auto* note =
            new TextBlock(problem.isEmpty() ? QStringLiteral("No context was found. Set KUBECONFIG, or start "
                                                             "with --kubeconfig FILE.")
                                            : problem,
                          {.tone = contexts.empty() ? Tone::Text : Tone::Muted, .lines = 8}, m_list);
        auto* padded = new QWidget(m_list);
        auto* box = new QVBoxLayout(padded);
        box->setContentsMargins(10, 8, 10, 8);
        box->addWidget(note);
        m_rows->addWidget(padded);
        height += note->heightForWidth(narrowest) + 16;
    }
    for (const auto& entry : contexts) {
        auto* row = new ContextRow(entry, m_list);
        connect(row, &QAbstractButton::clicked, this,
                [this, name = entry.name] { emit contextChosen(name); });
        m_rows->addWidget(row);
        height += row->sizeHint().height() + m_rows->spacing();
    }
    m_rows->addStretch();
    // As high as what is in it, and no higher.
    m_card->setMaximumHeight(height + 24);
}

} // namespace plimsoll::views
