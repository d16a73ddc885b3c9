// SPDX-License-Identifier: Apache-2.0
// Where a value stands: Cookie and Set-Cookie lines, session headers, envelopes, query parameters.
#include "session/value.h"
#include "support/testmain.h"
#include "valuetext.h"

using namespace plimsoll;
using session::Carrier;
using session::decode;
using session::Options;

namespace {

Options with(Carrier carrier, const char* name = "") {
    Options options;
    options.carrier = carrier;
    options.cookieName = name;
    return options;
}

} // namespace

class CarriersTest final : public QObject {
    Q_OBJECT

private slots:
    // Y2FmZTo4MA== is cafe:80, YmFyOjgx is bar:81
    void cookieLinesAreSplitAsEnvoySplitsThem_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected"); // values joined by " + ", name=address or name=format
        const auto row = [](const char* line, const char* name, const char* expected) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(name)
                                << QString::fromUtf8(expected);
        };
        row("Cookie: s=Y2FmZTo4MA==", "", "s=cafe:80");
        row("cookie:s=Y2FmZTo4MA==", "", "s=cafe:80");
        row("COOKIE: s=\"Y2FmZTo4MA==\"", "s", "s=cafe:80");
        row("s=\"Y2FmZTo4MA==\"", "", "s=cafe:80");
        row("a=1; s=Y2FmZTo4MA==; b=2", "s", "s=cafe:80");
        row("a=YmFyOjgx; s=Y2FmZTo4MA==", "", "a=bar:81 + s=cafe:80");
        row("s=YmFyOjgx; s=Y2FmZTo4MA==", "s", "s=bar:81");
        row("s=; s=Y2FmZTo4MA==", "s", "s!absent");
        row("s=!!; s=Y2FmZTo4MA==", "s", "s!invalid-base64");
        row("s=YmFyOjgx; s=Y2FmZTo4MA==", "", "s=bar:81 + s!cafe:80");
        row("S=Y2FmZTo4MA==", "s", "s!absent");
        row("S=Y2FmZTo4MA==; s=YmFyOjgx", "s", "s=bar:81");
        row("s =Y2FmZTo4MA==", "s", "s!absent");
        row("s= Y2FmZTo4MA==", "s", "s!invalid-base64");
        row("s=Y2FmZTo4MA== ; a=1", "s", "s!invalid-base64");
        row("Cookie:   s=Y2FmZTo4MA==   ", "s", "s=cafe:80");
        row("   s=Y2FmZTo4MA==;", "s", "s=cafe:80");
        row("junk; s=Y2FmZTo4MA==", "s", "s=cafe:80");
        row("a=1,s=Y2FmZTo4MA==", "s", "s!absent");
        row("Cookie: junk", "", "!absent");
        row("Cookie:", "", "!absent");
        row("Cookie: a=1", "s", "s!absent");
        row("s=\"Y2FmZTo4MA==", "s", "s!invalid-base64");
        row("sid=", "", "sid!absent");
        row("s=\"\"", "", "s!absent");
        row("Set-Cookie: s=\"Y2FmZTo4MA==\"; Max-Age=5; Path=/; HttpOnly", "", "s=cafe:80");
        row("set-cookie: s=\"Y2FmZTo4MA==\"; HttpOnly", "other", "other!absent");
        row("s=\"Y2FmZTo4MA==\"; HttpOnly; Path=/a; Max-Age=60", "", "s=cafe:80");
        row("Y2FmZTo4MA==; Path=/; HttpOnly", "", "=cafe:80");
        row("x-session: Y2FmZTo4MA==", "", "x-session=cafe:80");
    }

    void cookieLinesAreSplitAsEnvoySplitsThem() {
        QFETCH(QString, line);
        QFETCH(QString, name);
        QFETCH(QString, expected);
        QStringList found;
        for (const auto& value :
             decode(line.toStdString(), with(Carrier::Cookie, name.toUtf8().constData()))) {
            const QString what = value.address
                                     ? QString::fromStdString(*value.address)
                                     : QString::fromStdString(std::string(session::name(value.format)));
            found << QString::fromStdString(value.cookie) + (value.accepted.value_or(false) ? u'=' : u'!') +
                         what;
            QVERIFY(!value.why.empty());
        }
        QCOMPARE(found.join(QStringLiteral(" + ")), expected);
    }

    void setCookiePathGatesTheFilter_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("request");
        QTest::addColumn<bool>("accepted");
        const auto row = [](const char* path, const char* request, bool accepted) {
            QTest::addRow("%s on %s", path, request)
                << QString::fromUtf8(path) << QString::fromUtf8(request) << accepted;
        };
        row("", "/x", true);
        row("/", "/x", true);
        row("/a", "/a", true);
        row("/a", "/a/b", true);
        row("/a", "/a?q=1", true);
        row("/a", "/a#f", true);
        row("/a", "/ab", false);
        row("/a", "/", false);
        row("/a", "/A", false);
        row("/a/", "/a/b", true);
        row("/a/", "/a", false);
    }

    void setCookiePathGatesTheFilter() {
        QFETCH(QString, path);
        QFETCH(QString, request);
        QFETCH(bool, accepted);
        const QString line = QStringLiteral("Set-Cookie: s=\"Y2FmZTo4MA==\"; Path=%1; HttpOnly").arg(path);
        Options options;
        QCOMPARE(decode(line.toStdString(), options).front().accepted, std::optional(true));
        options.requestPath = request.toStdString();
        const auto value = decode(line.toStdString(), options).front();
        QCOMPARE(value.accepted, std::optional(accepted));
        QCOMPARE(value.address.value_or(""), std::string("cafe:80"));
    }

    void cookieLineHasNoPathToMatch() {
        Options options;
        options.requestPath = "/elsewhere";
        QCOMPARE(decode("Cookie: s=Y2FmZTo4MA==", options).front().accepted, std::optional(true));
    }

    void headersAreNeverProtobuf_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("Y2FmZTo4MA==", "header-plain yes cafe:80 | cafe 80 | -");
        row("x-host: Y2FmZTo4MA==", "header-plain yes cafe:80 | cafe 80 | -");
        row("X-Host:Y2FmZTo4MA==", "header-plain yes cafe:80 | cafe 80 | -");
        row("MTAuMC4wLjk6ODA4MA==", "header-plain yes 10.0.0.9:8080 | 10.0.0.9 8080 | -");
        row("CgRhOjgw", "header-plain yes \x0a\x04"
                        "a:80 | - - | -");
        row("\"Y2FmZTo4MA==\"", "invalid-base64 no - | - - | -");
        row("Y2FmZTo4MA", "invalid-base64 no - | - - | -");
        row("", "absent no - | - - | -");
        row("x-host:", "absent no - | - - | -");
        row("x-other: Y2FmZTo4MA==", "absent no - | - - | -");
    }

    void headersAreNeverProtobuf() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(test::textOf(decode(text.toStdString(), with(Carrier::Header, "x-host")).front()), expected);
    }

    void envelopesNeedAnOriginalValue_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("original");
        const auto row = [](const char* text, const char* expected, const char* original) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected)
                                << QString::fromUtf8(original);
        };
        const char* const taken = "envelope-header yes cafe:80 | cafe 80 | -";
        const char* const left = "envelope-header no cafe:80 | cafe 80 | -";
        row("Y2FmZTo4MA==;UV:YWJj", taken, "abc");
        row("x-host: Y2FmZTo4MA==;UV:YWJj", taken, "abc");
        row(";;Y2FmZTo4MA==;;UV:YWJj;", taken, "abc");
        row("Y2FmZTo4MA==;other;UV:YWJj", taken, "abc");
        row("Y2FmZTo4MA==;UV:YWJj;UV:ZGVm", taken, "abc");
        row("Y2FmZTo4MA==;UV:!;UV:ZGVm", left, "-");
        row("Y2FmZTo4MA==", left, "-");
        row("Y2FmZTo4MA==;", left, "-");
        row("Y2FmZTo4MA==;UV:", left, "-");
        row("Y2FmZTo4MA==;uv:YWJj", left, "-");
        row("Y2FmZTo4MA==; UV:YWJj", left, "-");
        row("Y2FmZTo4MA==;UV:YWJ", left, "-");
        row("UV:YWJj;Y2FmZTo4MA==", "invalid-base64 no - | - - | -", "-");
        row("Y2FmZTo4MA;UV:YWJj", "invalid-base64 no - | - - | -", "abc");
        row("", "absent no - | - - | -", "-");
    }

    void envelopesNeedAnOriginalValue() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QFETCH(QString, original);
        const auto value = decode(text.toStdString(), with(Carrier::EnvelopeHeader, "x-host")).front();
        QCOMPARE(test::textOf(value), expected);
        QCOMPARE(QString::fromStdString(value.upstreamValue.value_or("-")), original);
    }

    void queryParametersHideTheAddressAfterTheLastDot_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("session");
        const auto row = [](const char* text, const char* expected, const char* session) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected)
                                << QString::fromUtf8(session);
        };
        const char* const taken = "envelope-sse yes cafe:80 | cafe 80 | -";
        row("/mcp?sessionId=abc.Y2FmZTo4MA", taken, "abc");
        row("/mcp?x=1&sessionId=a.b.c.Y2FmZTo4MA#top", taken, "a.b.c");
        row("http://h/mcp?token=abc.Y2FmZTo4MA", taken, "abc");
        row("GET /mcp?sessionId=abc.Y2FmZTo4MA HTTP/1.1", taken, "abc");
        row("sessionId=abc.Y2FmZTo4MA", taken, "abc");
        row("abc.Y2FmZTo4MA", taken, "abc");
        row("/mcp?sessionId=abc.Y2FmZTo4MA==", "invalid-base64 no - | - - | -", "-");
        row("/mcp?sessionId=abc.Y2FmZTo4MB", "invalid-base64 no - | - - | -", "-");
        row("/mcp?sessionId=abc", "envelope-sse no - | - - | -", "-");
        row("/mcp?sessionId=", "absent no - | - - | -", "-");
        row("/mcp?", "absent no - | - - | -", "-");
        row("", "absent no - | - - | -", "-");
    }

    void queryParametersHideTheAddressAfterTheLastDot() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QFETCH(QString, session);
        const auto value = decode(text.toStdString(), with(Carrier::Query)).front();
        QCOMPARE(test::textOf(value), expected);
        QCOMPARE(QString::fromStdString(value.upstreamValue.value_or("-")), session);
    }

    void grpcAddressListsAreTold() {
        const auto value =
            decode("s=" + QByteArray("192.0.2.7:50051,[fd00::7]:50051;backend").toBase64().toStdString(), {})
                .front();
        QCOMPARE(test::textOf(value),
                 QStringLiteral("grpc-address-list depends 192.0.2.7:50051 | 192.0.2.7 50051 | -"));
        const auto plain = decode("s=" + QByteArray("no list;backend").toBase64().toStdString(), {}).front();
        QCOMPARE(plain.format, session::Format::LegacyPlain);
    }

    void envelopeInACookieFieldIsRecognised() {
        QCOMPARE(test::textOf(decode("Y2FmZTo4MA==;UV:YWJj", {}).front()),
                 QStringLiteral("envelope-header yes cafe:80 | cafe 80 | -"));
    }

    void carrierNamesAreThoseOfTheFlag() {
        QCOMPARE(session::parseCarrier("envelope-header"), std::optional(Carrier::EnvelopeHeader));
        QCOMPARE(session::parseCarrier("query"), std::optional(Carrier::Query));
        QVERIFY(!session::parseCarrier("Cookie"));
    }
};

PLIMSOLL_TEST(CarriersTest)
#include "tst_carriers.moc"
