// SPDX-License-Identifier: Apache-2.0
#include "shell/codeblock.h"

#include "shell/textblock.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QTimer>
#include <QToolButton>

namespace plimsoll::views {

CodeBlock::CodeBlock(const QString& code, QWidget* parent) : QFrame(parent), m_code(code) {
    setProperty("role", QStringLiteral("code"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 6, 8);
    row->setSpacing(6);
    row->addWidget(
        new TextBlock(code, {.size = TextSize::Small, .tone = Tone::Muted, .lines = 10, .code = true}, this),
        1);
    auto* copy = new QToolButton(this);
    copy->setIcon(themedIcon(Icon::Copy));
    copy->setIconSize(QSize(16, 16));
    copy->setAccessibleName(QStringLiteral("Copy the command"));
    copy->setToolTip(copy->accessibleName());
    row->addWidget(copy, 0, Qt::AlignTop);
    connect(copy, &QToolButton::clicked, this, [this, copy] {
        QApplication::clipboard()->setText(m_code);
        copy->setIcon(themedIcon(Icon::Check, Tone::Ok));
        QTimer::singleShot(1500, copy, [copy] { copy->setIcon(themedIcon(Icon::Copy)); });
    });
}

} // namespace plimsoll::views
