// SPDX-License-Identifier: Apache-2.0
// Files, flags and environment as kubectl reads them, to the configuration or to the exact sentence. Each row
// is a rule of k8s.io/client-go's clientcmd, rest and transport packages.
#include "kube/matrix.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::kube;
using namespace plimsoll::test;

class ConfigMatrixTest : public QObject {
    Q_OBJECT

private slots:
    void findingAndMerging_data();
    void findingAndMerging() { check(); }
    void paths_data();
    void paths() { check(); }
    void overrides_data();
    void overrides() { check(); }
    void choosing_data();
    void choosing() { check(); }
    void clusters_data();
    void clusters() { check(); }
    void files_data();
    void files() { check(); }
};

void ConfigMatrixTest::findingAndMerging_data() {
    columns();
    const QByteArray other =
        "current-context: y\nclusters: [{name: d, cluster: {server: 'https://d'}}, {name: c, cluster: "
        "{server: "
        "'https://other', tls-server-name: other}}]\nusers: [{name: u, user: {token: other}}]\ncontexts: "
        "[{name: y, context: {cluster: d}}]\n";
    const QByteArray two = pems + "@a\n" + kubeconfig(server, "username: me") + "@b\n" + other;
    row("home", home(), "", "", "context=x server=https://c:6443 ns=default");
    row("the first file wins whole", two, "", "KUBECONFIG=DIR/a:DIR/b",
        "context=x server=https://c:6443 ns=default username=me");
    row("the order counts", two, "", "KUBECONFIG=DIR/b:DIR/a", "context=y server=https://d ns=default");
    row("a stanza of the second file", two, "context=y", "KUBECONFIG=DIR/a:DIR/b",
        "context=y server=https://d ns=default");
    row("a context of the first with stanzas of the second", two, "context=x", "KUBECONFIG=DIR/b:DIR/a",
        "context=x server=https://other ns=default name=other token=other");
    row("an empty current-context is none", "@a\ncurrent-context: ''\n@b\n" + kubeconfig(), "",
        "KUBECONFIG=DIR/a:DIR/b", "context=x server=https://c:6443 ns=default");
    row("a null current-context is none", "@a\ncurrent-context:\n@b\n" + kubeconfig(), "",
        "KUBECONFIG=DIR/a:DIR/b", "context=x server=https://c:6443 ns=default");
    row("empty entries, missing and doubled files", two, "",
        "KUBECONFIG=:DIR/none::DIR/a:DIR/a:DIR/b:", "context=x server=https://c:6443 ns=default username=me");
    row("a zero-byte file is an empty one", "@a\n@b\n" + kubeconfig(), "", "KUBECONFIG=DIR/a:DIR/b",
        "context=x server=https://c:6443 ns=default");
    row("all of them missing", "", "", "KUBECONFIG=DIR/a:DIR/b",
        "error: DIR/a, DIR/b: none of these files exists. Name a kubeconfig with --kubeconfig or "
        "$KUBECONFIG.");
    row("only separators", "", "",
        "KUBECONFIG=::", "error: KUBECONFIG names no file. Set it to a kubeconfig or unset it.");
    row("KUBECONFIG hides the home's", home() + two, "", "KUBECONFIG=DIR/b",
        "context=y server=https://d ns=default");
    row("--kubeconfig hides KUBECONFIG", home() + two, "kubeconfig=DIR/b", "KUBECONFIG=DIR/a",
        "context=y server=https://d ns=default");
    row("--kubeconfig is one name, no list", two, "kubeconfig=DIR/a:DIR/b", "",
        "error: DIR/a:DIR/b: no such kubeconfig. Name a kubeconfig with --kubeconfig or $KUBECONFIG.");
    row("--kubeconfig missing is an error", home(), "kubeconfig=DIR/none", "",
        "error: DIR/none: no such kubeconfig. Name a kubeconfig with --kubeconfig or $KUBECONFIG.");
    row("--kubeconfig missing, in a pod", account, "kubeconfig=DIR/none", inPod,
        "error: DIR/none: no such kubeconfig. Name a kubeconfig with --kubeconfig or $KUBECONFIG.");
    row("no file at all", "", "", "",
        "error: DIR/home/.kube/config: no such kubeconfig. Name a kubeconfig with --kubeconfig or "
        "$KUBECONFIG.");
    row("the name of long ago", "@home/.kube/.kubeconfig\n" + kubeconfig(), "", "",
        "context=x server=https://c:6443 ns=default");
    row("a broken file behind", two + "@bad\nclusters: [\n", "", "KUBECONFIG=DIR/a:DIR/bad",
        "context=x server=https://c:6443 ns=default username=me");
    row("a broken file before", two + "@bad\nclusters: [\n", "", "KUBECONFIG=DIR/bad:DIR/a",
        "error: DIR/bad:2: the YAML is broken: end of sequence flow not found. Correct the kubeconfig.");
    row("two broken files before", two + "@bad\nclusters: [\n@worse\nusers: 7\n", "",
        "KUBECONFIG=DIR/bad:DIR/worse:DIR/a",
        "error: DIR/bad:2: the YAML is broken: end of sequence flow not found; DIR/worse:1: users is not a "
        "list. Correct the kubeconfig.");
    row("only broken files", "@bad\nclusters: [\n@worse\nusers: 7\n", "", "KUBECONFIG=DIR/bad:DIR/worse",
        "error: DIR/bad:2: the YAML is broken: end of sequence flow not found; DIR/worse:1: users is not a "
        "list. Correct the kubeconfig.");
    row("a folder", "@folder/file\n\n", "kubeconfig=DIR/folder", "",
        "error: DIR/folder: this is a folder, not a file.");
    row("$KUBERNETES_MASTER", "", "", "KUBERNETES_MASTER=http://m:8080", "server=http://m:8080 ns=default");
    row("--server alone", "", "server=https://s token=t", "", "server=https://s ns=default token=t");
}

