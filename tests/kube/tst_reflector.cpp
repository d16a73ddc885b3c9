// SPDX-License-Identifier: Apache-2.0
#include "reflectorrig.h"
#include "support/testmain.h"

#include <QElapsedTimer>

using namespace plimsoll::test;
using State = RecordingSink::State;

class ReflectorTest final : public QObject {
    Q_OBJECT

private slots:
    void listsFromTheCacheThenWatches() {
        Rig rig({says(list(10, {object("a", 1), object("b", 2)}))},
                {streams(line("ADDED", object("c", 11)) + line("MODIFIED", object("a", 12)) +
                         line("DELETED", object("b", 13)))});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=12 c=11"));
        QCOMPARE(rig.sink.stateName(), text("Live"));
        QVERIFY(rig.sink.was(State::Listing));
        QCOMPARE(rig.listTargets,
                 QStringList{text("/apis/serving.knative.dev/v1/revisions?resourceVersion=0")});
        const FakeRequest watch{"GET", rig.watchTargets.at(0).toUtf8(), {}, {}};
        QCOMPARE(watch.query(text("resourceVersion")), text("10"));
        QCOMPARE(watch.query(text("allowWatchBookmarks")), text("true"));
        const int seconds = watch.query(text("timeoutSeconds")).toInt();
        QVERIFY2(seconds >= 60 && seconds <= 120, qPrintable(QString::number(seconds)));
        QCOMPARE(rig.reflector->resourceVersion(), std::string("13"));
        QVERIFY(rig.sink.bytes > 100);
    }

    void sendsSelectorsEncoded() {
        Rig rig({says(list(1, {}))}, {streams()});
        rig.collection.labelSelector = "endpointslice.kubernetes.io/managed-by!=a b,app in (x)";
        rig.collection.fieldSelector = "metadata.name=istio";
        rig.start();
        QTRY_COMPARE(rig.watchTargets.size(), 1);
        for (const auto& target : {rig.listTargets.at(0), rig.watchTargets.at(0)}) {
            const FakeRequest request{"GET", target.toUtf8(), {}, {}};
            QCOMPARE(request.query(text("labelSelector")),
                     text("endpointslice.kubernetes.io/managed-by!=a b,app in (x)"));
            QCOMPARE(request.query(text("fieldSelector")), text("metadata.name=istio"));
            QVERIFY(!target.contains(QLatin1Char(' ')));
        }
    }

    void aBookmarkMovesTheVersionAndACleanEndIsNoTrouble() {
        Rig rig({says(list(10, {object("a", 1)}))},
                {streamsAndEnds(line("BOOKMARK", "{\"kind\":\"Revision\",\"metadata\":{\"resourceVersion\":"
                                                 "\"50\",\"creationTimestamp\":null}}")),
                 streams()});
        rig.start();
        QTRY_COMPARE(rig.watchTargets.size(), 2);
        QVERIFY(rig.watchTargets.at(1).contains(text("resourceVersion=50&")));
        QCOMPARE(rig.listTargets.size(), 1);
        QCOMPARE(rig.sink.events, 0);
        QCOMPARE(rig.sink.states, (std::vector<State>{State::Listing, State::Live}));
    }

