// SPDX-License-Identifier: Apache-2.0
#include "knative/changebench.h"
#include "support/testmain.h"

#include <QFile>
#include <QSignalSpy>

using namespace plimsoll;
using cluster::Kind;
using knative::ChangeReport;
using plimsoll::test::ChangeBench;
using Action = knative::ChangeRequest::Action;
using Outcome = knative::ChangeReport::Outcome;
using Lines = std::vector<std::string>;

namespace {

bool mentions(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

Lines patchesOf(const test::FakeServer& server) {
    Lines lines;
    for (const auto& line : server.log) {
        if (line.rfind("patch ", 0) == 0) {
            lines.push_back(line);
        }
    }
    return lines;
}

} // namespace

class ChangerTest : public QObject {
    Q_OBJECT

private slots:
    void hideWritesTheTwoServicesPrivateFirst();
    void showRemovesTheAnnotationPublicFirst();
    void onlyTheAnnotationChanges();
    void aDryRunChangesNothing();
    void nothingToDoIsAlreadySo();
    void unsafeRevisionsAreRefused_data();
    void unsafeRevisionsAreRefused();
    void anIstioNamedByHandIsTheOneThatIsJudgedBy();
    void warningsMustBeAccepted();
    void aRoutedRevisionMayAlwaysBeShown();
    void aRaceWithAnotherWriterIsDecidedAnew();
    void anEndlessRaceIsAConflictAndNothingIsOverwritten();
    void aRouteThatMovesBeforeThePatchIsSeenWhenTheServiceConflicts();
    void aRouteThatMovesWithThePatchTakesTheHideBack();
    void aWitnessThatCannotBeReadAfterwardsTakesTheHideBack();
    void aRouteThatMovesLaterTakesTheHideBack();
    void aSecondPatchThatFailsIsRolledBack();
    void aLostAnswerIsLookedUp();
    void withoutAJournalNothingIsSent();
    void changesOfOneRevisionAreQueued();
    void aSourceThatCannotBeWrittenRefuses();
    void aMissingRevisionIsNamed();
    void manyChangesAtOnceAllFinish();
};

void ChangerTest::hideWritesTheTwoServicesPrivateFirst() {
    ChangeBench bench;
    const auto report = bench.hide();
    QVERIFY2(report.outcome == Outcome::Done, report.message.c_str());
    QCOMPARE(bench.exported(), std::string("~ / ~"));
    QVERIFY((patchesOf(bench.server) == Lines{"patch cart-00001-private ~", "patch cart-00001 ~"}));
    QVERIFY((bench.journal() == Lines{"cart-00001-private:->~ done", "cart-00001:->~ done"}));
    QVERIFY((report.kubectl == Lines{"kubectl annotate service -n shop cart-00001-private cart-00001 "
                                     "networking.istio.io/exportTo=~ --overwrite --context 'prod eu'"}));
    QVERIFY(mentions(report.message, "503"));
}

void ChangerTest::showRemovesTheAnnotationPublicFirst() {
    ChangeBench bench;
    bench.server.setExportTo("cart-00001", "no-such-ns");
    bench.server.setExportTo("cart-00001-private", ".");
    const auto report = bench.show();
    QVERIFY2(report.outcome == Outcome::Done, report.message.c_str());
    QCOMPARE(bench.exported(), std::string("- / -"));
    QVERIFY((patchesOf(bench.server) == Lines{"patch cart-00001 -", "patch cart-00001-private -"}));
    QVERIFY((bench.journal() == Lines{"cart-00001:no-such-ns>- done", "cart-00001-private:.>- done"}));
    QVERIFY((report.kubectl == Lines{"kubectl annotate service -n shop cart-00001 cart-00001-private "
                                     "networking.istio.io/exportTo- --context 'prod eu'"}));
}

void ChangerTest::onlyTheAnnotationChanges() {
    ChangeBench bench;
    const auto before = bench.server.object(Kind::Service, "shop", "cart-00001");
    QVERIFY(bench.hide().outcome == Outcome::Done);
    auto after = bench.server.object(Kind::Service, "shop", "cart-00001");
    QCOMPARE(after["metadata"]["annotations"]["networking.istio.io/exportTo"].get<std::string>(),
             std::string("~"));
    after["metadata"]["annotations"].erase("networking.istio.io/exportTo");
    after["metadata"]["resourceVersion"] = before["metadata"]["resourceVersion"];
    QVERIFY(after == before);
}

void ChangerTest::aDryRunChangesNothing() {
    ChangeBench bench;
    const auto report = bench.run(Action::Hide, true);
    QVERIFY2(report.outcome == Outcome::Done, report.message.c_str());
    QCOMPARE(bench.exported(), std::string("- / -"));
    QVERIFY((patchesOf(bench.server) == Lines{"patch cart-00001-private ~ dry", "patch cart-00001 ~ dry"}));
    QVERIFY(bench.journal().empty());
    bench.server.failPatch = [](const cluster::Patch&) {
        return Error{ErrorCode::Forbidden, "no", {}, {}, 403};
    };
    QVERIFY(bench.run(Action::Hide, true).outcome == Outcome::Failed);
}

void ChangerTest::nothingToDoIsAlreadySo() {
    ChangeBench bench;
    QVERIFY(bench.show().outcome == Outcome::AlreadySo);
    bench.server.setExportTo("cart-00001", "no-such-ns"); // hidden in other words
    bench.server.setExportTo("cart-00001-private", "~");
    QVERIFY(bench.hide().outcome == Outcome::AlreadySo);
    QCOMPARE(bench.patches(), 0);
    bench.server.setExportTo("cart-00001", "."); // half hidden: only the other half is written
    QVERIFY(bench.hide().outcome == Outcome::Done);
    QVERIFY((patchesOf(bench.server) == Lines{"patch cart-00001 ~"}));
}

void ChangerTest::unsafeRevisionsAreRefused_data() {
    QTest::addColumn<QString>("object");
    QTest::addColumn<int>("denied");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& object, std::optional<Kind> denied,
                        const char* reason) {
        QTest::newRow(name) << QString::fromStdString(object) << (denied ? static_cast<int>(*denied) : -1)
                            << QString::fromLatin1(reason);
    };
    row("routed", test::routeText("cart", "[]", R"([{"revisionName":"cart-00001","tag":"old"}])"), {},
        "still routed by Route cart");
    test::RevisionText active;
    active.state = "active";
    row("active", test::revisionJson(active), {}, "its routingState is active");
    test::RevisionText running;
    running.replicas = "2";
    row("running", test::revisionJson(running), {}, "2 replicas are running");
    running.replicas = "";
    row("pods counted", test::revisionJson(running) + "," + test::podText("shop", "p", "cart-00001"), {},
        "1 replica is running");
    row("VirtualServices denied", "", Kind::VirtualService, "VirtualServices may not be listed");
    row("Routes denied", "", Kind::Route, "Routes may not be listed");
    row("HTTPRoutes denied", "", Kind::HttpRoute, "HTTPRoutes may not be listed");
}

