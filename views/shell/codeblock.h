// SPDX-License-Identifier: Apache-2.0
// A command that can be copied: monospaced, wrapped, never changed on its way to the clipboard.
#pragma once

#include <QFrame>

namespace plimsoll::views {

class CodeBlock final : public QFrame {
    Q_OBJECT

public:
    explicit CodeBlock(const QString& code, QWidget* parent = nullptr);

private:
    QString m_code;
};

} // namespace plimsoll::views
