// SPDX-License-Identifier: Apache-2.0
#include "shell/mainwindow.h"

#include "graph/graphview.h"
#include "revisions/revisionsview.h"
#include "session/sessionview.h"
#include "shell/gotofield.h"
#include "shell/inspector.h"
#include "shell/mainwindow_p.h"
#include "shell/namespacepicker.h"
#include "shell/rail.h"
#include "shell/statepage.h"
#include "shell/statusline.h"
#include "shell/topbar.h"
#include "shell/welcomepage.h"
#include "shell/yamldialog.h"
#include "status/statusview.h"
#include "weight/loadlineview.h"

#include <QApplication>
#include <QCloseEvent>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QThread>
#include <QVBoxLayout>

namespace plimsoll::views {
namespace {

constexpr int inspectorWidth = 308;

} // namespace

MainWindow::Private::Private(MainWindow* window, engine::Model& engineModel, Launcher given)
    : q(window), model(engineModel), launcher(std::move(given)), settings(ShellSettings::load()) {}

void MainWindow::Private::build() {
    q->setWindowTitle(QStringLiteral("Plimsoll"));
    q->setWindowIcon(programIcon());
    makeActions();
    makeMenu();
    bar = new TopBar(menu, q);
    rail = new Rail(q);
    status = new StatusLine(q);
    inspector = new Inspector(q);
    makeViews();

    splitter = new QSplitter(Qt::Horizontal, q);
    splitter->addWidget(stack);
    splitter->addWidget(inspector);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(16);
    splitter->setSizes({1000, inspectorWidth});
    auto* middle = new QWidget(q);
    auto* content = new QHBoxLayout(middle);
    content->setContentsMargins(16, 14, 16, 14);
    content->addWidget(splitter);

    auto* centre = new QWidget(q);
    auto* down = new QVBoxLayout(centre);
    down->setContentsMargins(0, 0, 0, 0);
    down->setSpacing(0);
    auto* across = new QHBoxLayout;
    across->setSpacing(0);
    across->addWidget(rail);
    across->addWidget(middle, 1);
    down->addWidget(bar);
    down->addLayout(across, 1);
    down->addWidget(status);
    q->setCentralWidget(centre);
    toast = new Toast(middle, stack);

    if (!settings.splitter.isEmpty()) {
        splitter->restoreState(settings.splitter);
    }
    if (settings.geometry.isEmpty() || !q->restoreGeometry(settings.geometry)) {
        // The window manager's frame comes on top: without room for it, the status line is below the screen.
        const QSize room = QGuiApplication::primaryScreen()->availableSize() - QSize(8, 40);
        q->resize(QSize(1440, 900).boundedTo(room));
    }
}

void MainWindow::Private::makeViews() {
    stack = new QStackedWidget(q);
    welcome = new WelcomePage(stack);
    state = new StatePage(stack);
    graph = new GraphView(stack);
    loadLine = new LoadLineView(stack);
    revisions = new RevisionsView(stack);
    session = new SessionView(stack);
    statusView = new StatusView(stack);
    for (QWidget* page :
         {static_cast<QWidget*>(welcome), static_cast<QWidget*>(state), static_cast<QWidget*>(graph),
          static_cast<QWidget*>(loadLine), static_cast<QWidget*>(revisions), static_cast<QWidget*>(session),
          static_cast<QWidget*>(statusView)}) {
        stack->addWidget(page);
        page->installEventFilter(q);
    }
    rail->add(Icon::Graph, QStringLiteral("Graph"), QStringLiteral("Ctrl+1"));
    rail->add(Icon::LoadLine, QStringLiteral("Load line"), QStringLiteral("Ctrl+2"));
    rail->add(Icon::Revisions, QStringLiteral("Revisions"), QStringLiteral("Ctrl+3"));
    rail->add(Icon::Session, QStringLiteral("Session"), QStringLiteral("Ctrl+4"));
    rail->add(Icon::Status, QStringLiteral("Status"), QStringLiteral("Ctrl+5"));
    bar->goTo().setViews({QStringLiteral("Graph"), QStringLiteral("Load line"), QStringLiteral("Revisions"),
                          QStringLiteral("Session"), QStringLiteral("Status")});
}

void MainWindow::Private::connectViews() {
    const auto wire = [this](auto* from) {
        using V = std::remove_pointer_t<decltype(from)>;
        QObject::connect(from, &V::selected, q, [this, from](const QString& id) { select(id, from); });
        QObject::connect(from, &V::hideRequested, q,
                         [this](const QString& ns, const QString& name) { askHide(ns, name); });
        QObject::connect(from, &V::showRequested, q,
                         [this](const QString& ns, const QString& name) { showRevision(ns, name); });
    };
    wire(graph);
    wire(revisions);
    QObject::connect(graph, &GraphView::layoutFinished, q, [this] {
        layingOut = false;
        ++activity;
    });
    QObject::connect(graph, &GraphView::exportRequested, q, [this] { exportGraph(false); });
    QObject::connect(loadLine, &LoadLineView::selected, q,
                     [this](const QString& id) { select(id, loadLine); });
    QObject::connect(loadLine, &LoadLineView::revisionsRequested, q, [this] {
        show(View::Revisions);
        revisions->filter(QStringLiteral("reserve"));
    });
    QObject::connect(session, &SessionView::decodeRequested, &model, &engine::Model::decodeSession);
    QObject::connect(session, &SessionView::podActivated, q,
                     [this](const QString& ns, const QString& pod) { goToPod(ns, pod); });
    QObject::connect(session, &SessionView::revisionActivated, q,
                     [this](const QString& ns, const QString& name) {
                         goTo(QStringLiteral("revision/%1/%2").arg(ns, name));
                     });

    QObject::connect(statusView, &StatusView::refreshRequested, refreshAction, &QAction::trigger);
    QObject::connect(statusView, &StatusView::namespacesRequested, q, [this] { nameNamespaces(); });
    QObject::connect(status, &StatusLine::activated, q, [this] { show(View::Status); });

    QObject::connect(inspector, &Inspector::hideRequested, q,
                     [this](const QString& ns, const QString& name) { askHide(ns, name); });
    QObject::connect(inspector, &Inspector::showRequested, q,
                     [this](const QString& ns, const QString& name) { showRevision(ns, name); });
    QObject::connect(
        inspector, &Inspector::yamlRequested, q,
        [this](cluster::Kind kind, const QString& ns, const QString& name) { readYaml(kind, ns, name); });

    QObject::connect(rail, &Rail::activated, q, [this](int index) { show(static_cast<View>(index + 1)); });
    QObject::connect(bar, &TopBar::alarmsActivated, q, [this] { nextAlarm(); });
    QObject::connect(bar, &TopBar::contextMenuRequested, q,
                     [this](const QPoint& at) { showContextMenu(at); });
    QObject::connect(&bar->goTo(), &GoToField::chosen, q, [this](const QString& target) { goTo(target); });
    QObject::connect(&bar->goTo(), &GoToField::searched, q, [this](const QString& text) { search(text); });
    QObject::connect(&bar->namespaces(), &NamespacePicker::chosenChanged, q,
                     [this](const QStringList& chosen) { setNamespaces(chosen); });

    QObject::connect(welcome, &WelcomePage::contextChosen, q,
                     [this](const QString& name) { openContext(name); });
    QObject::connect(welcome, &WelcomePage::demoRequested, q, [this] { openDemo(); });
    QObject::connect(welcome, &WelcomePage::fileRequested, q, [this] { openFile(); });
    QObject::connect(welcome, &WelcomePage::folderRequested, q, [this] { openFolder(); });
    QObject::connect(state, &StatePage::retryRequested, refreshAction, &QAction::trigger);
    QObject::connect(state, &StatePage::otherContextRequested, q, [this] { show(View::Welcome); });
}

void MainWindow::Private::connectModel() {
    QObject::connect(&model, &engine::Model::pictureChanged, q,
                     [this](const engine::PicturePtr& next) { setPicture(next); });
    QObject::connect(&model, &engine::Model::changeFinished, q,
                     [this](const knative::ChangeReport& finished) { report(finished); });
    QObject::connect(&model, &engine::Model::sessionDecoded, session, &SessionView::setResult);
    QObject::connect(&model, &engine::Model::objectRead, q,
                     [this](const Result<std::string>& text, int answered) {
                         if (yaml && yaml->ticket() == answered) {
                             yaml->setResult(text);
                         }
                     });
    QObject::connect(&model, &engine::Model::failed, q, [this](const Error& error) { fail(error); });
}

bool MainWindow::Private::hasContent() const {
    return !picture->graph->nodes.empty() || !picture->revisions.empty();
}

void MainWindow::Private::setPicture(const engine::PicturePtr& next) {
    ++activity;
    const bool otherSource =
        next->source.name != picture->source.name || next->source.server != picture->source.server;
    picture = next;
    if (otherSource && !picture->source.name.empty()) {
        sourceChanged();
    }
    if (hasContent()) {
        failure.reset();
    }
    bar->setPicture(picture);
    status->setFacts(statusFacts(*picture));
    status->setProgress(picture->source.name.empty() || failure ? std::nullopt
                                                                : std::optional(listedPercent(*picture)));
    rail->setCount(2, picture->revisions.empty()
                          ? QString()
                          : countText(static_cast<std::int64_t>(picture->revisions.size())));
    if (view == View::Welcome && !picture->source.name.empty()) {
        show(static_cast<View>(settings.view));
    } else {
        updatePage();
    }
    updateActions();
    updateInspector();
}

void MainWindow::Private::sourceChanged() {
    opening = qs(picture->source.name);
    bar->setSource(opening);
    q->setWindowTitle(opening + QStringLiteral(" – Plimsoll"));
    selected.clear();
    alarmAt = 0;
    failure.reset();
    bar->namespaces().setChosen({});
    if (picture->source.type == cluster::SourceInfo::Type::Live) {
        settings.lastContext = opening;
        saveSettings();
    }
}

void MainWindow::Private::passPicture() {
    const auto index = static_cast<std::size_t>(view);
    if (passed[index] == picture->generation) {
        return;
    }
    passed[index] = picture->generation;
    switch (view) {
    case View::Graph:
        layingOut = true;
        graph->setPicture(picture);
        break;
    case View::LoadLine:
        loadLine->setPicture(picture);
        break;
    case View::Revisions:
        revisions->setPicture(picture);
        break;
    case View::Session:
        session->setPicture(picture);
        break;
    case View::Status:
        statusView->setPicture(picture);
        break;
    case View::Welcome:
        break;
    }
}

void MainWindow::Private::updatePage() {
    const bool welcoming = view == View::Welcome;
    QWidget* page = nullptr;
    if (welcoming) {
        page = welcome;
    } else if (hasContent() || view == View::Status) { // which has the most to tell where nothing was read
        passPicture();
        page = stack->widget(static_cast<int>(view) + 1);
    } else {
        state->setMessage(failure             ? failedState(*failure, opening)
                          : picture->complete ? emptyState(*picture)
                                              : loadingState(*picture, opening));
        page = state;
    }
    bar->setFailed(failure.has_value() && !hasContent());
    rail->setVisible(!welcoming);
    status->setVisible(!welcoming);
    inspector->setVisible(!welcoming && page != state && view != View::Status);
    if (stack->currentWidget() != page) {
        stack->setCurrentWidget(page);
        page->setFocus(Qt::OtherFocusReason);
        ++activity;
    }
}

void MainWindow::Private::fillWelcome() {
    QString problem = launcher.contextsProblem ? launcher.contextsProblem() : QString();
    if (problem.isEmpty() && failure) {
        problem = qs(failure->sentence()); // why what was asked for could not be opened
    }
    welcome->setContexts(launcher.contexts ? launcher.contexts() : std::vector<ContextEntry>(), problem);
}

void MainWindow::Private::show(View wanted) {
    if (wanted == View::Welcome) {
        fillWelcome();
    } else {
        settings.view = static_cast<int>(wanted);
    }
    if (wanted != view) {
        history.push_back(view);
        view = wanted;
    }
    rail->setCurrent(static_cast<int>(view) - 1);
    updatePage();
    updateActions();
    if (view == View::Graph && hasContent() && !selected.isEmpty()) {
        const QString id = selected;
        selected.clear(); // the view may not know it yet
        select(id, nullptr);
    }
}

void MainWindow::Private::fail(const Error& error) {
    ++activity;
    failure = error;
    if (hasContent() && view != View::Welcome) {
        toast->showMessage({Icon::Info,
                            Tone::Text,
                            qs(error.sentence()),
                            {},
                            {{QStringLiteral("Retry"), [this] { refreshAction->trigger(); }},
                             {QStringLiteral("Other context"), [this] { show(View::Welcome); }}},
                            true});
        return;
    }
    if (view == View::Welcome) {
        if (opening.isEmpty()) {
            show(View::Welcome); // with the reason on it
            return;
        }
        show(static_cast<View>(settings.view));
    }
    updatePage();
    updateActions();
}

void MainWindow::Private::applyTheme() {
    if (auto* app = qobject_cast<QApplication*>(QCoreApplication::instance())) {
        apply(*app, resolve(settings.theme));
        if (graph != nullptr) {
            graph->setTheme(current());
        }
    }
}

void MainWindow::Private::saveSettings() {
    settings.geometry = q->saveGeometry();
    settings.splitter = splitter->saveState();
    settings.save();
}

MainWindow::MainWindow(engine::Model& model, Launcher launcher, QWidget* parent)
    : QMainWindow(parent), d(std::make_unique<Private>(this, model, std::move(launcher))) {
    d->applyTheme(); // before any widget: one that a style sheet has touched keeps the font of its birth
    d->build();
    d->graph->setTheme(current());
    d->connectViews();
    d->connectModel();
    d->show(View::Welcome);
    d->welcome->setFocus(Qt::OtherFocusReason); // not the first button of the bar
    if (const auto picture = model.picture(); picture && !picture->source.name.empty()) {
        d->setPicture(picture);
    }
}

MainWindow::~MainWindow() = default;

void MainWindow::show(View view) {
    d->show(view);
}

void MainWindow::setThemeChoice(ThemeChoice choice) {
    d->settings.theme = choice;
    d->applyTheme();
    d->updateActions();
}

void MainWindow::setOpening(const QString& name) {
    d->picture = std::make_shared<engine::Picture>();
    d->failure.reset();
    d->selected.clear();
    d->opening = name;
    d->bar->setSource(name);
    d->bar->setPicture(d->picture);
    d->show(static_cast<View>(d->settings.view));
}

void MainWindow::contextsChanged() {
    if (d->view == View::Welcome) {
        d->fillWelcome();
    }
}

void MainWindow::tell(const QString& sentence, bool warning) {
    d->toast->showMessage({Icon::Info, Tone::Text, sentence, {}, {}, warning});
}

void MainWindow::select(const QString& nodeId) {
    d->goTo(nodeId);
}

void MainWindow::reportFailure(const Error& error) {
    d->fail(error);
}

bool MainWindow::settle(int ms) {
    static constexpr int quietEnough = 400; // longer than a picture's interval and a part's layout
    QElapsedTimer whole;
    QElapsedTimer quiet;
    whole.start();
    quiet.start();
    quint64 seen = d->activity;
    while (whole.elapsed() < ms) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        const bool ready = d->view == View::Welcome ||
                           (d->picture->complete && !(d->layingOut && d->view == View::Graph)) || d->failure;
        if (seen != d->activity || !ready) {
            seen = d->activity;
            quiet.restart();
        }
        if (quiet.elapsed() >= quietEnough) {
            d->status->setProgress(
                std::nullopt); // a picture of the window is not of its last moment of loading
            return true;
        }
        QThread::msleep(5);
    }
    return false;
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Paint && watched == d->stack->currentWidget()) {
        ++d->activity;
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    d->saveSettings();
    QMainWindow::closeEvent(event);
}

} // namespace plimsoll::views
