// SPDX-License-Identifier: Apache-2.0
// What came of it, over the view's lower edge: not modal, with the next step as a button.
#pragma once

#include "theme/icons.h"

#include <QFrame>
#include <QTimer>

#include <functional>
#include <vector>

namespace plimsoll::views {

class Toast final : public QFrame {
    Q_OBJECT

public:
    struct Action {
        QString text;
        std::function<void()> run;
    };
    struct Message {
        Icon icon = Icon::Info;
        Tone tone = Tone::Text;
        QString text;
        std::vector<QString> points;
        std::vector<Action> actions;
        bool stays = false; // until closed; else 10 s
    };

    /// Stands over the lower edge of `over`, a child of `host`, and follows its size.
    Toast(QWidget* host, QWidget* over);
    void showMessage(const Message& message);
    [[nodiscard]] const Message& message() const { return m_message; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    QWidget* makeBody();

    QWidget* m_over;
    Message m_message;
    QWidget* m_body = nullptr;
    QTimer m_timer;
};

} // namespace plimsoll::views
