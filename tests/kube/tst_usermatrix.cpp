// SPDX-License-Identifier: Apache-2.0
// The users' half of the matrix: credentials, plugins, impersonation, and a pod's own account.
#include "kube/matrix.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::kube;
using namespace plimsoll::test;

class UserMatrixTest : public QObject {
    Q_OBJECT

private slots:
    void credentials_data();
    void credentials() { check(); }
    void plugins_data();
    void plugins() { check(); }
    void impersonation_data();
    void impersonation() { check(); }
    void pods_data();
    void pods() { check(); }
};

void UserMatrixTest::credentials_data() {
    columns();
    row("token", homeUser("token: t"), "", "", "context=x server=https://c:6443 ns=default token=t");
    row("token file beside a token", homeUser("token: t, tokenFile: tok"), "", "",
        "context=x server=https://c:6443 ns=default token=t tokenFile=DIR/home/.kube/tok");
    row("basic", homeUser("username: me, password: pw"), "", "",
        "context=x server=https://c:6443 ns=default username=me password=pw");
    row("certificate data", homeUser("client-certificate-data: Qw==, client-key-data: Sw=="), "", "",
        "context=x server=https://c:6443 ns=default cert=C key=K");
    row("certificate and token", homeUser("client-certificate-data: Qw==, client-key-data: Sw==, token: t"),
        "", "", "context=x server=https://c:6443 ns=default cert=C key=K token=t");
    row("nothing over http",
        home("server: 'http://c'", "token: t, client-certificate: c.crt, client-key: c.key"), "", "",
        "context=x server=http://c ns=default");
    row("no plugin over http", home("server: 'http://c'", "exec: {" + exec + "}, as: me"), "", "",
        "context=x server=http://c ns=default as=me");
    row("token and basic", homeUser("token: t, username: me"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: more than one authentication method found for "
        "user \"u\"; found [token basicAuth], only one is allowed. Correct the kubeconfig.");
    row("token file and basic", homeUser("tokenFile: tok, password: pw"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: more than one authentication method found for "
        "user \"u\"; found [token basicAuth], only one is allowed. Correct the kubeconfig.");
    row("certificate without key", homeUser("client-certificate-data: Qw=="), "", "",
        "error: DIR/home/.kube/config: invalid configuration: client-key-data or client-key must be "
        "specified "
        "for user \"u\" to use the clientCert authentication method. Correct the kubeconfig.");
    row("key without certificate", homeUser("client-key: none.key, token: t"), "", "",
        "context=x server=https://c:6443 ns=default token=t");
    row("certificate twice",
        homeUser("client-certificate: c.crt, client-certificate-data: Qw==, client-key: k"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: client-cert-data and client-cert are both "
        "specified for user \"u\". client-cert-data will override. Keep one of the two.");
    row("key twice", homeUser("client-certificate: c.crt, client-key: c.key, client-key-data: Sw=="), "", "",
        "error: DIR/home/.kube/config: invalid configuration: client-key-data and client-key are both "
        "specified for user \"u\"; client-key-data will override. Keep one of the two.");
    row("certificate missing", homeUser("client-certificate: no.crt, client-key: c.key"), "", "",
        "error: DIR/home/.kube/config: unable to read client-certificate DIR/home/.kube/no.crt for user "
        "\"u\": "
        "no such file. Correct the path or restore the file.");
    row("key no base64", homeUser("client-certificate-data: Qw==, client-key-data: '!!'"), "", "",
        "error: DIR/home/.kube/config: client-key-data of user \"u\" is not valid base64. Copy it again from "
        "where it came.");
    row("several at once", home("proxy-url: 'ftp://p'", "token: t, username: me, as-groups: [a]"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: [more than one authentication method found for "
        "user \"u\"; found [token basicAuth], only one is allowed, requesting uid, groups or user-extra for "
        "user \"u\" without impersonating a user, no server found for cluster \"c\", invalid 'proxy-url' for "
        "cluster \"c\": unsupported scheme \"ftp\", must be http, https, or socks5]. Correct the "
        "kubeconfig.");
}

void UserMatrixTest::plugins_data() {
    columns();
    const auto plugin = [](const QByteArray& fields) { return homeUser("exec: {" + fields + "}"); };
    row("a token suppresses it", homeUser("token: t, exec: {" + exec + "}"), "", "",
        "context=x server=https://c:6443 ns=default token=t");
    row("a token file suppresses it", homeUser("tokenFile: tok, exec: {" + exec + "}"), "", "",
        "context=x server=https://c:6443 ns=default tokenFile=DIR/home/.kube/tok");
    row("a certificate suppresses it",
        homeUser("client-certificate-data: Qw==, client-key-data: Sw==, exec: {" + exec + "}"), "", "",
        "context=x server=https://c:6443 ns=default cert=C key=K");
    row("a flag suppresses it", plugin(exec), "token=t", "",
        "context=x server=https://c:6443 ns=default token=t");
    row("v1beta1 needs no mode", plugin("command: p, " + v1 + "beta1"), "", "",
        "context=x server=https://c:6443 ns=default exec=p");
    row("extension",
        home(server + ", extensions: [{name: other, extension: {a: 1}}, {name: "
                      "client.authentication.k8s.io/exec, extension: {i: 7, s: '7', l: [true, null]}}]",
             "exec: {" + exec + "}"),
        "", "",
        "context=x server=https://c:6443 ns=default exec=p "
        "extension={\"i\":7,\"l\":[true,null],\"s\":\"7\"}");
    row("no command", plugin(v1 + ", interactiveMode: Never"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: command must be specified for user \"u\" to "
        "use "
        "exec authentication plugin. Correct the kubeconfig.");
    row("no version", plugin("command: p"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: apiVersion must be specified for user \"u\" to "
        "use exec authentication plugin. Correct the kubeconfig.");
    row("v1alpha1", plugin("command: p, " + v1 + "alpha1"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: exec plugin: invalid apiVersion "
        "\"client.authentication.k8s.io/v1alpha1\" for user \"u\". Use client.authentication.k8s.io/v1 with "
        "a "
        "plugin that supports it.");
    row("no mode", plugin("command: p, " + v1), "", "",
        "error: DIR/home/.kube/config: invalid configuration: interactiveMode must be specified for user "
        "\"u\" "
        "to use exec authentication plugin. Correct the kubeconfig.");
    row("another mode", plugin("command: p, " + v1 + ", interactiveMode: Often"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: invalid interactiveMode for user \"u\": "
        "\"Often\". It must be Never, IfAvailable or Always.");
    row("variable without a name", plugin(exec + ", env: [{value: v}]"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: env variable name must be specified for user "
        "\"u\" to use exec authentication plugin. Correct the kubeconfig.");
    row("plugin and provider", homeUser("auth-provider: {name: oidc}, exec: {" + exec + "}"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: authProvider cannot be provided in combination "
        "with an exec plugin for user \"u\". Correct the kubeconfig.");
    row("gcp", homeUser("auth-provider: {name: gcp}"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: The gcp auth plugin of user \"u\" has been "
        "removed. Please use the \"gke-gcloud-auth-plugin\" kubectl/client-go credential plugin instead.");
    row("azure", homeUser("auth-provider: {name: azure}"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: The azure auth plugin of user \"u\" has been "
        "removed. Please use the https://github.com/Azure/kubelogin kubectl/client-go credential plugin "
        "instead.");
    row("openstack", homeUser("auth-provider: {name: openstack}"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: no Auth Provider found for name \"openstack\" "
        "of "
        "user \"u\". Use an exec credential plugin instead.");
    row("oidc without its fields", homeUser("auth-provider: {name: oidc, config: {id-token: t}}"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: [Must provide idp-issuer-url for the oidc auth "
        "provider of user \"u\", Must provide client-id for the oidc auth provider of user \"u\"]. Correct "
        "the "
        "kubeconfig.");
    row("a token before a provider", homeUser("token: t, auth-provider: {name: gcp}"), "", "",
        "context=x server=https://c:6443 ns=default token=t");
}

void UserMatrixTest::impersonation_data() {
    columns();
    const auto all = homeUser("as: me, as-uid: '7', as-groups: [a, b], as-user-extra: {k: [v, w], l: [z]}");
    row("all of it", all, "", "",
        "context=x server=https://c:6443 ns=default as=me uid=7 group=a group=b extra=k:v extra=k:w "
        "extra=l:z");
    row("groups are replaced whole", all, "as=you as-group=c as-group=d", "",
        "context=x server=https://c:6443 ns=default as=you uid=7 group=c group=d extra=k:v extra=k:w "
        "extra=l:z");
    row("extras by their key", all, "as-user-extra=k=x as-user-extra=m=y", "",
        "context=x server=https://c:6443 ns=default as=me uid=7 group=a group=b extra=k:x extra=l:z "
        "extra=m:y");
    row("--as-uid", all, "as-uid=8", "",
        "context=x server=https://c:6443 ns=default as=me uid=8 group=a group=b extra=k:v extra=k:w "
        "extra=l:z");
    for (const auto* fields : {"as-uid: '7'", "as-groups: [a]", "as-user-extra: {k: [v]}"}) {
        row(fields, homeUser(fields), "", "",
            "error: DIR/home/.kube/config: invalid configuration: requesting uid, groups or user-extra for "
            "user \"u\" without impersonating a user. Name the user with \"as:\" or --as.");
    }
    row("--as-group alone", home(), "as-group=a", "",
        "error: DIR/home/.kube/config: invalid configuration: requesting uid, groups or user-extra for user "
        "\"u\" without impersonating a user. Name the user with \"as:\" or --as.");
}

void UserMatrixTest::pods_data() {
    columns();
    constexpr auto pod = "server=https://10.0.0.1:443 ns=shop ca=CA\n caFile=DIR/account/ca.crt "
                         "tokenFile=DIR/account/token";
    const QByteArray nowhere = "@home/.kube/config\nclusters: [{name: c, cluster: {server: 'https://c'}}]\n";
    row("no kubeconfig", account, "", inPod, pod);
    row("an empty kubeconfig", account + "@home/.kube/config\n", "", inPod, pod);
    row("no current context", account + nowhere, "", inPod, pod);
    row("the default", account + home("server: 'http://localhost:8080'"), "", inPod, pod);
    row("a kubeconfig", account + home(server, "", ref + ", namespace: bay"), "", inPod,
        "context=x server=https://c:6443 ns=bay");
    row("a kubeconfig without a namespace", account + home(), "", inPod,
        "context=x server=https://c:6443 ns=shop");
    row("a broken kubeconfig", account + homeText("clusters: [\n"), "", inPod,
        "error: DIR/home/.kube/config:2: the YAML is broken: end of sequence flow not found. Correct the "
        "kubeconfig.");
    row("--server", account, "server=https://s", inPod, "server=https://s ns=shop");
    row("--context", account, "context=y", inPod,
        "error: context \"y\" does not exist. DIR/home/.kube/config: no such kubeconfig. Name a kubeconfig "
        "with "
        "--kubeconfig or $KUBECONFIG.");
    row("-n and --as", account, "n=bay as=me", inPod,
        "server=https://10.0.0.1:443 ns=bay ca=CA\n caFile=DIR/account/ca.crt tokenFile=DIR/account/token "
        "as=me");
    row("--token", account, "token=t", inPod,
        "server=https://10.0.0.1:443 ns=shop ca=CA\n caFile=DIR/account/ca.crt token=t");
    QTest::newRow("$POD_NAMESPACE") << account << QString()
                                    << QString::fromUtf8(inPod) + QStringLiteral(" POD_NAMESPACE=bay")
                                    << QString::fromUtf8(pod).replace(QStringLiteral("shop"),
                                                                      QStringLiteral("bay"));
    row("neither file nor variable", "@account/token\nT\n", "", inPod,
        "server=https://10.0.0.1:443 ns=default tokenFile=DIR/account/token");
    row("IPv6", account, "", "KUBERNETES_SERVICE_HOST=fd00::1 KUBERNETES_SERVICE_PORT=443",
        "server=https://[fd00::1]:443 ns=shop ca=CA\n caFile=DIR/account/ca.crt tokenFile=DIR/account/token");
    row("no account", "", "", inPod,
        "error: DIR/home/.kube/config: no such kubeconfig. Name a kubeconfig with --kubeconfig or "
        "$KUBECONFIG.");
    row("no port", account, "", "KUBERNETES_SERVICE_HOST=10.0.0.1",
        "error: DIR/home/.kube/config: no such kubeconfig. Name a kubeconfig with --kubeconfig or "
        "$KUBECONFIG.");
}

PLIMSOLL_TEST(UserMatrixTest)

#include "tst_usermatrix.moc"
