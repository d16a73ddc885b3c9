// SPDX-License-Identifier: Apache-2.0
// The question before anything is changed: it names the context, in its colour, and what will be done.
#pragma once

#include "shell/inspectorcontent.h"

#include <QDialog>

class QCheckBox;
class QPushButton;

namespace plimsoll::views {

struct Confirmation {
    QString context;
    QString server;
    QString title;                 // "Hide cart-00003?"
    std::vector<QString> done;     // what is done and what follows from it, a sentence each
    std::vector<QString> warnings; // must be accepted
    QString kubectl;
    QString codeLabel = QStringLiteral("The same with kubectl");
    QString note; // below the command
    QString verb; // of the button: "Hide"
};

[[nodiscard]] Confirmation hideConfirmation(const engine::Picture& picture,
                                            const knative::RevisionState& revision);
[[nodiscard]] Confirmation undoConfirmation(const engine::Picture& picture,
                                            const knative::Undoable& undoable);

class ConfirmDialog final : public QDialog {
    Q_OBJECT

public:
    ConfirmDialog(const Confirmation& confirmation, QWidget* parent);
    [[nodiscard]] bool acceptsWarnings() const;

private:
    QWidget* makeContext(const Confirmation& confirmation);
    void addWarnings(const Confirmation& confirmation, QWidget& into);

    QCheckBox* m_accept = nullptr;
    QPushButton* m_ok = nullptr;
};

} // namespace plimsoll::views
