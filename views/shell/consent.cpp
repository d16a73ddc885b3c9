// SPDX-License-Identifier: Apache-2.0
#include "shell/consent.h"

#include "shell/confirmdialog.h"

#include <memory>
#include <utility>

namespace plimsoll::views {
namespace {

/// Answers "no" when nobody did.
class Answer {
public:
    explicit Answer(std::function<void(bool)> answered) : m_answered(std::move(answered)) {}
    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;
    ~Answer() { give(false); }
    void give(bool yes) {
        if (const auto call = std::exchange(m_answered, nullptr)) {
            call(yes);
        }
    }

private:
    std::function<void(bool)> m_answered;
};

} // namespace

void askConsent(QWidget* parent, const QString& context, const QString& commandLine,
                std::function<void(bool)> answered) {
    Confirmation asked;
    asked.context = context;
    asked.title = QStringLiteral("Run this context's credential plugin?");
    asked.verb = QStringLiteral("Run it");
    asked.done = {
        QStringLiteral("The kubeconfig gets the login for this context from a program of its own. It runs "
                       "with your rights, now and whenever the login expires:")};
    asked.kubectl = commandLine;
    asked.codeLabel.clear();
    asked.note = QStringLiteral("Without it Plimsoll cannot log in to this context.");
    auto* dialog = new ConfirmDialog(asked, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    auto answer = std::make_shared<Answer>(std::move(answered));
    QObject::connect(dialog, &QDialog::finished, dialog,
                     [answer](int result) { answer->give(result == QDialog::Accepted); });
    dialog->open();
}

} // namespace plimsoll::views
