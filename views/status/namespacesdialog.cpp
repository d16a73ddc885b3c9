// SPDX-License-Identifier: Apache-2.0
#include "status/namespacesdialog.h"

#include "theme/theme.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace plimsoll::views {

NamespacesDialog::NamespacesDialog(const QString& context, const QStringList& names, QWidget* parent)
    : QDialog(parent), m_text(new QPlainTextEdit(names.join(QLatin1Char('\n')), this)) {
    setWindowTitle(tr("Namespaces of %1").arg(context));
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(20, 18, 20, 16);
    box->setSpacing(10);
    auto* title = new QLabel(tr("Namespaces to read"), this);
    title->setFont(views::font(TextSize::Heading, QFont::DemiBold));
    auto* why =
        new QLabel(tr("Where this user may not list in all namespaces, these are read one by one. Left "
                      "empty, Plimsoll reads the context's own and those that the server names."),
                   this);
    why->setWordWrap(true);
    why->setProperty("tone", QStringLiteral("muted"));
    m_text->setAccessibleName(tr("Namespaces, one a line"));
    m_text->setPlaceholderText(tr("one a line"));
    m_text->setMinimumSize(380, 160);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Save and read again"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    box->addWidget(title);
    box->addWidget(why);
    box->addWidget(m_text, 1);
    box->addWidget(buttons);
}

QStringList NamespacesDialog::names() const {
    static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
    auto names = m_text->toPlainText().split(between, Qt::SkipEmptyParts);
    names.removeDuplicates();
    return names;
}

} // namespace plimsoll::views