void ConfigMatrixTest::paths_data() {
    columns();
    const QByteArray a = "@a/one\nclusters: [{name: c, cluster: {server: 'https://one', "
                         "certificate-authority: pki/ca}}]\n@a/pki/ca\nA\n";
    const QByteArray b = "@b/two\n" + kubeconfig(server, "tokenFile: ../tok") + "@tok\nT\n";
    row("each below its own file", a + b, "", "KUBECONFIG=DIR/a/one:DIR/b/two",
        "context=x server=https://one ns=default ca=A\n caFile=DIR/a/pki/ca tokenFile=DIR/tok");
    row("absolute", "@pki/ca\nA\n" + home(server + ", certificate-authority: DIR/pki/ca"), "", "",
        "context=x server=https://c:6443 ns=default ca=A\n caFile=DIR/pki/ca");
    row("certificate and key", homeUser("client-certificate: c.crt, client-key: ./c.key"), "", "",
        "context=x server=https://c:6443 ns=default cert=CERT\n certFile=DIR/home/.kube/c.crt key=KEY\n "
        "keyFile=DIR/home/.kube/c.key");
    row("a plugin by name", homeUser("exec: {" + exec + "}"), "", "",
        "context=x server=https://c:6443 ns=default exec=p");
    row("a plugin by path", homeUser("exec: {" + QByteArray(exec).replace(": p,", ": bin/p,") + "}"), "", "",
        "context=x server=https://c:6443 ns=default exec=DIR/home/.kube/bin/p");
    row("the issuer's CA",
        homeUser("auth-provider: {name: oidc, config: {idp-issuer-url: 'https://i', client-id: p, "
                 "idp-certificate-authority: i.crt}}"),
        "", "", "context=x server=https://c:6443 ns=default oidc=https://i oidcCa=DIR/home/.kube/i.crt");
}

