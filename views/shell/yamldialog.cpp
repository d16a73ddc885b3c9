// SPDX-License-Identifier: Apache-2.0
#include "shell/yamldialog.h"

#include "shell/textblock.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace plimsoll::views {

YamlDialog::YamlDialog(const QString& title, int ticket, QWidget* parent)
    : QDialog(parent)
    , m_ticket(ticket)
    , m_state(new TextBlock(QStringLiteral("Reading it from the server…"), {.tone = Tone::Muted, .lines = 4},
                            this))
    , m_text(new QPlainTextEdit(this))
    , m_copy(new QPushButton(QStringLiteral("Copy"), this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title.left(200));
    resize(720, 620);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(16, 16, 16, 16);
    box->setSpacing(8);
    box->addWidget(new TextBlock(title, {.size = TextSize::Heading, .weight = QFont::DemiBold}, this));
    box->addWidget(m_state);
    m_text->setReadOnly(true);
    m_text->setFont(monospaced(TextSize::Body));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setAccessibleName(title);
    box->addWidget(m_text, 1);
    auto* row = new QHBoxLayout;
    row->addStretch();
    m_copy->setEnabled(false);
    auto* close = new QPushButton(QStringLiteral("Close"), this);
    row->addWidget(m_copy);
    row->addWidget(close);
    box->addLayout(row);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_text->toPlainText()); });
}

void YamlDialog::setResult(const Result<std::string>& yaml) {
    if (!yaml) {
        m_state->setText(QString::fromStdString(yaml.error().sentence()));
        m_state->setTone(Tone::Text);
        return;
    }
    // A label of 60 MB must not freeze the window: the rest is for kubectl.
    static constexpr std::size_t longest = 2'000'000;
    const bool cut = yaml->size() > longest;
    m_state->setText(cut ? QStringLiteral("The first 2 MB of %1; kubectl get -o yaml has the rest.")
                               .arg(bytesText(static_cast<std::int64_t>(yaml->size())))
                         : QStringLiteral("As the server has it now, without managedFields."));
    m_text->setPlainText(qs(std::string_view(*yaml).substr(0, longest)));
    m_copy->setEnabled(true);
}

} // namespace plimsoll::views
