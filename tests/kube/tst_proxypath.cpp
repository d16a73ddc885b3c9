// SPDX-License-Identifier: Apache-2.0
#include "kube/clientfixture.h"
#include "kube/proxypath.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::test;
using kube::ProxyTarget;
using Kind = ProxyTarget::Kind;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

QByteArray statusOf(const char* message) {
    return QByteArray(R"({"kind":"Status","status":"Failure","message":")") + message + "\"}";
}

} // namespace

class ProxyPathTest final : public QObject {
    Q_OBJECT

private slots:
    void namesThePortAndTheScheme_data() {
        QTest::addColumn<ProxyTarget>("target");
        QTest::addColumn<QString>("path");
        QTest::newRow("service")
            << ProxyTarget{Kind::Service, "istio-system", "prometheus", "http", ""}
            << text("/api/v1/namespaces/istio-system/services/prometheus:http/proxy/x?q=1");
        QTest::newRow("number") << ProxyTarget{Kind::Service, "m", "prometheus", "9090", "http"}
                                << text("/api/v1/namespaces/m/services/http:prometheus:9090/proxy/x?q=1");
        QTest::newRow("https") << ProxyTarget{Kind::Service, "m", "prometheus", "", "https"}
                               << text("/api/v1/namespaces/m/services/https:prometheus:/proxy/x?q=1");
        QTest::newRow("pod") << ProxyTarget{Kind::Pod, "istio-system", "istiod-1", "15014", ""}
                             << text("/api/v1/namespaces/istio-system/pods/istiod-1:15014/proxy/x?q=1");
        QTest::newRow("bare") << ProxyTarget{Kind::Pod, "a", "b", "", ""}
                              << text("/api/v1/namespaces/a/pods/b/proxy/x?q=1");
        QTest::newRow("nothing slips through")
            << ProxyTarget{Kind::Service, "a/b", "c/../d", "1?x", ""}
            << text("/api/v1/namespaces/a%2Fb/services/c%2F..%2Fd:1%3Fx/proxy/x?q=1");
    }
    void namesThePortAndTheScheme() {
        QFETCH(ProxyTarget, target);
        QFETCH(QString, path);
        QCOMPARE(QString::fromStdString(proxyPath(target, "/x?q=1")), path);
    }

    void refusalsAreExplained_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, int status, const QByteArray& body, ErrorCode code,
                            const char* says) {
            QTest::newRow(name) << status << body << static_cast<int>(code) << text(says);
        };
        row("port", 503, statusOf(R"(no service port 9090 found for service \"prometheus\")"),
            ErrorCode::NotFound,
            "Service m/prometheus port 9090: no service port 9090 found for service \"prometheus\". Use "
            "the "
            "number or name of the Service's port, not the pod's port behind it.");
        row("no pods", 503, statusOf(R"(no endpoints available for service \"prometheus\")"),
            ErrorCode::Unreachable,
            "Service m/prometheus port 9090: no endpoints available for service \"prometheus\". No pod "
            "behind it "
            "is ready.");
        row("nobody listens", 500,
            statusOf("error trying to reach service: dial tcp 10.0.0.1:9090: connect: "
                     "connection refused"),
            ErrorCode::Unreachable,
            "Service m/prometheus port 9090: error trying to reach service: dial tcp 10.0.0.1:9090: connect: "
            "connection refused. Nothing listens on this port in the pod.");
        row("nobody listens, older", 503,
            "Error trying to reach service: 'dial tcp 10.0.0.1:9090: i/o timeout'", ErrorCode::Unreachable,
            "Service m/prometheus port 9090: Error trying to reach service: 'dial tcp 10.0.0.1:9090: i/o "
            "timeout'. The API server cannot reach the pod: check network policies and whether the pod is "
            "running.");
        row("no right", 403,
            statusOf(R"(services \"prometheus:9090\" is forbidden: User \"x\" cannot get )"
                     R"(resource \"services/proxy\")"),
            ErrorCode::Forbidden,
            "Service m/prometheus port 9090: services \"prometheus:9090\" is forbidden: User \"x\" cannot "
            "get "
            "resource \"services/proxy\". A role must allow get on services/proxy, by exactly the name "
            "\"prometheus:9090\" where it names any.");
        row("no service", 404, statusOf(R"(services \"prometheus\" not found)"), ErrorCode::NotFound,
            "Service m/prometheus port 9090: services \"prometheus\" not found.");
        row("its own login", 401, "Unauthorized", ErrorCode::Server,
            "Service m/prometheus port 9090: it answered HTTP 401: Unauthorized. It wants a login, and the "
            "API "
            "server passes none on: use a port-forward instead.");
        row("its own error", 400, R"({"status":"error","error":"parse error"})", ErrorCode::Server,
            "Service m/prometheus port 9090: it answered HTTP 400: {\"status\":\"error\",\"error\":\"parse "
            "error\"}.");
        row("its own 404", 404, "", ErrorCode::Server,
            "Service m/prometheus port 9090: it answered HTTP 404.");
    }
    void refusalsAreExplained() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, code);
        QFETCH(QString, says);
        test::FakeServer server;
        server.handle([&](const FakeRequest&, const Exchange& e) { e->respond(status, body); });
        Client client(configOf(server.url()));
        std::optional<Result<Response>> got;
        getThrough(client, {Kind::Service, "m", "prometheus", "9090", ""}, "/api/v1/query?query=up",
                   [&got](Result<Response> answer) { got = std::move(answer); });
        QTRY_VERIFY(got);
        QVERIFY(!*got);
        QCOMPARE(QString::fromStdString(got->error().sentence()), says);
        QCOMPARE(static_cast<int>(got->error().code), code);
        QCOMPARE(got->error().httpStatus, status);
        QCOMPARE(server.requests().at(0).target,
                 QByteArray("/api/v1/namespaces/m/services/prometheus:9090/proxy/api/v1/query?query=up"));
    }

    void answersArePassedOn() {
        test::FakeServer server;
        server.handle([](const FakeRequest&, const Exchange& e) { e->respond(200, "up 1", "text/plain"); });
        Client client(configOf(server.url()));
        std::optional<Result<Response>> got;
        getThrough(client, {Kind::Pod, "m", "istiod-1", "15014", ""}, "/metrics",
                   [&got](Result<Response> answer) { got = std::move(answer); });
        QTRY_VERIFY(got);
        QVERIFY(*got);
        QCOMPARE((*got)->body, QByteArray("up 1"));
        QCOMPARE(server.requests().at(0).headers["accept"], QByteArray("*/*"));
    }
};

PLIMSOLL_TEST(ProxyPathTest)
#include "tst_proxypath.moc"
