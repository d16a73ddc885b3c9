// SPDX-License-Identifier: Apache-2.0
#include "kube/client.h"
#include "support/testmain.h"

#include <QTest>

using namespace plimsoll;
using namespace plimsoll::kube;

class AnswerTest : public QObject {
    Q_OBJECT

private slots:
    void answersBecomeErrors_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const QByteArray longPage(5000, 'x');
        const auto row = [](const char* name, int status, const char* body, ErrorCode code,
                            const char* says) {
            QTest::newRow(name) << status << QByteArray(body) << static_cast<int>(code)
                                << QString::fromUtf8(says);
        };
        row("401", 401, "{\"kind\":\"Status\",\"message\":\"Unauthorized\"}", ErrorCode::Unauthorized,
            "Unauthorized");
        row("403", 403, "{\"kind\":\"Status\",\"message\":\"pods is forbidden: User \\\"x\\\" cannot list\"}",
            ErrorCode::Forbidden, "it: pods is forbidden: User \"x\" cannot list");
        row("nobody", 403,
            "{\"kind\":\"Status\",\"message\":\"pods is forbidden: User \\\"system:anonymous\\\" cannot "
            "list\"}",
            ErrorCode::Unauthorized, "Log in again");
        row("404", 404, "{\"kind\":\"Status\",\"message\":\"services \\\"a\\\" not found\"}",
            ErrorCode::NotFound, "services \"a\" not found");
        row("409", 409, "{\"kind\":\"Status\",\"message\":\"the object has been modified\"}",
            ErrorCode::Conflict, "the object has been modified");
        row("410", 410, "{\"kind\":\"Status\",\"message\":\"too old resource version\"}", ErrorCode::Gone,
            "too old");
        row("422", 422, "{\"kind\":\"Status\",\"message\":\"is invalid\"}", ErrorCode::Server, "is invalid");
        row("only a reason", 500, "{\"kind\":\"Status\",\"reason\":\"InternalError\"}", ErrorCode::Server,
            "InternalError");
        row("an empty Status", 500, "{\"kind\":\"Status\"}", ErrorCode::Server, "HTTP 500");
        row("a message of another type", 500, "{\"kind\":\"Status\",\"message\":7}", ErrorCode::Server,
            "HTTP 500");
        row("group that is not served", 404, "404 page not found\n", ErrorCode::NotFound,
            "could not find the requested resource");
        row("HTML 404", 404, "<html><h1>Not here</h1></html>", ErrorCode::Server,
            "not from a Kubernetes API server: <html><h1>Not here</h1></html>");
        row("login page", 403, "<html>\n  <body>Log in", ErrorCode::Server,
            "whether a proxy asks for a login");
        row("redirect", 302, "", ErrorCode::Server, "not from a Kubernetes API server (it is empty)");
        row("balancer", 503, "no backend", ErrorCode::Server, "HTTP 503: no backend");
        row("broken JSON", 500, "{\"kind\":\"Status\",", ErrorCode::Server,
            "not from a Kubernetes API server");
        row("a long page", 500, longPage.constData(), ErrorCode::Server, "… (5000 bytes)");
    }
    void answersBecomeErrors() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        QFETCH(QString, says);
        const auto error = check(Response{status, body, {}, {}}, "it");
        QVERIFY(error);
        QCOMPARE(static_cast<int>(error->code), code);
        QCOMPARE(error->httpStatus, status);
        const auto sentence = QString::fromStdString(error->sentence());
        QVERIFY2(sentence.contains(says), qPrintable(sentence));
        QVERIFY(sentence.size() < 400);
    }

    void successIsNoError() {
        QVERIFY(!check(Response{200, "<html>", {}, {}}, "it"));
        QVERIFY(!check(Response{201, "{}", {}, {}}, "it"));
    }

    void encodesWhatWouldChangeThePath() {
        QCOMPARE(encoded("a/b?c=d&e f%~"), std::string("a%2Fb%3Fc%3Dd%26e%20f%25~"));
        QCOMPARE(encoded("ü"), std::string("%C3%BC"));
    }
};

PLIMSOLL_TEST(AnswerTest)

#include "tst_answer.moc"