void ConfigMatrixTest::overrides_data() {
    columns();
    const auto ca = home(server + ", certificate-authority: ca.crt");
    const auto caData = home(server + ", certificate-authority-data: REFUQQ==");
    const auto insecure = home(server + ", insecure-skip-tls-verify: true");
    const auto certificate = homeUser("client-certificate-data: Qw==, client-key-data: Sw==");
    row("insecure clears the CA", ca, "insecure=true", "",
        "context=x server=https://c:6443 ns=default insecure=true");
    row("insecure clears the CA's data", caData, "insecure=true", "",
        "context=x server=https://c:6443 ns=default insecure=true");
    row("insecure=false overrides nothing", insecure, "insecure=false", "",
        "context=x server=https://c:6443 ns=default insecure=true");
    row("a CA clears insecure", insecure, "certificate-authority=DIR/home/.kube/ca.crt", "",
        "context=x server=https://c:6443 ns=default ca=CA\n caFile=DIR/home/.kube/ca.crt");
    row("a CA clears the data", caData, "certificate-authority=DIR/home/.kube/ca.crt", "",
        "context=x server=https://c:6443 ns=default ca=CA\n caFile=DIR/home/.kube/ca.crt");
    row("both at once", home(), "insecure=true certificate-authority=DIR/home/.kube/ca.crt", "",
        "error: DIR/home/.kube/config: invalid configuration: specifying a root certificates file with the "
        "insecure flag is not allowed (cluster \"c\"). Keep the certificate authority or "
        "insecure-skip-tls-verify, not both.");
    row("--server clears the name", home(server + ", tls-server-name: n"), "server=https://d", "",
        "context=x server=https://d ns=default");
    row("--server with a name", home(server + ", tls-server-name: n"), "server=https://d tls-server-name=m",
        "", "context=x server=https://d ns=default name=m");
    row("a name alone", home(server + ", tls-server-name: n"), "tls-server-name=m", "",
        "context=x server=https://c:6443 ns=default name=m");
    row("--server keeps the CA", ca, "server=https://d", "",
        "context=x server=https://d ns=default ca=CA\n caFile=DIR/home/.kube/ca.crt");
    row("an empty flag overrides nothing", home(server, "token: t"),
        "server= token= user= cluster= context= n= as= proxy-url=", "",
        "context=x server=https://c:6443 ns=default token=t");
    row("--client-certificate drops the data", certificate, "client-certificate=DIR/home/.kube/c.crt", "",
        "context=x server=https://c:6443 ns=default cert=CERT\n key=K");
    row("--client-key drops the data", certificate, "client-key=DIR/home/.kube/c.key", "",
        "context=x server=https://c:6443 ns=default cert=C key=KEY\n");
    row("--token", homeUser("token: t"), "token=f", "", "context=x server=https://c:6443 ns=default token=f");
    row("--token before a token file", homeUser("tokenFile: tok"), "token=f", "",
        "context=x server=https://c:6443 ns=default token=f");
    row("--username and --password", homeUser("username: a, password: b"), "username=me password=pw", "",
        "context=x server=https://c:6443 ns=default username=me password=pw");
    row("--username beside a token", homeUser("token: t"), "username=me", "",
        "error: DIR/home/.kube/config: invalid configuration: more than one authentication method found for "
        "user \"u\"; found [token basicAuth], only one is allowed. Correct the kubeconfig.");
    row("--proxy-url", home(server + ", proxy-url: 'http://a'"), "proxy-url=socks5://b", "",
        "context=x server=https://c:6443 ns=default proxy=socks5://b");
    row("--disable-compression", home(), "disable-compression=true", "",
        "context=x server=https://c:6443 ns=default compression=no");
    row("--disable-compression=false overrides nothing", home(server + ", disable-compression: true"),
        "disable-compression=false", "", "context=x server=https://c:6443 ns=default compression=no");
    row("--cluster and --user",
        pems + "@home/.kube/config\n" + kubeconfig() +
            "- name: y\n  context: {cluster: d, user: v, namespace: bay}\n@more\nclusters: [{name: d, "
            "cluster: "
            "{server: 'https://d'}}]\nusers: [{name: v, user: {token: t}}]\n",
        "cluster=d user=v", "KUBECONFIG=DIR/home/.kube/config:DIR/more",
        "context=x server=https://d ns=default token=t");
}

