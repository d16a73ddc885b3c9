// SPDX-License-Identifier: Apache-2.0
#include "graph/graphexport.h"
#include "shell/contextcolour.h"
#include "shell/gotofield.h"
#include "shell/helpdialogs.h"
#include "shell/mainwindow_p.h"
#include "shell/topbar.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QPainter>
#include <QRegularExpression>

namespace plimsoll::views {
namespace {

QIcon contextDot(const QString& name) {
    QPixmap pixmap(32, 32);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(contextColour(name, current().dark));
    painter.drawEllipse(6, 6, 20, 20);
    return QIcon(pixmap);
}

QString menuText(QString text) {
    static constexpr qsizetype longest = 60;
    if (text.size() > longest) {
        text = text.left(longest / 2) + QChar(0x2026) + text.right(longest / 2 - 1);
    }
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

QAction* MainWindow::Private::addAction(const QString& text, const QString& keys, const QString& help,
                                        std::function<void()> run) {
    auto* action = new QAction(text, q);
    if (!keys.isEmpty()) {
        action->setShortcut(QKeySequence(keys));
        shortcuts.push_back({keys, help});
    }
    action->setShortcutContext(Qt::WindowShortcut);
    QObject::connect(action, &QAction::triggered, q, std::move(run));
    q->addAction(action);
    return action;
}

void MainWindow::Private::makeActions() {
    const auto viewAction = [this](const QString& name, const QString& keys, View wanted) {
        addAction(name, keys, QStringLiteral("View: ") + name, [this, wanted] {
            if (!opening.isEmpty()) {
                show(wanted);
            }
        });
    };
    viewAction(QStringLiteral("Graph"), QStringLiteral("Ctrl+1"), View::Graph);
    viewAction(QStringLiteral("Load line"), QStringLiteral("Ctrl+2"), View::LoadLine);
    viewAction(QStringLiteral("Revisions"), QStringLiteral("Ctrl+3"), View::Revisions);
    viewAction(QStringLiteral("Session"), QStringLiteral("Ctrl+4"), View::Session);
    viewAction(QStringLiteral("Status"), QStringLiteral("Ctrl+5"), View::Status);
    addAction({}, QStringLiteral("Ctrl+K"), QStringLiteral("Find or go to a revision, namespace, view"),
              [this] { bar->goTo().setFocus(Qt::ShortcutFocusReason); });
    refreshAction = addAction(QStringLiteral("Refresh"), QStringLiteral("F5"),
                              QStringLiteral("Ask again for what failed or is stale"), [this] {
                                  if (failure && reopen && !hasContent()) {
                                      const auto again = reopen; // it sets reopen anew while it runs
                                      again();
                                  } else {
                                      failure.reset();
                                      model.refresh();
                                      updatePage();
                                  }
                              });
    undoAction = addAction(QStringLiteral("Undo"), QStringLiteral("Ctrl+Z"),
                           QStringLiteral("Undo the last hide or show"), [this] { undoLast(); });
    exportAction = addAction(QStringLiteral("Export the graph…"), QStringLiteral("Ctrl+E"),
                             QStringLiteral("Export the graph as SVG, PNG, PDF, DOT or JSON"),
                             [this] { exportGraph(false); });
    exportAllAction =
        addAction(QStringLiteral("Export with every namespace open…"), {}, {}, [this] { exportGraph(true); });
    addAction({}, QStringLiteral("Esc"), QStringLiteral("Back: clear the selection, then the former view"),
              [this] { back(); });
    addAction({}, QStringLiteral("?"), QStringLiteral("This list"), [this] { showShortcuts(); });
    auto* quit = addAction(QStringLiteral("Quit"), QStringLiteral("Ctrl+Q"), QStringLiteral("Quit"),
                           [this] { q->close(); });
    quit->setObjectName(QStringLiteral("quit"));
}

void MainWindow::Private::makeMenu() {
    menu = new QMenu(q);
    const auto entry = [this](const QString& text, Icon icon, std::function<void()> run) {
        QAction* action = menu->addAction(themedIcon(icon), text);
        QObject::connect(action, &QAction::triggered, q, std::move(run));
    };
    entry(QStringLiteral("Contexts and welcome page"), Icon::Context, [this] { show(View::Welcome); });
    entry(QStringLiteral("Open a snapshot or file…"), Icon::File, [this] { openFile(); });
    entry(QStringLiteral("Open a folder…"), Icon::Folder, [this] { openFolder(); });
    entry(QStringLiteral("Demo estate"), Icon::Demo, [this] { openDemo(); });
    menu->addSeparator();
    undoAction->setIcon(themedIcon(Icon::Undo));
    refreshAction->setIcon(themedIcon(Icon::Refresh));
    exportAction->setIcon(themedIcon(Icon::Export));
    menu->addActions({undoAction, refreshAction, exportAction, exportAllAction});
    menu->addSeparator();
    QMenu* themes = menu->addMenu(QStringLiteral("Theme"));
    auto* group = new QActionGroup(themes);
    for (const auto& [text, choice] : {std::pair(QStringLiteral("System"), ThemeChoice::System),
                                       std::pair(QStringLiteral("Light"), ThemeChoice::Light),
                                       std::pair(QStringLiteral("Dark"), ThemeChoice::Dark)}) {
        QAction* action = themes->addAction(text);
        action->setCheckable(true);
        action->setChecked(settings.theme == choice);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, q,
                         [this, chosen = choice] { q->setThemeChoice(chosen); });
    }
    entry(QStringLiteral("Keyboard shortcuts"), Icon::Info, [this] { showShortcuts(); });
    entry(QStringLiteral("Copy diagnostics"), Icon::Copy, [this] { copyDiagnostics(); });
    entry(QStringLiteral("About Plimsoll"), Icon::Mark, [this] { showAbout(); });
    menu->addSeparator();
    menu->addAction(q->findChild<QAction*>(QStringLiteral("quit")));
}

void MainWindow::Private::updateActions() {
    const bool changing = !picture->readOnly && !model.readOnly();
    undoAction->setVisible(changing); // absent, not disabled, with --read-only
    undoAction->setEnabled(changing && !picture->undoable.empty());
    undoAction->setText(picture->undoable.empty()
                            ? QStringLiteral("Nothing to undo")
                            : menuText(QStringLiteral("Undo: ") + qs(picture->undoable.front().text)));
    exportAction->setEnabled(hasContent());
    exportAllAction->setEnabled(hasContent());
    refreshAction->setEnabled(!opening.isEmpty());
}

void MainWindow::Private::fillContextMenu(QMenu& into) {
    const auto contexts = launcher.contexts ? launcher.contexts() : std::vector<ContextEntry>();
    for (const auto& entry : contexts) {
        QAction* action = into.addAction(contextDot(entry.name), menuText(entry.name));
        action->setToolTip(toolTipOf(entry.server));
        QObject::connect(action, &QAction::triggered, q, [this, name = entry.name] { openContext(name); });
    }
    if (contexts.empty()) {
        const QString problem = launcher.contextsProblem ? launcher.contextsProblem() : QString();
        into.addAction(problem.isEmpty() ? QStringLiteral("No context was found") : menuText(problem))
            ->setEnabled(false);
    }
    into.addSeparator();
    const auto entry = [&into, this](const QString& text, Icon icon, std::function<void()> run) {
        QObject::connect(into.addAction(themedIcon(icon), text), &QAction::triggered, q, std::move(run));
    };
    entry(QStringLiteral("Open a snapshot or file…"), Icon::File, [this] { openFile(); });
    entry(QStringLiteral("Open a folder…"), Icon::Folder, [this] { openFolder(); });
    entry(QStringLiteral("Demo estate"), Icon::Demo, [this] { openDemo(); });
    entry(QStringLiteral("Contexts and welcome page"), Icon::Context, [this] { show(View::Welcome); });
}

void MainWindow::Private::showContextMenu(const QPoint& where) {
    auto* contexts = new QMenu(q);
    contexts->setAttribute(Qt::WA_DeleteOnClose);
    contexts->setToolTipsVisible(true);
    fillContextMenu(*contexts);
    contexts->popup(where);
}

void MainWindow::Private::openContext(const QString& name) {
    reopen = [this, name] { openContext(name); };
    q->setOpening(name);
    if (launcher.openContext) {
        launcher.openContext(name);
    }
}

void MainWindow::Private::openDemo() {
    reopen = [this] { openDemo(); };
    q->setOpening(QStringLiteral("demo"));
    if (launcher.openDemo) {
        launcher.openDemo(0);
    }
}

void MainWindow::Private::openFile() {
    const QString path = QFileDialog::getOpenFileName(
        q, QStringLiteral("Open a snapshot or file"), {},
        QStringLiteral("Kubernetes objects and snapshots (*.json *.yaml *.yml *.plimsoll);;All files (*)"));
    if (!path.isEmpty()) {
        openPath(path);
    }
}

void MainWindow::Private::openFolder() {
    const QString path =
        QFileDialog::getExistingDirectory(q, QStringLiteral("Open a folder of Kubernetes objects"));
    if (!path.isEmpty()) {
        openPath(path);
    }
}

void MainWindow::Private::openPath(const QString& path) {
    reopen = [this, path] { openPath(path); };
    q->setOpening(QFileInfo(path).fileName());
    if (launcher.openPath) {
        launcher.openPath(path);
    }
}

void MainWindow::Private::exportGraph(bool all) {
    if (!hasContent()) {
        return;
    }
    const QString filters =
        QStringLiteral("SVG (*.svg);;PNG (*.png);;PDF (*.pdf);;Graphviz DOT (*.dot *.gv);;"
                       "JSON (*.json)");
    QString chosen;
    QString path = QFileDialog::getSaveFileName(q, QStringLiteral("Export the graph"),
                                                QStringLiteral("plimsoll-graph.svg"), filters, &chosen);
    if (path.isEmpty()) {
        return;
    }
    if (QFileInfo(path).suffix().isEmpty()) { // the chosen filter says which
        const auto at = chosen.indexOf(QStringLiteral("*.")) + 1;
        path += chosen.mid(at, chosen.indexOf(QRegularExpression(QStringLiteral("[ )]")), at) - at);
    }
    QApplication::setOverrideCursor(Qt::WaitCursor);
    GraphExport options;
    options.all = all;
    const auto done = views::exportGraph(*picture, options, path);
    QApplication::restoreOverrideCursor();
    if (done) {
        toast->showMessage({Icon::Check, Tone::Ok, QStringLiteral("Written to %1").arg(path), {}, {}, false});
    } else {
        toast->showMessage({Icon::Info, Tone::Text, qs(done.error().sentence()), {}, {}, true});
    }
}

void MainWindow::Private::copyDiagnostics() {
    const QString text = launcher.diagnostics ? launcher.diagnostics() : QString();
    if (text.isEmpty()) {
        toast->showMessage(
            {Icon::Info, Tone::Text, QStringLiteral("There are no diagnostics to copy."), {}, {}, false});
        return;
    }
    QApplication::clipboard()->setText(text);
    toast->showMessage(
        {Icon::Check,
         Tone::Ok,
         QStringLiteral("Diagnostics copied, without tokens. Look through them before you paste them "
                        "into a ticket."),
         {},
         {},
         false});
}

void MainWindow::Private::showShortcuts() {
    std::vector<std::pair<QString, QString>> lines;
    for (const auto& line : shortcuts) {
        if (line.keys != QLatin1String("Ctrl+Z") || undoAction->isVisible()) {
            lines.emplace_back(line.keys, line.help);
        }
    }
    openShortcutSheet(q, lines);
}

void MainWindow::Private::showAbout() {
    openAbout(q);
}

} // namespace plimsoll::views
