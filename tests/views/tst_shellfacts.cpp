// SPDX-License-Identifier: Apache-2.0
// What the window says, without a window: the inspector's content, the status line's facts, go-to.
#include "shell/contextcolour.h"
#include "shell/gotomodel.h"
#include "shell/inspectorcontent.h"
#include "shell/statusfacts.h"
#include "support/testmain.h"
#include "views/shellpicture.h"

#include <QAbstractItemModelTester>

using namespace plimsoll;
using namespace plimsoll::views;

class tst_ShellFacts final : public QObject {
    Q_OBJECT

private slots:
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

} // namespace

void tst_ShellFacts::contextColourIsStableAndNeverRed() {
    QCOMPARE(contextColour(QStringLiteral("prod"), false), contextColour(QStringLiteral("prod"), false));
    QVERIFY(contextColour(QStringLiteral("prod"), false) != contextColour(QStringLiteral("staging"), false));
    for (int i = 0; i < 2000; ++i) {
        const int hue = contextColour(QStringLiteral("context-%1").arg(i), i % 2 == 0).hslHue();
        QVERIFY2(hue >= 70 && hue <= 328, qPrintable(QString::number(hue)));
    }
}

void tst_ShellFacts::revisionIsDescribed_data() {
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

void tst_ShellFacts::revisionIsDescribed() {
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

void tst_ShellFacts::readOnlyAndFilesHaveNoActions() {
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

void tst_ShellFacts::gatewayFactsSayThatMemoryIsEstimated() {
    const auto content = described(test::shellPicture(), "gateway/istio-system/ingressgateway");
    QVERIFY(hasFact(content, "Envoy clusters", "4,284"));
    QVERIFY(hasFact(content, "Memory limit", "256\u00A0MB"));
    QVERIFY(std::any_of(content.facts.begin(), content.facts.end(),
                        [](const auto& fact) { return fact.label == QLatin1String("Memory, estimated"); }));
}

void tst_ShellFacts::routeToHiddenRevisionIsAnAlarm() {
    auto picture = test::shellPicture();
    QCOMPARE(described(picture, "route/shop/checkout").card->state, InspectorContent::State::Alarm);
    picture.graph.edit().edges[2].broken = false;
    QCOMPARE(described(picture, "route/shop/checkout").card->state, InspectorContent::State::Quiet);
}

void tst_ShellFacts::goneNodeIsNotDescribed() {
    const auto picture = test::shellPicture();
    for (const char* id :
         {"revision/shop/none", "namespace/none", "route/shop/none", "nonsense", "proxy/a/b"}) {
        QVERIFY(!describe(picture, QString::fromLatin1(id)).has_value());
    }
    QVERIFY(describe(picture, {}).has_value()); // the whole estate
}

void tst_ShellFacts::kubectlWritesStarWhereTheMeshDefaultIsNarrow() {
    auto picture = test::shellPicture();
    picture.settings.serviceExportTo = {"."};
    const QString command = described(picture, "revision/shop/search-00002").kubectl;
    QVERIFY2(command.contains(QLatin1String("exportTo=")) && command.contains(QLatin1Char('*')),
             qPrintable(command));
}

void tst_ShellFacts::freshnessTellsTheTruth_data() {
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

void tst_ShellFacts::freshnessTellsTheTruth() {
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

void tst_ShellFacts::deniedKindIsNamedWithTheServersWords() {
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
        return fact.text == QLatin1String("partial view: 1 kind denied") &&
               fact.detail.contains(QLatin1String("eve"));
    }));
}

void tst_ShellFacts::missingKnativeAndIstioAreSaid() {
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

void tst_ShellFacts::goToFindsByWords() {
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

PLIMSOLL_TEST(tst_ShellFacts)
#include "tst_shellfacts.moc"
