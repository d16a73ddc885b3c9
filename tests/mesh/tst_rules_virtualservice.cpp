// SPDX-License-Identifier: Apache-2.0
// Services that come with a VirtualService, and DestinationRules. Each row names its rule.
#include "mesh/rules.h"
#include "support/testmain.h"

using namespace plimsoll;

namespace {

constexpr auto services = "svc own/hid 80/http,81/http-b export=~\n"
                          "svc own/ghost 80/http export=no-such-ns\n"
                          "svc far/all 80/http,81/http-b\n"
                          "svc far/hid 80/http export=~\n"
                          "svc far/here 80/http export=own\n"
                          "svc far/other 80/http export=x\n"
                          "pod own/p sidecar label=app:p label=version:v1\n"
                          "pod istio-system/gw gateway label=istio:gw\n";
constexpr auto nothing = "sidecar own/s egress=own/*\n"; // and what VirtualServices of own pull in

} // namespace

class RulesVirtualServiceTest final : public QObject {
    Q_OBJECT

private slots:
    void pulls_data() {
        QTest::addColumn<QString>("objects");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("clusters");
        const auto row = [](const char* rule, const QByteArray& objects, const char* clusters,
                            const char* version = "1.30.3") {
            QTest::newRow(rule) << QString::fromUtf8(objects) << QString::fromUtf8(version)
                                << QString::fromUtf8(clusters);
        };
        const auto narrow = [](const char* service) { return QByteArray(nothing) + service; };
        row("no VirtualService: nothing comes", narrow(""), "");
        row("a destination of another namespace comes", narrow("vs own/v x.com all.far.svc.cluster.local"),
            "all.far:80 all.far:81");
        row("a destination with a port: that port", narrow("vs own/v x.com all.far.svc.cluster.local:81"),
            "all.far:81");
        row("two destinations, two ports",
            narrow("vs own/v x.com all.far.svc.cluster.local:81,all.far.svc.cluster.local:80"),
            "all.far:80 all.far:81");
        row("one with a port, one without: all ports",
            narrow("vs own/v x.com all.far.svc.cluster.local:81,all.far.svc.cluster.local"),
            "all.far:80 all.far:81");
        row("a port that the service has not", narrow("vs own/v x.com all.far.svc.cluster.local:9"), "");
        row("a mirror comes too",
            narrow("vs own/v x.com all.far.svc.cluster.local:80,here.far.svc.cluster.local mirrored"),
            "all.far:80 here.far:80");
        row("a tcp route's destination", narrow("vs own/v x.com all.far.svc.cluster.local:80 type=tcp"),
            "all.far:80");
        row("a tls route's destination",
            narrow("vs own/v x.com all.far.svc.cluster.local:80 type=tls sni=x.com"), "all.far:80");
        row("a short name is of the VirtualService's namespace", narrow("vs own/v x.com hid:80"),
            "hid.own:80");
        row("its own namespace: also ~", narrow("vs own/v x.com hid.own.svc.cluster.local:80"), "hid.own:80");
        row("its own namespace: also a missing namespace", narrow("vs own/v x.com ghost"), "ghost.own:80");
        row("elsewhere ~ stays hidden", narrow("vs own/v x.com hid.far.svc.cluster.local"), "");
        row("elsewhere a list without the proxy's namespace",
            narrow("vs own/v x.com other.far.svc.cluster.local"), "");
        row("elsewhere a list with it", narrow("vs own/v x.com here.far.svc.cluster.local"), "here.far:80");
        row("a host that is no service", narrow("vs own/v x.com nowhere.com"), "");
        row("only for a gateway: it does not apply",
            narrow("vs own/v x.com all.far.svc.cluster.local gateways=g/g"), "");
        row("for a gateway and the mesh",
            narrow("vs own/v x.com all.far.svc.cluster.local:80 gateways=g/g,mesh"), "all.far:80");
        row("its namespace is not in egress", narrow("vs far/v x.com all.far.svc.cluster.local"), "");
        row("in egress by its host",
            "sidecar own/s egress=far/x.com\nvs far/v x.com all.far.svc.cluster.local:80", "all.far:80");
        row("its host is not in egress",
            "sidecar own/s egress=far/y.com\nvs far/v x.com all.far.svc.cluster.local:80", "");
        row("a wildcard host meets a narrower egress",
            "sidecar own/s egress=far/x.com\nvs far/v *.com all.far.svc.cluster.local:80", "all.far:80");
        row("not exported to the proxy's namespace",
            "sidecar own/s egress=far/x.com\nvs far/v x.com all.far.svc.cluster.local:80 export=.", "");
        row("exported to it",
            "sidecar own/s egress=far/x.com\nvs far/v x.com all.far.svc.cluster.local:80 export=own",
            "all.far:80");
        row("exported to nobody", narrow("vs own/v x.com all.far.svc.cluster.local export=~"), "");
        row("sourceNamespace of the proxy", narrow("vs own/v x.com all.far.svc.cluster.local:80 from=own"),
            "all.far:80");
        row("sourceNamespace of another", narrow("vs own/v x.com all.far.svc.cluster.local:80 from=x"), "");
        row("1.20 does not look at sourceNamespace",
            narrow("vs own/v x.com all.far.svc.cluster.local:80 from=x"), "all.far:80", "1.20.8");
        row("without a Sidecar too", "vs own/v x.com hid:80", "all.far:80 all.far:81 here.far:80 hid.own:80");
        row("without a Sidecar not in 1.20", "vs own/v x.com hid:80", "all.far:80 all.far:81 here.far:80",
            "1.20.8");
        row("with a Sidecar also in 1.20", narrow("vs own/v x.com hid:80"), "hid.own:80", "1.20.8");
        row("1.31: an excluded VirtualService pulls nothing",
            "sidecar own/s egress=far/x.com,~far/x.com\nvs far/v x.com all.far.svc.cluster.local:80", "",
            "1.31.0");
    }
    void pulls() {
        QFETCH(QString, objects);
        QFETCH(QString, version);
        const auto cluster = test::estate(services + objects.toStdString());
        QTEST(test::carriedBy("own/p", cluster, test::settingsOf(version.toStdString())).clusters,
              "clusters");
    }

