// SPDX-License-Identifier: Apache-2.0
// The window: rail, bar, the view, the inspector, the status line. It wires views to the engine and decides
// nothing.
#pragma once

#include "engine/model.h"
#include "shell/launcher.h"
#include "theme/theme.h"

#include <QMainWindow>

#include <memory>

namespace plimsoll::views {

class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(engine::Model& model, Launcher launcher, QWidget* parent = nullptr);
    ~MainWindow() override;

    enum class View { Welcome, Graph, LoadLine, Revisions, Session, Status };
    void show(View view);
    using QMainWindow::show;
    void setThemeChoice(ThemeChoice choice);
    /// Says at once what is being opened, before the first picture comes.
    void setOpening(const QString& name);
    /// As if a click or the find field had chosen it: "revision/shop/cart-00012".
    void select(const QString& nodeId);
    /// Lets layouts and deferred work finish, for rendering without a screen; false when it took longer than
    /// `ms`.
    [[nodiscard]] bool settle(int ms);

    /// The launcher's contexts are other ones than before. The context menu asks for them whenever it opens.
    void contextsChanged();
    /// A sentence over what is shown; a warning stays until it is closed.
    void tell(const QString& sentence, bool warning);

public slots:
    /// Nothing could be opened, or the source broke: an error page, or a message over what is shown.
    void reportFailure(const plimsoll::Error& error);

protected:
    void closeEvent(QCloseEvent* event) override; // remembers layout
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::views
