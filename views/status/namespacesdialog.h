// SPDX-License-Identifier: Apache-2.0
// Which namespaces are read of a context whose user may not list in all of them.
#pragma once

#include <QDialog>
#include <QStringList>

class QPlainTextEdit;

namespace plimsoll::views {

class NamespacesDialog final : public QDialog {
    Q_OBJECT

public:
    NamespacesDialog(const QString& context, const QStringList& names, QWidget* parent = nullptr);
    /// One a line or separated by commas or spaces, as written; each once.
    [[nodiscard]] QStringList names() const;

private:
    QPlainTextEdit* m_text;
};

} // namespace plimsoll::views
