// SPDX-License-Identifier: Apache-2.0
// The status line: tells the truth in small letters.
#pragma once

#include "shell/statusfacts.h"

#include <QFrame>
#include <QTimer>

#include <optional>

class QHBoxLayout;
class QProgressBar;

namespace plimsoll::views {

class TextBlock;

class StatusLine final : public QFrame {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);
    void setFacts(const std::vector<StatusFact>& facts);
    /// Of the first lists. The bar stands at 100 for a moment before it goes; nothing: there is none to show.
    void setProgress(std::optional<int> percent);

signals:
    void activated(); // a click anywhere on it

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QHBoxLayout* m_box;
    QProgressBar* m_progress;
    QTimer m_linger; // of the whole bar
    std::vector<TextBlock*> m_texts;
};

} // namespace plimsoll::views
