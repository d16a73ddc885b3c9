// SPDX-License-Identifier: Apache-2.0
#include "kube/certificates.h"
#include "kube/kubeconfig.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace plimsoll;
using namespace plimsoll::kube;

namespace {

/// A kubeconfig of cluster c, user u and context x, each with the given fields (YAML flow).
QByteArray config(const QByteArray& cluster = "server: 'https://c:6443'", const QByteArray& user = {},
                  const QByteArray& context = {}) {
    return "apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters:\n- name: c\n  cluster: {" + cluster +
           "}\nusers:\n- name: u\n  user: {" + user +
           "}\ncontexts:\n- name: x\n  context: {cluster: c, user: u" +
           (context.isEmpty() ? QByteArray() : ", " + context) + "}\n";
}

/// Sets flags written as "context=x server=y as-group=z".
Flags flagsOf(const QString& text) {
    Flags flags;
    const auto words = text.split(u' ', Qt::SkipEmptyParts);
    for (const auto& word : words) {
        const auto name = word.section(u'=', 0, 0);
        const auto value = word.section(u'=', 1).toStdString();
        const std::map<QString, std::optional<std::string> Flags::*> texts{
            {QStringLiteral("context"), &Flags::context},
            {QStringLiteral("cluster"), &Flags::cluster},
            {QStringLiteral("user"), &Flags::user},
            {QStringLiteral("n"), &Flags::ns},
            {QStringLiteral("server"), &Flags::server},
            {QStringLiteral("token"), &Flags::token},
            {QStringLiteral("certificate-authority"), &Flags::certificateAuthority},
            {QStringLiteral("tls-server-name"), &Flags::tlsServerName},
            {QStringLiteral("proxy-url"), &Flags::proxyUrl},
            {QStringLiteral("as"), &Flags::as}};
        if (const auto at = texts.find(name); at != texts.end()) {
            flags.*(at->second) = value;
        } else if (name == u"insecure") {
            flags.insecureSkipTlsVerify = value == "true";
        } else if (name == u"as-group") {
            flags.asGroups.push_back(value);
        } else {
            qFatal("no such flag");
        }
    }
    return flags;
}

/// "server=… ns=…": what is set, or "error: " and the sentence. The test's folder is written as DIR.
QString shown(const Result<Config>& config, const QString& folder) {
    if (!config) {
        return QStringLiteral("error: ") +
               QString::fromStdString(config.error().sentence()).replace(folder, QStringLiteral("DIR"));
    }
    QStringList parts;
    const auto add = [&parts](const char* name, const std::string& value) {
        if (!value.empty()) {
            parts.push_back(QString::fromUtf8(name) + u'=' + QString::fromStdString(value));
        }
    };
    add("context", config->context);
    add("server", config->server);
    add("ns", config->ns);
    add("ca", config->caPem);
    add("insecure", config->insecureSkipTlsVerify ? "true" : "");
    add("name", config->tlsServerName);
    add("proxy", config->proxyUrl);
    add("cert", config->certPem);
    add("key", config->keyPem);
    add("token", config->token);
    add("tokenFile", config->tokenFile);
    add("username", config->username);
    add("exec", config->exec ? config->exec->command : "");
    add("extension", config->exec ? config->exec->clusterExtension : "");
    add("as", config->impersonateUser);
    for (const auto& group : config->impersonateGroups) {
        add("group", group);
    }
    for (const auto& [key, values] : config->impersonateExtra) {
        for (const auto& value : values) {
            add("extra", key + ":" + value);
        }
    }
    return parts.join(u' ').replace(folder, QStringLiteral("DIR"));
}

} // namespace

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

    void oneFileIsResolvedAsKubectlDoes_data();
    void oneFileIsResolvedAsKubectlDoes() {
        QFETCH(QByteArray, text);
        QFETCH(QString, flags);
        QFETCH(QString, expected);
        write(QStringLiteral("config"), text);
        write(QStringLiteral("ca.crt"), "CA");
        auto given = flagsOf(flags);
        given.kubeconfig = m_folder.filePath(QStringLiteral("config")).toStdString();
        const auto result = shownOf(given, environment());
        if (expected.startsWith(u"error")) {
            QVERIFY2(result.startsWith(QLatin1String("error: ")), qPrintable(result));
            QVERIFY2(result.contains(QLatin1String("DIR/config")), qPrintable(result));
            QVERIFY2(result.contains(expected.mid(7)), qPrintable(result));
            return;
        }
        QCOMPARE(result, expected);
    }

    void theFirstFileThatDefinesANameWinsWhole() {
        write(QStringLiteral("a/one"),
              "current-context: ''\nclusters: [{name: c, cluster: {server: 'https://one', "
              "certificate-authority: ca.crt}}]\n");
        write(QStringLiteral("a/ca.crt"), "CA of one");
        write(QStringLiteral("b/two"),
              config("server: 'https://two', tls-server-name: two", "tokenFile: tok"));
        write(QStringLiteral("empty"), "");
        const auto path = [this](const char* name) { return m_folder.filePath(QString::fromUtf8(name)); };
        const auto env = environment(QStringList{path("missing"), path("empty"), path("a/one"), QString(),
                                                 path("b/two"), path("a/one")}
                                         .join(u':'));
        QCOMPARE(shownOf({}, env),
                 QStringLiteral("context=x server=https://one ns=default ca=CA of one tokenFile=DIR/b/tok"));
        const auto loaded = Kubeconfig::load({}, env);
        QCOMPARE(loaded->files().size(), std::size_t{3});
        QCOMPARE(loaded->warnings().size(), std::size_t{1});
        QCOMPARE(loaded->warnings().front().where, path("missing").toStdString());
        QCOMPARE(loaded->contexts().at(0).file, path("b/two").toStdString());
    }

    void aBrokenFileHidesOnlyWhatItMightHaveDefined() {
        write(QStringLiteral("broken"), "clusters: [\n");
        write(QStringLiteral("good"), config());
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
        write(QStringLiteral("home/.kube/config"), config());
        QVERIFY(Kubeconfig::load({}, environment()));
        Flags folder;
        folder.kubeconfig = m_folder.path().toStdString();
        const auto wrong = Kubeconfig::load(folder, environment());
        QVERIFY(!wrong && wrong.error().code == ErrorCode::Input);
    }

    void contextsAreListedEvenIfUnusable() {
        write(QStringLiteral("home/.kube/config"),
              config("server: 'https://c:6443'", "exec: {command: bin/aws, args: [eks, get-token]}",
                     "namespace: shop") +
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
                 QStringLiteral("server=https://[fd00::1]:443 ns=shop ca=CA tokenFile=DIR/account/token"));
    }
};

