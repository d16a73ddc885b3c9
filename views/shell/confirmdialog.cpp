// SPDX-License-Identifier: Apache-2.0
#include "shell/confirmdialog.h"

#include "shell/codeblock.h"
#include "shell/contextcolour.h"
#include "shell/textblock.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace plimsoll::views {
namespace {

/// A band in the context's colour with its name: the first thing that is read.
class ContextBand final : public QWidget {
public:
    ContextBand(const QString& name, QWidget* parent) : QWidget(parent), m_name(name) {
        setFixedHeight(36);
        setAccessibleName(QStringLiteral("Context ") + name);
        setToolTip(toolTipOf(name));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = current();
        const QColor colour = contextColour(m_name, theme.dark);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor ground = colour;
        ground.setAlpha(theme.dark ? 50 : 30);
        painter.setPen(QPen(colour, 1));
        painter.setBrush(ground);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(QRectF(13, height() / 2.0 - 5, 10, 10));
        painter.setPen(theme.text);
        painter.setFont(views::font(TextSize::Body, QFont::DemiBold));
        const QRect room = rect().adjusted(32, 0, -12, 0);
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(m_name, Qt::ElideMiddle, room.width()));
    }

private:
    QString m_name;
};

} // namespace

Confirmation hideConfirmation(const engine::Picture& picture, const knative::RevisionState& revision) {
    Confirmation asked;
    asked.context = qs(picture.source.name);
    asked.server = qs(picture.source.server);
    asked.title = QStringLiteral("Hide %1?").arg(qs(revision.name));
    asked.verb = QStringLiteral("Hide");
    asked.done = {
        QStringLiteral(
            "In namespace %1 the annotation networking.istio.io/exportTo of the Services %2 and %3 "
            "becomes \"~\": no proxy gets them any more. Nothing else is changed.")
            .arg(qs(revision.ns), qs(revision.publicService), qs(revision.privateService)),
        QStringLiteral(
            "A rollback to this revision will answer 503 until it is shown again. No guard watches "
            "for that yet."),
    };
    for (const auto& warning : revision.warnings) {
        asked.warnings.push_back(qs(warning));
    }
    asked.kubectl = kubectlFor(picture, revision, knative::ChangeRequest::Action::Hide);
    return asked;
}

Confirmation undoConfirmation(const engine::Picture& picture, const knative::Undoable& undoable) {
    Confirmation asked;
    asked.context = qs(picture.source.name);
    asked.server = qs(picture.source.server);
    asked.title = QStringLiteral("Undo?");
    asked.verb = QStringLiteral("Undo");
    asked.done = {
        QStringLiteral("This is taken back: %1, done %2 ago.")
            .arg(qs(undoable.text), spanText((clockOf(picture) - undoable.time) * 1000)),
        QStringLiteral(
            "The two Services get back the exportTo that they had, unless somebody else has changed "
            "them meanwhile."),
    };
    return asked;
}

ConfirmDialog::ConfirmDialog(const Confirmation& confirmation, QWidget* parent) : QDialog(parent) {
    setWindowTitle(confirmation.title);
    setModal(true);
    setMinimumWidth(480);
    setMaximumWidth(640);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(20, 20, 20, 16);
    box->setSpacing(10);
    box->addWidget(makeContext(confirmation));
    box->addWidget(new TextBlock(confirmation.title,
                                 {.size = TextSize::Heading, .weight = QFont::DemiBold, .lines = 2}, this));
    for (const QString& sentence : confirmation.done) {
        box->addWidget(new TextBlock(sentence, {.lines = 6}, this));
    }
    addWarnings(confirmation, *this);
    if (!confirmation.kubectl.isEmpty()) {
        if (!confirmation.codeLabel.isEmpty()) {
            box->addWidget(
                new TextBlock(confirmation.codeLabel, {.size = TextSize::Small, .tone = Tone::Muted}, this));
        }
        box->addWidget(new CodeBlock(confirmation.kubectl, this));
    }
    if (!confirmation.note.isEmpty()) {
        box->addWidget(new TextBlock(confirmation.note, {.tone = Tone::Muted, .lines = 3}, this));
    }
    box->addStretch();
    auto* row = new QHBoxLayout;
    row->addStretch();
    auto* cancel = new QPushButton(QStringLiteral("Cancel"), this);
    m_ok = new QPushButton(confirmation.verb, this);
    m_ok->setProperty("role", QStringLiteral("primary"));
    m_ok->setMinimumWidth(96);
    m_ok->setAutoDefault(false);
    m_ok->setEnabled(m_accept == nullptr);
    m_ok->setAccessibleName(QStringLiteral("%1 on %2").arg(confirmation.verb, confirmation.context));
    cancel->setDefault(true); // Enter never changes a cluster by accident
    row->addWidget(cancel);
    row->addWidget(m_ok);
    box->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ok, &QPushButton::clicked, this, &QDialog::accept);
    cancel->setFocus();
    static constexpr int width = 520;
    resize(width, std::min(layout()->totalHeightForWidth(width), 740));
}

QWidget* ConfirmDialog::makeContext(const Confirmation& confirmation) {
    auto* band = new ContextBand(confirmation.context, this);
    if (!confirmation.server.isEmpty()) {
        band->setToolTip(toolTipOf(confirmation.context + QLatin1Char('\n') + confirmation.server));
    }
    return band;
}

void ConfirmDialog::addWarnings(const Confirmation& confirmation, QWidget& into) {
    if (confirmation.warnings.empty()) {
        return;
    }
    auto* card = new QFrame(&into);
    card->setProperty("role", QStringLiteral("reserve-card"));
    auto* box = new QVBoxLayout(card);
    box->setContentsMargins(14, 10, 14, 10);
    box->setSpacing(4);
    for (const QString& warning : confirmation.warnings) {
        box->addWidget(new TextBlock(QStringLiteral("• ") + warning, {.lines = 4}, card));
    }
    const auto count = confirmation.warnings.size();
    m_accept = new QCheckBox(
        count == 1 ? QStringLiteral("Hide it although this speaks against it")
                   : QStringLiteral("Hide it although these %1 things speak against it").arg(count),
        card);
    box->addSpacing(4);
    box->addWidget(m_accept);
    into.layout()->addWidget(card);
    connect(m_accept, &QCheckBox::toggled, this, [this](bool accepted) { m_ok->setEnabled(accepted); });
}

bool ConfirmDialog::acceptsWarnings() const {
    return m_accept != nullptr && m_accept->isChecked();
}

} // namespace plimsoll::views