void ChangerTest::unsafeRevisionsAreRefused() {
    QFETCH(QString, object);
    QFETCH(int, denied);
    QFETCH(QString, reason);
    ChangeBench bench;
    bench.server.put(object.toStdString());
    if (denied >= 0) {
        bench.server.denied = {static_cast<Kind>(denied)};
    }
    const auto report = bench.hide();
    QVERIFY2(report.outcome == Outcome::Refused, report.message.c_str());
    QCOMPARE(report.reasons.size(), std::size_t{1});
    QVERIFY2(mentions(report.reasons.front(), reason.toStdString()), report.reasons.front().c_str());
    QCOMPARE(bench.patches(), 0);
    QVERIFY(bench.journal().empty());
}

void ChangerTest::anIstioNamedByHandIsTheOneThatIsJudgedBy() {
    ChangeBench bench; // its control plane says 1.30.3
    bench.restartChanger(mesh::Version{1, 6, 14});
    const auto report = bench.hide();
    QVERIFY2(report.outcome == Outcome::Refused, report.message.c_str());
    QVERIFY2(mentions(report.message, "1.6.14"), report.message.c_str());
    QCOMPARE(bench.patches(), 0);
}

void ChangerTest::warningsMustBeAccepted() {
    ChangeBench bench;
    bench.server.remove(Kind::Revision, "shop", "cart-00003"); // now cart-00001 is the newest in reserve
    const auto refused = bench.run(Action::Hide, false, false);
    QVERIFY(refused.outcome == Outcome::Refused);
    QVERIFY(refused.reasons.empty());
    QCOMPARE(refused.warnings.size(), std::size_t{1});
    QCOMPARE(bench.exported(), std::string("- / -"));
    const auto done = bench.run(Action::Hide, false, true);
    QVERIFY(done.outcome == Outcome::Done);
    QCOMPARE(done.warnings, refused.warnings);
}

void ChangerTest::aRoutedRevisionMayAlwaysBeShown() {
    ChangeBench bench;
    QVERIFY(bench.hide().outcome == Outcome::Done);
    bench.server.denied = {Kind::VirtualService, Kind::HttpRoute, Kind::Route};
    bench.route("cart-00001");
    QVERIFY(bench.show().outcome == Outcome::Done);
    QCOMPARE(bench.exported(), std::string("- / -"));
}

