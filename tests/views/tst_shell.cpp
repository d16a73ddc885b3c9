// SPDX-License-Identifier: Apache-2.0
#include "shell/chip.h"
#include "shell/confirmdialog.h"
#include "shell/consent.h"
#include "shell/contextrow.h"
#include "shell/gotofield.h"
#include "shell/inspector.h"
#include "shell/mainwindow.h"
#include "shell/namespacepicker.h"
#include "shell/rail.h"
#include "shell/shellsettings.h"
#include "shell/statepage.h"
#include "shell/textblock.h"
#include "shell/toast.h"
#include "shell/welcomepage.h"
#include "support/testmain.h"
#include "views/shellpicture.h"

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace plimsoll;
using namespace plimsoll::views;

class tst_Shell final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void welcomeIsShownWithoutSource();
    void everyTextHasTheThemesFont();
    void failureAtStartStandsOnTheWelcomePage();
    void contextIsOpenedFromWelcome();
    void changedContextsAreShownAtOnce();
    void whatIsToldStandsOverTheView();
    void failureBeforeContentIsAPageWithRetry();
    void failureOverContentKeepsThePicture();
    void confirmNamesTheContextAndMustBeAccepted();
    void refusedHideListsReasons();
    void doneHideOffersUndo();
    void readOnlyWindowHasNoUndoAndNoActions();
    void longNamesDoNotWidenTheWindow();
    void consentIsAnsweredOnce();
    void settingsSurviveNonsense();
    void alarmPillGoesToTheAlarm();

private:
    Launcher launcher();
    static engine::PicturePtr shared(engine::Picture picture) {
        return std::make_shared<engine::Picture>(std::move(picture));
    }
    QTemporaryDir m_settings;
    QStringList m_opened;
};

namespace {

QPushButton* buttonNamed(const QWidget& within, const QString& text) {
    for (auto* button : within.findChildren<QPushButton*>()) {
        if (button->text().trimmed() == text) {
            return button;
        }
    }
    return nullptr;
}

} // namespace

void tst_Shell::initTestCase() {
    QVERIFY(m_settings.isValid());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
}

Launcher tst_Shell::launcher() {
    m_opened.clear();
    Launcher made;
    made.contexts = [] {
        return std::vector<ContextEntry>{{QStringLiteral("prod-eu-1"),
                                          QStringLiteral("https://10.12.0.1:6443"),
                                          QStringLiteral("shop"),
                                          {},
                                          true},
                                         {QStringLiteral("staging"),
                                          QStringLiteral("https://s:6443"),
                                          {},
                                          QStringLiteral("aws eks get-token"),
                                          false}};
    };
    made.openContext = [this](const QString& name) { m_opened << name; };
    return made;
}

void tst_Shell::everyTextHasTheThemesFont() {
    // As in a fresh process: a widget that a style sheet touches keeps the font that it was born with.
    qApp->setStyleSheet(QString());
    QApplication::setFont(QFont(QStringLiteral("Courier")));
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.show();
    const auto labels = window.findChildren<QLabel*>();
    QVERIFY(labels.size() > 10);
    for (const auto* label : labels) {
        QVERIFY2(label->font().family() != QLatin1String("Courier"), qPrintable(label->text()));
    }
}

void tst_Shell::welcomeIsShownWithoutSource() {
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.show();
    QVERIFY(window.findChild<WelcomePage*>()->isVisible());
    QVERIFY(!window.findChild<Rail*>()->isVisible());
    QCOMPARE(window.findChildren<ContextRow*>().size(), 2);
    auto problem = launcher();
    problem.contexts = [] { return std::vector<ContextEntry>(); };
    problem.contextsProblem = [] { return QStringLiteral("/home/eve/.kube/config: is no YAML"); };
    MainWindow other(model, problem);
    other.show();
    const auto texts = other.findChild<WelcomePage*>()->findChildren<TextBlock*>();
    QVERIFY(std::any_of(texts.begin(), texts.end(),
                        [](const auto* text) { return text->text().contains(QLatin1String("is no YAML")); }));
}

void tst_Shell::failureAtStartStandsOnTheWelcomePage() {
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.reportFailure({ErrorCode::NotFound, "context \"x\" does not exist", "", "", 0});
    window.show(MainWindow::View::Welcome);
    const auto texts = window.findChild<WelcomePage*>()->findChildren<TextBlock*>();
    QVERIFY(std::any_of(texts.begin(), texts.end(), [](const auto* text) {
        return text->text().contains(QLatin1String("context \"x\" does not exist"));
    }));
    QVERIFY(window.findChildren<ContextRow*>().size() >= 2); // the others can still be opened
}

