// SPDX-License-Identifier: Apache-2.0
#include "mesh/breakdown.h"
#include "mesh/rules.h"
#include "mesh/whatif.h"
#include "support/testmain.h"

#include <numeric>

using namespace plimsoll;
using mesh::Lever;

namespace {

constexpr auto shop = "ns client\nns shop\nns istio-system\n"
                      "pod client/c sidecar ip=10.1.0.1\n"
                      "pod shop/s sidecar ip=10.1.0.2\n"
                      "pod istio-system/gw gateway ip=10.1.0.3 label=istio:ingressgateway\n"
                      "rev shop/a-1 active\n"
                      "svc shop/a-1 80/http,443/https rev=a-1\n"
                      "svc shop/a-1-private 80/http,443/https,9090/http-autometric rev=a-1\n"
                      "rev shop/a-2 reserve\n"
                      "svc shop/a-2 80/http,443/https rev=a-2\n"
                      "svc shop/a-2-private 80/http,443/https,9090/http-autometric rev=a-2\n"
                      "svc client/web 80/http\n"
                      "svc client/ghost 80/http export=no-such-ns\n"
                      "gw istio-system/main select=istio:ingressgateway server=80+HTTP+*\n"
                      "vs shop/in a.example.com a-1.shop.svc.cluster.local:80 gateways=istio-system/main\n";

/// The same with the reserve revision's Services really annotated.
cluster::Cluster annotated() {
    auto cluster = test::estate(shop);
    for (const auto* name : {"a-2", "a-2-private"}) {
        auto service = *cluster.find<cluster::Service>("shop", name);
        service.meta.annotations = test::labels({{"networking.istio.io/exportTo", "~"}});
        cluster.put(service);
    }
    return cluster;
}

std::int64_t total(const std::vector<mesh::ProxyWeight>& proxies) {
    return std::accumulate(proxies.begin(), proxies.end(), std::int64_t{0},
                           [](auto sum, const auto& p) { return sum + p.load.bytes.total(); });
}

std::vector<mesh::ProxyWeight> after(const mesh::WhatIf& result) {
    std::vector<mesh::ProxyWeight> proxies;
    for (const auto& proxy : result.proxies) {
        proxies.push_back(proxy.after);
    }
    return proxies;
}

} // namespace

class WhatIfTest final : public QObject {
    Q_OBJECT

private slots:
    void hidingReserveIsAsIfReallyAnnotated() {
        const auto settings = test::settingsOf("1.30.3");
        const auto cluster = test::estate(shop);
        const auto result = mesh::whatIf(cluster, settings, {Lever::HideReserve});
        QCOMPARE(result.levers.front().changed, 2);
        QCOMPARE(after(result), mesh::weigh(annotated(), settings).proxies);
        const auto before = mesh::weigh(cluster, settings).proxies;
        QCOMPARE(result.proxies.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            QCOMPARE(result.proxies[i].before, before[i]);
            QVERIFY(result.proxies[i].saved() > 0);
            QCOMPARE(before[i].load.envoyClusters - result.proxies[i].after.load.envoyClusters, 5);
        }
        // The estate itself stays as it is.
        QCOMPARE(mesh::weigh(cluster, settings).proxies, before);
    }

    void hidingTwiceSavesNothingMore() {
        const auto settings = test::settingsOf("1.30.3");
        const auto result = mesh::whatIf(annotated(), settings, {Lever::HideReserve});
        QCOMPARE(result.levers.front().changed, 0);
        QCOMPARE(total(after(result)), total(mesh::weigh(annotated(), settings).proxies));
    }

    void hidingIsNoUseBefore17() {
        const auto settings = test::settingsOf("1.6.14");
        const auto result = mesh::whatIf(test::estate(shop), settings, {Lever::HideReserve});
        for (const auto& proxy : result.proxies) {
            QCOMPARE(proxy.saved(), std::int64_t{0});
        }
    }

    void aSidecarNarrowsNamespacesWithoutOne() {
        const auto settings = test::settingsOf("1.30.3");
        const auto result = mesh::whatIf(test::estate(shop), settings, {Lever::SidecarPerNamespace});
        QCOMPARE(result.levers.front().changed, 2);
        auto same = test::estate(shop);
        test::add(same, "sidecar client/default egress=./*,istio-system/*");
        test::add(same, "sidecar shop/default egress=./*,istio-system/*,knative-serving/*");
        QCOMPARE(after(result), mesh::weigh(same, settings).proxies);
    }

    void aSidecarThatAppliesIsLeftAlone_data() {
        QTest::addColumn<QString>("sidecar");
        QTest::addColumn<int>("changed");
        QTest::newRow("of the namespace") << "sidecar client/own egress=*/*" << 1;
        QTest::newRow("of the root namespace") << "sidecar istio-system/all egress=*/*" << 0;
        QTest::newRow("whose selector matches no pod") << "sidecar client/default select=a:b egress=*/*" << 2;
    }
    void aSidecarThatAppliesIsLeftAlone() {
        QFETCH(QString, sidecar);
        auto cluster = test::estate(shop);
        test::add(cluster, sidecar.toStdString());
        const auto result = mesh::whatIf(cluster, test::settingsOf("1.30.3"), {Lever::SidecarPerNamespace});
        QTEST(result.levers.front().changed, "changed");
    }

