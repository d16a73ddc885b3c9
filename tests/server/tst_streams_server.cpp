// SPDX-License-Identifier: Apache-2.0
// exec, port-forward and proxied requests against a real API server. It has no kubelet: so how it refuses,
// to whom, and that the sentences are its own.
#include "kube/exec.h"
#include "kube/portforward.h"
#include "kube/proxypath.h"
#include "support/apiserver.h"
#include "support/testmain.h"

#include <QTcpSocket>

using namespace std::chrono_literals;
using plimsoll::Error;
using plimsoll::ErrorCode;
using plimsoll::Result;
using plimsoll::cluster::Kind;
using plimsoll::kube::Client;
using plimsoll::kube::Config;
using plimsoll::kube::ExecOutput;
using plimsoll::kube::ExecRequest;
using plimsoll::kube::PortForward;
using plimsoll::kube::ProxyTarget;
using plimsoll::kube::Response;
using plimsoll::test::ApiServer;
using plimsoll::test::ApiWrite;
using plimsoll::test::creationOf;

namespace {

QByteArray podOn(const char* node) {
    return QByteArray("{\"metadata\":{\"name\":\"") + (*node == '\0' ? "adrift" : "cart") +
           "\"},\"spec\":{\"nodeName\":\"" + node +
           "\",\"containers\":[{\"name\":\"istio-proxy\",\"image\":\"i\"}]}}";
}

} // namespace