void ChangerTest::aRaceWithAnotherWriterIsDecidedAnew() {
    ChangeBench bench;
    int races = 0;
    bench.server.beforePatch = [&](const cluster::Patch& patch) {
        if (patch.name == "cart-00001" && races++ == 0) {
            bench.server.setExportTo("cart-00001", "."); // somebody writes between the read and the patch
        }
    };
    const auto report = bench.hide();
    QVERIFY2(report.outcome == Outcome::Done, report.message.c_str());
    QCOMPARE(bench.exported(), std::string("~ / ~"));
    QVERIFY((bench.journal() ==
             Lines{"cart-00001-private:->~ done", "cart-00001:->~ failed", "cart-00001:.>~ done"}));
}

void ChangerTest::anEndlessRaceIsAConflictAndNothingIsOverwritten() {
    ChangeBench bench;
    int races = 0;
    bench.server.beforePatch = [&](const cluster::Patch& patch) {
        if (patch.name == "cart-00001") {
            bench.server.setExportTo("cart-00001", "writer-" + std::to_string(++races) + ",istio-system");
        }
    };
    const auto report = bench.hide();
    QVERIFY2(report.outcome == Outcome::Conflict, report.message.c_str());
    QCOMPARE(races, 3);
    QCOMPARE(bench.exported(), std::string("writer-3,istio-system / -")); // the private one was put back
    QVERIFY2(mentions(report.message, "Somebody else keeps changing Service shop/cart-00001"),
             report.message.c_str());
    QVERIFY(mentions(report.message, "put back"));
}

void ChangerTest::aRouteThatMovesBeforeThePatchIsSeenWhenTheServiceConflicts() {
    ChangeBench bench;
    int races = 0;
    bench.server.beforePatch = [&](const cluster::Patch& patch) {
        if (patch.name == "cart-00001" && races++ == 0) {
            bench.server.setExportTo("cart-00001", "istio-system");
            bench.route("cart-00001");
        }
    };
    const auto report = bench.hide();
    QVERIFY2(report.outcome == Outcome::Refused, report.message.c_str());
    QCOMPARE(bench.exported(), std::string("istio-system / -"));
}

void ChangerTest::aRouteThatMovesWithThePatchTakesTheHideBack() {
    ChangeBench bench;
    bench.server.setExportTo("cart-00001-private", "istio-system");
    bench.server.afterPatch = [&](const cluster::Patch& patch) {
        if (patch.name == "cart-00001" && bench.server.exportTo("cart-00001") == "~") {
            bench.route("cart-00001");
        }
    };
    const auto report = bench.hide();
    QVERIFY2(report.outcome == Outcome::TakenBack, report.message.c_str());
    QCOMPARE(bench.exported(), std::string("- / istio-system"));
    QVERIFY(report.exposure.has_value());
    QVERIFY(report.exposure->count() >= 0 && report.exposure->count() < 5000);
    QVERIFY2(mentions(report.message, "Route cart"), report.message.c_str());
    QVERIFY((bench.journal() == Lines{"cart-00001-private:istio-system>~ undone", "cart-00001:->~ undone"}));
    QVERIFY(bench.changer->undoable().empty());
}

void ChangerTest::aWitnessThatCannotBeReadAfterwardsTakesTheHideBack() {
    ChangeBench bench;
    bench.server.afterPatch = [&](const cluster::Patch&) { bench.server.denied = {Kind::VirtualService}; };
    const auto report = bench.hide();
    QVERIFY2(report.outcome == Outcome::TakenBack, report.message.c_str());
    QCOMPARE(bench.exported(), std::string("- / -"));
    QVERIFY2(mentions(report.message, "VirtualServices may not be listed"), report.message.c_str());
}

void ChangerTest::aRouteThatMovesLaterTakesTheHideBack() {
    ChangeBench bench;
    QSignalSpy spy(bench.changer.get(), &knative::Changer::takenBack);
    QVERIFY(bench.hide().outcome == Outcome::Done);
    bench.server.put(test::podText("shop", "unrelated", "cart-00002"));
    QTest::qWait(60);
    QCOMPARE(spy.count(), 0);
    bench.route("cart-00001");
    QTRY_COMPARE(spy.count(), 1);
    const auto report = spy.first().first().value<ChangeReport>();
    QVERIFY2(report.outcome == Outcome::TakenBack, report.message.c_str());
    QVERIFY(report.exposure.has_value());
    QCOMPARE(bench.exported(), std::string("- / -"));
}

