// SPDX-License-Identifier: Apache-2.0
#include "mesh/explain.h"
#include "mesh/rules.h"
#include "support/testmain.h"

using namespace plimsoll;
using Effect = mesh::Reason::Effect;

namespace {

/// An estate in which about every rule has something to decide.
constexpr auto everything =
    "ns client\nns shop\nns other\nns root\n"
    "pod client/c sidecar ip=10.1.0.1 label=app:c\n"
    "pod client/d sidecar ip=10.1.0.2 label=app:d\n"
    "pod shop/s sidecar ip=10.1.0.3\n"
    "pod other/o sidecar ip=10.1.0.4\n"
    "pod istio-system/gw gateway ip=10.1.0.5 label=istio:ingressgateway\n"
    "svc shop/all 80/http\n"
    "svc shop/own 80/http export=.\n"
    "svc shop/none 80/http export=~\n"
    "svc shop/some 80/http export=client\n"
    "svc shop/ghost 80/http export=no-such-ns\n"
    "svc shop/udp 53/dns/UDP\n"
    "svc shop/alias 80/http to=all.shop.svc.cluster.local\n"
    "svc other/db 5432/tcp\n"
    "se other/ext api.example.com 443/tls/TLS addr=240.0.0.9 created=1\n"
    "se shop/ext api.example.com 443/tls/TLS addr=240.0.0.8 created=2\n"
    "sidecar client/default egress=./*,shop/*\n"
    "sidecar client/narrow select=app:d egress=~shop/own.shop.svc.cluster.local,*/*@80/HTTP "
    "egress=other/*\n"
    "vs shop/pulls all.shop.svc.cluster.local db.other.svc.cluster.local:5432,none\n"
    "gw istio-system/main select=istio:ingressgateway server=80+HTTP+*\n"
    "vs shop/in shop.example.com all.shop.svc.cluster.local:80 gateways=istio-system/main\n";

mesh::Explanation explained(const cluster::Cluster& cluster, const mesh::MeshSettings& settings,
                            std::string_view pod, std::string_view service) {
    const auto parts = test::split(pod, '/');
    auto result = mesh::explain(cluster, settings, parts.at(0), parts.at(1), service);
    return result ? *result : mesh::Explanation{};
}

/// "Sidecar client/default spec.egress[0].hosts[1] admits" of the reason that decides.
QString decisive(const mesh::Explanation& explanation) {
    for (auto it = explanation.chain.rbegin(); it != explanation.chain.rend(); ++it) {
        if (it->effect != Effect::Tells) {
            return QString::fromStdString(it->kind + ' ' + it->ns + '/' + it->name + ' ' + it->field +
                                          (it->effect == Effect::Admits ? " admits" : " refuses"));
        }
    }
    return {};
}

} // namespace

class ExplainTest final : public QObject {
    Q_OBJECT

private slots:
    void theDecisiveRule_data() {
        QTest::addColumn<QString>("proxy");
        QTest::addColumn<QString>("service");
        QTest::addColumn<QString>("decides");
        const auto row = [](const char* rule, const char* proxy, const char* service,
                            const QByteArray& decides) {
            QTest::newRow(rule) << QString::fromUtf8(proxy) << QString::fromUtf8(service)
                                << QString::fromUtf8(decides);
        };
        const auto* const annotation = "metadata.annotations[networking.istio.io/exportTo]";
        const auto exported = [&](const char* service, const char* effect) {
            return (QString::fromUtf8("Service ") + QString::fromUtf8(service) + u' ' +
                    QString::fromUtf8(annotation) + u' ' + QString::fromUtf8(effect))
                .toUtf8();
        };
        row("exported to all", "other/o", "shop/all", exported("shop/all", "admits"));
        row("own namespace only", "other/o", "shop/own", exported("shop/own", "refuses"));
        row("own namespace", "shop/s", "own", exported("shop/own", "admits"));
        row("a missing namespace", "shop/s", "ghost", exported("shop/ghost", "refuses"));
        row("egress host", "client/c", "shop/all", "Sidecar client/default spec.egress[0].hosts[1] admits");
        row("no egress host", "client/c", "other/db", "VirtualService shop/pulls spec admits");
        row("exportTo comes before the Sidecar", "client/c", "shop/own", exported("shop/own", "refuses"));
        row("a port listener", "client/d", "shop/all",
            "Sidecar client/narrow spec.egress[0].hosts[1] admits");
        row("one listener of two is enough", "client/d", "other/db",
            "Sidecar client/narrow spec.egress[1].hosts[0] admits");
        row("own namespace comes with a VirtualService", "shop/s", "none",
            "VirtualService shop/pulls spec admits");
        row("no Envoy cluster for UDP", "shop/s", "udp", "Service shop/udp spec.ports refuses");
        row("no Envoy cluster for an alias", "shop/s", "alias", "Service shop/alias spec.type refuses");
        row("another of the same host", "other/o", "shop/api.example.com",
            "ServiceEntry other/ext spec.hosts refuses");
    }
    void theDecisiveRule() {
        QFETCH(QString, proxy);
        QFETCH(QString, service);
        const auto cluster = test::estate(everything);
        QTEST(decisive(
                  explained(cluster, test::settingsOf("1.32.0"), proxy.toStdString(), service.toStdString())),
              "decides");
    }