class StreamsServerTest final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ApiServer> m_server;
    std::unique_ptr<Client> m_admin;
    std::unique_ptr<Client> m_limited;

    [[nodiscard]] std::unique_ptr<Client> clientOf(const char* token) const {
        Config config;
        config.server = m_server->url();
        config.caPem = m_server->caPem();
        config.token = token;
        return std::make_unique<Client>(config);
    }

    static Error execError(Client& client, const char* pod) {
        ExecRequest request;
        request.ns = "shop";
        request.pod = pod;
        request.command = {"pilot-agent", "request", "GET", "config_dump"};
        std::optional<Result<ExecOutput>> got;
        const auto exec =
            run(client, request, [&got](Result<ExecOutput> result) { got = std::move(result); });
        if (!QTest::qWaitFor([&got] { return got.has_value(); }, 40'000)) {
            return {ErrorCode::Internal, "no end at all", {}, {}, 0};
        }
        return *got ? Error{ErrorCode::Internal, "it ran?", {}, {}, 0} : got->error();
    }

    static Error forwardError(Client& client, const char* pod) {
        PortForward forward(client, {"shop", pod, 15000});
        std::optional<Error> error;
        connect(&forward, &PortForward::failed, &forward, [&error](const Error& e) { error = e; });
        const auto port = forward.listen();
        QTcpSocket local;
        local.connectToHost(QHostAddress::LocalHost, port.value_or(quint16(0)));
        if (!QTest::qWaitFor([&error] { return error.has_value(); }, 40'000)) {
            return {ErrorCode::Internal, "no end at all", {}, {}, 0};
        }
        return *error;
    }

    static Error proxyError(Client& client, const ProxyTarget& target) {
        std::optional<Result<Response>> got;
        getThrough(client, target, "/metrics", [&got](Result<Response> answer) { got = std::move(answer); });
        if (!QTest::qWaitFor([&got] { return got.has_value(); }, 40'000)) {
            return {ErrorCode::Internal, "no answer at all", {}, {}, 0};
        }
        return *got ? Error{ErrorCode::Internal, "an answer?", {}, {}, 0} : got->error();
    }

    void apply(const std::vector<ApiWrite>& writes) {
        const auto ok = m_server->apply(writes);
        QVERIFY2(ok, ok ? "" : ok.error().sentence().c_str());
    }

    static void compare(const Error& error, ErrorCode code, const char* part) {
        const auto said = error.sentence();
        qInfo("%s", said.c_str());
        QVERIFY2(said.find(part) != std::string::npos, said.c_str());
        QCOMPARE(static_cast<int>(error.code), static_cast<int>(code));
    }

private slots:
    void initTestCase() {
        if (const auto reason = ApiServer::unavailable()) {
            QSKIP(qPrintable(*reason));
        }
        m_server = std::make_unique<ApiServer>();
        const auto ok = m_server->start();
        QVERIFY2(ok, ok ? "" : ok.error().what.c_str());
        apply({creationOf(Kind::Namespace, {}, "{\"metadata\":{\"name\":\"shop\"}}")});
        apply({{"POST", "/api/v1/nodes", "{\"metadata\":{\"name\":\"hull\"}}"},
               creationOf(Kind::Pod, "shop", podOn("")),
               creationOf(Kind::Pod, "shop", podOn("hull")),
               creationOf(Kind::Service, "shop",
                          "{\"metadata\":{\"name\":\"prometheus\"},\"spec\":{\"selector\":{\"a\":\"b\"},"
                          "\"ports\":[{\"name\":\"http\",\"port\":80,\"targetPort\":9090}]}}"),
               {"POST", "/api/v1/namespaces/shop/endpoints", "{\"metadata\":{\"name\":\"prometheus\"}}"}});
        // A node whose kubelet is not there: nothing listens on port 1.
        apply({{"PATCH", "/api/v1/nodes/hull/status",
                "{\"status\":{\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"127.0.0.1\"}],"
                "\"daemonEndpoints\":{\"kubeletEndpoint\":{\"Port\":1}}}}"}});
        m_admin = clientOf("admin-token");
        m_limited = clientOf("limited-token");
    }

    void aPodWithoutANodeIsSaid() {
        compare(execError(*m_admin, "adrift"), ErrorCode::Server, "pod adrift does not have a host assigned");
        compare(forwardError(*m_admin, "adrift"), ErrorCode::Server,
                "pod adrift does not have a host assigned");
    }

    void aNodeThatDoesNotAnswerIsSaid() {
        compare(execError(*m_admin, "cart"), ErrorCode::Server, "127.0.0.1:1: connect: connection refused");
        compare(forwardError(*m_admin, "cart"), ErrorCode::Server,
                "127.0.0.1:1: connect: connection refused");
    }

    void aPodThatIsNotThereIsSaid() {
        compare(execError(*m_admin, "sunk"), ErrorCode::NotFound, "pods \"sunk\" not found");
        compare(forwardError(*m_admin, "sunk"), ErrorCode::NotFound, "pods \"sunk\" not found");
    }

    void whoMayNotIsTold() {
        compare(
            execError(*m_limited, "cart"), ErrorCode::Forbidden,
            "User \"limited\" cannot get resource \"pods/exec\" in API group \"\" in the namespace \"shop\"");
        compare(forwardError(*m_limited, "cart"), ErrorCode::Forbidden,
                "User \"limited\" cannot get resource \"pods/portforward\"");
        compare(proxyError(*m_limited, {ProxyTarget::Kind::Pod, "shop", "cart", "15014", ""}),
                ErrorCode::Forbidden,
                "A role must allow get on pods/proxy, by exactly the name \"cart:15014\"");
    }

    void whoMayGetOnlyNeedsCreateToo() {
        const std::string rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/shop/";
        apply({{"POST", rbac + "roles",
                "{\"metadata\":{\"name\":\"getter\"},\"rules\":[{\"apiGroups\":[\"\"],"
                "\"resources\":[\"pods/exec\"],\"verbs\":[\"get\"]}]}"},
               {"POST", rbac + "rolebindings",
                "{\"metadata\":{\"name\":\"getter\"},\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\","
                "\"kind\":\"Role\",\"name\":\"getter\"},\"subjects\":[{\"kind\":\"User\",\"name\":"
                "\"limited\"}]}"}});
        Error error;
        // Roles count after a moment.
        QTRY_VERIFY_WITH_TIMEOUT(
            (error = execError(*m_limited, "cart"), error.what.find("cannot get") == std::string::npos),
            10'000);
        const auto version = m_server->connection()->ask("GET", "/version");
        QVERIFY(version);
        if (version->body.contains("\"minor\":\"36\"") || version->body.contains("\"minor\": \"36\"")) {
            compare(error, ErrorCode::Forbidden, "may get \"pods/exec\" but not create it");
        } else {
            compare(error, ErrorCode::Server, "connection refused"); // let through, as far as the node
        }
    }

    void proxiedRequestsSayWhatIsMissing() {
        const auto service = [](const char* name, const char* port) {
            return ProxyTarget{ProxyTarget::Kind::Service, "shop", name, port, ""};
        };
        compare(proxyError(*m_admin, service("prometheus", "9090")), ErrorCode::NotFound,
                "no service port 9090 found for service \"prometheus\". Use the number or name");
        compare(proxyError(*m_admin, service("prometheus", "http")), ErrorCode::Unreachable,
                "no endpoints available for service \"prometheus\". No pod behind it is ready");
        compare(proxyError(*m_admin, service("grafana", "80")), ErrorCode::NotFound,
                "services \"grafana\" not found");
        compare(proxyError(*m_admin, {ProxyTarget::Kind::Pod, "shop", "sunk", "15014", ""}),
                ErrorCode::NotFound, "pods \"sunk\" not found");
    }

    void cleanupTestCase() {
        m_admin.reset();
        m_limited.reset();
        m_server.reset();
    }
};

PLIMSOLL_TEST(StreamsServerTest)
#include "tst_streams_server.moc"
