// SPDX-License-Identifier: Apache-2.0
// The window: rail, bar, the view, the inspector, the status line. It wires views to the engine and decides
// nothing.
#pragma once

#include "engine/model.h"
#include "theme/theme.h"

#include <QMainWindow>

#include <memory>
#include <vector>

namespace plimsoll::views {

/// One entry of the welcome page and of the context menu.
struct ContextEntry {
    QString name;
    QString server;
    QString ns;
    QString execCommand; // credential plugin that it would run; empty without one
    bool current = false;
};

/// What the window asks the program to do; main fills it in.
struct Launcher {
    std::function<void(const QString& context)> openContext;
    std::function<void(const QString& path)> openPath; // snapshot, file or folder
    std::function<void(int revisions)> openDemo;       // 0: the default size
    std::function<std::vector<ContextEntry>()> contexts;
    std::function<QString()> contextsProblem; // why there are none, a sentence; "" when all is well
    std::function<QString()> diagnostics;     // text for "copy diagnostics", without tokens
};

class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(engine::Model& model, Launcher launcher, QWidget* parent = nullptr);
    ~MainWindow() override;

    enum class View { Welcome, Graph, LoadLine, Revisions, Session };
    void show(View view);
    using QMainWindow::show;
    void setThemeChoice(ThemeChoice choice);
    /// Lets layouts and deferred work finish, for rendering without a screen; false when it took longer than
    /// `ms`.
    [[nodiscard]] bool settle(int ms);

protected:
    void closeEvent(QCloseEvent* event) override; // remembers layout

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::views
