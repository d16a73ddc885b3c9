// SPDX-License-Identifier: Apache-2.0
#include "cluster/quantity.h"
#include "support/testmain.h"

#include <limits>

using plimsoll::cluster::parseQuantity;

class QuantityTest : public QObject {
    Q_OBJECT

private slots:
    void isWholeUnitsRoundedUp_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("value");
        const auto row = [](const char* text, qint64 value) {
            QTest::newRow(text) << QString::fromUtf8(text) << value;
        };
        row("0", 0);
        row("1Gi", 1073741824);
        row("128974848", 128974848);
        row("129e6", 129000000);
        row("129E6", 129000000);
        row("129e+6", 129000000);
        row("1290000e-4", 129);
        row("129M", 129000000);
        row("1.5Gi", 1610612736);
        row(".5Ki", 512);
        row("100m", 1);
        row("1001m", 2);
        row("0.1k", 100);
        row("1n", 1);
        row("2E", 2000000000000000000);
        row("1Ei", 1152921504606846976);
        row("1.123456789012345678Gi", 1206302542);
        row("+5", 5);
        row("9Ei", std::numeric_limits<qint64>::max());
        row("99999999999999999999999999", std::numeric_limits<qint64>::max());
        row("1e1000000", std::numeric_limits<qint64>::max());
        row("0e1000000", 0);
        row("1e-1000000", 1);
        row("0.00000000000000000000000000000000000001", 1);
    }
    void isWholeUnitsRoundedUp() {
        QFETCH(QString, text);
        QFETCH(qint64, value);
        const auto parsed = parseQuantity(text.toStdString());
        QVERIFY(parsed.has_value());
        QCOMPARE(qint64(*parsed), value);
    }

    void isNothingWhenItIsNoQuantity_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "Gi", "-1Gi", "1 Gi", "1GB", "1.2.3", "e6", "1e", "0x10", "1Kib", "ten",
                                 "1e99999999999999999999", ".", "+"}) {
            QTest::newRow(text) << QString::fromUtf8(text);
        }
    }
    void isNothingWhenItIsNoQuantity() {
        QFETCH(QString, text);
        // "1e" is no exponent, and the exa suffix is a capital letter.
        QVERIFY(!parseQuantity(text.toStdString()).has_value());
    }

    void ofManyDigitsIsQuick() {
        QCOMPARE(*parseQuantity(std::string(5'000'000, '9')), std::numeric_limits<std::int64_t>::max());
        QCOMPARE(*parseQuantity("0." + std::string(5'000'000, '0') + "1"), std::int64_t{1});
    }
};

PLIMSOLL_TEST(QuantityTest)
#include "tst_quantity.moc"