void KubeconfigTest::oneFileIsResolvedAsKubectlDoes_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("flags");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QByteArray& text, const char* flags, const char* expected) {
        QTest::newRow(name) << text << QString::fromUtf8(flags) << QString::fromUtf8(expected);
    };
    const QByteArray plain = "server: 'https://c:6443'";
    const QByteArray exec = "command: p, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never";
    row("plain", config(), "", "context=x server=https://c:6443 ns=default");
    row("slashes", config("server: 'https://c:6443//'"), "", "context=x server=https://c:6443 ns=default");
    row("no scheme", config("server: 'c:8080'"), "", "context=x server=http://c:8080 ns=default");
    row("namespace", config(plain, "", "namespace: shop"), "", "context=x server=https://c:6443 ns=shop");
    row("-n", config(plain, "", "namespace: shop"), "n=ns/bay", "context=x server=https://c:6443 ns=bay");
    row("relative CA", config(plain + ", certificate-authority: ca.crt"), "",
        "context=x server=https://c:6443 ns=default ca=CA");
    row("CA data", config(plain + ", certificate-authority-data: Q0EgZGF0YQ=="), "",
        "context=x server=https://c:6443 ns=default ca=CA data");
    row("cert", config(plain, "client-certificate-data: Yw==, client-key-data: aw=="), "",
        "context=x server=https://c:6443 ns=default cert=c key=k");
    row("token", config(plain, "token: t, tokenFile: sub/t"), "",
        "context=x server=https://c:6443 ns=default token=t tokenFile=DIR/sub/t");
    row("--token", config(plain, "token: t, tokenFile: sub/t"), "token=f",
        "context=x server=https://c:6443 ns=default token=f");
    row("insecure flag clears the CA", config(plain + ", certificate-authority: ca.crt"), "insecure=true",
        "context=x server=https://c:6443 ns=default insecure=true");
    row("--server clears the name", config(plain + ", tls-server-name: n"), "server=https://d",
        "context=x server=https://d ns=default");
    row("exec in PATH", config(plain, "exec: {" + exec + "}"), "",
        "context=x server=https://c:6443 ns=default exec=p");
    row("exec relative", config(plain, "exec: {" + QByteArray(exec).replace(": p", ": ./p") + "}"), "",
        "context=x server=https://c:6443 ns=default exec=DIR/p");
    row("a token suppresses exec", config(plain, "token: t, exec: {" + exec + "}"), "",
        "context=x server=https://c:6443 ns=default token=t");
    row("extension",
        config(plain + ", extensions: [{name: client.authentication.k8s.io/exec, extension: {n: 7, s: '7'}}]",
               "exec: {" + exec + "}"),
        "", "context=x server=https://c:6443 ns=default exec=p extension={\"n\":7,\"s\":\"7\"}");
    row("impersonation", config(plain, "as: me, as-groups: [a, b], as-user-extra: {k: [v]}"), "",
        "context=x server=https://c:6443 ns=default as=me group=a group=b extra=k:v");
    row("--as", config(plain, "as: me"), "as=you as-group=c",
        "context=x server=https://c:6443 ns=default as=you group=c");
    row("JSON with tabs",
        "{\n\t\"current-context\": \"x\",\n\t\"clusters\": [{\"name\": \"c\", \"cluster\": {\"server\": "
        "\"https://c\"}}],\n\t\"contexts\": [{\"name\": \"x\", \"context\": {\"cluster\": \"c\"}}]\n}",
        "", "context=x server=https://c ns=default");
    row("unknown context", config(), "context=y", "error: context \"y\" does not exist. The contexts are: x");
    row("unknown current", config().replace("current-context: x", "current-context: y"), "",
        "error: context was not found for specified context: y");
    row("no current", config().replace("current-context: x", ""), "", "error: no current context is set");
    row("unknown --cluster", config(), "cluster=d", "error: cluster \"d\" does not exist");
    row("unknown --user", config(), "user=v", "error: auth info \"v\" does not exist");
    row("cluster missing", config().replace("name: c\n", "name: d\n"), "",
        "error: cluster \"c\" was not found for context \"x\"");
    row("user missing", config().replace("name: u\n", "name: v\n"), "",
        "error: user \"u\" was not found for context \"x\"");
    row("no server", config(""), "", "error: no server found for cluster \"c\"");
    row("server of another kind", config("server: 'ftp://c'"), "",
        "error: not an http or https URL: ftp://c");
    row("bad namespace", config(plain, "", "namespace: Shop_1"), "",
        "error: does not conform to the kubernetes DNS");
    row("CA twice", config(plain + ", certificate-authority: ca.crt, certificate-authority-data: Q0E="), "",
        "error: certificate-authority-data and certificate-authority are both specified for cluster \"c\"");
    row("CA and insecure", config(plain + ", insecure-skip-tls-verify: true, certificate-authority: ca.crt"),
        "", "error: root certificates file with the insecure flag is not allowed");
    row("CA missing", config(plain + ", certificate-authority: no.crt"), "",
        "error: unable to read certificate-authority DIR/no.crt for cluster \"c\": no such file");
    row("CA no base64", config(plain + ", certificate-authority-data: '!!'"), "",
        "error: certificate-authority-data of cluster \"c\" is not valid base64");
    row("key no base64", config(plain, "client-certificate-data: Yw==, client-key-data: '!!'"), "",
        "error: client-key-data of user \"u\" is not valid base64");
    row("cert twice", config(plain, "client-certificate: a, client-certificate-data: Yw==, client-key: k"),
        "", "error: client-cert-data and client-cert are both specified for user \"u\"");
    row("key twice", config(plain, "client-certificate: a, client-key-data: Yw==, client-key: k"), "",
        "error: client-key-data and client-key are both specified");
    row("cert without key", config(plain, "client-certificate-data: Yw=="), "",
        "error: client-key-data or client-key must be specified for user \"u\"");
    row("two methods", config(plain, "token: t, username: n"), "",
        "error: more than one authentication method found for user \"u\"; found [token basicAuth]");
    row("exec without command", config(plain, "exec: {apiVersion: client.authentication.k8s.io/v1}"), "",
        "error: command must be specified for user \"u\"");
    row("exec without version", config(plain, "exec: {command: p}"), "",
        "error: apiVersion must be specified");
    row("exec alpha", config(plain, "exec: {command: p, apiVersion: client.authentication.k8s.io/v1alpha1}"),
        "", "error: invalid apiVersion \"client.authentication.k8s.io/v1alpha1\"");
    row("exec without mode", config(plain, "exec: {command: p, apiVersion: client.authentication.k8s.io/v1}"),
        "", "error: interactiveMode must be specified");
    row("exec bad env", config(plain, "exec: {" + exec + ", env: [{value: v}]}"), "",
        "error: env variable name must be specified");
    row("exec and provider", config(plain, "auth-provider: {name: oidc}, exec: {" + exec + "}"), "",
        "error: authProvider cannot be provided in combination with an exec plugin");
    row("gcp", config(plain, "auth-provider: {name: gcp}"), "", "error: Use gke-gcloud-auth-plugin instead");
    row("groups without a user", config(plain, "as-groups: [a]"), "", "error: without impersonating a user");
    row("proxy scheme", config(plain + ", proxy-url: 'ftp://p'"), "",
        "error: unsupported scheme \"ftp\", must be http, https, or socks5");
    row("duplicate", config() + "- name: x\n  context: {cluster: c}\n", "",
        "error: duplicate name \"x\" in contexts");
    row("broken YAML", "clusters:\n- name: c\n  cluster: {server: [\n", "", "error: the YAML is broken");
    row("wrong type", config("server: [a]"), "", "error: config:6: server is not a string");
    row("no kubeconfig", "just a text", "", "error: this is no kubeconfig");
    row("another kind", "kind: Pod\n", "", "error: kind is \"Pod\", not Config");
    row("self alias", "clusters: &a [*a]\n", "", "error: ");
}

PLIMSOLL_TEST(KubeconfigTest)

#include "tst_kubeconfig.moc"