void ConfigMatrixTest::choosing_data() {
    columns();
    row("context", home() + "- name: y\n  context: {cluster: c, namespace: bay}\n", "context=y", "",
        "context=y server=https://c:6443 ns=bay");
    row("unknown --context", home(), "context=y", "",
        "error: DIR/home/.kube/config: context \"y\" does not exist. The contexts are: x.");
    row("unknown --context without a kubeconfig", "", "context=y", "",
        "error: context \"y\" does not exist. DIR/home/.kube/config: no such kubeconfig. Name a kubeconfig "
        "with "
        "--kubeconfig or $KUBECONFIG.");
    row("unknown current-context", homeText(kubeconfig().replace("context: x", "context: z")), "", "",
        "error: DIR/home/.kube/config: context was not found for specified context: z. The contexts are: x.");
    row("no current-context", homeText(kubeconfig().replace("current-context: x", "")), "", "",
        "error: DIR/home/.kube/config: no current context is set. Choose one with --context: x.");
    row("nothing in it", homeText(""), "", "",
        "error: DIR/home/.kube/config: no current context is set. The kubeconfig has no contexts.");
    row("unknown --cluster", home(), "cluster=d", "",
        "error: DIR/home/.kube/config: cluster \"d\" does not exist. The clusters are: c.");
    row("unknown --user", home(), "user=v", "",
        "error: DIR/home/.kube/config: auth info \"v\" does not exist. The users are: u.");
    row("a cluster that is not there", home(server, "", "cluster: d, user: u"), "", "",
        "error: DIR/home/.kube/config: cluster \"d\" was not found for context \"x\". The clusters are: c.");
    row("a user that is not there", home(server, "", "cluster: c, user: v"), "", "",
        "error: DIR/home/.kube/config: user \"v\" was not found for context \"x\". The users are: u.");
    row("no cluster", home(server, "", "user: u"), "", "",
        "error: DIR/home/.kube/config: cluster was not specified for context \"x\". Add \"cluster:\" to the "
        "context, or give --cluster.");
    row("no user is nobody", home(server, "token: t", "cluster: c"), "", "",
        "context=x server=https://c:6443 ns=default");
    row("a cluster that is not there, but --server", home(server, "", "cluster: d, user: u"),
        "server=https://e", "", "context=x server=https://e ns=default");
    row("namespace", home(server, "", ref + ", namespace: bay"), "", "",
        "context=x server=https://c:6443 ns=bay");
    row("-n", home(server, "", ref + ", namespace: bay"), "n=shop", "",
        "context=x server=https://c:6443 ns=shop");
    for (const auto* prefix : {"ns/shop", "namespace/shop", "namespaces/shop"}) {
        row(prefix, home(), (QByteArray("n=") + prefix).constData(), "",
            "context=x server=https://c:6443 ns=shop");
    }
    row("no namespace", home(server, "", ref + ", namespace: Bad_1"), "", "",
        "error: DIR/home/.kube/config: namespace \"Bad_1\" does not conform to the kubernetes DNS_LABEL "
        "rules. "
        "A namespace is at most 63 lower case letters, digits and \"-\".");
    row("no namespace, but -n", home(server, "", ref + ", namespace: Bad_1"), "n=shop", "",
        "context=x server=https://c:6443 ns=shop");
    row("-n that is none", home(), "n=a/b", "",
        "error: --namespace: namespace \"a/b\" does not conform to the kubernetes DNS_LABEL rules. A "
        "namespace "
        "is at most 63 lower case letters, digits and \"-\".");
}