void ChangerTest::aSecondPatchThatFailsIsRolledBack() {
    ChangeBench bench;
    bench.server.setExportTo("cart-00001-private", ".");
    bench.server.failPatch = [](const cluster::Patch& patch) -> std::optional<Error> {
        return patch.name == "cart-00001"
                   ? std::optional(Error{ErrorCode::Forbidden, "may not be patched", patch.name, {}, 403})
                   : std::nullopt;
    };
    const auto report = bench.hide();
    QVERIFY2(report.outcome == Outcome::Failed, report.message.c_str());
    QVERIFY(report.error && report.error->code == ErrorCode::Forbidden);
    QCOMPARE(bench.exported(), std::string("- / ."));
    QVERIFY((bench.journal() == Lines{"cart-00001-private:.>~ undone", "cart-00001:->~ failed"}));
}

void ChangerTest::aLostAnswerIsLookedUp() {
    ChangeBench bench;
    bench.server.loseAnswer = [](const cluster::Patch&) {
        return Error{ErrorCode::Unreachable, "broke", {}, {}, 0};
    };
    const auto report = bench.hide(); // both patches arrived, though no answer came
    QVERIFY2(report.outcome == Outcome::Done, report.message.c_str());
    QVERIFY((bench.journal() == Lines{"cart-00001-private:->~ done", "cart-00001:->~ done"}));
}

void ChangerTest::withoutAJournalNothingIsSent() {
    ChangeBench bench;
    QFile blocker(bench.folder.filePath(QStringLiteral("file")));
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    bench.journalPath = blocker.fileName().toStdString() + "/journal.jsonl";
    bench.restartChanger();
    const auto report = bench.hide();
    QVERIFY2(report.outcome == Outcome::Failed, report.message.c_str());
    QVERIFY(mentions(report.message, "nothing was sent"));
    QCOMPARE(bench.patches(), 0);
}

void ChangerTest::changesOfOneRevisionAreQueued() {
    ChangeBench bench;
    std::vector<Outcome> outcomes;
    const auto note = [&](const ChangeReport& report) { outcomes.push_back(report.outcome); };
    bench.changer->run({Action::Hide, "shop", "cart-00001", false, true}, note);
    bench.changer->run({Action::Show, "shop", "cart-00001", false, true}, note);
    bench.changer->run({Action::Hide, "shop", "cart-00001", false, true}, note);
    QCOMPARE(outcomes.size(), std::size_t{0}); // never before run() returned
    QTRY_COMPARE(outcomes.size(), std::size_t{3});
    QVERIFY((outcomes == std::vector<Outcome>{Outcome::Done, Outcome::Done, Outcome::Done}));
    QCOMPARE(bench.exported(), std::string("~ / ~"));
    QVERIFY((patchesOf(bench.server) == Lines{"patch cart-00001-private ~", "patch cart-00001 ~",
                                              "patch cart-00001 -", "patch cart-00001-private -",
                                              "patch cart-00001-private ~", "patch cart-00001 ~"}));
}

void ChangerTest::aSourceThatCannotBeWrittenRefuses() {
    ChangeBench bench;
    bench.server.facts.writable = false;
    QVERIFY(bench.hide().outcome == Outcome::Refused);
    bench.server.facts.writable = true;
    bench.server.hasAccess = false;
    QVERIFY(bench.show().outcome == Outcome::Refused);
    QVERIFY(bench.server.log.empty());
}

void ChangerTest::aMissingRevisionIsNamed() {
    ChangeBench bench;
    const auto report = bench.run(Action::Hide, false, true, "nobody-00001");
    QVERIFY(report.outcome == Outcome::Failed);
    QVERIFY2(mentions(report.message, "Revision shop/nobody-00001"), report.message.c_str());
}

void ChangerTest::manyChangesAtOnceAllFinish() {
    ChangeBench bench;
    constexpr int count = 30;
    for (int i = 0; i < count; ++i) {
        test::RevisionText text;
        text.name = "many-" + std::to_string(i);
        text.service = "many";
        bench.server.put(test::textOf(text));
    }
    int done = 0;
    for (int i = 0; i < count; ++i) {
        bench.changer->run(
            {Action::Hide, "shop", "many-" + std::to_string(i), false, true},
            [&](const ChangeReport& report) { done += report.outcome == Outcome::Done ? 1 : 0; });
    }
    QTRY_COMPARE_WITH_TIMEOUT(done, count, 30000);
    QCOMPARE(bench.patches(), 2 * count);
}

PLIMSOLL_TEST(ChangerTest)
#include "tst_changer.moc"
