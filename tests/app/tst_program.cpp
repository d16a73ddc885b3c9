// SPDX-License-Identifier: Apache-2.0
// The program itself, as a person runs it without a window.
#include "support/testmain.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>

using Json = nlohmann::json;

namespace {

struct Run {
    int code = -1;
    QString out;
    QString error;
};

} // namespace

class ProgramTest final : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_home;

    /// Runs the program with a home folder of its own and no kubeconfig.
    Run run(const QStringList& arguments, const QByteArray& input = {}) {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const auto* name : {"KUBECONFIG", "KUBERNETES_SERVICE_HOST", "DISPLAY", "WAYLAND_DISPLAY"}) {
            environment.remove(QLatin1String(name));
        }
        environment.insert(QStringLiteral("HOME"), m_home.path());
        environment.insert(QStringLiteral("XDG_STATE_HOME"), m_home.path() + QStringLiteral("/state"));
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.path() + QStringLiteral("/config"));
        environment.insert(QStringLiteral("TMPDIR"), m_home.path());
        process.setProcessEnvironment(environment);
        process.start(qEnvironmentVariable("PLIMSOLL_PROGRAM"), arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

    static Json json(const Run& run) { return Json::parse(run.out.toStdString(), nullptr, false); }

private slots:
    void initTestCase() {
        QVERIFY2(!qEnvironmentVariable("PLIMSOLL_PROGRAM").isEmpty(),
                 "run by ctest, which names the program");
    }

    void tellsItsVersion() {
        const auto r = run({QStringLiteral("--version")});
        QCOMPARE(r.code, 0);
        QCOMPARE(r.out, QStringLiteral("plimsoll " PLIMSOLL_VERSION "\n"));
    }

    void errorsGoToStderrWithKubectlsCode() {
        const auto r = run({QStringLiteral("revisions"), QStringLiteral("--kubeconfig=/nowhere/config")});
        QCOMPARE(r.code, 1);
        QVERIFY(r.out.isEmpty());
        QVERIFY2(r.error.startsWith(QStringLiteral("error: ")), qPrintable(r.error));
        QVERIFY2(r.error.contains(QStringLiteral("/nowhere/config")), qPrintable(r.error));
    }

    void statusTellsOfTheDemoKindByKind() {
        const auto status = run({QStringLiteral("status"), QStringLiteral("--demo"), QStringLiteral("-o"),
                                 QStringLiteral("json")});
        QCOMPARE(status.code, 0);
        const auto all = json(status);
        QCOMPARE(all["context"].get<std::string>(), std::string("demo"));
        bool revisions = false;
        for (const auto& kind : all["kinds"]) {
            QVERIFY(kind["state"] == "live" || kind["state"] == "not served");
            revisions = revisions || (kind["kind"] == "Revision" && kind["objects"] > 100);
        }
        QVERIFY(revisions);
    }

    void listsTheDemosRevisionsTheSameEachTime() {
        const auto first = run({QStringLiteral("revisions"), QStringLiteral("--demo"), QStringLiteral("-o"),
                                QStringLiteral("json")});
        QCOMPARE(first.code, 0);
        const auto list = json(first);
        QVERIFY(list.is_array());
        QVERIFY(list.size() > 200 && list.size() < 400);
        int alarms = 0;
        for (const auto& revision : list) {
            for (const auto* field :
                 {"namespace", "name", "service", "routed", "percent", "tags", "replicas", "routingState",
                  "exportTo", "visibility", "alarm", "hideable", "reasons", "warnings", "envoyClusters"}) {
                QVERIFY2(revision.contains(field), field);
            }
            alarms += revision["alarm"].get<bool>() ? 1 : 0;
            QVERIFY(!(revision["routed"].get<bool>() && revision["hideable"].get<bool>()));
        }
        QCOMPARE(alarms, 1);
        const auto second = run({QStringLiteral("revisions"), QStringLiteral("-o"), QStringLiteral("json"),
                                 QStringLiteral("--demo")});
        QCOMPARE(second.out, first.out);
    }

    void narrowsToANamespace() {
        const auto all =
            json(run({QStringLiteral("revisions"), QStringLiteral("--demo"), QStringLiteral("-ojson")}));
        const auto ns = all.at(0)["namespace"].get<std::string>();
        const auto one =
            json(run({QStringLiteral("revisions"), QStringLiteral("--demo"), QStringLiteral("-ojson"),
                      QStringLiteral("-n"), QString::fromStdString(ns)}));
        QVERIFY(!one.empty() && one.size() < all.size());
        for (const auto& revision : one) {
            QCOMPARE(revision["namespace"].get<std::string>(), ns);
        }
        const auto none = run({QStringLiteral("revisions"), QStringLiteral("--demo"), QStringLiteral("-n"),
                               QStringLiteral("nowhere")});
        QCOMPARE(none.code, 0);
        QVERIFY(none.error.contains(QStringLiteral("nowhere")));
    }

    void weighsTheDemosProxies() {
        const auto list =
            json(run({QStringLiteral("weight"), QStringLiteral("--demo"), QStringLiteral("-ojson")}));
        QVERIFY(list.contains("proxies"));
        bool gateway = false;
        for (const auto& proxy : list["proxies"]) {
            gateway = gateway || proxy["kind"] == "gateway";
            QVERIFY(proxy["envoyClusters"].get<int>() > 0);
            QCOMPARE(proxy["total"].get<int>(),
                     proxy["bytes"]["cds"].get<int>() + proxy["bytes"]["eds"].get<int>() +
                         proxy["bytes"]["lds"].get<int>() + proxy["bytes"]["rds"].get<int>());
        }
        QVERIFY(gateway);
    }

    void decodesACookieWithoutACluster() {
        const auto list = json(run({QStringLiteral("cookie"), QStringLiteral("-o"), QStringLiteral("json"),
                                    QStringLiteral("CgoxLjIuMy40Ojgw")}));
        QCOMPARE(list.size(), std::size_t(1));
        QCOMPARE(list[0]["address"].get<std::string>(), std::string("1.2.3.4:80"));
        QVERIFY(list[0]["accepted"].get<bool>());
        QVERIFY(list[0]["pod"].is_null());
    }

    void readsPastedTextFromStandardInput() {
        const auto list = json(run({QStringLiteral("cookie"), QStringLiteral("-ojson"), QStringLiteral("-")},
                                   "< HTTP/1.1 200 OK\n< set-cookie: s=\"CgoxLjIuMy40Ojgw\"; HttpOnly\n"));
        QCOMPARE(list.size(), std::size_t(1));
        QCOMPARE(list[0]["format"].get<std::string>(), std::string("proto"));
    }

    void dumpPrintsWhatTheProxyCarries() {
        const QByteArray text =
            R"({"configs":[{"@type":"type.googleapis.com/envoy.admin.v3.ClustersConfigDump",)"
            R"("dynamic_active_clusters":[{"cluster":{"name":"outbound|80||cart.shop.svc.cluster.local"}}]}]})";
        const auto ran = run({QStringLiteral("dump"), QStringLiteral("-ojson"), QStringLiteral("-")}, text);
        QCOMPARE(ran.code, 0);
        const auto dump = json(ran);
        for (const auto* key :
             {"node", "istioVersion", "envoyVersion", "endpoints", "listeners", "routeConfigs",
              "virtualHosts", "secrets", "extensions", "nacked", "warming"}) {
            QVERIFY2(dump.contains(key), key);
        }
        QCOMPARE(dump["envoyClusters"].get<int>(), 1);
        QCOMPARE(dump["bytes"]["cds"].get<int>(), 42);
        QCOMPARE(dump["byService"].size(), 1U);
        QCOMPARE(dump["byService"][0]["service"].get<std::string>(), "cart");
        QVERIFY(ran.error.contains(QStringLiteral("without ?include_eds")));

        const auto table = run({QStringLiteral("dump"), QStringLiteral("-")}, text);
        QVERIFY(table.out.contains(QStringLiteral("shop")));
        const auto wrong = run({QStringLiteral("dump"), QStringLiteral("-")}, "<html>");
        QCOMPARE(wrong.code, 1);
        QVERIFY(wrong.error.contains(QStringLiteral("HTML")));
        QCOMPARE(run({QStringLiteral("dump")}).code, 1);
    }

    void refusesToHideWithoutTerminalOrYes() {
        const auto all =
            json(run({QStringLiteral("revisions"), QStringLiteral("--demo"), QStringLiteral("-ojson")}));
        QString name;
        QString ns;
        for (const auto& revision : all) {
            if (revision["hideable"].get<bool>() && revision["visibility"] == "visible") {
                name = QString::fromStdString(revision["name"].get<std::string>());
                ns = QString::fromStdString(revision["namespace"].get<std::string>());
                break;
            }
        }
        QVERIFY(!name.isEmpty());
        const QStringList words{QStringLiteral("hide"), name, QStringLiteral("-n"), ns,
                                QStringLiteral("--demo")};
        const auto refused = run(words);
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.error.contains(QStringLiteral("--yes")), qPrintable(refused.error));
        const auto done = run(words + QStringList{QStringLiteral("--yes")});
        QVERIFY2(done.code == 0, qPrintable(done.error));
        const auto readOnly =
            run(words + QStringList{QStringLiteral("--yes"), QStringLiteral("--read-only")});
        QCOMPARE(readOnly.code, 1);
    }

    void drawsTheGraphWithoutADisplay() {
        for (const auto* suffix : {"svg", "png", "pdf", "dot", "json"}) {
            const auto path = m_home.path() + QStringLiteral("/graph.") + QLatin1String(suffix);
            const auto r =
                run({QStringLiteral("export"), QStringLiteral("--demo"), QStringLiteral("-o"), path});
            QVERIFY2(r.code == 0, qPrintable(r.error));
            QVERIFY(QFileInfo(path).size() > 1000);
        }
        QVERIFY(QImage(m_home.path() + QStringLiteral("/graph.png")).width() > 500);
        const auto bad = run({QStringLiteral("export"), QStringLiteral("--demo"), QStringLiteral("-o"),
                              m_home.path() + QStringLiteral("/graph.xyz")});
        QCOMPARE(bad.code, 1);
        QVERIFY(bad.error.startsWith(QStringLiteral("error: ")));
    }
};

PLIMSOLL_TEST(ProgramTest)
#include "tst_program.moc"
