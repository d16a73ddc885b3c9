// SPDX-License-Identifier: Apache-2.0
#include "session/value.h"
#include "support/testmain.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

using namespace plimsoll;
using session::decodePasted;

namespace {

QString summary(std::string_view text) {
    QStringList found;
    for (const auto& value : decodePasted(text, {})) {
        found << QString::fromStdString(value.cookie) + u':' +
                     QString::fromStdString(value.address.value_or("-"));
    }
    return found.join(u' ');
}

constexpr const char* curlOutput = R"(* Connected to shop.example.com (192.0.2.10) port 80 (#0)
> GET /cart?item=3.14 HTTP/1.1
> Host: shop.example.com
> User-Agent: curl/7.88.1
> Accept: */*
> Cookie: lang=de; knative-session="ChAxMC4yNDQuMy4xNzo4MDEy"
>
* Mark bundle as not supporting multiuse
< HTTP/1.1 200 OK
< content-type: text/html
< date: Sun, 01 Nov 2026 12:00:00 GMT
< set-cookie: knative-session="ChAxMC4yNDQuMy4xODo4MDEy"; Path=/; HttpOnly
< x-session: MTAuMjQ0LjMuMTk6ODAxMg==
< server: istio-envoy
<
{ [11 bytes data]
<html>
Cookie: no=header
* Connection #0 to host shop.example.com left intact
)";

} // namespace

class PastedTest final : public QObject {
    Q_OBJECT

private slots:
    void wholeCurlOutputGivesItsSessions() {
        QCOMPARE(summary(curlOutput),
                 QStringLiteral("lang:- knative-session:10.244.3.17:8012 "
                                "knative-session:10.244.3.18:8012 x-session:10.244.3.19:8012"));
    }

    void headerDumpGivesItsSessions() {
        QCOMPARE(
            summary(
                "HTTP/2 200\r\ncontent-type: text/plain\r\nset-cookie: s=\"Y2FmZTo4MA==\"; HttpOnly\r\n\r\n"),
            QStringLiteral("s:cafe:80"));
    }

    void everyLineMayBeAValue() {
        QCOMPARE(summary("Y2FmZTo4MA==\n\n  YmFyOjgx  \n"), QStringLiteral(":cafe:80 :bar:81"));
    }

    void sessionParameterOfARequestIsFound() {
        QCOMPARE(summary("> GET /mcp?sessionId=abc.MTkyLjAuMi43Ojk5 HTTP/1.1\n> Host: h\n"),
                 QStringLiteral("sessionId:192.0.2.7:99"));
        QCOMPARE(summary("/mcp?sessionId=abc.MTkyLjAuMi43Ojk5"), QStringLiteral("sessionId:192.0.2.7:99"));
    }

    void nothingIsSaidToBeNothing() {
        for (const char* text : {"", "   \n ", "> GET / HTTP/1.1\n> Host: h\n"}) {
            const auto values = decodePasted(text, {});
            QCOMPARE(values.size(), std::size_t(1));
            QCOMPARE(values.front().format, session::Format::Absent);
            QVERIFY(!values.front().why.empty());
        }
    }

    void hugeInputTakesNoLongerThanItsLength() {
        std::string manyCookies = "Cookie: ";
        std::string sameCookies = "Cookie: ";
        for (int i = 0; i < 100'000; ++i) {
            manyCookies += "c" + std::to_string(i) + "=abc; ";
            sameCookies += "s=abc; ";
        }
        const std::string address(1'000'000, 'x');
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(decodePasted(session::encodeCookie(address), {}).front().address.value_or("").size(),
                 address.size());
        QCOMPARE(decodePasted(std::string(1'000'000, '='), {}).size(), std::size_t(1));
        QCOMPARE(decodePasted("s=" + std::string(1'000'000, '"'), {}).size(), std::size_t(1));
        QCOMPARE(decodePasted(manyCookies, {}).size(), std::size_t(100'000));
        QCOMPARE(decodePasted(sameCookies, {}).size(), std::size_t(100'000));
        QVERIFY(!decodePasted(std::string(1'000'000, ';'), {}).empty());
        QVERIFY(!decodePasted(std::string(1'000'000, '\n') + "a=b", {}).empty());
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }

    void severalCookiesDoNotCopyTheWholeLine() {
        const auto values = decodePasted("Cookie: a=b; c=d", {});
        QCOMPARE(values.size(), std::size_t(2));
        QCOMPARE(values.at(1).input, std::string("c=d"));
    }

    void junkIsAnsweredAndSurvived() {
        QRandomGenerator random(7);
        for (int round = 0; round < 2000; ++round) {
            std::string junk(random.bounded(200), '\0');
            for (char& c : junk) {
                c = static_cast<char>(static_cast<unsigned char>(random.bounded(256)));
            }
            session::Options options;
            options.carrier = static_cast<session::Carrier>(random.bounded(4));
            options.cookieName = round % 3 == 0 ? "s" : "";
            for (const auto& text : {junk, "s=" + junk, session::encodeCookie(junk)}) {
                QVERIFY(!session::decode(text, options).empty());
                for (const auto& value : decodePasted(text, options)) {
                    const auto utf8 = QString::fromStdString(value.address.value_or(""));
                    QVERIFY(utf8.toStdString() == value.address.value_or("")); // always well-formed text
                }
            }
        }
    }
};

PLIMSOLL_TEST(PastedTest)
#include "tst_pasted.moc"
