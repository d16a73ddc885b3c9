// SPDX-License-Identifier: Apache-2.0
// The status line: tells the truth in small letters.
#pragma once

#include "shell/statusfacts.h"

#include <QFrame>

class QHBoxLayout;

namespace plimsoll::views {

class TextBlock;

class StatusLine final : public QFrame {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);
    void setFacts(const std::vector<StatusFact>& facts);

private:
    QHBoxLayout* m_box;
    std::vector<TextBlock*> m_texts;
};

} // namespace plimsoll::views