void tst_Shell::changedContextsAreShownAtOnce() {
    engine::Model model(engine::ModelOptions{});
    auto made = launcher();
    std::vector<ContextEntry> entries = made.contexts();
    made.contexts = [&entries] { return entries; };
    MainWindow window(model, made);
    window.show();
    QCOMPARE(window.findChildren<ContextRow*>().size(), 2);
    entries.pop_back();
    window.contextsChanged();
    QTRY_COMPARE(window.findChildren<ContextRow*>().size(), 1); // the former rows go with the event loop
}

void tst_Shell::whatIsToldStandsOverTheView() {
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.show();
    window.setOpening(QStringLiteral("prod-eu-1"));
    window.tell(QStringLiteral("The kubeconfig changed."), true);
    const auto* toast = window.findChild<Toast*>();
    QVERIFY(toast->isVisible());
    QCOMPARE(toast->message().text, QStringLiteral("The kubeconfig changed."));
    QVERIFY(toast->message().stays);
}

void tst_Shell::contextIsOpenedFromWelcome() {
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.show();
    window.findChildren<ContextRow*>().at(1)->click();
    QCOMPARE(m_opened, QStringList{QStringLiteral("staging")});
    QVERIFY(window.findChild<StatePage*>()->isVisible());
    QVERIFY(window.findChild<StatePage*>()->message().title.contains(QLatin1String("staging")));
}

void tst_Shell::failureBeforeContentIsAPageWithRetry() {
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.show();
    window.findChildren<ContextRow*>().at(0)->click();
    window.reportFailure({ErrorCode::Unreachable, "connection refused", "https://10.12.0.1:6443", "", 0});
    auto* page = window.findChild<StatePage*>();
    QVERIFY(page->isVisible());
    QVERIFY(page->message().reason.contains(QLatin1String("connection refused")));
    QVERIFY(!page->message().next.isEmpty());
    buttonNamed(*page, QStringLiteral("Retry"))->click();
    QCOMPARE(m_opened, QStringList({QStringLiteral("prod-eu-1"), QStringLiteral("prod-eu-1")}));
    buttonNamed(*page, QStringLiteral("Choose another context"))->click();
    QVERIFY(window.findChild<WelcomePage*>()->isVisible());
}

void tst_Shell::failureOverContentKeepsThePicture() {
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.show();
    emit model.pictureChanged(shared(test::shellPicture()));
    emit model.failed({ErrorCode::Unreachable, "connection reset", "https://10.12.0.1:6443", "", 0});
    QVERIFY(!window.findChild<StatePage*>()->isVisible());
    QVERIFY(window.findChild<Toast*>()->isVisible());
    QVERIFY(window.findChild<Toast*>()->message().text.contains(QLatin1String("connection reset")));
}

void tst_Shell::confirmNamesTheContextAndMustBeAccepted() {
    const auto picture = test::shellPicture();
    const auto* revision = findRevision(picture, QStringLiteral("shop"), QStringLiteral("search-00003"));
    QVERIFY(revision != nullptr);
    const auto asked = hideConfirmation(picture, *revision);
    QCOMPARE(asked.context, QStringLiteral("prod-eu-1"));
    QVERIFY(asked.done[0].contains(QLatin1String("search-00003-private")));
    QVERIFY(asked.done[1].contains(QLatin1String("503")));
    ConfirmDialog dialog(asked, nullptr);
    const auto bands = dialog.findChildren<QWidget*>();
    QVERIFY(std::any_of(bands.begin(), bands.end(), [](const auto* widget) {
        return widget->accessibleName() == QLatin1String("Context prod-eu-1");
    }));
    auto* hide = buttonNamed(dialog, QStringLiteral("Hide"));
    QVERIFY(!hide->isEnabled());
    QVERIFY(!hide->isDefault());
    dialog.findChild<QCheckBox*>()->setChecked(true);
    QVERIFY(hide->isEnabled());
    QVERIFY(dialog.acceptsWarnings());
}

void tst_Shell::refusedHideListsReasons() {
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.show();
    emit model.pictureChanged(shared(test::shellPicture()));
    knative::ChangeReport report;
    report.outcome = knative::ChangeReport::Outcome::Refused;
    report.message = "search-00003 was not hidden.";
    report.reasons = {"Route search names it", "It has 2 replicas"};
    emit model.changeFinished(report);
    const auto& message = window.findChild<Toast*>()->message();
    QCOMPARE(message.points.size(), std::size_t{2});
    QVERIFY(message.stays);
    QVERIFY(message.actions.empty());
}

void tst_Shell::doneHideOffersUndo() {
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.show();
    emit model.pictureChanged(shared(test::shellPicture()));
    knative::ChangeReport report;
    report.outcome = knative::ChangeReport::Outcome::Done;
    report.message = "search-00003 is hidden.";
    report.batch = "b2";
    emit model.changeFinished(report);
    QCOMPARE(window.findChild<Toast*>()->message().actions.size(), std::size_t{1});
    auto readOnly = test::shellPicture();
    readOnly.readOnly = true;
    emit model.pictureChanged(shared(readOnly));
    emit model.changeFinished(report);
    QVERIFY(window.findChild<Toast*>()->message().actions.empty());
}

