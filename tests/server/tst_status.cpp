// SPDX-License-Identifier: Apache-2.0
// What `plimsoll status` tells of a real API server, also to a user who may read little.
#include "server/program.h"
#include "support/apiserver.h"
#include "support/testmain.h"

#include <algorithm>

using namespace plimsoll;
using cluster::Kind;
using Json = nlohmann::json;
using test::creationOf;

namespace {

constexpr auto rbacGroup = "rbac.authorization.k8s.io";
constexpr auto rbacVersion = "rbac.authorization.k8s.io/v1";

} // namespace

class StatusTest final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<test::ApiServer> m_server;
    std::unique_ptr<test::Program> m_program;

    static Json kindOf(const Json& status, const char* kind, const char* group) {
        for (const auto& entry : status.value("kinds", Json::array())) {
            if (entry["kind"] == kind && entry["group"] == group) {
                return entry;
            }
        }
        return {};
    }

    void apply(const std::vector<test::ApiWrite>& writes) {
        const auto ok = m_server->apply(writes);
        QVERIFY2(ok, ok ? "" : ok.error().sentence().c_str());
    }

    static test::ApiWrite post(const std::string& path, const Json& object) {
        return {"POST", path, QByteArray::fromStdString(object.dump())};
    }

    /// A role named "reader" for these resources, cluster-wide where `ns` is empty.
    static test::ApiWrite grant(const char* kind, const std::string& ns,
                                const std::vector<std::string>& groups,
                                const std::vector<std::string>& resources) {
        const Json rule{{"verbs", {"get", "list", "watch"}}, {"apiGroups", groups}, {"resources", resources}};
        return post(rolePath(ns) + (ns.empty() ? "/clusterroles" : "/roles"),
                    {{"apiVersion", rbacVersion},
                     {"kind", kind},
                     {"metadata", {{"name", "reader"}}},
                     {"rules", Json::array({rule})}});
    }

    static test::ApiWrite binding(const char* kind, const char* role, const std::string& ns) {
        const Json limited{{"kind", "User"}, {"name", "limited"}, {"apiGroup", rbacGroup}};
        return post(rolePath(ns) + (ns.empty() ? "/clusterrolebindings" : "/rolebindings"),
                    {{"apiVersion", rbacVersion},
                     {"kind", kind},
                     {"metadata", {{"name", "reader"}}},
                     {"subjects", Json::array({limited})},
                     {"roleRef", {{"kind", role}, {"name", "reader"}, {"apiGroup", rbacGroup}}}});
    }

    static std::string rolePath(const std::string& ns) {
        const std::string root = "/apis/rbac.authorization.k8s.io/v1";
        return ns.empty() ? root : root + "/namespaces/" + ns;
    }