void ConfigMatrixTest::clusters_data() {
    columns();
    row("slashes", home("server: 'https://c:6443//'"), "", "", "context=x server=https://c:6443 ns=default");
    row("path", home("server: 'https://c/k8s/clusters/c-1/'"), "", "",
        "context=x server=https://c/k8s/clusters/c-1 ns=default");
    row("query", home("server: 'https://c/p?a=b#f'"), "", "", "context=x server=https://c/p ns=default");
    row("capitals", home("server: 'HTTPS://c'", "token: t"), "", "",
        "context=x server=https://c ns=default token=t");
    row("IPv6", home("server: 'https://[fd00::1]:6443'"), "", "",
        "context=x server=https://[fd00::1]:6443 ns=default");
    row("no scheme is http, also with a CA",
        home("server: 'c:8080', certificate-authority: ca.crt", "token: t"), "", "",
        "context=x server=http://c:8080 ns=default");
    row("no server", home(""), "", "",
        "error: DIR/home/.kube/config: invalid configuration: no server found for cluster \"c\". Add "
        "\"server:\" to the cluster, or give --server.");
    row("another scheme", home("server: 'ftp://c'"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: the server of cluster \"c\" is not an http or "
        "https URL: ftp://c. Write it as https://HOST:PORT.");
    row("CA data", home(server + ", certificate-authority-data: REFUQQ=="), "", "",
        "context=x server=https://c:6443 ns=default ca=DATA");
    row("CA twice", home(server + ", certificate-authority: ca.crt, certificate-authority-data: REFUQQ=="),
        "", "",
        "error: DIR/home/.kube/config: invalid configuration: certificate-authority-data and "
        "certificate-authority are both specified for cluster \"c\". certificate-authority-data will "
        "override. Keep one of the two.");
    row("CA and insecure", home(server + ", certificate-authority: ca.crt, insecure-skip-tls-verify: true"),
        "", "",
        "error: DIR/home/.kube/config: invalid configuration: specifying a root certificates file with the "
        "insecure flag is not allowed (cluster \"c\"). Keep the certificate authority or "
        "insecure-skip-tls-verify, not both.");
    row("CA missing", home(server + ", certificate-authority: no.crt"), "", "",
        "error: DIR/home/.kube/config: unable to read certificate-authority DIR/home/.kube/no.crt for "
        "cluster "
        "\"c\": no such file. Correct the path or restore the file.");
    row("CA no base64", home(server + ", certificate-authority-data: '!!'"), "", "",
        "error: DIR/home/.kube/config: certificate-authority-data of cluster \"c\" is not valid base64. Copy "
        "it "
        "again from where it came.");
    for (const auto* url : {"http://p:3128", "https://p:3128", "socks5://p"}) {
        QTest::newRow(url) << home(server + ", proxy-url: '" + url + "'") << QString() << QString()
                           << QStringLiteral("context=x server=https://c:6443 ns=default proxy=") +
                                  QString::fromUtf8(url);
    }
    row("proxy scheme", home(server + ", proxy-url: 'ftp://p'"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: invalid 'proxy-url' for cluster \"c\": "
        "unsupported scheme \"ftp\", must be http, https, or socks5. Correct the kubeconfig.");
    row("proxy without a host", home(server + ", proxy-url: 'http://'"), "", "",
        "error: DIR/home/.kube/config: invalid configuration: invalid 'proxy-url' for cluster \"c\": it "
        "names "
        "no host. Correct the kubeconfig.");
    row("disable-compression", home(server + ", disable-compression: true"), "", "",
        "context=x server=https://c:6443 ns=default compression=no");
}

void ConfigMatrixTest::files_data() {
    columns();
    row("JSON",
        homeText("{\n\t\"current-context\": \"x\",\n\t\"clusters\": [{\"name\": \"c\", \"cluster\": "
                 "{\"server\": \"https://c\"}}],\n\t\"contexts\": [{\"name\": \"x\", \"context\": "
                 "{\"cluster\": \"c\"}}]\n}"),
        "", "", "context=x server=https://c ns=default");
    row("unknown fields",
        homeText(kubeconfig(server + ", paint: blue", "age: 7") + "preferences: {}\nmore: 1\n"), "", "",
        "context=x server=https://c:6443 ns=default");
    row("neither version nor kind", homeText(kubeconfig().replace("apiVersion: v1\nkind: Config\n", "")), "",
        "", "context=x server=https://c:6443 ns=default");
    row("tokenFile is spelt so", homeUser("token-file: tok, tokenfile: tok"), "", "",
        "context=x server=https://c:6443 ns=default");
    row("duplicate context", home() + "- name: x\n  context: {cluster: c}\n", "", "",
        "error: DIR/home/.kube/config:13: duplicate name \"x\" in contexts. Correct the kubeconfig.");
    row("duplicate cluster", homeText("clusters:\n- name: c\n- name: c\n"), "", "",
        "error: DIR/home/.kube/config:3: duplicate name \"c\" in clusters. Correct the kubeconfig.");
    row("duplicate user", homeText("users:\n- name: u\n- name: u\n"), "", "",
        "error: DIR/home/.kube/config:3: duplicate name \"u\" in users. Correct the kubeconfig.");
    row("another kind", homeText("apiVersion: v1\nkind: Pod\n"), "", "",
        "error: DIR/home/.kube/config:2: kind is \"Pod\", not Config: this is no kubeconfig. Correct the "
        "kubeconfig.");
    row("another version", homeText("apiVersion: v2\nkind: Config\n"), "", "",
        "error: DIR/home/.kube/config:1: apiVersion is \"v2\", not v1. Correct the kubeconfig.");
    row("a text", homeText("just a text"), "", "",
        "error: DIR/home/.kube/config:1: this is no kubeconfig: it does not begin with fields such as "
        "\"clusters:\". Correct the kubeconfig.");
    row("a list as a text", home("server: [a]"), "", "",
        "error: DIR/home/.kube/config:6: server is not a string. Correct the kubeconfig.");
    row("a text as a truth", home(server + ", insecure-skip-tls-verify: perhaps"), "", "",
        "error: DIR/home/.kube/config:6: insecure-skip-tls-verify is neither true nor false. Correct the "
        "kubeconfig.");
    row("an alias of itself", homeText("clusters: &a [*a]\n"), "", "",
        "error: DIR/home/.kube/config:1: an entry of clusters has no name and cluster. Correct the "
        "kubeconfig.");
    row("groups as a text", homeUser("as: me, as-groups: a"), "", "",
        "error: DIR/home/.kube/config:9: as-groups is not a list. Correct the kubeconfig.");
}

PLIMSOLL_TEST(ConfigMatrixTest)

#include "tst_configmatrix.moc"
