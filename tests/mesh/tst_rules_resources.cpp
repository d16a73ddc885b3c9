// SPDX-License-Identifier: Apache-2.0
// The listeners, routes and virtual hosts that a service makes at a sidecar, and what gateways listen on.
// Each row names its rule.
#include "mesh/rules.h"
#include "support/testmain.h"

using namespace plimsoll;

class RulesResourcesTest final : public QObject {
    Q_OBJECT

private slots:
    void sidecar_data() {
        QTest::addColumn<QString>("objects");
        QTest::addColumn<QString>("listeners");
        QTest::addColumn<QString>("routes");
        QTest::addColumn<QString>("hosts");
        const auto row = [](const char* rule, const char* objects, const char* listeners, const char* routes,
                            const char* hosts) {
            QTest::newRow(rule) << QString::fromUtf8(objects) << QString::fromUtf8(listeners)
                                << QString::fromUtf8(routes) << QString::fromUtf8(hosts);
        };
        row("nothing", "", "", "", "");
        row("HTTP: the port's listener and route", "svc s/a 80/http ip=10.0.0.1", "0.0.0.0_80", "80",
            "a.s:80 allow_any");
        row("HTTP of two services: one listener, one route",
            "svc s/a 80/http ip=10.0.0.1\nsvc s/b 80/http ip=10.0.0.2", "0.0.0.0_80", "80",
            "a.s:80 allow_any b.s:80");
        row("HTTP of two ports", "svc s/a 80/http,81/http-b ip=10.0.0.1", "0.0.0.0_80 0.0.0.0_81", "80 81",
            "a.s:80 a.s:81 allow_any allow_any");
        row("HTTP/2 is HTTP", "svc s/a 80/http2 ip=10.0.0.1", "0.0.0.0_80", "80", "a.s:80 allow_any");
        row("gRPC-Web is HTTP", "svc s/a 80/grpc-web ip=10.0.0.1", "0.0.0.0_80", "80", "a.s:80 allow_any");
        row("TCP: a listener of the address", "svc s/a 5432/tcp ip=10.0.0.1", "10.0.0.1_5432", "", "");
        row("TCP of two services: two", "svc s/a 5432/tcp ip=10.0.0.1\nsvc s/b 5432/tcp ip=10.0.0.2",
            "10.0.0.1_5432 10.0.0.2_5432", "", "");
        row("HTTPS is TCP", "svc s/a 443/https ip=10.0.0.1", "10.0.0.1_443", "", "");
        row("Mongo is TCP", "svc s/a 27017/mongo ip=10.0.0.1", "10.0.0.1_27017", "", "");
        row("sniffed: a listener of the address, its own route", "svc s/a 9000/x ip=10.0.0.1",
            "10.0.0.1_9000", "a.s:9000", "a.s:9000");
        row("sniffed beside HTTP: in the port's route too",
            "svc s/a 9000/x ip=10.0.0.1\nsvc s/b 9000/http ip=10.0.0.2", "0.0.0.0_9000 10.0.0.1_9000",
            "9000 a.s:9000", "a.s:9000 a.s:9000 allow_any b.s:9000");
        row("UDP: nothing", "svc s/a 53/dns/UDP ip=10.0.0.1", "", "", "");
        row("headless HTTP: the shared listener", "svc s/a 80/http ip=None select=app:a", "0.0.0.0_80", "80",
            "a.s:80 allow_any");
        row("headless TCP: a listener for each pod", "svc s/a 5432/tcp ip=None select=app:a",
            "10.1.0.3_5432 10.1.0.4_5432", "", "");
        row("headless TCP without pods: none", "svc s/a 5432/tcp ip=None select=app:none", "", "", "");
        row("TCP without an address: the shared one", "se s/e x.com 9001/tcp/TCP", "0.0.0.0_9001", "", "");
        row("TLS of an entry with an address", "se s/e x.com 443/tls/TLS addr=240.0.0.9", "240.0.0.9_443", "",
            "");
        row("an entry's HTTP", "se s/e x.com 80/http/HTTP", "0.0.0.0_80", "80", "allow_any x.com:80");
        row("an alias: no listener, no virtual host of its own",
            "svc s/a 80/http ip=10.0.0.1\nsvc s/b 80/http to=a.s.svc.cluster.local", "0.0.0.0_80", "80",
            "a.s:80 allow_any");
        row("a VirtualService of a service's host: one virtual host",
            "svc s/a 80/http ip=10.0.0.1\nvs s/v a.s.svc.cluster.local a:80", "0.0.0.0_80", "80",
            "a.s:80 allow_any");
        row("a VirtualService of another host: port 80 has it",
            "svc s/a 80/http ip=10.0.0.1\nvs s/v x.com a.s.svc.cluster.local:80", "0.0.0.0_80", "80",
            "a.s:80 allow_any x.com:80");
        row("not another port", "svc s/a 81/http ip=10.0.0.1\nvs s/v x.com a.s.svc.cluster.local:81",
            "0.0.0.0_81", "81", "a.s:81 allow_any");
        row("a Sidecar narrows listeners and routes",
            "svc s/a 80/http ip=10.0.0.1\nsvc s/b 5432/tcp ip=10.0.0.2\nsidecar c/s "
            "egress=s/a.s.svc.cluster.local",
            "0.0.0.0_80", "80", "a.s:80 allow_any");
        row("a Knative revision: 2 listeners of its own, 5 virtual hosts",
            "svc s/r 80/http,443/https ip=10.0.0.1\n"
            "svc s/r-private 80/http,443/https,9090/http-autometric,9091/http-usermetric,8012/http-istio "
            "ip=10.0.0.2",
            "0.0.0.0_80 0.0.0.0_8012 0.0.0.0_9090 0.0.0.0_9091 10.0.0.1_443 10.0.0.2_443",
            "80 8012 9090 9091",
            "allow_any allow_any allow_any allow_any r-private.s:80 r-private.s:8012 r-private.s:9090 "
            "r-private.s:9091 r.s:80");
    }
    void sidecar() {
        QFETCH(QString, objects);
        const auto cluster =
            test::estate("pod c/c sidecar ip=10.1.0.1\npod s/a1 plain ip=10.1.0.3 label=app:a\n"
                         "pod s/a2 plain ip=10.1.0.4 label=app:a\n" +
                         objects.toStdString());
        const auto carried = test::carriedBy("c/c", cluster, test::settingsOf("1.30.3"));
        QTEST(carried.listeners, "listeners");
        QTEST(carried.routes, "routes");
        QTEST(carried.hosts, "hosts");
    }

