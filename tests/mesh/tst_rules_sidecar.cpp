// SPDX-License-Identifier: Apache-2.0
// Which Sidecar applies to a pod, and what its egress hosts let in. Each row names its rule.
#include "mesh/rules.h"
#include "mesh/scope.h"
#include "support/testmain.h"

using namespace plimsoll;

namespace {

constexpr auto services = "svc a/web 80/http,8080/http-alt\n"
                          "svc a/api 80/http\n"
                          "svc b/web 80/http\n"
                          "svc b/db 5432/tcp\n"
                          "se b/ext api.example.com 443/tls/TLS addr=240.0.0.9\n"
                          "se b/wild *.cdn.example.com 443/tls/TLS\n"
                          "pod a/p sidecar label=app:p\n";
constexpr auto all =
    "*.cdn.example.com:443 api.a:80 api.example.com:443 db.b:5432 web.a:80 web.a:8080 web.b:80";

} // namespace

class RulesSidecarTest final : public QObject {
    Q_OBJECT

private slots:
    void choice_data() {
        QTest::addColumn<QString>("sidecars");
        QTest::addColumn<QString>("pod");
        QTest::addColumn<QString>("chosen");
        const auto row = [](const char* rule, const char* sidecars, const char* pod, const char* chosen) {
            QTest::newRow(rule) << QString::fromUtf8(sidecars) << QString::fromUtf8(pod)
                                << QString::fromUtf8(chosen);
        };
        row("none: no Sidecar", "", "a/p", "");
        row("of its namespace", "sidecar a/one", "a/p", "a/one");
        row("not of another namespace", "sidecar b/one", "a/p", "");
        row("a selector that matches wins over none",
            "sidecar a/one created=1\nsidecar a/two select=app:p created=2", "a/p", "a/two");
        row("a selector that does not match", "sidecar a/two select=app:q", "a/p", "");
        row("a selector that does not match, one without", "sidecar a/two select=app:q\nsidecar a/one", "a/p",
            "a/one");
        row("every label of a selector must match", "sidecar a/two select=app:p select=tier:x", "a/p", "");
        row("several labels that match", "sidecar a/two select=app:p select=tier:front", "a/front", "a/two");
        row("the oldest of those with a selector",
            "sidecar a/new select=app:p created=9\nsidecar a/old select=app:p created=3", "a/p", "a/old");
        row("the oldest of those without", "sidecar a/new created=9\nsidecar a/old created=3", "a/p",
            "a/old");
        row("of one age the first name", "sidecar a/y created=3\nsidecar a/x created=3", "a/p", "a/x");
        row("the root namespace's for namespaces without", "sidecar istio-system/all", "a/p",
            "istio-system/all");
        row("the own one wins over the root namespace's",
            "sidecar istio-system/all created=1\nsidecar a/own created=2", "a/p", "a/own");
        row("the root's also where own selectors do not match",
            "sidecar istio-system/all\nsidecar a/two select=app:q", "a/p", "istio-system/all");
        row("a selector in the root namespace is for its own pods", "sidecar istio-system/all select=app:p",
            "a/p", "");
        row("a root pod by selector", "sidecar istio-system/all select=app:r", "istio-system/r",
            "istio-system/all");
        row("the oldest of the root namespace",
            "sidecar istio-system/new created=9\nsidecar istio-system/old created=3", "a/p",
            "istio-system/old");
        row("a gateway never has one", "sidecar istio-system/all", "istio-system/gw", "");
        row("nor by selector", "sidecar istio-system/all select=app:gw", "istio-system/gw", "");
    }
    void choice() {
        QFETCH(QString, sidecars);
        QFETCH(QString, pod);
        const auto cluster = test::estate("pod a/p sidecar label=app:p\n"
                                          "pod a/front sidecar label=app:p label=tier:front\n"
                                          "pod istio-system/r sidecar label=app:r\n"
                                          "pod istio-system/gw gateway label=app:gw\n" +
                                          sidecars.toStdString());
        const auto parts = test::split(pod.toStdString(), '/');
        const auto settings = test::settingsOf("1.30.3");
        const auto scope =
            mesh::SidecarChoice(cluster, settings).scopeOf(*cluster.find<cluster::Pod>(parts[0], parts[1]));
        QTEST(scope.sidecar == nullptr ? QString()
                                       : QString::fromStdString(scope.sidecar->meta.ns.str() + '/' +
                                                                scope.sidecar->meta.name.str()),
              "chosen");
    }