    /// Of every proxy and every service, with and without the gateway's filter: the answer is that of the
    /// list of resources, and the last rule that admits or refuses agrees with it.
    void agreesWithWhatIsCarried_data() {
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("filter");
        for (const auto* version : {"1.20.8", "1.28.10", "1.30.3", "1.32.0"}) {
            QTest::addRow("%s", version) << QString::fromUtf8(version) << false;
            QTest::addRow("%s filtered", version) << QString::fromUtf8(version) << true;
        }
    }
    void agreesWithWhatIsCarried() {
        QFETCH(QString, version);
        QFETCH(bool, filter);
        const auto cluster = test::estate(everything);
        auto settings = test::settingsOf(version.toStdString());
        settings.filterGatewayClusters = filter;
        int answers = 0;
        for (const auto* pod : {"client/c", "client/d", "shop/s", "other/o", "istio-system/gw"}) {
            const auto carried = test::carriedBy(pod, cluster, settings).clusters.split(u' ');
            for (const auto& [key, service] : cluster.all<cluster::Service>()) {
                const auto answer = explained(cluster, settings, pod, key.ns.str() + '/' + key.name.str());
                const auto name = QString::fromStdString(key.name.str() + '.' + key.ns.str()) + u':';
                const bool has = std::any_of(carried.begin(), carried.end(),
                                             [&](const auto& c) { return c.startsWith(name); });
                const auto what = (QString::fromUtf8(pod) + u' ' + name).toUtf8();
                QVERIFY2(answer.carries == has, what.constData());
                QVERIFY2(decisive(answer).endsWith(has ? u"admits" : u"refuses"), what.constData());
                QCOMPARE(!answer.clusters.empty(), has);
                ++answers;
            }
        }
        QCOMPARE(answers, 5 * 8);
    }

    void theGatewaysFilterIsNamed() {
        const auto cluster = test::estate(everything);
        auto settings = test::settingsOf("1.30.3");
        settings.filterGatewayClusters = true;
        QCOMPARE(decisive(explained(cluster, settings, "istio-system/gw", "shop/all")),
                 QStringLiteral("VirtualService shop/in spec.gateways admits"));
        QCOMPARE(decisive(explained(cluster, settings, "istio-system/gw", "other/db")),
                 QStringLiteral("Deployment istio-system/istiod spec.template.spec.containers[discovery].env "
                                "refuses"));
    }

    void whatIsNotThereIsAnError() {
        const auto cluster = test::estate(everything);
        const auto settings = test::settingsOf("1.30.3");
        const auto noPod = mesh::explain(cluster, settings, "client", "x", "shop/all");
        QVERIFY(!noPod);
        QCOMPARE(noPod.error().where, std::string("Pod client/x"));
        const auto noService = mesh::explain(cluster, settings, "client", "c", "shop/x");
        QVERIFY(!noService);
        QCOMPARE(noService.error().where, std::string("Service shop/x"));
    }

    void aNamespaceThatIstiodDoesNotWatch() {
        auto cluster = test::estate("pod client/c sidecar\nns shop label=mesh:off\nsvc shop/web 80/http");
        auto settings = test::settingsOf("1.30.3");
        settings.discoverySelectors.push_back({test::labels({{"mesh", "on"}}), {}});
        const auto answer = explained(cluster, settings, "client/c", "shop/web");
        QVERIFY(!answer.carries);
        QCOMPARE(decisive(answer),
                 QStringLiteral("ConfigMap istio-system/istio data.mesh: discoverySelectors refuses"));
    }
};

PLIMSOLL_TEST(ExplainTest)
#include "tst_explain.moc"
