// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "base/time.h"
#include "support/testmain.h"

using plimsoll::Text;

class TextTest final : public QObject {
    Q_OBJECT

private slots:
    void comparesByContent() {
        const Text a("shop");
        const Text b("shop");
        QVERIFY(a == b);
        QVERIFY(a == "shop");
        QVERIFY(a < Text("shoq"));
        QVERIFY(Text().empty());
        QVERIFY(Text("") == Text());
        QCOMPARE(a.hash(), b.hash());
    }

    void poolStoresOnceAndForgetsWhatNobodyHolds() {
        plimsoll::TextPool pool;
        Text kept = pool.intern("kept");
        QVERIFY(kept.view().data() == pool.intern("kept").view().data()); // the same place; ends with no 0
        for (int i = 0; i < 100; ++i) {
            (void)pool.intern("name-" + std::to_string(i));
        }
        QCOMPARE(pool.size(), std::size_t(101));
        pool.sweep();
        QCOMPARE(pool.size(), std::size_t(1));
        QVERIFY(kept == "kept");
    }

    void readsKubernetesTimes() {
        QCOMPARE(plimsoll::parseTime("1970-01-01T00:01:00Z").value_or(-1), 60);
        QCOMPARE(plimsoll::parseTime("1970-01-01T01:01:00.5+01:00").value_or(-1), 60);
        QVERIFY(!plimsoll::parseTime("yesterday"));
        QCOMPARE(plimsoll::formatTime(60), std::string("1970-01-01T00:01:00Z"));
    }
};

PLIMSOLL_TEST(TextTest)
#include "tst_text.moc"
