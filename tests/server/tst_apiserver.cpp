// SPDX-License-Identifier: Apache-2.0
// The server that the other tests here stand on does what its header says.
#include "support/apiserver.h"
#include "support/testmain.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>

using plimsoll::cluster::Kind;
using plimsoll::test::ApiServer;
using plimsoll::test::ApiWrite;
using plimsoll::test::creationOf;
using plimsoll::test::pathOf;
using plimsoll::test::statusOf;

class ApiServerTest final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ApiServer> m_server;

    nlohmann::json get(const std::string& path, const QByteArray& token = "admin-token") {
        const auto answer = m_server->connection(token)->ask("GET", path);
        return answer ? nlohmann::json::parse(answer->body.toStdString(), nullptr, false) : nlohmann::json();
    }

    std::size_t count(const std::string& path) { return get(path)["items"].size(); }

private slots:
    void initTestCase() {
        if (const auto reason = ApiServer::unavailable()) {
            QSKIP(qPrintable(*reason));
        }
        m_server = std::make_unique<ApiServer>();
        const auto ok = m_server->start();
        QVERIFY2(ok, ok ? "" : ok.error().what.c_str());
    }

    void writesAKubeconfigThatNamesTheServer() {
        QFile file(m_server->kubeconfig());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains(QByteArray::fromStdString(m_server->url())));
        QVERIFY(m_server->caPem().starts_with("-----BEGIN CERTIFICATE-----"));
    }

    void theLimitedUserMayDoNothing() {
        QCOMPARE(get("/api/v1/pods", "limited-token")["code"].get<int>(), 403);
        QCOMPARE(get("/api/v1/pods", "no-token")["code"].get<int>(), 401);
    }

    void servesEveryKindThatWeRead() {
        const auto ok = m_server->createCrds();
        QVERIFY2(ok, ok ? "" : ok.error().sentence().c_str());
        for (const auto& kind : plimsoll::cluster::allKinds()) {
            // Built-ins come in the server's own versions: EndpointSlices have no v1 before 1.21.
            const bool served = std::ranges::any_of(kind.versions, [&](std::string_view version) {
                return get(pathOf(kind.kind, {}, {}, version)).contains("items");
            });
            QVERIFY2(served, kind.name.data());
        }
    }

    void createsInBulkPatchesAndDeletes() {
        QVERIFY(m_server->apply({creationOf(Kind::Namespace, {}, R"j({"metadata":{"name":"shop"}})j")}));
        std::vector<ApiWrite> writes;
        for (int i = 0; i < 300; ++i) {
            const auto name = QByteArray("cart-") + QByteArray::number(i);
            writes.push_back(creationOf(Kind::Revision, "shop",
                                        R"j({"metadata":{"name":")j" + name +
                                            R"j("},"spec":{"a":1},"status":{"actualReplicas":2}})j"));
        }
        writes.push_back(creationOf(
            Kind::Pod, "shop",
            R"j({"metadata":{"name":"p","labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}})j"));
        QElapsedTimer clock;
        clock.start();
        const auto ok = m_server->apply(writes);
        QVERIFY2(ok, ok ? "" : ok.error().sentence().c_str());
        qInfo("%zu objects in %lld ms", writes.size(), clock.elapsed());
        QCOMPARE(count(pathOf(Kind::Revision, "shop")), std::size_t(300));
        QCOMPARE(get(pathOf(Kind::Revision, "shop", "cart-7"))["status"]["actualReplicas"].get<int>(), 2);

        QVERIFY(
            m_server->apply({statusOf(Kind::Pod, "shop", "p", R"j({"phase":"Running","podIP":"10.1.2.3"})j"),
                             statusOf(Kind::Revision, "shop", "cart-7", R"j({"actualReplicas":5})j"),
                             {"DELETE", pathOf(Kind::Revision, "shop", "cart-8"), {}}}));
        QCOMPARE(get(pathOf(Kind::Pod, "shop", "p"))["status"]["phase"].get<std::string>(), "Running");
        QCOMPARE(get(pathOf(Kind::Revision, "shop", "cart-7"))["status"]["actualReplicas"].get<int>(), 5);
        QCOMPARE(count(pathOf(Kind::Revision, "shop")), std::size_t(299));

        const auto refused =
            m_server->apply({creationOf(Kind::Pod, "nowhere", R"j({"metadata":{"name":"p"}})j")});
        QVERIFY(!refused);
        QCOMPARE(refused.error().where, std::string("/api/v1/namespaces/nowhere/pods"));
    }

    void keepsItsDataThroughAKill() {
        const auto port = m_server->port();
        m_server->kill9();
        QVERIFY(!m_server->connection()->ask("GET", "/readyz"));
        const auto ok = m_server->restart();
        QVERIFY2(ok, ok ? "" : ok.error().what.c_str());
        QCOMPARE(m_server->port(), port);
        QTRY_COMPARE_WITH_TIMEOUT(count(pathOf(Kind::Revision, "shop")), std::size_t(299), 10'000);
    }

    void cleanupTestCase() { m_server.reset(); }
};

PLIMSOLL_TEST(ApiServerTest)
#include "tst_apiserver.moc"