    void aPodHasNoListenerForItself() {
        const auto cluster = test::estate("svc s/a 5432/tcp ip=None select=app:a\n"
                                          "pod s/a1 sidecar ip=10.1.0.3 label=app:a\n"
                                          "pod s/a2 sidecar ip=10.1.0.4 label=app:a\n");
        QCOMPARE(test::carriedBy("s/a1", cluster, test::settingsOf("1.30.3")).listeners,
                 QStringLiteral("10.1.0.4_5432"));
    }

    void inbound_data() {
        QTest::addColumn<QString>("services");
        QTest::addColumn<QString>("version");
        QTest::addColumn<int>("clusters");
        const auto row = [](const char* rule, const char* services, int clusters,
                            const char* version = "1.30.3") {
            QTest::newRow(rule) << QString::fromUtf8(services) << QString::fromUtf8(version) << clusters;
        };
        row("no Service", "", 0);
        row("one port", "svc s/a 80/http select=app:a", 1);
        row("two ports, two targets", "svc s/a 80/http,81/tcp select=app:a", 2);
        row("two ports, one target", "svc s/a 80/http/TCP/8080,81/http-b/TCP/8080 select=app:a", 1);
        row("two Services, one target",
            "svc s/a 80/http/TCP/8080 select=app:a\nsvc s/b 90/tcp/TCP/8080 select=app:a", 1);
        row("a Service that selects other pods", "svc s/a 80/http select=app:b", 0);
        row("exported to nobody: its own pods keep it", "svc s/a 80/http select=app:a export=~", 1);
        row("a UDP port has one", "svc s/a 53/dns/UDP select=app:a", 1);
        row("in 1.20 it has none", "svc s/a 53/dns/UDP select=app:a", 0, "1.20.8");
        row("headless", "svc s/a 80/http ip=None select=app:a", 1);
        row("a Service of another namespace does not select", "svc t/a 80/http select=app:a", 0);
    }
    void inbound() {
        QFETCH(QString, services);
        QFETCH(QString, version);
        const auto cluster =
            test::estate("pod s/a1 sidecar ip=10.1.0.3 label=app:a\n" + services.toStdString());
        QTEST(test::carriedBy("s/a1", cluster, test::settingsOf(version.toStdString())).inbound, "clusters");
    }

