// SPDX-License-Identifier: Apache-2.0
// Loading, denied, failed and empty, as pages: a sentence, a reason, a next step.
#pragma once

#include "engine/picture.h"
#include "theme/icons.h"

#include <QWidget>

#include <vector>

class QProgressBar;
class QPushButton;

namespace plimsoll::views {

class TextBlock;

struct StateMessage {
    Icon icon = Icon::Info;
    Tone tone = Tone::Muted;
    QString title;
    QString reason;
    QString next;
    int percent = -1; // -1: no progress to show
    bool retry = false;
    bool operator==(const StateMessage&) const = default;
};

[[nodiscard]] StateMessage loadingState(const engine::Picture& picture, const QString& name);
[[nodiscard]] StateMessage failedState(const Error& error, const QString& name);
/// Everything was read, and there is nothing to show: why.
[[nodiscard]] StateMessage emptyState(const engine::Picture& picture);

class StatePage final : public QWidget {
    Q_OBJECT

public:
    explicit StatePage(QWidget* parent = nullptr);
    void setMessage(const StateMessage& message);
    [[nodiscard]] const StateMessage& message() const { return m_message; }

signals:
    void retryRequested();
    void otherContextRequested();

private:
    StateMessage m_message;
    IconLabel* m_icon;
    TextBlock* m_title;
    TextBlock* m_reason;
    TextBlock* m_next;
    QProgressBar* m_progress;
    QPushButton* m_retry;
};

} // namespace plimsoll::views