void tst_Shell::readOnlyWindowHasNoUndoAndNoActions() {
    engine::ModelOptions options;
    options.readOnly = true;
    engine::Model model(options);
    MainWindow window(model, launcher());
    window.show();
    auto picture = test::shellPicture();
    picture.readOnly = true;
    emit model.pictureChanged(shared(picture));
    window.select(QStringLiteral("revision/shop/search-00003"));
    auto* inspector = window.findChild<Inspector*>();
    QCOMPARE(inspector->content().title, QStringLiteral("search-00003"));
    QVERIFY(buttonNamed(*inspector, QStringLiteral("Hide…")) == nullptr);
    QVERIFY(buttonNamed(*inspector, QStringLiteral("YAML")) != nullptr);
    for (const auto* action : window.findChildren<QAction*>()) {
        if (action->shortcut() == QKeySequence(QStringLiteral("Ctrl+Z"))) {
            QVERIFY(!action->isVisible());
        }
    }
}

void tst_Shell::longNamesDoNotWidenTheWindow() {
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.show();
    auto picture = test::shellPicture();
    const std::string endless(3000, 'x');
    picture.source.name = endless;
    picture.source.serverVersion = endless;
    picture.revisions.edit()[1].name = endless;
    picture.revisions.edit()[1].service = endless;
    picture.revisions.edit()[1].publicService = endless;
    picture.revisions.edit()[1].warnings = {endless};
    picture.namespaces = {endless};
    picture.problems = {{ErrorCode::Input, endless, endless, endless, 0}};
    emit model.pictureChanged(shared(picture));
    window.select(QStringLiteral("revision/shop/") + QString::fromStdString(endless));
    QCOMPARE(window.findChild<Inspector*>()->content().title.size(), 3000);
    emit model.failed({ErrorCode::Server, endless, endless, endless, 500});
    window.findChild<NamespacePicker*>()->setChosen({QString::fromStdString(endless)});
    QCoreApplication::processEvents();
    const QSize least = window.minimumSizeHint();
    QVERIFY2(least.width() <= 1366 && least.height() <= 768,
             qPrintable(QStringLiteral("%1x%2").arg(least.width()).arg(least.height())));
    const ConfirmDialog dialog(hideConfirmation(picture, picture.revisions[1]), &window);
    QVERIFY(dialog.width() <= 640 && dialog.height() <= 768);
}

void tst_Shell::consentIsAnsweredOnce() {
    int answers = 0;
    bool last = true;
    {
        QWidget parent;
        askConsent(&parent, QStringLiteral("staging"), QStringLiteral("aws eks get-token"), [&](bool yes) {
            ++answers;
            last = yes;
        });
        QCOMPARE(answers, 0);
    } // the window goes away: nobody said yes
    QCOMPARE(answers, 1);
    QVERIFY(!last);
    QWidget parent;
    askConsent(&parent, QStringLiteral("staging"), QStringLiteral("aws eks get-token"), [&](bool yes) {
        ++answers;
        last = yes;
    });
    QPointer<QPushButton> run = buttonNamed(parent, QStringLiteral("Run it"));
    QVERIFY(run);
    run->click();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(answers, 2);
    QVERIFY(last);
}

void tst_Shell::settingsSurviveNonsense() {
    ShellSettings settings;
    settings.theme = ThemeChoice::Dark;
    settings.view = 3;
    settings.lastContext = QStringLiteral("prod-eu-1");
    settings.save();
    QVERIFY(ShellSettings::load() == settings);
    QSettings raw(QStringLiteral("plimsoll"), QStringLiteral("plimsoll"));
    raw.setValue(QStringLiteral("window/view"), QStringLiteral("-7"));
    raw.setValue(QStringLiteral("window/theme"), QStringLiteral("pink"));
    raw.sync();
    QCOMPARE(ShellSettings::load().view, 1);
    QCOMPARE(ShellSettings::load().theme, ThemeChoice::System);
    raw.clear();
}

void tst_Shell::alarmPillGoesToTheAlarm() {
    engine::Model model(engine::ModelOptions{});
    MainWindow window(model, launcher());
    window.show();
    emit model.pictureChanged(shared(test::shellPicture()));
    Chip* pill = nullptr;
    for (auto* chip : window.findChildren<Chip*>()) {
        pill = chip->text() == QLatin1String("1 alarm") ? chip : pill;
    }
    QVERIFY(pill != nullptr && pill->isVisible());
    pill->click();
    QCOMPARE(window.findChild<Inspector*>()->content().nodeId, QStringLiteral("revision/shop/cart-00012"));
    auto calm = test::shellPicture();
    calm.alarms = 0;
    emit model.pictureChanged(shared(calm));
    QVERIFY(!pill->isVisible());
}

PLIMSOLL_TEST(tst_Shell)
#include "tst_shell.moc"
