// SPDX-License-Identifier: Apache-2.0
#include "shell/helpdialogs.h"

#include "shell/textblock.h"

#include <QDialog>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace plimsoll::views {
namespace {

QDialog* makeDialog(QWidget* parent, const QString& title) {
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto* box = new QVBoxLayout(dialog);
    box->setContentsMargins(24, 22, 24, 18);
    box->setSpacing(10);
    return dialog;
}

void addClose(QDialog* dialog) {
    auto* close = new QPushButton(QStringLiteral("Close"), dialog);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::close);
    static_cast<QVBoxLayout*>(dialog->layout())->addWidget(close, 0, Qt::AlignRight);
}

} // namespace

void openShortcutSheet(QWidget* parent, const std::vector<std::pair<QString, QString>>& lines) {
    QDialog* dialog = makeDialog(parent, QStringLiteral("Keyboard shortcuts"));
    dialog->setObjectName(QStringLiteral("shortcutSheet"));
    dialog->setMinimumWidth(420);
    auto* box = static_cast<QVBoxLayout*>(dialog->layout());
    box->addWidget(new TextBlock(QStringLiteral("Keyboard shortcuts"),
                                 {.size = TextSize::Heading, .weight = QFont::DemiBold}, dialog));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(7);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const auto& [keys, help] : lines) {
        auto* key = new QLabel(keys, dialog);
        key->setTextFormat(Qt::PlainText);
        key->setFont(font(TextSize::Body, QFont::DemiBold));
        grid->addWidget(key, row, 0);
        grid->addWidget(new TextBlock(help, dialog), row, 1);
        ++row;
    }
    box->addLayout(grid);
    addClose(dialog);
    dialog->open();
}

void openAbout(QWidget* parent) {
    QDialog* dialog = makeDialog(parent, QStringLiteral("About Plimsoll"));
    dialog->setMinimumWidth(440);
    auto* box = static_cast<QVBoxLayout*>(dialog->layout());
    box->addWidget(new IconLabel(Icon::Mark, Tone::Accent, 56, dialog));
    box->addWidget(new TextBlock(QStringLiteral("Plimsoll " PLIMSOLL_VERSION),
                                 {.size = TextSize::Figure, .weight = QFont::DemiBold}, dialog));
    box->addWidget(new TextBlock(
        QStringLiteral(
            "A Plimsoll line is the mark on a ship's hull that shows how heavily she is loaded. Plimsoll "
            "shows how heavily every Envoy proxy of an Istio and Knative mesh is loaded with "
            "configuration, and lets you lighten it safely."),
        {.lines = 6}, dialog));
    box->addWidget(new TextBlock(QStringLiteral("Apache License 2.0 · Qt %1").arg(QLatin1String(qVersion())),
                                 {.tone = Tone::Muted}, dialog));
    addClose(dialog);
    dialog->open();
}

} // namespace plimsoll::views
