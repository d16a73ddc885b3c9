// SPDX-License-Identifier: Apache-2.0
// Lists that come as a stream, and what happens where the server does not have them.
#include "kube/reflectorrig.h"
#include "support/testmain.h"

using namespace plimsoll::test;
using State = RecordingSink::State;

namespace {

QByteArray endOfList(int version) {
    return line("BOOKMARK", "{\"kind\":\"Revision\",\"metadata\":{\"resourceVersion\":\"" +
                                QByteArray::number(version) +
                                "\",\"creationTimestamp\":null,\"annotations\":{"
                                "\"k8s.io/initial-events-end\":\"true\"}}}");
}

QByteArray bookmark(int version) {
    return line("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"" + QByteArray::number(version) + "\"}}");
}

const QByteArray twoObjects = line("ADDED", object("a", 3)) + line("ADDED", object("b", 7));

const Answer notOffered = refuses(422, "Invalid", "resourceVersionMatch is forbidden for watch");

} // namespace

class StreamingListTest final : public QObject {
    Q_OBJECT

private slots:
    void aListComesAsAStreamAndGoesOnAsAWatch() {
        Rig rig({says("{}")}, {streams(twoObjects + bookmark(8))});
        rig.timing.streamFirst = true;
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=3 b=7"));
        QVERIFY(!rig.sink.was(State::Live)); // it may not be whole yet
        rig.last->chunk(endOfList(9));
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QCOMPARE(rig.sink.wholeLists, 1);
        QCOMPARE(QString::fromStdString(rig.reflector->resourceVersion()), text("9"));
        rig.last->chunk(line("DELETED", object("a", 11)) + line("MODIFIED", object("b", 12)));
        QTRY_COMPARE(rig.sink.dump(), text("b=12"));
        QCOMPARE(QString::fromStdString(rig.reflector->resourceVersion()), text("12"));
        QVERIFY(rig.listTargets.isEmpty());
        QCOMPARE(rig.watchTargets.size(), 1);
        for (const auto* part : {"sendInitialEvents=true", "resourceVersionMatch=NotOlderThan",
                                 "allowWatchBookmarks=true", "resourceVersion=&"}) {
            QVERIFY2(rig.watchTargets[0].contains(text(part)), qPrintable(rig.watchTargets[0]));
        }
    }

    void itGoesOnFromItsLastVersionByAnOrdinaryWatch() {
        Rig rig({says("{}")}, {streamsAndEnds(twoObjects + endOfList(9)), streams()});
        rig.timing.streamFirst = true;
        rig.start();
        QTRY_COMPARE(rig.watchTargets.size(), 2);
        QVERIFY(!rig.watchTargets[1].contains(text("sendInitialEvents")));
        QVERIFY(rig.watchTargets[1].contains(text("resourceVersion=9&")));
    }

    void progressIsOfWhatIsExpected() {
        Rig rig({says("{}")}, {streams()});
        rig.timing.streamFirst = true;
        rig.start();
        rig.reflector->expect(4);
        QTRY_COMPARE(rig.watchTargets.size(), 1);
        rig.last->chunk(twoObjects);
        QTRY_COMPARE(rig.sink.percent.value_or(-1), 50);
    }

    void anOldServerIsAskedForAList() {
        Rig rig({says(list(5, {object("a", 4)}))}, {notOffered, streams()});
        rig.timing.streamFirst = true;
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QCOMPARE(rig.sink.dump(), text("a=4"));
        QCOMPARE(rig.listTargets.size(), 1);
        QVERIFY(!rig.sink.was(State::Failed) && !rig.sink.was(State::Stale));
        QTRY_COMPARE(rig.watchTargets.size(), 2);
        QVERIFY(!rig.watchTargets[1].contains(text("sendInitialEvents")));
    }

    void aStreamThatIsCutTwiceIsGivenUp() {
        Rig rig({says(list(9, {object("a", 3), object("b", 7)}))},
                {streamsAndCuts(line("ADDED", object("a", 3))), streamsAndCuts(twoObjects), streams()});
        rig.timing.streamFirst = true;
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QCOMPARE(rig.sink.dump(), text("a=3 b=7"));
        QCOMPARE(rig.listTargets.size(), 1);
        QCOMPARE(rig.sink.wholeLists, 1);
    }

    void aStreamThatStandsStillIsBrokenOff() {
        Rig rig({says(list(9, {object("a", 3)}))}, {streams(twoObjects), streams(twoObjects), streams()});
        rig.timing.streamFirst = true;
        rig.timing.listSilence = ReflectorTiming::Ms(150);
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QCOMPARE(rig.sink.dump(), text("a=3"));
    }

    void afterItsPastIsForgottenAStreamBringsTheWhole() {
        Rig rig({says(list(5, {object("a", 3), object("old", 4)}))},
                {streamsAndEnds(line("ERROR", tooOld)),
                 streams(twoObjects + line("DELETED", object("a", 8)) + endOfList(9))});
        rig.timing.streamAgain = true;
        rig.start();
        QTRY_COMPARE(rig.sink.wholeLists, 2);
        QCOMPARE(rig.sink.dump(), text("b=7"));
        QCOMPARE(rig.sink.stateName(), text("Live"));
        QCOMPARE(rig.listTargets.size(), 1);
        QVERIFY(rig.watchTargets[1].contains(text("sendInitialEvents=true")));
        QVERIFY(rig.watchTargets[1].contains(text("resourceVersion=5&")));
    }

    void afterItsPastIsForgottenAnOldServerIsAskedForAList() {
        Rig rig({says(list(5, {object("old", 4)})), says(list(9, {object("b", 7)}))},
                {streamsAndEnds(line("ERROR", tooOld)), notOffered, streams()});
        rig.timing.streamAgain = true;
        rig.start();
        QTRY_COMPARE(rig.sink.wholeLists, 2);
        QCOMPARE(rig.sink.dump(), text("b=7"));
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
    }

    void whoMayNotWatchGetsAListAllTheSame() {
        Rig rig({says(list(5, {object("a", 4)}))}, {refuses(403, "Forbidden", "cannot watch")});
        rig.timing.streamFirst = true;
        rig.start();
        QTRY_COMPARE(rig.sink.dump(), text("a=4"));
        QTRY_COMPARE(rig.sink.stateName(), text("Stale"));
    }

    void aBusyServerIsWaitedFor() {
        const auto busy = refuses(429, "TooManyRequests", "too many requests");
        Rig rig({busy, busy, busy, says(list(5, {object("a", 4)}))}, {streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QVERIFY(!rig.sink.was(State::Failed));
    }

    void aServerThatStaysBusyIsSaidToBe() {
        Rig rig({refuses(429, "TooManyRequests", "too many requests")}, {streams()});
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Failed"));
        QVERIFY2(rig.sink.sentence().contains(text("too many requests")), qPrintable(rig.sink.sentence()));
    }
};

PLIMSOLL_TEST(StreamingListTest)
#include "tst_streaminglist.moc"
