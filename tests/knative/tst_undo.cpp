// SPDX-License-Identifier: Apache-2.0
#include "knative/changebench.h"
#include "support/testmain.h"

using namespace plimsoll;
using plimsoll::test::ChangeBench;
using Outcome = knative::ChangeReport::Outcome;
using Lines = std::vector<std::string>;

class UndoTest : public QObject {
    Q_OBJECT

private slots:
    void undoingAHidePutsTheFormerValuesBack();
    void undoSurvivesACrashBetweenTheTwoPatches();
    void whatTheJournalCannotTellIsSaid();
    void whatSomebodyElseWroteSinceIsLeftAlone();
    void aServiceMadeAnewIsLeftAlone();
    void undoingAShowGoesThroughTheSafetyCheck();
    void undoingAShowIsTakenBackWhenARouteMoves();
    void onlyThisServersChangesAreOffered();
    void commandsAreQuotedForAShell_data();
    void commandsAreQuotedForAShell();
};

void UndoTest::undoingAHidePutsTheFormerValuesBack() {
    ChangeBench bench;
    bench.server.setExportTo("cart-00001", ".");
    const auto hidden = bench.hide();
    QVERIFY(hidden.outcome == Outcome::Done);
    const auto offered = bench.changer->undoable();
    QCOMPARE(offered.size(), std::size_t{1});
    QCOMPARE(offered.front().text, std::string("Hide shop/cart-00001"));
    QCOMPARE(offered.front().batch, hidden.batch);
    QCOMPARE(offered.front().time, bench.server.facts.clock);
    bench.route("cart-00001"); // shown again freely
    bench.server.log.clear();
    const auto undone = bench.undo(hidden.batch);
    QVERIFY2(undone.outcome == Outcome::Done, undone.message.c_str());
    QCOMPARE(bench.exported(), std::string(". / -"));
    QVERIFY(bench.changer->undoable().empty());
    QVERIFY((bench.journal() == Lines{"cart-00001-private:->~ undone", "cart-00001:.>~ undone"}));
    QVERIFY(bench.undo(hidden.batch).outcome == Outcome::AlreadySo);
}

void UndoTest::undoSurvivesACrashBetweenTheTwoPatches() {
    ChangeBench bench;
    bench.server.afterPatch = [&](const cluster::Patch&) {
        QMetaObject::invokeMethod(
            bench.changer.get(), [&] { bench.changer.reset(); }, Qt::QueuedConnection); // the program dies
        bench.server.afterPatch = {};
    };
    bench.changer->run({knative::ChangeRequest::Action::Hide, "shop", "cart-00001", false, true},
                       [](const knative::ChangeReport&) { QFAIL("nobody is there to hear it"); });
    QTRY_VERIFY(!bench.changer);
    QTest::qWait(20);
    QCOMPARE(bench.server.exportTo("cart-00001-private"), std::string("~"));
    bench.restartChanger();
    const auto offered = bench.changer->undoable();
    QCOMPARE(offered.size(), std::size_t{1});
    const auto undone = bench.undo(offered.front().batch);
    QVERIFY2(undone.outcome == Outcome::Done, undone.message.c_str());
    QCOMPARE(bench.exported(), std::string("- / -"));
}

void UndoTest::whatTheJournalCannotTellIsSaid() {
    ChangeBench bench;
    const auto hidden = bench.hide();
    QVERIFY(bench.changer->journalProblems().empty());
    QFile file(QString::fromStdString(bench.journalPath));
    QVERIFY(file.open(QIODevice::Append));
    file.write("not an entry\n");
    file.close();
    const auto& problems = bench.changer->journalProblems();
    QCOMPARE(problems.size(), std::size_t{1});
    QVERIFY(problems.front().where.find(", line ") != std::string::npos);
    QCOMPARE(bench.changer->undoable().size(), std::size_t{1}); // the rest still holds
    QVERIFY(bench.undo(hidden.batch).outcome == Outcome::Done);
}

void UndoTest::whatSomebodyElseWroteSinceIsLeftAlone() {
    ChangeBench bench;
    const auto hidden = bench.hide();
    bench.server.setExportTo("cart-00001", "infra");
    const auto undone = bench.undo(hidden.batch);
    QVERIFY(undone.outcome == Outcome::Done);
    QCOMPARE(bench.exported(), std::string("infra / -"));
    QVERIFY2(undone.message.find("Service shop/cart-00001 was changed by somebody else since") !=
                 std::string::npos,
             undone.message.c_str());
}