    void a410InTheStreamMeansANewListAndWhatIsNotInItVanishes() {
        Rig rig({says(list(10, {object("a", 1), object("gone", 2)})), says(list(30, {object("a", 29)}))},
                {streamsAndEnds(line("ADDED", object("b", 11)) + line("ERROR", tooOld)), streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=29"));
        QCOMPARE(rig.listTargets.size(), 2);
        QVERIFY(rig.listTargets.at(1).endsWith(text("?resourceVersion=11")));
        QTRY_COMPARE(rig.watchTargets.size(), 2);
        QVERIFY(rig.watchTargets.at(1).contains(text("resourceVersion=30&")));
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
    }

    void when410ComesAgainTheNewestListIsRead() {
        Rig rig({says(list(10, {})), says(list(10, {})), says(list(40, {object("a", 39)}))},
                {refuses(410, "Expired", "too old"), streamsAndEnds(line("ERROR", tooOld)), streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=39"));
        QVERIFY(rig.listTargets.at(1).endsWith(text("?resourceVersion=10")));
        QVERIFY(rig.listTargets.at(2).endsWith(text("?limit=500")));
    }

    void aCutWatchIsStaleAndGoesOnWithoutLoss() {
        const QByteArray half = line("ADDED", object("c", 12));
        Rig rig({says(list(10, {object("a", 1)}))},
                {streamsAndCuts(line("ADDED", object("b", 11)) + half.left(20)), streams(half)});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=1 b=11 c=12"));
        QVERIFY(rig.watchTargets.at(1).contains(text("resourceVersion=11&")));
        QCOMPARE(rig.listTargets.size(), 1);
        QCOMPARE(rig.sink.states,
                 (std::vector<State>{State::Listing, State::Live, State::Stale, State::Live}));
    }

    void anEventHalfSentBeforeACleanEndIsReadAgain() {
        const QByteArray whole = line("ADDED", object("b", 11));
        Rig rig({says(list(10, {}))}, {streamsAndEnds(whole.left(25)), streams(whole)});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("b=11"));
        QVERIFY(rig.sink.was(State::Stale));
    }

    void aCutListIsFailedAndAskedForAgain() {
        const QByteArray whole = list(10, {object("a", 1), object("b", 2)});
        Rig rig({[whole](const Exchange& e) {
                     e->begin();
                     e->chunk(whole.left(whole.size() - 20));
                     e->cut();
                 },
                 streamsAndEnds(whole.left(whole.size() - 20)), says(whole)},
                {streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QVERIFY(rig.sink.was(State::Failed));
        QCOMPARE(rig.sink.wholeLists, 1);
        QCOMPARE(rig.sink.dump(), text("a=1 b=2"));
    }

    void aCutNewListTakesNothingAway() {
        const QByteArray whole = list(30, {object("a", 29), object("c", 28)});
        Rig rig({says(list(10, {object("a", 1), object("b", 2)})),
                 streamsAndCuts(whole.left(whole.size() - 2)), [](const Exchange&) {}},
                {streamsAndEnds(line("ERROR", tooOld))});
        rig.start();
        QTRY_COMPARE(rig.listTargets.size(), 3);
        QCOMPARE(rig.sink.wholeLists, 1);
        QCOMPARE(rig.sink.dump(), text("a=29 b=2 c=28"));
        QCOMPARE(rig.sink.stateName(), text("Stale"));
        QCOMPARE(rig.sink.error->code, plimsoll::ErrorCode::Unreachable);
    }

    void whatIsNoListFailsWithItsName_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("says");
        QTest::newRow("html") << 200 << QByteArray("<html>log in</html>") << QByteArray("text/html")
                              << text("HTML");
        QTest::newRow("object") << 200 << QByteArray("{\"kind\":\"Pod\"}") << QByteArray("application/json")
                                << text("not a list");
        QTest::newRow("status") << 200 << status(500, "InternalError", "etcd is on fire")
                                << QByteArray("application/json") << text("etcd is on fire");
        QTest::newRow("500") << 500 << status(500, "InternalError", "etcd is on fire")
                             << QByteArray("application/json") << text("etcd is on fire");
        QTest::newRow("500 html") << 500 << QByteArray("<html>oops</html>") << QByteArray("text/html")
                                  << text("500");
        QTest::newRow("empty") << 200 << QByteArray() << QByteArray("application/json") << text("empty");
    }
    void whatIsNoListFailsWithItsName() {
        QFETCH(int, code);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        QFETCH(QString, says);
        Rig rig({[=](const Exchange& e) { e->respond(code, body, type); },
                 plimsoll::test::says(list(5, {object("a", 1)}))},
                {streams()});
        rig.timing.backoff = ReflectorTiming::Ms(300);
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Failed"));
        QVERIFY2(rig.sink.sentence().contains(says), qPrintable(rig.sink.sentence()));
        QVERIFY2(rig.sink.sentence().contains(text("Revisions")), qPrintable(rig.sink.sentence()));
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QVERIFY(!rig.sink.error);
        QCOMPARE(rig.sink.dump(), text("a=1"));
    }

    void aRefusalIsDeniedInTheServersWordsAndTriedAgain_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("401") << 401 << QByteArray("Unauthorized");
        QTest::newRow("403") << 403 << QByteArray("Forbidden");
    }
    void aRefusalIsDeniedInTheServersWordsAndTriedAgain() {
        QFETCH(int, code);
        QFETCH(QByteArray, reason);
        Rig rig({refuses(code, reason.constData(), "limited cannot list revisions"), says(list(1, {}))},
                {streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Denied"));
        QVERIFY2(rig.sink.sentence().contains(text("limited cannot list revisions")),
                 qPrintable(rig.sink.sentence()));
        QCOMPARE(rig.sink.error->httpStatus, code);
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
    }

    void aKindThatIsNotServedIsAskedForAgain_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("text") << QByteArray("404 page not found\n") << QByteArray("text/plain");
        QTest::newRow("status") << status(404, "NotFound", "the server could not find the requested resource")
                                << QByteArray("application/json");
    }
    void aKindThatIsNotServedIsAskedForAgain() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        Rig rig({[=](const Exchange& e) { e->respond(404, body, type); }, says(list(3, {object("a", 1)}))},
                {streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("NotServed"));
        QCOMPARE(rig.sink.wholeLists, 0);
        QTRY_COMPARE(rig.sink.dump(), text("a=1"));
    }

    void aKindTakenFromTheServerVanishesOnlyWhenThatStays() {
        const Answer notFound = [](const Exchange& e) {
            e->respond(404, "404 page not found\n", "text/plain");
        };
        Rig rig({says(list(10, {object("a", 1)})), notFound},
                {notFound, streamsAndEnds(line("ERROR", tooOld)), notFound});
        rig.start();
        QTRY_COMPARE(rig.listTargets.size(),
                     2); // the second watch was answered, the list after it is refused
        QCOMPARE(rig.sink.dump(), text("a=1"));
        QVERIFY(rig.sink.was(State::Stale));
        QVERIFY(!rig.sink.was(State::NotServed));
        QTRY_COMPARE(rig.sink.stateName(), text("NotServed"));
        QCOMPARE(rig.sink.dump(), text(""));
    }

    void aServerThatRestartsMayRefuseForAMoment() {
        Rig rig({says(list(10, {object("a", 1)}))},
                {streamsAndCuts(line("ADDED", object("b", 11))),
                 refuses(403, "Forbidden", "roles not read yet"),
                 refuses(403, "Forbidden", "roles not read yet"), streams(line("ADDED", object("c", 12)))});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=1 b=11 c=12"));
        QVERIFY(!rig.sink.was(State::Denied));
        QCOMPARE(rig.listTargets.size(), 1);
    }

    void whoMayListButNotWatchGetsListsAgainAndAgain() {
        Rig rig({says(list(10, {object("a", 1)})), says(list(11, {object("b", 2)}))},
                {refuses(403, "Forbidden", "limited cannot watch revisions")});
        rig.timing.settling = ReflectorTiming::Ms(0);
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("b=2"));
        QTRY_COMPARE(rig.sink.stateName(), text("Stale"));
        QVERIFY2(rig.sink.sentence().contains(text("cannot watch")), qPrintable(rig.sink.sentence()));
        const auto states = rig.sink.states.size();
        QTRY_VERIFY(rig.sink.wholeLists >= 4);
        QCOMPARE(rig.sink.states.size(), states); // no flicker between Live and Stale
    }

    void aKilledServerIsStaleUntilItIsBack() {
        Rig rig({says(list(10, {object("a", 1)}))}, {streams(), streams(line("MODIFIED", object("a", 12)))});
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QTRY_COMPARE(rig.watchTargets.size(), 1);
        rig.server.kill();
        QTRY_COMPARE(rig.sink.stateName(), text("Stale"));
        QVERIFY(rig.sink.error);
        QTest::qWait(300); // several tries
        QCOMPARE(rig.sink.dump(), text("a=1"));
        rig.server.restart();
        QTRY_COMPARE(rig.sink.dump(), text("a=12"));
        QCOMPARE(rig.sink.stateName(), text("Live"));
        QCOMPARE(rig.listTargets.size(), 1);
    }

    void aServerThatForgotIsListedAnew() {
        Rig rig({says(list(10, {object("a", 1), object("b", 2)})), says(list(500, {object("b", 400)}))},
                {streams(), streamsAndEnds(line("ERROR", tooOld)), streams()});
        rig.start();
        QTRY_COMPARE(rig.watchTargets.size(), 1);
        rig.server.kill();
        QTRY_COMPARE(rig.sink.stateName(), text("Stale"));
        rig.server.restart();
        QTRY_COMPARE(rig.sink.dump(), text("b=400"));
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
    }

    void anUnreachableServerIsFailedAndFoundWhenItComes() {
        Rig rig({says(list(1, {object("a", 1)}))}, {streams()});
        rig.server.kill();
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Failed"));
        QCOMPARE(rig.sink.error->code, plimsoll::ErrorCode::Unreachable);
        rig.server.restart();
        QTRY_COMPARE(rig.sink.dump(), text("a=1"));
    }

    void aVersionAheadOfTheServerIsGivenUp() {
        const Answer ahead = refuses(504, "Timeout", "Too large resource version: 10, current: 3",
                                     "{\"causes\":[{\"reason\":\"ResourceVersionTooLarge\"}],"
                                     "\"retryAfterSeconds\":1}");
        Rig rig({says(list(10, {object("a", 1)})), says(list(3, {object("b", 2)}))}, {ahead, streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("b=2"));
        QVERIFY(rig.listTargets.at(1).endsWith(text("?limit=500")));
        QTRY_COMPARE(rig.watchTargets.size(), 2);
        QVERIFY(rig.watchTargets.at(1).contains(text("resourceVersion=3&")));
    }

    void readsPagesWhereTheCacheIsRefused() {
        const QByteArray next = ",\"continue\":\"n x\",\"remainingItemCount\":2";
        Rig rig({refuses(504, "Timeout", "no"), says(list(9, {object("a", 1), object("b", 2)}, next)),
                 says(list(9, {object("c", 3), object("d", 4)}))},
                {streams()});
        rig.timing.pageSize = 2;
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=1 b=2 c=3 d=4"));
        QCOMPARE(rig.sink.wholeLists, 1);
        QVERIFY(rig.listTargets.at(1).endsWith(text("?limit=2")));
        const FakeRequest second{"GET", rig.listTargets.at(2).toUtf8(), {}, {}};
        QCOMPARE(second.query(text("continue")), text("n x"));
        QVERIFY(!rig.listTargets.at(2).contains(text("resourceVersion")));
        QCOMPARE(rig.sink.percent, std::optional<int>(100));
    }

    void aPageThatIsGoneMeansTheWholeListInOnePiece() {
        const QByteArray next = ",\"continue\":\"n\"";
        Rig rig({refuses(504, "Timeout", "no"), says(list(9, {object("a", 1)}, next)),
                 refuses(410, "Expired", "token too old"), says(list(20, {object("b", 2)}))},
                {streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("b=2"));
        QVERIFY(rig.listTargets.at(3).endsWith(text("?resourceVersion=")));
        QCOMPARE(rig.sink.wholeLists, 1);
    }

    void waitsAsLongAsTheServerAsks() {
        Rig rig(
            {refuses(429, "TooManyRequests", "slow down", "{\"retryAfterSeconds\":1}"), says(list(1, {}))},
            {streams()});
        QElapsedTimer clock;
        clock.start();
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QVERIFY2(clock.elapsed() >= 1000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(!rig.sink.was(State::Failed)); // busy once is no failure yet
    }

    void waitsAsLongAsAHeaderAsks() {
        const auto busy = [](const Exchange& e) { // by a load balancer: no Status, only the header
            e->respond(429, "too many", "text/plain", {{"Retry-After", "1"}});
        };
        Rig rig({busy, says(list(1, {}))}, {busy, streams(line("ADDED", object("a", 2)))});
        QElapsedTimer clock;
        clock.start();
        rig.start();
        QTRY_COMPARE(rig.sink.wholeLists, 1);
        QVERIFY2(clock.elapsed() >= 1000, qPrintable(QString::number(clock.elapsed())));
        clock.restart();
        QTRY_COMPARE(rig.sink.dump(), text("a=2"));
        QVERIFY2(clock.elapsed() >= 900, qPrintable(QString::number(clock.elapsed()))); // begun a moment ago
        QCOMPARE(rig.listTargets.size(), 2);
    }

    void aHeaderThatMakesNoSenseIsNoReasonToWait_data() {
        QTest::addColumn<QByteArray>("header");
        for (const auto* header :
             {"0", "-5", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999999999"}) {
            QTest::newRow(header) << QByteArray(header);
        }
    }
    void aHeaderThatMakesNoSenseIsNoReasonToWait() {
        QFETCH(const QByteArray, header);
        Rig rig({[header](const Exchange& e) {
                     e->respond(429, "too many", "text/plain", {{"Retry-After", header}});
                 },
                 says(list(1, {}))},
                {streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
    }

    void anErrorEventOfTheServerIsNoReasonToListAgain() {
        Rig rig({says(list(10, {}))},
                {streamsAndEnds(line("ADDED", object("a", 11)) +
                                line("ERROR", status(500, "InternalError", "etcd leader changed"))),
                 streams(line("ADDED", object("b", 12)))});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=11 b=12"));
        QCOMPARE(rig.listTargets.size(), 1);
        QVERIFY(rig.sink.was(State::Stale));
    }

    void garbageInAWatchIsNoEvent() {
        Rig rig({says(list(10, {}))}, {streams("<html>\n" + line("ADDED", object("a", 11))),
                                       streams(line("ADDED", object("b", 12)))});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("b=12"));
        QVERIFY(rig.watchTargets.at(1).contains(text("resourceVersion=10&")));
        QVERIFY(rig.sink.was(State::Stale));
    }

    void watchesThatEndAtOnceAreStaleAndSlowedDown() {
        Rig rig({says(list(10, {}))}, {streamsAndEnds()});
        rig.timing.shortWatch = ReflectorTiming::Ms(1000);
        rig.timing.backoff = ReflectorTiming::Ms(100);
        rig.timing.backoffMax = ReflectorTiming::Ms(100);
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Stale"));
        QVERIFY2(rig.sink.sentence().contains(text("proxy")), qPrintable(rig.sink.sentence()));
        const auto before = rig.watchTargets.size();
        QTest::qWait(500);
        QVERIFY2(rig.watchTargets.size() - before <= 5, "no backoff");
        rig.watches = {streams(line("ADDED", object("a", 11)))};
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
    }

    void aWatchThatOutlivesItsTimeIsDead() {
        Rig rig({says(list(10, {}))}, {streams(), streams(line("ADDED", object("a", 11)))});
        rig.timing.watchMin = rig.timing.watchMax = ReflectorTiming::Ms(1000);
        rig.timing.watchGrace = ReflectorTiming::Ms(100);
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=11"));
        QVERIFY(rig.watchTargets.at(0).contains(text("timeoutSeconds=1")));
        QVERIFY(rig.sink.was(State::Stale));
        QCOMPARE(rig.sink.stateName(), text("Live"));
    }

    void aRestartGoesOnFromTheLastVersion() {
        Rig rig({says(list(10, {}))}, {streams(line("ADDED", object("a", 11))), streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=11"));
        const Exchange first = rig.last;
        rig.reflector->restart();
        QTRY_COMPARE(rig.watchTargets.size(), 2);
        QVERIFY(rig.watchTargets.at(1).contains(text("resourceVersion=11&")));
        QCOMPARE(rig.listTargets.size(), 1);
        QTRY_VERIFY(!first->connected());
    }

    void aRestartDoesNotWaitForARetry() {
        Rig rig({refuses(403, "Forbidden", "no"), says(list(1, {object("a", 1)}))}, {streams()});
        rig.timing.refusedRetry = ReflectorTiming::Ms(60'000);
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Denied"));
        rig.reflector->restart();
        QTRY_COMPARE(rig.sink.dump(), text("a=1"));
    }

    void nothingIsToldAfterItIsGone() {
        Rig rig({says(list(10, {}))}, {streams()});
        rig.start();
        QTRY_COMPARE(rig.watchTargets.size(), 1);
        rig.reflector.reset();
        rig.last->chunk(line("ADDED", object("a", 11)));
        QTest::qWait(50);
        QCOMPARE(rig.sink.events, 0);
        QTRY_VERIFY(!rig.last->connected());
    }
};

PLIMSOLL_TEST(ReflectorTest)
#include "tst_reflector.moc"
