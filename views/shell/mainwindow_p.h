// SPDX-License-Identifier: Apache-2.0
// The inside of MainWindow, shared by its sources: mainwindow.cpp (parts and pages), mainwindowactions.cpp
// (menu and keys), mainwindowchange.cpp (hiding, showing, undoing), mainwindowgo.cpp (selection, navigation).
#pragma once

#include "shell/mainwindow.h"
#include "shell/shellsettings.h"
#include "shell/toast.h"

#include <QPointer>

#include <optional>

class QAction;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace plimsoll::views {

class GraphView;
class Inspector;
class LoadLineView;
class Rail;
class RevisionsView;
class SessionView;
class StatePage;
class StatusLine;
class StatusView;
class TopBar;
class WelcomePage;
class YamlDialog;

class MainWindow::Private {
public:
    Private(MainWindow* window, engine::Model& engineModel, Launcher given);

    // Parts and pages
    void build();
    void makeViews();
    void connectViews();
    void connectModel();
    void setPicture(const engine::PicturePtr& picture);
    void sourceChanged();
    void updatePage();
    void passPicture(); // to the view that is shown; the others get it when they are
    void show(View view);
    void fillWelcome();
    [[nodiscard]] bool hasContent() const;
    void fail(const Error& error);
    void applyTheme();
    void saveSettings();

    // Menu and keys
    void makeActions();
    void makeMenu();
    QAction* addAction(const QString& text, const QString& keys, const QString& help,
                       std::function<void()> run);
    void updateActions();
    void fillContextMenu(QMenu& menu);
    void showContextMenu(const QPoint& where);
    void openContext(const QString& name);
    void openDemo();
    void openFile();
    void openFolder();
    void openPath(const QString& path);
    void exportGraph(bool all);
    void copyDiagnostics();
    void showShortcuts();
    void showAbout();

    // Changes
    void askHide(const QString& ns, const QString& revision);
    void showRevision(const QString& ns, const QString& revision);
    void undoLast();
    void report(const knative::ChangeReport& report);
    void readYaml(cluster::Kind kind, const QString& ns, const QString& name);

    // Selection and navigation
    void select(const QString& nodeId, QWidget* from);
    void goTo(const QString& target);
    void search(const QString& text);
    void nextAlarm();
    void back();
    void goToPod(const QString& ns, const QString& pod);
    void updateInspector();
    void setNamespaces(const QStringList& namespaces);
    void nameNamespaces(); // those that are read one by one

    struct ShortcutLine {
        QString keys;
        QString help;
    };

    MainWindow* q;
    engine::Model& model;
    Launcher launcher;
    ShellSettings settings;

    engine::PicturePtr picture = std::make_shared<engine::Picture>();
    std::optional<Error> failure;
    std::function<void()> reopen; // what Retry does
    QString opening;              // shown until the first picture names itself
    View view = View::Welcome;
    std::vector<View> history;
    QString selected;
    QStringList namespaces;
    std::size_t alarmAt = 0;
    int ticket = 0;
    quint64 activity = 0;             // counts what happens, for settle()
    bool layingOut = false;           // the graph's worker has not finished the newest picture
    bool passing = false;             // a selection is on its way to the views: their echoes are not new ones
    std::optional<quint64> passed[6]; // generation that each view has

    TopBar* bar = nullptr;
    Rail* rail = nullptr;
    StatusLine* status = nullptr;
    QSplitter* splitter = nullptr;
    QStackedWidget* stack = nullptr;
    Inspector* inspector = nullptr;
    Toast* toast = nullptr;
    WelcomePage* welcome = nullptr;
    StatePage* state = nullptr;
    GraphView* graph = nullptr;
    LoadLineView* loadLine = nullptr;
    RevisionsView* revisions = nullptr;
    SessionView* session = nullptr;
    StatusView* statusView = nullptr;
    QPointer<YamlDialog> yaml;

    QMenu* menu = nullptr;
    QAction* undoAction = nullptr;
    QAction* exportAction = nullptr;
    QAction* exportAllAction = nullptr;
    QAction* refreshAction = nullptr;
    std::vector<ShortcutLine> shortcuts;
};

} // namespace plimsoll::views
