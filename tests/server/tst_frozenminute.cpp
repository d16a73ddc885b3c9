// SPDX-License-Identifier: Apache-2.0
// A minute of silence, with the patience that the program has.
#include "server/faultrig.h"
#include "support/testmain.h"

#include <QSignalSpy>

using namespace plimsoll;
using namespace plimsoll::test;

class FrozenMinuteTest final : public QObject {
    Q_OBJECT

private slots:
    void aServerThatStopsForAMinute() {
        if (const auto reason = ApiServer::unavailable()) {
            QSKIP(qPrintable(*reason));
        }
        FaultServer faults;
        const auto started = faults.start();
        QVERIFY2(started, started ? "" : started.error().what.c_str());
        kube::Client client(faults.config());
        RecordingSink sink;
        kube::Reflector reflector(client, FaultServer::revisions(), sink);
        kube::Heartbeat heartbeat(client);
        QSignalSpy lost(&heartbeat, &kube::Heartbeat::lost);
        QSignalSpy back(&heartbeat, &kube::Heartbeat::back);
        connect(&heartbeat, &kube::Heartbeat::back, &reflector, &kube::Reflector::restart);
        reflector.start();
        heartbeat.start();
        QTRY_COMPARE(sink.stateName(), QStringLiteral("Live"));
        const auto before = sink.dump();

        faults.server.freeze();
        QTRY_COMPARE_WITH_TIMEOUT(lost.size(), 1, 20'000);
        const auto told = QString::fromStdString(lost.at(0).at(0).value<Error>().sentence());
        QVERIFY2(!told.isEmpty(), qPrintable(told));
        QTest::qWait(60'000);
        QCOMPARE(sink.dump(), before);
        faults.server.thaw();
        QTRY_COMPARE_WITH_TIMEOUT(back.size(), 1, 30'000);
        const auto changed = faults.change();
        QVERIFY2(changed, changed ? "" : changed.error().sentence().c_str());
        QTRY_COMPARE_WITH_TIMEOUT(sink.dump(), faults.freshList(), 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(sink.stateName(), QStringLiteral("Live"), 30'000);
        QCOMPARE(lost.size(), 1); // told once
    }
};

PLIMSOLL_TEST(FrozenMinuteTest)
#include "tst_frozenminute.moc"