    void gateway_data() {
        QTest::addColumn<QString>("objects");
        QTest::addColumn<QString>("listeners");
        QTest::addColumn<QString>("routes");
        QTest::addColumn<QString>("hosts");
        const auto row = [](const char* rule, const char* objects, const char* listeners, const char* routes,
                            const char* hosts) {
            QTest::newRow(rule) << QString::fromUtf8(objects) << QString::fromUtf8(listeners)
                                << QString::fromUtf8(routes) << QString::fromUtf8(hosts);
        };
        row("no Gateway: no listener", "", "", "", "");
        row("a Gateway without VirtualServices answers 404", "gw g/m select=istio:gw server=80+HTTP+*",
            "0.0.0.0_80", "http.80", "blackhole:80");
        row("a Gateway that selects other pods", "gw g/m select=istio:other server=80+HTTP+*", "", "", "");
        row("a VirtualService's host",
            "gw g/m select=istio:gw server=80+HTTP+*\nvs s/v x.com a:80 gateways=g/m", "0.0.0.0_80",
            "http.80", "x.com:80");
        row("a VirtualService of the mesh only",
            "gw g/m select=istio:gw server=80+HTTP+*\nvs s/v x.com a:80 gateways=mesh", "0.0.0.0_80",
            "http.80", "blackhole:80");
        row("a Gateway without its namespace is of the VirtualService's",
            "gw s/m select=istio:gw server=80+HTTP+*\nvs s/v x.com a:80 gateways=m", "0.0.0.0_80", "http.80",
            "x.com:80");
        row("hosts that a server does not have",
            "gw g/m select=istio:gw server=80+HTTP+y.com\nvs s/v x.com a:80 gateways=g/m", "0.0.0.0_80",
            "http.80", "blackhole:80");
        row("of a wildcard server the narrower host",
            "gw g/m select=istio:gw server=80+HTTP+*.com\nvs s/v x.com a:80 gateways=g/m", "0.0.0.0_80",
            "http.80", "x.com:80");
        row("of a wildcard VirtualService the server's",
            "gw g/m select=istio:gw server=80+HTTP+x.com\nvs s/v *.com a:80 gateways=g/m", "0.0.0.0_80",
            "http.80", "x.com:80");
        row("a server's host for one namespace only",
            "gw g/m select=istio:gw server=80+HTTP+s/x.com\nvs t/v x.com a:80 gateways=g/m", "0.0.0.0_80",
            "http.80", "blackhole:80");
        row("a server's host for that namespace",
            "gw g/m select=istio:gw server=80+HTTP+s/x.com\nvs s/v x.com a:80 gateways=g/m", "0.0.0.0_80",
            "http.80", "x.com:80");
        row("hosts with the same routes are one virtual host",
            "gw g/m select=istio:gw server=80+HTTP+*\nvs s/v x.com,y.com a:80 gateways=g/m", "0.0.0.0_80",
            "http.80", "x.com:80");
        row("two servers, two ports", "gw g/m select=istio:gw server=80+HTTP+* server=81+HTTP+*",
            "0.0.0.0_80 0.0.0.0_81", "http.80 http.81", "blackhole:80 blackhole:81");
        row("two Gateways of one port share it",
            "gw g/m select=istio:gw server=80+HTTP+x.com\ngw g/n select=istio:gw server=80+HTTP+y.com\n"
            "vs s/v x.com a:80 gateways=g/m\nvs s/w y.com b:80 gateways=g/n",
            "0.0.0.0_80", "http.80", "x.com:80 y.com:80");
        row("HTTPS that ends here: a route of its own",
            "gw g/m select=istio:gw server=443+HTTPS+x.com+SIMPLE", "0.0.0.0_443", "https.443.p443.m.g",
            "blackhole:443");
        row("the pod's port by its Service",
            "svc istio-system/gw 80/http/TCP/8080 select=istio:gw\ngw g/m select=istio:gw server=80+HTTP+*",
            "0.0.0.0_8080", "http.8080", "blackhole:80");
        row("not exported to the gateway's namespace",
            "gw g/m select=istio:gw server=80+HTTP+*\nvs s/v x.com a:80 gateways=g/m export=.", "0.0.0.0_80",
            "http.80", "blackhole:80");
    }
    void gateway() {
        QFETCH(QString, objects);
        const auto cluster =
            test::estate("pod istio-system/gw gateway ip=10.1.0.1 label=istio:gw\n" + objects.toStdString());
        const auto carried = test::carriedBy("istio-system/gw", cluster, test::settingsOf("1.30.3"));
        QTEST(carried.listeners, "listeners");
        QTEST(carried.routes, "routes");
        QTEST(carried.hosts, "hosts");
    }

    void filter_data() {
        QTest::addColumn<bool>("on");
        QTest::addColumn<QString>("clusters");
        QTest::newRow("off: every port of every exported service")
            << false << QStringLiteral("a.s:80 a.s:81 b.s:80");
        QTest::newRow("on: destinations of its VirtualServices, all ports")
            << true << QStringLiteral("a.s:80 a.s:81");
    }
    void filter() {
        QFETCH(bool, on);
        const auto cluster =
            test::estate("pod istio-system/gw gateway label=istio:gw\n"
                         "svc s/a 80/http,81/http-b\nsvc s/b 80/http\nsvc s/c 80/http export=.\n"
                         "gw g/m select=istio:gw server=80+HTTP+*\n"
                         "vs s/v x.com a:80 gateways=g/m\nvs s/w y.com b:80 gateways=mesh\n");
        auto settings = test::settingsOf("1.30.3");
        settings.filterGatewayClusters = on;
        QTEST(test::carriedBy("istio-system/gw", cluster, settings).clusters, "clusters");
    }
};

PLIMSOLL_TEST(RulesResourcesTest)
#include "tst_rules_resources.moc"
