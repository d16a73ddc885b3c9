// SPDX-License-Identifier: Apache-2.0
// The value of a session cookie: base64, protobuf, plain text, expiry.
#include "session/value.h"
#include "support/testmain.h"
#include "valuetext.h"

using namespace plimsoll;
using session::decode;
using session::Options;

class CookieValueTest final : public QObject {
    Q_OBJECT

private slots:
    void protobufIsReadAsLibprotobufReadsIt_data() {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* hex, const char* expected) {
            QTest::newRow(name) << QByteArray(hex) << QString::fromUtf8(expected);
        };
        // 0a 04 "a:80" is the address "a:80"
        row("address only", "0a04613a3830", "proto yes a:80 | a 80 | -");
        row("last address wins", "0a04623a38310a04613a3830", "proto yes a:80 | a 80 | -");
        row("empty address after another", "0a04613a38300a00", "proto-without-address no - | - - | -");
        row("last expiry wins", "0a04613a383010011000", "proto yes a:80 | a 80 | -");
        row("expiry first", "10050a04613a3830", "proto depends a:80 | a 80 | uptime 5");
        row("unknown varint", "18ff010a04613a3830", "proto yes a:80 | a 80 | -");
        row("unknown fixed64", "1900000000000000000a04613a3830", "proto yes a:80 | a 80 | -");
        row("unknown fixed32", "1d000000000a04613a3830", "proto yes a:80 | a 80 | -");
        row("unknown bytes need no UTF-8", "1a02ffff0a04613a3830", "proto yes a:80 | a 80 | -");
        row("whole group", "1b08011c0a04613a3830", "proto yes a:80 | a 80 | -");
        row("nested groups", "1b23241c0a04613a3830", "proto yes a:80 | a 80 | -");
        row("address of another wire type", "08010a04613a3830", "proto yes a:80 | a 80 | -");
        row("expiry of another wire type", "1201010a04613a3830", "proto yes a:80 | a 80 | -");
        row("address as a group", "0b0c0a04613a3830", "proto yes a:80 | a 80 | -");
        row("tag of five bytes",
            "8a808080000461"
            "3a3830",
            "proto yes a:80 | a 80 | -");
        row("length of five bytes", "0a8480808000613a3830", "proto yes a:80 | a 80 | -");
        row("expiry of ten bytes keeps 64 bits", "0a04613a383010ffffffffffffffffff7f",
            "proto no a:80 | a 80 | unix 18446744073709551615");
        row("only unknown fields", "180118021803", "proto-without-address no - | - - | -");
        row("expiry without address", "1005", "proto-without-address no - | - - | uptime 5");
        row("NUL inside the address", "0a0361003a", "proto yes a\0: | - - | -");
        row("two-byte characters in the address", "0a06c3a93a383031", "proto yes é:801 | é 801 | -");
        // what libprotobuf refuses is a plain address as a whole
        row("field 0", "02026162",
            "legacy-plain yes \x02\x02"
            "ab | - - | -");
        row("tag 0", "00616263", "legacy-plain yes \0abc | - - | -");
        row("wire type 6", "0e616263",
            "legacy-plain yes \x0e"
            "abc | - - | -");
        row("wire type 7", "0f616263",
            "legacy-plain yes \x0f"
            "abc | - - | -");
        row("group end without start", "1c616263",
            "legacy-plain yes \x1c"
            "abc | - - | -");
        row("group end of another field", "1b2461", "legacy-plain yes \x1b$a | - - | -");
        row("open group", "1b180161",
            "legacy-plain yes \x1b\x18\x01"
            "a | - - | -");
        row("field cut off", "0a05613a3830",
            "legacy-plain yes \x0a\x05"
            "a:80 | - - | -");
        row("varint cut off", "61187a", "legacy-plain yes a\x18z | - - | -");
        row("length over the end", "1a7f61",
            "legacy-plain yes \x1a\x7f"
            "a | - - | -");
        row("address that is not UTF-8", "0a02ff41", "legacy-plain yes \x0a\x02ÿA | - - | -");
        row("address with a surrogate", "0a03eda080", "legacy-plain yes \x0a\x03í\u00a0\u0080 | - - | -");
        row("address with an overlong slash", "0a02c0af", "legacy-plain yes \x0a\x02À¯ | - - | -");
        row("one bad address, then a good one", "0a01ff0a04613a3830",
            "legacy-plain yes \x0a\x01ÿ\x0a\x04"
            "a:80 | - - | -");
    }

    void protobufIsReadAsLibprotobufReadsIt() {
        QFETCH(QByteArray, hex);
        QFETCH(QString, expected);
        const std::string text = QByteArray::fromHex(hex).toBase64().toStdString();
        // NUL bytes end a C string in the tables above: compare what stands before the first one there
        const QString found = test::textOf(decode(text, {}).front());
        if (hex == "0a0361003a" || hex == "00616263") {
            QVERIFY(found.startsWith(expected));
        } else {
            QCOMPARE(found, expected);
        }
    }

    void overlongVarintsDoNotParse() {
        const auto formatOf = [](const QByteArray& bytes) {
            return decode(bytes.toBase64().toStdString(), {}).front().format;
        };
        const QByteArray good = QByteArray::fromHex("0a04613a3830");
        QCOMPARE(formatOf(good + '\x10' + QByteArray(9, '\x81') + '\x01'), session::Format::Proto);
        QCOMPARE(formatOf(good + '\x10' + QByteArray(10, '\x81') + '\x01'), session::Format::LegacyPlain);
        QCOMPARE(formatOf(good + QByteArray::fromHex("9880808080") + QByteArray(1, '\0') + '\x01'),
                 session::Format::LegacyPlain);
        QCOMPARE(formatOf(QByteArray::fromHex("0a848080808000") + "a:80"), session::Format::LegacyPlain);
    }

    void groupsMayNestAHundredDeep() {
        const auto formatOf = [](qsizetype depth) {
            const QByteArray bytes = QByteArray(depth, '\x1b') + QByteArray(depth, '\x1c');
            return decode(bytes.toBase64().toStdString(), {}).front().format;
        };
        QCOMPARE(formatOf(100), session::Format::ProtoWithoutAddress);
        QCOMPARE(formatOf(101), session::Format::LegacyPlain);
        QCOMPARE(formatOf(400'000), session::Format::LegacyPlain);
    }

    void base64IsStrict_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        // MTkyLjAuMi43Ojk5 is 192.0.2.7:99
        row("Y2FmZTo4MA==", "legacy-plain yes cafe:80 | cafe 80 | -");
        row("\"Y2FmZTo4MA==\"", "legacy-plain yes cafe:80 | cafe 80 | -");
        row("Y2FmZTo4MA", "invalid-base64 no - | - - | -");
        row("Y2FmZTo4MA=", "invalid-base64 no - | - - | -");
        row("Y2FmZTo4MA===", "invalid-base64 no - | - - | -");
        row("Y2FmZTo4MA====", "invalid-base64 no - | - - | -");
        row("Y2FmZTo4MB==", "invalid-base64 no - | - - | -"); // stray bits
        row("Y2FmZTo4MA%3D%3D", "invalid-base64 no - | - - | -");
        row(" Y2FmZTo4MA==", "invalid-base64 no - | - - | -");
        row("Y2FmZTo4MA== ", "invalid-base64 no - | - - | -");
        row("Y2Fm ZTo4MA==", "invalid-base64 no - | - - | -");
        row("Y2FmZTo4MA==\n", "legacy-plain yes cafe:80 | cafe 80 | -"); // a pasted line end
        row("\"Y2FmZTo4MA==", "invalid-base64 no - | - - | -");
        row("Y2FmZTo4MA==\"", "invalid-base64 no - | - - | -");
        row("\"\"Y2FmZTo4MA==\"\"", "invalid-base64 no - | - - | -");
        row("CgRh_zpf", "invalid-base64 no - | - - | -");
        row("CgRh-zpf", "invalid-base64 no - | - - | -");
        row("====", "invalid-base64 no - | - - | -");
        row("10.0.0.1:8080", "invalid-base64 no - | - - | -");
        row("", "absent no - | - - | -");
        row("\"\"", "absent no - | - - | -");
        row("00ff00ff00ff00ff", "hash-opaque depends - | - - | -");
        row("00FF00FF00FF00FF", "legacy-plain yes Ó\x41\x45Ó\x41\x45Ó\x41\x45Ó\x41\x45 | - - | -");
    }

    void base64IsStrict() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(test::textOf(decode(text.toStdString(), {}).front()), expected);
    }

    void expiryIsJudgedByTheRightClock_data() {
        QTest::addColumn<quint64>("expires");
        QTest::addColumn<qint64>("now"); // -1: not given
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << quint64(0) << qint64(-1) << QStringLiteral("yes -");
        QTest::newRow("uptime without a clock")
            << quint64(86400) << qint64(-1) << QStringLiteral("depends uptime");
        QTest::newRow("uptime before") << quint64(86400) << qint64(86399) << QStringLiteral("yes uptime");
        QTest::newRow("uptime equal") << quint64(86400) << qint64(86400) << QStringLiteral("yes uptime");
        QTest::newRow("uptime after") << quint64(86400) << qint64(86401) << QStringLiteral("no uptime");
        QTest::newRow("uptime with ten years on top")
            << quint64(320000000) << qint64(-1) << QStringLiteral("depends uptime");
        QTest::newRow("uptime judged by a Unix clock")
            << quint64(86400) << qint64(1800000000) << QStringLiteral("no uptime");
        QTest::newRow("long past date, wall clock")
            << quint64(1000000000) << qint64(-1) << QStringLiteral("no unix");
        QTest::newRow("far date, wall clock")
            << quint64(253402300799) << qint64(-1) << QStringLiteral("yes unix");
        QTest::newRow("date equal") << quint64(1900000000) << qint64(1900000000)
                                    << QStringLiteral("yes unix");
        QTest::newRow("date after") << quint64(1900000000) << qint64(1900000001) << QStringLiteral("no unix");
        QTest::newRow("largest") << quint64(0x7fffffffffffffff) << qint64(5) << QStringLiteral("yes unix");
        QTest::newRow("negative") << quint64(0x8000000000000000) << qint64(5) << QStringLiteral("no unix");
        QTest::newRow("negative without a clock") << ~quint64(0) << qint64(-1) << QStringLiteral("no unix");
    }

    void expiryIsJudgedByTheRightClock() {
        QFETCH(quint64, expires);
        QFETCH(qint64, now);
        QFETCH(QString, expected);
        Options options;
        if (now >= 0) {
            options.now = now;
        }
        const auto value = decode(session::encodeCookie("192.0.2.7:8012", expires), options).front();
        const auto clock =
            value.expires ? QString::fromStdString(std::string(name(value.clock))) : QStringLiteral("-");
        const QString accepted = !value.accepted   ? QStringLiteral("depends")
                                 : *value.accepted ? QStringLiteral("yes")
                                                   : QStringLiteral("no");
        QCOMPARE(accepted + u' ' + clock, expected);
        QCOMPARE(value.address.value_or(""), std::string("192.0.2.7:8012"));
        QCOMPARE(value.expires.value_or(0), expires);
        QVERIFY(!value.why.empty());
    }

    void addressesSplitIntoHostAndPort_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("parts");
        const auto row = [](const char* address, const char* parts) {
            QTest::newRow(address) << QString::fromUtf8(address) << QString::fromUtf8(parts);
        };
        row("10.1.2.3:8012", "10.1.2.3 8012");
        row("10.0.0.01:80", "10.0.0.01 80");
        row("[fd00::7]:8012", "fd00::7 8012");
        row("[0:0:0:0:0:0:0:1]:80", "0:0:0:0:0:0:0:1 80");
        row("cart.shop.svc:80", "cart.shop.svc 80");
        row("10.1.2.3", "10.1.2.3 -");
        row("fd00::7", "fd00::7 -");
        row("fd00::7 :8012", "- -");
        row("envoy://connect_originate/10.1.2.3:8080", "- -");
        row("/var/run/app.sock", "- -");
        row("@abstract", "- -");
        row("10.1.2.3:99999", "- -");
        row("10.1.2.3:", "- -");
        row(":80", "- -");
        row("[]:80", "- -");
        row("hello", "- -");
    }

    void addressesSplitIntoHostAndPort() {
        QFETCH(QString, address);
        QFETCH(QString, parts);
        const auto value = decode(session::encodeCookie(address.toStdString()), {}).front();
        QCOMPARE(QString::fromStdString(value.address.value_or("")), address);
        QCOMPARE(QString::fromStdString(value.host.value_or("-")) + u' ' +
                     (value.port ? QString::number(*value.port) : QStringLiteral("-")),
                 parts);
    }

    void plainAddressThatHappensToBeProtobufIsExplained() {
        const std::string text = QByteArray("10.77.0.1:8080").toBase64().toStdString();
        const auto value = decode(text, {}).front();
        if (value.format == session::Format::ProtoWithoutAddress) {
            QVERIFY(value.why.find("10.77.0.1:8080") != std::string::npos);
            QVERIFY(!value.address);
        } else {
            QCOMPARE(value.format, session::Format::LegacyPlain);
        }
        // '1' is the tag of field 6 (fixed64), '8' of field 7 (varint): "10.0.0.9:" and "80" are two fields
        const auto ambiguous = decode(QByteArray("10.0.0.9:8080").toBase64().toStdString(), {}).front();
        QCOMPARE(ambiguous.format, session::Format::ProtoWithoutAddress);
        QVERIFY(ambiguous.why.find("10.0.0.9:8080") != std::string::npos);
    }
};

PLIMSOLL_TEST(CookieValueTest)
#include "tst_cookievalue.moc"
