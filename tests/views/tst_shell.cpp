// SPDX-License-Identifier: Apache-2.0
#include "shell/chip.h"
#include "shell/confirmdialog.h"
#include "shell/consent.h"
#include "shell/contextcolour.h"
#include "shell/contextrow.h"
#include "shell/gotofield.h"
#include "shell/gotomodel.h"
#include "shell/inspector.h"
#include "shell/mainwindow.h"
#include "shell/namespacepicker.h"
#include "shell/rail.h"
#include "shell/shellsettings.h"
#include "shell/statepage.h"
#include "shell/statusfacts.h"
#include "shell/textblock.h"
#include "shell/toast.h"
#include "shell/welcomepage.h"
#include "support/testmain.h"
#include "views/shellpicture.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
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

    void contextColourIsStableAndNeverRed();
    void revisionIsDescribed_data();
    void revisionIsDescribed();
    void readOnlyAndFilesHaveNoActions();
    void gatewayFactsSayThatMemoryIsEstimated();
    void routeToHiddenRevisionIsAnAlarm();
    void goneNodeIsNotDescribed();
    void kubectlWritesStarWhereTheMeshDefaultIsNarrow();
    void freshnessTellsTheTruth_data();
    void freshnessTellsTheTruth();
    void deniedKindIsNamedWithTheServersWords();
    void missingKnativeAndIstioAreSaid();
    void goToFindsByWords();

    void welcomeIsShownWithoutSource();
    void failureAtStartStandsOnTheWelcomePage();
    void contextIsOpenedFromWelcome();
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

InspectorContent described(const engine::Picture& picture, const char* id) {
    return describe(picture, QString::fromLatin1(id)).value_or(InspectorContent{});
}

bool hasFact(const InspectorContent& content, const char* label, const char* value) {
    return std::any_of(content.facts.begin(), content.facts.end(), [&](const auto& fact) {
        return fact.label == QLatin1String(label) && fact.value == QString::fromUtf8(value);
    });
}

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

void tst_Shell::contextColourIsStableAndNeverRed() {
    QCOMPARE(contextColour(QStringLiteral("prod"), false), contextColour(QStringLiteral("prod"), false));
    QVERIFY(contextColour(QStringLiteral("prod"), false) != contextColour(QStringLiteral("staging"), false));
    for (int i = 0; i < 2000; ++i) {
        const int hue = contextColour(QStringLiteral("context-%1").arg(i), i % 2 == 0).hslHue();
        QVERIFY2(hue >= 70 && hue <= 328, qPrintable(QString::number(hue)));
    }
}

void tst_Shell::revisionIsDescribed_data() {
    using Action = InspectorContent::Action;
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("title");
    QTest::addColumn<std::vector<Action>>("actions");
    QTest::addColumn<QString>("kubectl"); // what the command must hold; empty: no command
    QTest::newRow("routed") << "revision/shop/checkout-00009"
                            << "Routed" << std::vector<Action>{} << QString();
    QTest::newRow("reserve") << "revision/shop/search-00003"
                             << "In reserve" << std::vector{Action::Hide} << "networking.istio.io/exportTo=";
    QTest::newRow("hidden") << "revision/shop/search-00002"
                            << "Hidden" << std::vector{Action::Show} << "networking.istio.io/exportTo-";
    QTest::newRow("alarm") << "revision/shop/cart-00012"
                           << "Hidden, but routed" << std::vector{Action::ShowNow} << "cart-00012-private";
}

void tst_Shell::revisionIsDescribed() {
    QFETCH(QString, id);
    QFETCH(QString, title);
    QFETCH(std::vector<InspectorContent::Action>, actions);
    QFETCH(QString, kubectl);
    const auto content = describe(test::shellPicture(), id);
    QVERIFY(content.has_value());
    QVERIFY(content->card.has_value());
    QCOMPARE(content->card->title, title);
    QVERIFY(content->actions == actions);
    QCOMPARE(content->kubectl.isEmpty(), kubectl.isEmpty());
    QVERIFY2(content->kubectl.contains(kubectl), qPrintable(content->kubectl));
    QVERIFY(content->object.has_value());
    QVERIFY(content->subtitle.startsWith(QStringLiteral("revision · shop · service ")));
}

void tst_Shell::readOnlyAndFilesHaveNoActions() {
    auto readOnly = test::shellPicture();
    readOnly.readOnly = true;
    auto files = test::shellPicture();
    files.source.writable = false;
    for (const auto& picture : {readOnly, files}) {
        for (const char* id : {"revision/shop/search-00003", "revision/shop/cart-00012"}) {
            const auto content = described(picture, id);
            QVERIFY(content.actions.empty());
            QVERIFY(content.kubectl.isEmpty());
        }
    }
}

void tst_Shell::gatewayFactsSayThatMemoryIsEstimated() {
    const auto content = described(test::shellPicture(), "gateway/istio-system/ingressgateway");
    QVERIFY(hasFact(content, "Envoy clusters", "4,284"));
    QVERIFY(hasFact(content, "Memory limit", "256\u00A0MB"));
    QVERIFY(std::any_of(content.facts.begin(), content.facts.end(),
                        [](const auto& fact) { return fact.label == QLatin1String("Memory, estimated"); }));
}