void UndoTest::aServiceMadeAnewIsLeftAlone() {
    ChangeBench bench;
    const auto hidden = bench.hide();
    for (const auto* name : {"cart-00001", "cart-00001-private"}) {
        auto service = bench.server.object(cluster::Kind::Service, "shop", name);
        service["metadata"]["uid"] = std::string("another-") + name;
        bench.server.put(service.dump());
    }
    QVERIFY(bench.changer->undoable().empty());
    const auto undone = bench.undo(hidden.batch);
    QVERIFY2(undone.outcome == Outcome::Conflict, undone.message.c_str());
    QCOMPARE(bench.exported(), std::string("~ / ~"));
}

void UndoTest::undoingAShowGoesThroughTheSafetyCheck() {
    ChangeBench bench;
    bench.server.setExportTo("cart-00001", "~");
    bench.server.setExportTo("cart-00001-private", "no-such-ns");
    const auto shown = bench.show();
    QVERIFY(shown.outcome == Outcome::Done);
    QCOMPARE(bench.changer->undoable().front().text, std::string("Show shop/cart-00001"));
    bench.route("cart-00001");
    const auto refused = bench.undo(shown.batch);
    QVERIFY2(refused.outcome == Outcome::Refused, refused.message.c_str());
    QCOMPARE(bench.exported(), std::string("- / -"));
    bench.route("cart-00002");
    const auto undone = bench.undo(shown.batch);
    QVERIFY2(undone.outcome == Outcome::Done, undone.message.c_str());
    QCOMPARE(bench.exported(), std::string("~ / no-such-ns"));
}

void UndoTest::undoingAShowIsTakenBackWhenARouteMoves() {
    ChangeBench bench;
    bench.server.setExportTo("cart-00001", "~");
    const auto shown = bench.show();
    bench.server.afterPatch = [&](const cluster::Patch&) { bench.route("cart-00001"); };
    const auto undone = bench.undo(shown.batch);
    QVERIFY2(undone.outcome == Outcome::TakenBack, undone.message.c_str());
    QCOMPARE(bench.exported(), std::string("- / -"));
}

void UndoTest::onlyThisServersChangesAreOffered() {
    ChangeBench bench;
    const auto hidden = bench.hide();
    bench.server.facts.server = "https://10.0.0.2:6443";
    QVERIFY(bench.changer->undoable().empty());
    QVERIFY(bench.undo(hidden.batch).outcome == Outcome::AlreadySo);
    QCOMPARE(bench.exported(), std::string("~ / ~"));
    bench.server.facts.server = "https://10.0.0.1:6443";
    QCOMPARE(bench.changer->undoable().size(), std::size_t{1});
}

void UndoTest::commandsAreQuotedForAShell_data() {
    QTest::addColumn<QString>("context");
    QTest::addColumn<QString>("value"); // "-": removal
    QTest::addColumn<QString>("command");
    QTest::newRow("plain") << QStringLiteral("prod") << QStringLiteral("~")
                           << QStringLiteral("kubectl annotate service -n shop a b "
                                             "networking.istio.io/exportTo=~ --overwrite --context prod");
    QTest::newRow("removal") << QStringLiteral("prod") << QStringLiteral("-")
                             << QStringLiteral("kubectl annotate service -n shop a b "
                                               "networking.istio.io/exportTo- --context prod");
    QTest::newRow("quotes") << QStringLiteral("it's $HOME") << QStringLiteral("a b")
                            << QStringLiteral("kubectl annotate service -n shop a b "
                                              "'networking.istio.io/exportTo=a b' --overwrite "
                                              "--context 'it'\\''s $HOME'");
    QTest::newRow("star, no context") << QString() << QStringLiteral("*")
                                      << QStringLiteral("kubectl annotate service -n shop a b "
                                                        "'networking.istio.io/exportTo=*' --overwrite");
}

void UndoTest::commandsAreQuotedForAShell() {
    QFETCH(QString, context);
    QFETCH(QString, value);
    QFETCH(QString, command);
    const auto exportTo = value == u"-" ? std::nullopt : std::optional(value.toStdString());
    QCOMPARE(
        QString::fromStdString(knative::kubectlCommand(context.toStdString(), "shop", {"a", "b"}, exportTo)),
        command);
}

PLIMSOLL_TEST(UndoTest)
#include "tst_undo.moc"