    void theGatewayFilterIsTheSetting() {
        auto settings = test::settingsOf("1.30.3");
        const auto cluster = test::estate(shop);
        const auto result = mesh::whatIf(cluster, settings, {Lever::GatewayFilter});
        settings.filterGatewayClusters = true;
        QCOMPARE(result.levers.front().changed, 1);
        const auto filtered = mesh::weigh(cluster, settings).proxies;
        QCOMPARE(after(result), filtered);
        QCOMPARE(filtered.at(1).load.envoyClusters, 2 + 1); // a-1's two ports, BlackHole
        QCOMPARE(mesh::whatIf(cluster, settings, {Lever::GatewayFilter}).levers.front().changed, 0);
    }

    void tildeChangesNoProxy() {
        const auto result = mesh::whatIf(test::estate(shop), test::settingsOf("1.30.3"), {Lever::Tilde});
        QCOMPARE(result.levers.front().changed, 1); // client/ghost
        for (const auto& proxy : result.proxies) {
            QCOMPARE(proxy.before.load, proxy.after.load);
        }
    }

    void severalTogetherAreNoSum() {
        const auto settings = test::settingsOf("1.30.3");
        const auto cluster = test::estate(shop);
        std::int64_t sum = 0;
        for (const auto lever : {Lever::HideReserve, Lever::SidecarPerNamespace, Lever::GatewayFilter}) {
            const auto one = mesh::whatIf(cluster, settings, {lever});
            sum += total(mesh::weigh(cluster, settings).proxies) - total(after(one));
        }
        const auto all = mesh::whatIf(cluster, settings,
                                      {Lever::HideReserve, Lever::SidecarPerNamespace, Lever::GatewayFilter});
        const auto together = total(mesh::weigh(cluster, settings).proxies) - total(after(all));
        QVERIFY(together < sum);
        auto really = annotated();
        test::add(really, "sidecar client/default egress=./*,istio-system/*");
        test::add(really, "sidecar shop/default egress=./*,istio-system/*,knative-serving/*");
        auto filtered = settings;
        filtered.filterGatewayClusters = true;
        QCOMPARE(total(after(all)), total(mesh::weigh(really, filtered).proxies));
    }

    void wordsOfLevers() {
        for (const auto* word : {"hide-reserve", "sidecar-per-namespace", "gateway-filter", "tilde"}) {
            QCOMPARE(mesh::wordOf(mesh::leverOf(word).value()), std::string_view(word));
        }
        QVERIFY(!mesh::leverOf("hide"));
    }

    void partsAndRestAreTheTotal_data() {
        QTest::addColumn<int>("by");
        QTest::addColumn<QString>("names");
        QTest::newRow("namespace") << static_cast<int>(mesh::By::Namespace) << "client shop";
        QTest::newRow("revision") << static_cast<int>(mesh::By::Revision) << "shop/a-1 shop/a-2";
        QTest::newRow("service") << static_cast<int>(mesh::By::Service)
                                 << "client/web shop/a-1 shop/a-1-private shop/a-2 shop/a-2-private";
    }
    void partsAndRestAreTheTotal() {
        QFETCH(int, by);
        const auto settings = test::settingsOf("1.30.3");
        const auto cluster = test::estate(shop);
        const auto result = mesh::breakDown(cluster, settings, static_cast<mesh::By>(by));
        auto sum = result.rest;
        QStringList names;
        for (const auto& part : result.parts) {
            sum += part.bytes;
            QCOMPARE(part.proxies, 3);
            names.push_back(QString::fromStdString(part.name));
        }
        names.sort();
        QTEST(names.join(u' '), "names");
        QCOMPARE(sum, result.total);
        QCOMPARE(result.total, total(mesh::weigh(cluster, settings).proxies));
        QVERIFY(result.rest > 0);
    }

    /// What a service is said to weigh is what goes when it is exported to nobody.
    void aPartIsWhatGoesWithIt() {
        const auto settings = test::settingsOf("1.30.3");
        auto cluster = test::estate(std::string(shop) + "svc shop/db 5432/tcp,5433/tcp-b ip=10.0.0.9\n");
        const auto before = mesh::breakDown(cluster, settings, mesh::By::Service);
        const auto part = std::find_if(before.parts.begin(), before.parts.end(),
                                       [](const auto& p) { return p.name == "shop/db"; });
        QVERIFY(part != before.parts.end());
        QCOMPARE(part->envoyClusters, std::int64_t{6});
        test::add(cluster, "svc shop/db 5432/tcp,5433/tcp-b ip=10.0.0.9 export=~");
        const auto now = mesh::breakDown(cluster, settings, mesh::By::Service);
        QCOMPARE(before.total - now.total, part->bytes);
    }
};

PLIMSOLL_TEST(WhatIfTest)
#include "tst_whatif.moc"