    void pulledServicesHaveNoListenerOfTheirOwn() {
        const auto cluster =
            test::estate("svc far/db 5432/tcp ip=10.0.0.7\npod own/p sidecar\nsidecar own/s egress=own/*\n"
                         "vs own/v x.com db.far.svc.cluster.local");
        const auto carried = test::carriedBy("own/p", cluster, test::settingsOf("1.30.3"));
        QCOMPARE(carried.clusters, QStringLiteral("db.far:5432"));
        QCOMPARE(carried.listeners, QString());
    }

    void gatewaysPullNothing() {
        const auto cluster = test::estate(std::string(services) + "vs own/v x.com hid:80");
        QVERIFY(!test::carriedBy("istio-system/gw", cluster, test::settingsOf("1.30.3"))
                     .clusters.contains(QStringLiteral("hid.own")));
    }

    void rules_data() {
        QTest::addColumn<QString>("rules");
        QTest::addColumn<QString>("clusters");
        const auto row = [](const char* rule, const char* rules, const char* clusters) {
            QTest::newRow(rule) << QString::fromUtf8(rules) << QString::fromUtf8(clusters);
        };
        const auto* const full = "dr far/r web.far.svc.cluster.local subsets=v1,v2";
        row("a subset is one more Envoy cluster", full, "web.far:80 web.far:80/v1 web.far:80/v2");
        row("a short host is of the rule's namespace", "dr far/r web subsets=v1", "web.far:80 web.far:80/v1");
        row("a wildcard host", "dr far/r *.far.svc.cluster.local subsets=v1", "web.far:80 web.far:80/v1");
        row("the most specific host wins",
            "dr far/w *.far.svc.cluster.local subsets=w\ndr far/r web.far.svc.cluster.local subsets=v1",
            "web.far:80 web.far:80/v1");
        row("the client's namespace first",
            "dr far/r web.far.svc.cluster.local subsets=v1\n"
            "dr own/r web.far.svc.cluster.local subsets=own",
            "web.far:80 web.far:80/own");
        row("then the service's, before the root's",
            "dr far/r web.far.svc.cluster.local subsets=v1\n"
            "dr istio-system/r web.far.svc.cluster.local subsets=root",
            "web.far:80 web.far:80/v1");
        row("then the root's", "dr istio-system/r web.far.svc.cluster.local subsets=root",
            "web.far:80 web.far:80/root");
        row("of a third namespace: never", "dr third/r web.far.svc.cluster.local subsets=x", "web.far:80");
        row("exported to its own only", "dr far/r web.far.svc.cluster.local subsets=v1 export=.",
            "web.far:80");
        row("exported to the client", "dr far/r web.far.svc.cluster.local subsets=v1 export=own",
            "web.far:80 web.far:80/v1");
        row("two of one host are merged",
            "dr far/r web.far.svc.cluster.local subsets=v1 created=1\n"
            "dr far/s web.far.svc.cluster.local subsets=v2 created=2",
            "web.far:80 web.far:80/v1 web.far:80/v2");
    }
    void rules() {
        QFETCH(QString, rules);
        const auto cluster = test::estate("svc far/web 80/http\npod own/p sidecar\n" + rules.toStdString());
        QTEST(test::carriedBy("own/p", cluster, test::settingsOf("1.30.3")).clusters, "clusters");
    }
};

PLIMSOLL_TEST(RulesVirtualServiceTest)
#include "tst_rules_virtualservice.moc"