private slots:
    void initTestCase() {
        if (const auto why = test::ApiServer::unavailable()) {
            QSKIP(qPrintable(*why));
        }
        m_server = std::make_unique<test::ApiServer>();
        const auto started = m_server->start();
        QVERIFY2(started, started ? "" : started.error().sentence().c_str());
        QVERIFY(m_server->createCrds("serving.knative.dev"));
        apply({creationOf(Kind::Namespace, {}, R"j({"metadata":{"name":"shop"}})j"),
               creationOf(Kind::Namespace, {}, R"j({"metadata":{"name":"bank"}})j")});
        apply({creationOf(Kind::Revision, "shop", R"j({"metadata":{"name":"cart-1"},"spec":{}})j"),
               creationOf(Kind::Revision, "bank", R"j({"metadata":{"name":"vault-1"},"spec":{}})j"),
               creationOf(Kind::Service, "shop",
                          R"j({"metadata":{"name":"cart"},"spec":{"ports":[{"port":80}]}})j")});
        m_program = std::make_unique<test::Program>(m_server->kubeconfig());
    }

    void everyKindIsToldOnce() {
        const auto status = m_program->json({u"status"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(status["context"].get<std::string>(), std::string("test"));
        QCOMPARE(status["server"].get<std::string>(), m_server->url());
        QCOMPARE(status["kinds"].size(), cluster::allKinds().size());
        const auto revisions = kindOf(status, "Revision", "serving.knative.dev");
        QCOMPARE(revisions["state"].get<std::string>(), std::string("live"));
        QCOMPARE(revisions["version"].get<std::string>(), std::string("v1"));
        QCOMPARE(revisions["objects"].get<int>(), 2);
        QVERIFY(revisions["bytes"].get<int>() > 200);
        QVERIFY(revisions["error"].is_null());
        QVERIFY(!revisions["since"].get<std::string>().empty());
        const auto services = kindOf(status, "Service", "");
        QCOMPARE(services["objects"].get<int>(), 2); // and kubernetes.default
        const auto sidecars = kindOf(status, "Sidecar", "networking.istio.io");
        QCOMPARE(sidecars["state"].get<std::string>(), std::string("not served"));
        QVERIFY(sidecars["error"].is_null());
        QCOMPARE(sidecars["version"].get<std::string>(), std::string());
    }

    void theTableHasALineAKind() {
        const auto table = m_program->run({u"status"_qs});
        QCOMPARE(table.code, 0);
        QCOMPARE(table.out.count(QLatin1Char('\n')), qsizetype(cluster::allKinds().size()) + 1);
        QVERIFY(table.out.startsWith(u"KIND"_qs));
    }

    void denialsAreStatesInTheServersOwnWords() {
        const auto status = m_program->json({u"status"_qs, u"--context=limited"_qs, u"-o"_qs, u"json"_qs});
        const auto pods = kindOf(status, "Pod", "");
        QCOMPARE(pods["state"].get<std::string>(), std::string("denied"));
        const auto why = pods["error"].get<std::string>();
        QVERIFY2(why.find("User \"limited\" cannot list resource \"pods\"") != std::string::npos,
                 why.c_str());
        QVERIFY2(why.find("Ask for get, list and watch on pods") != std::string::npos, why.c_str());
        QCOMPARE(kindOf(status, "Route", "serving.knative.dev")["state"].get<std::string>(),
                 std::string("denied"));
        QCOMPARE(kindOf(status, "Sidecar", "networking.istio.io")["state"].get<std::string>(),
                 std::string("not served"));
    }

    void whoMayReadOneNamespaceReadsThat() {
        apply({grant("Role", "shop", {"", "serving.knative.dev"}, {"*"}),
               binding("RoleBinding", "Role", "shop")});
        // Named by flag, and nothing else.
        auto status = m_program->json(
            {u"status"_qs, u"--context=limited"_qs, u"-n"_qs, u"shop"_qs, u"-o"_qs, u"json"_qs});
        auto revisions = kindOf(status, "Revision", "serving.knative.dev");
        QCOMPARE(revisions["state"].get<std::string>(), std::string("live"));
        QCOMPARE(revisions["objects"].get<int>(), 1);
        QCOMPARE(kindOf(status, "Namespace", "")["state"].get<std::string>(), std::string("denied"));

        // Found, since namespaces may be listed.
        apply({grant("ClusterRole", "", {""}, {"namespaces"}),
               binding("ClusterRoleBinding", "ClusterRole", "")});
        status = m_program->json({u"status"_qs, u"--context=limited"_qs, u"-o"_qs, u"json"_qs});
        revisions = kindOf(status, "Revision", "serving.knative.dev");
        QCOMPARE(revisions["state"].get<std::string>(), std::string("live"));
        QCOMPARE(revisions["objects"].get<int>(), 1);
        const auto missing = revisions["missingNamespaces"].get<std::vector<std::string>>();
        QVERIFY(std::find(missing.begin(), missing.end(), "bank") != missing.end());
        QVERIFY(revisions["error"].get<std::string>().find("bank") != std::string::npos);
        QCOMPARE(kindOf(status, "Namespace", "")["state"].get<std::string>(), std::string("live"));

        const auto rows = m_program->json({u"revisions"_qs, u"--context=limited"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows[0]["name"].get<std::string>(), std::string("cart-1"));
    }

    void narrowedByFlagOnlyThatNamespaceIsRead() {
        const auto status = m_program->json({u"status"_qs, u"-n"_qs, u"bank"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(kindOf(status, "Revision", "serving.knative.dev")["objects"].get<int>(), 1);
        QCOMPARE(kindOf(status, "Service", "")["objects"].get<int>(), 0);
        QVERIFY(kindOf(status, "Namespace", "")["objects"].get<int>() >
                2); // not narrowed: it has no namespace
        const auto both = m_program->json({u"revisions"_qs, u"-n"_qs, u"bank,shop"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(both.size(), std::size_t{2});
    }

    void aTokenThatIsNoneIsNotLoggedIn() {
        const auto run = m_program->run({u"status"_qs, u"--token=none"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(run.code, 1);
        QVERIFY(run.out.isEmpty());
        QVERIFY2(run.error.startsWith(u"error: "_qs) && run.error.contains(u"Log in again"_qs),
                 qPrintable(run.error));
    }

    void noServerIsAnError() {
        const auto run =
            m_program->run({u"status"_qs, u"--server=https://127.0.0.1:1"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(run.code, 1);
        QVERIFY(run.out.isEmpty());
        QVERIFY2(run.error.startsWith(u"error: "_qs), qPrintable(run.error));
    }

    void cleanupTestCase() { m_server.reset(); }
};

PLIMSOLL_TEST(StatusTest)
#include "tst_status.moc"
