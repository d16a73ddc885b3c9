// SPDX-License-Identifier: Apache-2.0
// One object as YAML, read afresh from the server: plain text, to read and to copy.
#pragma once

#include "base/error.h"

#include <QDialog>

class QPlainTextEdit;
class QPushButton;

namespace plimsoll::views {

class TextBlock;

class YamlDialog final : public QDialog {
    Q_OBJECT

public:
    /// `ticket`: of the answer that it waits for.
    YamlDialog(const QString& title, int ticket, QWidget* parent);
    [[nodiscard]] int ticket() const { return m_ticket; }
    void setResult(const Result<std::string>& yaml);

private:
    int m_ticket;
    TextBlock* m_state;
    QPlainTextEdit* m_text;
    QPushButton* m_copy;
};

} // namespace plimsoll::views
