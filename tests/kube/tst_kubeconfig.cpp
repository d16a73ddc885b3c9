// SPDX-License-Identifier: Apache-2.0
#include "kube/configcase.h"
#include "support/testmain.h"

#include <QTemporaryDir>

using namespace plimsoll;
using namespace plimsoll::kube;
using test::flagsOf;
using test::shown;

class KubeconfigTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    void write(const QString& name, const QByteArray& bytes) const {
        QDir(m_folder.path()).mkpath(QFileInfo(name).path());
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    [[nodiscard]] Environment environment(const QString& list = {}) const {
        Environment env;
        env.home = m_folder.filePath(QStringLiteral("home")).toStdString();
        env.serviceAccount = m_folder.filePath(QStringLiteral("account")).toStdString();
        env.variable = [list](const std::string& name) -> std::optional<std::string> {
            return name == "KUBECONFIG" && !list.isEmpty() ? std::optional(list.toStdString()) : std::nullopt;
        };
        return env;
    }
    [[nodiscard]] QString shownOf(const Flags& flags, const Environment& env) const {
        const auto kubeconfig = Kubeconfig::load(flags, env);
        return shown(kubeconfig ? kubeconfig->resolve(flags)
                                : Result<Config>(tl::unexpect, kubeconfig.error()),
                     m_folder.path());
    }

private slots:
    void init() {
        QDir(m_folder.path()).removeRecursively();
        QDir().mkpath(m_folder.path());
    }

    void theFirstFileThatDefinesANameWinsWhole() {
        write(QStringLiteral("a/one"),
              "current-context: ''\nclusters: [{name: c, cluster: {server: 'https://one', "
              "certificate-authority: ca.crt}}]\n");
        write(QStringLiteral("a/ca.crt"), "CA of one");
        write(QStringLiteral("b/two"),
              test::kubeconfig("server: 'https://two', tls-server-name: two", "tokenFile: tok"));
        write(QStringLiteral("empty"), "");
        const auto path = [this](const char* name) { return m_folder.filePath(QString::fromUtf8(name)); };
        const auto env = environment(QStringList{path("missing"), path("empty"), path("a/one"), QString(),
                                                 path("b/two"), path("a/one")}
                                         .join(u':'));
        QCOMPARE(shownOf({}, env), QStringLiteral("context=x server=https://one ns=default ca=CA of one "
                                                  "caFile=DIR/a/ca.crt tokenFile=DIR/b/tok"));
        const auto loaded = Kubeconfig::load({}, env);
        QCOMPARE(loaded->files().size(), std::size_t{3});
        QCOMPARE(loaded->warnings().size(), std::size_t{1});
        QCOMPARE(loaded->warnings().front().where, path("missing").toStdString());
        QCOMPARE(loaded->contexts().at(0).file, path("b/two").toStdString());
    }

    void aBrokenFileHidesOnlyWhatItMightHaveDefined() {
        write(QStringLiteral("broken"), "clusters: [\n");
        write(QStringLiteral("good"), test::kubeconfig());
        const auto broken = m_folder.filePath(QStringLiteral("broken"));
        const auto good = m_folder.filePath(QStringLiteral("good"));
        QCOMPARE(shownOf({}, environment(good + u':' + broken)),
                 QStringLiteral("context=x server=https://c:6443 ns=default"));
        const auto env = environment(broken + u':' + good);
        QCOMPARE(Kubeconfig::load({}, env)->contexts().size(), std::size_t{1});
        QVERIFY(shownOf({}, env).startsWith(QLatin1String("error: DIR/broken:2: the YAML is broken")));
    }

    void noFileIsNotFoundUnlessAServerIsNamed() {
        const auto none = Kubeconfig::load({}, environment());
        QVERIFY(!none && none.error().code == ErrorCode::NotFound);
        QVERIFY(none.error().sentence().find("home/.kube/config") != std::string::npos);
        QCOMPARE(shownOf(flagsOf(QStringLiteral("server=https://s:1 token=t")), environment()),
                 QStringLiteral("server=https://s:1 ns=default token=t"));
        Flags named;
        named.kubeconfig = "/nowhere/config";
        const auto missing = Kubeconfig::load(named, environment());
        QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
        write(QStringLiteral("home/.kube/config"), test::kubeconfig());
        QVERIFY(Kubeconfig::load({}, environment()));
        Flags folder;
        folder.kubeconfig = m_folder.path().toStdString();
        const auto wrong = Kubeconfig::load(folder, environment());
        QVERIFY(!wrong && wrong.error().code == ErrorCode::Input);
    }

    void contextsAreListedEvenIfUnusable() {
        write(QStringLiteral("home/.kube/config"),
              test::kubeconfig("server: 'https://c:6443'", "exec: {command: bin/aws, args: [eks, get-token]}",
                               "cluster: c, user: u, namespace: shop") +
                  "- name: w\n  context: {cluster: gone}\n");
        const auto contexts = Kubeconfig::load({}, environment())->contexts();
        QCOMPARE(contexts.size(), std::size_t{2});
        QCOMPARE(contexts.at(0).name, std::string("w"));
        QVERIFY(contexts.at(0).server.empty() && !contexts.at(0).current);
        QCOMPARE(contexts.at(1).ns, std::string("shop"));
        QCOMPARE(contexts.at(1).execCommand, environment().home + "/.kube/bin/aws eks get-token");
        QVERIFY(contexts.at(1).current);
    }

    void podsFindTheirServer() {
        auto env = environment();
        QCOMPARE(static_cast<int>(inCluster(env).error().code), static_cast<int>(ErrorCode::NotFound));
        env.variable = [](const std::string& name) -> std::optional<std::string> {
            return name == "KUBERNETES_SERVICE_HOST"   ? std::optional<std::string>("fd00::1")
                   : name == "KUBERNETES_SERVICE_PORT" ? std::optional<std::string>("443")
                                                       : std::nullopt;
        };
        QVERIFY(!inCluster(env));
        write(QStringLiteral("account/token"), "t");
        write(QStringLiteral("account/ca.crt"), "CA");
        write(QStringLiteral("account/namespace"), "shop\n");
        QCOMPARE(shown(inCluster(env), m_folder.path()),
                 QStringLiteral("server=https://[fd00::1]:443 ns=shop ca=CA caFile=DIR/account/ca.crt "
                                "tokenFile=DIR/account/token"));
    }
};

PLIMSOLL_TEST(KubeconfigTest)

#include "tst_kubeconfig.moc"
