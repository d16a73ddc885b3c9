// SPDX-License-Identifier: Apache-2.0
// Which protocol a port has, which kinds of service there are, and which service has a host. Each row names
// its rule.
#include "mesh/protocol.h"
#include "mesh/rules.h"
#include "support/testmain.h"

using namespace plimsoll;
using mesh::Protocol;

namespace {

QString wordOf(Protocol protocol) {
    switch (protocol) {
    case Protocol::Http:
        return QStringLiteral("http");
    case Protocol::Http2:
        return QStringLiteral("http2");
    case Protocol::Grpc:
        return QStringLiteral("grpc");
    case Protocol::GrpcWeb:
        return QStringLiteral("grpc-web");
    case Protocol::Tcp:
        return QStringLiteral("tcp");
    case Protocol::Tls:
        return QStringLiteral("tls");
    case Protocol::Mongo:
        return QStringLiteral("mongo");
    case Protocol::Auto:
        return QStringLiteral("auto");
    case Protocol::Udp:
        break;
    }
    return QStringLiteral("udp");
}

} // namespace

class RulesServicesTest final : public QObject {
    Q_OBJECT

private slots:
    void protocol_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("transport");
        QTest::addColumn<QString>("app");
        QTest::addColumn<QString>("protocol");
        const auto row = [](const char* rule, int number, const char* name, const char* protocol,
                            const char* app = "", const char* transport = "TCP") {
            QTest::newRow(rule) << number << QString::fromUtf8(name) << QString::fromUtf8(transport)
                                << QString::fromUtf8(app) << QString::fromUtf8(protocol);
        };
        row("name http", 80, "http", "http");
        row("name http2", 80, "http2", "http2");
        row("name grpc", 80, "grpc", "grpc");
        row("name grpc-web: its dash is no end", 80, "grpc-web", "grpc-web");
        row("name grpc-web-x", 80, "grpc-web-x", "grpc-web");
        row("name tcp", 80, "tcp", "tcp");
        row("name tls", 443, "tls", "tls");
        row("name https", 443, "https", "tls");
        row("name mongo", 1, "mongo", "mongo");
        row("name redis", 1, "redis", "tcp");
        row("name mysql", 1, "mysql", "tcp");
        row("name udp", 53, "udp", "udp");
        row("name up to its first dash", 80, "http-web-x", "http");
        row("name with a dash: tcp-x", 1, "tcp-x", "tcp");
        row("name with a dash: https-x", 1, "https-x", "tls");
        row("name with a dash: udp-x", 1, "udp-x", "udp");
        row("name in upper case", 80, "HTTP-Web", "http");
        row("a longer word is another", 80, "httpx", "auto");
        row("a word after the dash does not count", 80, "web-http", "auto");
        row("no name: sniffed", 8080, "", "auto");
        row("an unknown word: sniffed", 8080, "metrics", "auto");
        row("port 25 speaks first", 25, "", "tcp");
        row("port 53 by TCP", 53, "", "tcp");
        row("port 3306", 3306, "", "tcp");
        row("port 27017", 27017, "", "tcp");
        row("port 3306 by another word", 3306, "db", "tcp");
        row("a known name wins over the port", 3306, "http", "http");
        row("UDP whatever its name", 53, "http", "udp", "", "UDP");
        row("UDP whatever its appProtocol", 53, "", "udp", "http", "UDP");
        row("appProtocol wins over the name", 80, "tcp-x", "http", "http");
        row("appProtocol grpc", 80, "http", "grpc", "grpc");
        row("appProtocol grpc-web", 80, "", "grpc-web", "grpc-web");
        row("appProtocol https", 80, "", "tls", "https");
        row("appProtocol tcp", 80, "http", "tcp", "tcp");
        row("appProtocol kubernetes.io/h2c", 80, "", "http2", "kubernetes.io/h2c");
        row("appProtocol kubernetes.io/ws", 80, "", "http", "kubernetes.io/ws");
        row("appProtocol kubernetes.io/wss", 80, "", "tls", "kubernetes.io/wss");
        row("an unknown appProtocol: sniffed", 80, "http", "auto", "example.com/own");
    }
    void protocol() {
        QFETCH(int, number);
        QFETCH(QString, name);
        QFETCH(QString, transport);
        QFETCH(QString, app);
        QTEST(wordOf(mesh::protocolOf(static_cast<std::uint16_t>(number), name.toStdString(),
                                      transport.toStdString(), app.toStdString())),
              "protocol");
    }

    void kind_data() {
        QTest::addColumn<QString>("object");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("sidecar"); // clusters, "+" and endpoints
        QTest::addColumn<QString>("gateway");
        const auto row = [](const char* rule, const char* object, const char* sidecar, const char* gateway,
                            const char* version = "1.30.3") {
            QTest::newRow(rule) << QString::fromUtf8(object) << QString::fromUtf8(version)
                                << QString::fromUtf8(sidecar) << QString::fromUtf8(gateway);
        };
        row("ClusterIP: endpoints by EDS", "svc s/web 80/http select=app:web", "web.s:80 +1", "web.s:80 +1");
        row("ClusterIP without pods", "svc s/web 80/http select=app:none", "web.s:80 +0", "web.s:80 +0");
        row("ClusterIP without a selector", "svc s/web 80/http", "web.s:80 +0", "web.s:80 +0");
        row("two ports", "svc s/web 80/http,81/tcp select=app:web", "web.s:80 web.s:81 +2",
            "web.s:80 web.s:81 +2");
        row("headless: no EDS for a sidecar", "svc s/web 80/http ip=None select=app:web", "web.s:80 +0",
            "web.s:80 +1");
        row("headless, TCP", "svc s/web 80/tcp ip=None select=app:web", "web.s:80 +0", "web.s:80 +1");
        row("a UDP port: no Envoy cluster", "svc s/web 53/dns/UDP select=app:web", " +0", " +0");
        row("UDP by name", "svc s/web 53/udp-x select=app:web", " +0", " +0");
        row("UDP beside TCP", "svc s/web 53/dns/UDP,53/tcp-dns select=app:web", "web.s:53 +1", "web.s:53 +1");
        row("ExternalName: none since 1.21", "svc s/web 80/http to=example.com", " +0", " +0");
        row("ExternalName: a DNS cluster in 1.20", "svc s/web 80/http to=example.com", "web.s:80 +0",
            "web.s:80 +0", "1.20.8");
        row("ServiceEntry NONE: no EDS", "se s/e x.com 80/http/HTTP", "x.com:80 +0", "x.com:80 +0");
        row("ServiceEntry STATIC: EDS", "se s/e x.com 80/http/HTTP resolution=STATIC ep=1.1.1.1 ep=1.1.1.2",
            "x.com:80 +2", "x.com:80 +2");
        row("ServiceEntry DNS: inside the cluster", "se s/e x.com 80/http/HTTP resolution=DNS ep=a.x.com",
            "x.com:80 +0", "x.com:80 +0");
        row("ServiceEntry DNS without endpoints: its own host", "se s/e x.com 80/http/HTTP resolution=DNS",
            "x.com:80 +0", "x.com:80 +0");
        row("ServiceEntry DNS_ROUND_ROBIN", "se s/e x.com 80/http/HTTP resolution=DNS_ROUND_ROBIN",
            "x.com:80 +0", "x.com:80 +0");
        row("ServiceEntry of two hosts", "se s/e x.com,y.com 80/http/HTTP", "x.com:80 y.com:80 +0",
            "x.com:80 y.com:80 +0");
        row("ServiceEntry of two addresses: one cluster a host",
            "se s/e x.com 80/tcp/TCP addr=1.1.1.1,1.1.1.2", "x.com:80 +0", "x.com:80 +0");
        row("unready pods are left out", "svc s/web 80/http select=app:sick", "web.s:80 +0", "web.s:80 +0");
        row("1.32 sends unready ones", "svc s/web 80/http select=app:sick", "web.s:80 +1", "web.s:80 +1",
            "1.32.0");
        row("a host twice: Kubernetes before a ServiceEntry",
            "svc s/web 80/http created=9\nse t/e web.s.svc.cluster.local 81/http/HTTP created=1",
            "web.s:80 +0", "web.s:80 +0");
        row("a host twice: the oldest ServiceEntry",
            "se t/e x.com 80/http/HTTP created=2\nse u/e x.com 81/http/HTTP created=1", "x.com:81 +0",
            "x.com:81 +0");
        row("a host twice: the proxy's own namespace",
            "se t/e x.com 80/http/HTTP created=1\nse c/e x.com 81/http/HTTP created=2", "x.com:81 +0",
            "x.com:80 +0");
        row("1.20: only with a Sidecar the own namespace",
            "se t/e x.com 80/http/HTTP created=1\nse c/e x.com 81/http/HTTP created=2", "x.com:80 +0",
            "x.com:80 +0", "1.20.8");
    }
    void kind() {
        QFETCH(QString, object);
        QFETCH(QString, version);
        const auto cluster =
            test::estate("pod c/c sidecar ip=10.1.0.1\npod istio-system/gw gateway ip=10.1.0.2\n"
                         "pod s/web plain ip=10.1.0.3 label=app:web\n"
                         "pod s/sick plain ip=10.1.0.4 label=app:sick notready\n" +
                         object.toStdString());
        const auto settings = test::settingsOf(version.toStdString());
        const auto text = [&](const char* pod) {
            const auto carried = test::carriedBy(pod, cluster, settings);
            return carried.clusters + QStringLiteral(" +") + QString::number(carried.endpoints);
        };
        QTEST(text("c/c"), "sidecar");
        QTEST(text("istio-system/gw"), "gateway");
    }
};

PLIMSOLL_TEST(RulesServicesTest)
#include "tst_rules_services.moc"