    void egress_data() {
        QTest::addColumn<QString>("sidecar");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("clusters");
        const auto row = [](const char* rule, const char* sidecar, const char* clusters,
                            const char* version = "1.30.3") {
            QTest::newRow(rule) << QString::fromUtf8(sidecar) << QString::fromUtf8(version)
                                << QString::fromUtf8(clusters);
        };
        row("no Sidecar: everything", "", all);
        row("no egress: everything", "sidecar a/s", all);
        row("*/*", "sidecar a/s egress=*/*", all);
        row("./*: the own namespace", "sidecar a/s egress=./*", "api.a:80 web.a:80 web.a:8080");
        row("its name is like .", "sidecar a/s egress=a/*", "api.a:80 web.a:80 web.a:8080");
        row("another namespace", "sidecar a/s egress=b/*",
            "*.cdn.example.com:443 api.example.com:443 db.b:5432 web.b:80");
        row("several hosts", "sidecar a/s egress=./*,b/db.b.svc.cluster.local",
            "api.a:80 db.b:5432 web.a:80 web.a:8080");
        row("a full name", "sidecar a/s egress=b/web.b.svc.cluster.local", "web.b:80");
        row("a full name in any namespace", "sidecar a/s egress=*/web.b.svc.cluster.local", "web.b:80");
        row("a full name under the wrong namespace", "sidecar a/s egress=a/web.b.svc.cluster.local", "");
        row("short names are not completed", "sidecar a/s egress=./web", "");
        row("two-part names neither", "sidecar a/s egress=*/web.b", "");
        row("a wildcard is a suffix", "sidecar a/s egress=*/*.b.svc.cluster.local", "db.b:5432 web.b:80");
        row("a wildcard also of part of a label", "sidecar a/s egress=*/*b.b.svc.cluster.local",
            "db.b:5432 web.b:80");
        row("a wildcard names a service's wildcard host", "sidecar a/s egress=b/*.example.com",
            "*.cdn.example.com:443 api.example.com:443");
        row("a narrower host does not name a wildcard one", "sidecar a/s egress=b/x.cdn.example.com", "");
        row("a wildcard within is literal", "sidecar a/s egress=*/web.*.svc.cluster.local", "");
        row("no slash: skipped", "sidecar a/s egress=web.b.svc.cluster.local", "");
        row("two slashes: skipped", "sidecar a/s egress=a/b/*", "");
        row("one bad host leaves the others", "sidecar a/s egress=bad,b/db.b.svc.cluster.local", "db.b:5432");
        row("a namespace that does not exist", "sidecar a/s egress=nowhere/*", "");
        row("~/*: nothing", "sidecar a/s egress=~/*", "");
        row("the root's . is the pod's namespace", "sidecar istio-system/s egress=./*",
            "api.a:80 web.a:80 web.a:8080");
        row("no prefix of namespaces", "sidecar a/s egress=b*/*", "");
        row("1.31: ~ns/host excludes", "sidecar a/s egress=*/*,~b/*", "api.a:80 web.a:80 web.a:8080",
            "1.31.0");
        row("1.31: the order does not matter", "sidecar a/s egress=~b/*,*/*", "api.a:80 web.a:80 web.a:8080",
            "1.31.0");
        row("1.31: ~/host is of every namespace", "sidecar a/s egress=*/*,~/web.b.svc.cluster.local",
            "*.cdn.example.com:443 api.a:80 api.example.com:443 db.b:5432 web.a:80 web.a:8080", "1.31.0");
        row("1.31: ~*/suffix", "sidecar a/s egress=*/*,~*/*.example.com",
            "api.a:80 db.b:5432 web.a:80 web.a:8080 web.b:80", "1.31.0");
        row("1.31: ~./host", "sidecar a/s egress=./*,~./web.a.svc.cluster.local", "api.a:80", "1.31.0");
        row("1.31: an exclusion alone lets nothing in", "sidecar a/s egress=~b/*", "", "1.31.0");
        row("1.31: ~/* is still nothing", "sidecar a/s egress=~/*", "", "1.31.0");
        row("before 1.31 ~b is no namespace", "sidecar a/s egress=*/*,~b/*", all, "1.30.3");
        row("a port: services that have it, that port", "sidecar a/s egress=*/*@8080/HTTP", "web.a:8080");
        row("a port of two services", "sidecar a/s egress=./*@80/HTTP", "api.a:80 web.a:80");
        row("a port that none has", "sidecar a/s egress=*/*@9999/HTTP", "");
        row("HTTP_PROXY takes every port", "sidecar a/s egress=./*@9999/HTTP_PROXY",
            "api.a:80 web.a:80 web.a:8080");
        row("clusters are those of all listeners",
            "sidecar a/s egress=./*@8080/HTTP egress=b/db.b.svc.cluster.local", "db.b:5432 web.a:8080");
        row("ports of two listeners add up",
            "sidecar a/s egress=./*@8080/HTTP egress=./web.a.svc.cluster.local@80/HTTP",
            "web.a:80 web.a:8080");
        row("exportTo comes first: never imported",
            "svc b/hid 80/http export=.\nsidecar a/s egress=b/hid.b.svc.cluster.local", "");
        row("exported to the pod's namespace",
            "svc b/hid 80/http export=a\nsidecar a/s egress=b/hid.b.svc.cluster.local", "hid.b:80");
    }
    void egress() {
        QFETCH(QString, sidecar);
        QFETCH(QString, version);
        const auto cluster = test::estate(services + sidecar.toStdString());
        QTEST(test::carriedBy("a/p", cluster, test::settingsOf(version.toStdString())).clusters, "clusters");
    }

    void ingress() {
        const auto cluster = test::estate("svc a/web 80/http select=app:p\npod a/p sidecar label=app:p\n"
                                          "sidecar a/s egress=~/* ingress=8080/HTTP ingress=9090/TCP");
        QCOMPARE(test::carriedBy("a/p", cluster, test::settingsOf("1.30.3")).inbound, 2);
    }
};

PLIMSOLL_TEST(RulesSidecarTest)
#include "tst_rules_sidecar.moc"