void tst_Shell::routeToHiddenRevisionIsAnAlarm() {
    auto picture = test::shellPicture();
    QCOMPARE(described(picture, "route/shop/checkout").card->state, InspectorContent::State::Alarm);
    picture.graph.edges[2].broken = false;
    QCOMPARE(described(picture, "route/shop/checkout").card->state, InspectorContent::State::Quiet);
}

void tst_Shell::goneNodeIsNotDescribed() {
    const auto picture = test::shellPicture();
    for (const char* id :
         {"revision/shop/none", "namespace/none", "route/shop/none", "nonsense", "proxy/a/b"}) {
        QVERIFY(!describe(picture, QString::fromLatin1(id)).has_value());
    }
    QVERIFY(describe(picture, {}).has_value()); // the whole estate
}

void tst_Shell::kubectlWritesStarWhereTheMeshDefaultIsNarrow() {
    auto picture = test::shellPicture();
    picture.settings.serviceExportTo = {"."};
    const QString command = described(picture, "revision/shop/search-00002").kubectl;
    QVERIFY2(command.contains(QLatin1String("exportTo=")) && command.contains(QLatin1Char('*')),
             qPrintable(command));
}

void tst_Shell::freshnessTellsTheTruth_data() {
    using Type = cluster::SourceInfo::Type;
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("complete");
    QTest::addColumn<bool>("stale");
    QTest::addColumn<QString>("begins");
    QTest::newRow("live") << static_cast<int>(Type::Live) << true << false << "live · 0.2";
    QTest::newRow("listing") << static_cast<int>(Type::Live) << false << false << "listing";
    QTest::newRow("stale") << static_cast<int>(Type::Live) << true << true << "stale since ";
    QTest::newRow("stale before listed") << static_cast<int>(Type::Live) << false << true << "stale since ";
    QTest::newRow("demo") << static_cast<int>(Type::Demo) << true << false << "demo";
    QTest::newRow("file") << static_cast<int>(Type::Files) << true << false << "file";
}

void tst_Shell::freshnessTellsTheTruth() {
    QFETCH(int, type);
    QFETCH(bool, complete);
    QFETCH(bool, stale);
    QFETCH(QString, begins);
    auto picture = test::shellPicture();
    picture.source.type = static_cast<cluster::SourceInfo::Type>(type);
    picture.complete = complete;
    picture.stale = stale;
    picture.staleSince = 1'700'000'000;
    const QString text = freshness(picture, 200).text;
    QVERIFY2(text.startsWith(begins), qPrintable(text));
}

void tst_Shell::deniedKindIsNamedWithTheServersWords() {
    auto picture = test::shellPicture();
    auto& status = picture.kinds[static_cast<std::size_t>(cluster::Kind::Revision)];
    status.state = cluster::KindStatus::State::Denied;
    status.error =
        Error{ErrorCode::Forbidden, "User \"eve\" cannot list resource \"revisions\"", "", "", 403};
    const auto lines = missingKinds(picture);
    QCOMPARE(lines.size(), std::size_t{1});
    QVERIFY(lines[0].contains(QLatin1String("User \"eve\" cannot list")));
    QVERIFY(lines[0].contains(QLatin1String("revisions.serving.knative.dev")));
    const auto facts = statusFacts(picture);
    QVERIFY(std::any_of(facts.begin(), facts.end(), [](const auto& fact) {
        return fact.text == QLatin1String("missing: 1 kind denied") &&
               fact.detail.contains(QLatin1String("eve"));
    }));
}

void tst_Shell::missingKnativeAndIstioAreSaid() {
    auto picture = test::shellPicture();
    picture.knativeServed = false;
    picture.settings.istioServed = false;
    picture.settings.istio.reset();
    QStringList texts;
    for (const auto& fact : statusFacts(picture)) {
        texts << fact.text;
    }
    QVERIFY(texts.contains(QStringLiteral("no Knative here")));
    QVERIFY(texts.contains(QStringLiteral("no Istio here")));
    picture.settings.istioServed = true;
    const auto facts = statusFacts(picture);
    QVERIFY(std::any_of(facts.begin(), facts.end(), [](const auto& fact) {
        return fact.text == QLatin1String("Istio version unknown");
    }));
}

void tst_Shell::goToFindsByWords() {
    GoToModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setViews({QStringLiteral("Graph"), QStringLiteral("Revisions")});
    model.setPicture(test::shellPicture());
    model.setQuery(QStringLiteral("SHOP 00012"));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0).data(GoToModel::TargetRole).toString(),
             QStringLiteral("revision/shop/cart-00012"));
    model.setQuery(QStringLiteral("rev"));
    QCOMPARE(model.index(0).data(GoToModel::TargetRole).toString(),
             QStringLiteral("view/1")); // begins with it
    model.setQuery(QStringLiteral("no such thing"));
    QCOMPARE(model.rowCount(), 0);
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
    picture.revisions[1].name = endless;
    picture.revisions[1].service = endless;
    picture.revisions[1].publicService = endless;
    picture.revisions[1].warnings = {endless};
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
