// SPDX-License-Identifier: Apache-2.0
#include "mesh/objects.h"
#include "mesh/weight.h"
#include "support/testmain.h"

#include <QElapsedTimer>

using namespace plimsoll;
using test::ProxyKind;

namespace {

/// Two namespaces, a client with a sidecar in `client`, a gateway in `istio-system`.
struct Mesh {
    cluster::Cluster cluster;
    mesh::MeshSettings settings;

    Mesh() {
        settings.istio = mesh::Version{1, 30, 3};
        cluster.put(test::pod("client", "c-x1", {{"app", "c"}}, ProxyKind::Sidecar, "10.1.0.9"));
        cluster.put(test::pod("istio-system", "gw-x1", {{"istio", "ingressgateway"}}, ProxyKind::Gateway));
    }

    [[nodiscard]] mesh::ProxyWeight of(std::string_view name) const {
        for (const auto& proxy : mesh::weigh(cluster, settings).proxies) {
            if (proxy.name == name) {
                return proxy;
            }
        }
        return {};
    }
};

cluster::Sidecar sidecar(std::string_view ns, std::string_view name,
                         std::initializer_list<const char*> hosts) {
    cluster::Sidecar object;
    object.meta = test::meta(ns, name);
    cluster::SidecarEgress egress;
    for (const auto* host : hosts) {
        egress.hosts.emplace_back(host);
    }
    object.egress.push_back(egress);
    return object;
}

void addRevision(cluster::Cluster& cluster, std::string_view name, std::string_view state,
                 std::string_view exportTo = {}) {
    cluster::Revision revision;
    revision.meta = test::meta("shop", name, {{"serving.knative.dev/routingState", state}});
    cluster.put(revision);
    const std::string inner = std::string(name) + "-private";
    auto publicService = test::service("shop", name, {"80/http", "443/https"}, {}, exportTo);
    auto privateService = test::service(
        "shop", inner,
        {"80/http", "443/https", "9090/http-autometric", "9091/http-usermetric", "8012/http-istio"},
        {{"serving.knative.dev/revisionUID", name}}, exportTo);
    for (auto* service : {&publicService, &privateService}) {
        service->meta.labels = test::labels({{"networking.internal.knative.dev/serverlessservice", name},
                                             {"serving.knative.dev/revision", name}});
        cluster.put(*service);
    }
}

} // namespace

class WeightTest final : public QObject {
    Q_OBJECT

private slots:
    void onePortCosts_data() {
        QTest::addColumn<QString>("port");
        QTest::addColumn<int>("clusters");
        QTest::addColumn<int>("listeners");
        QTest::addColumn<int>("routes");
        QTest::addColumn<int>("hosts");
        const auto row = [](const char* rule, const char* port, int clusters, int listeners, int routes,
                            int hosts) {
            QTest::newRow(rule) << QString::fromUtf8(port) << clusters << listeners << routes << hosts;
        };
        row("http: a shared listener, a route with a catch-all", "80/http", 1, 1, 1, 2);
        row("grpc is http", "80/grpc-api", 1, 1, 1, 2);
        row("tcp: a listener of its address", "5432/tcp-db", 1, 1, 0, 0);
        row("https is tcp", "443/https", 1, 1, 0, 0);
        row("no name: sniffed, a route of its own", "9000/any", 1, 1, 1, 1);
        row("MySQL's port speaks first", "3306/db", 1, 1, 0, 0);
        row("udp: nothing", "53/dns/UDP", 0, 0, 0, 0);
        row("udp by name: nothing", "53/udp-dns", 0, 0, 0, 0);
    }
    void onePortCosts() {
        QFETCH(QString, port);
        Mesh mesh;
        const auto text = port.toStdString();
        mesh.cluster.put(test::service("shop", "web", {text}));
        const auto load = mesh.of("c-x1").load;
        QTEST(load.envoyClusters - 3, "clusters"); // BlackHole, Passthrough, InboundPassthrough
        QTEST(load.listeners - 2, "listeners");    // virtualInbound, virtualOutbound
        QTEST(load.routeConfigs, "routes");
        QTEST(load.virtualHosts, "hosts");
        QFETCH(int, clusters);
        QCOMPARE(mesh.of("gw-x1").load.envoyClusters, clusters + 1); // BlackHole
    }

    void servicesOfOnePortShareListenerAndRoute() {
        Mesh mesh;
        mesh.cluster.put(test::service("shop", "a", {"80/http"}));
        mesh.cluster.put(test::service("shop", "b", {"80/http"}));
        mesh.cluster.put(test::service("shop", "c", {"80/any"}));
        const auto load = mesh.of("c-x1").load;
        QCOMPARE(load.envoyClusters, 6);
        QCOMPARE(load.listeners, 4); // 0.0.0.0_80, the sniffed one, and the two fixed ones
        QCOMPARE(load.routeConfigs, 2);
        QCOMPARE(load.virtualHosts, 5); // a, b, c, catch-all; c
    }

    void exportToDecidesWhoPays_data() {
        QTest::addColumn<QString>("exportTo");
        QTest::addColumn<int>("client");
        QTest::addColumn<int>("gateway");
        QTest::newRow("absent") << QString() << 1 << 1;
        QTest::newRow("nobody") << QStringLiteral("~") << 0 << 0;
        QTest::newRow("a namespace that does not exist") << QStringLiteral("no-such-ns") << 0 << 0;
        QTest::newRow("one namespace") << QStringLiteral("client") << 1 << 0;
    }
    void exportToDecidesWhoPays() {
        QFETCH(QString, exportTo);
        QFETCH(int, client);
        QFETCH(int, gateway);
        Mesh mesh;
        mesh.cluster.put(test::service("shop", "web", {"80/http"}, {}, exportTo.toStdString()));
        QCOMPARE(mesh.of("c-x1").load.envoyClusters, 3 + client);
        QCOMPARE(mesh.of("gw-x1").load.envoyClusters, 1 + gateway);
    }

    void sidecarHostsNarrowTheScope_data() {
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("clusters");
        const auto row = [](const char* rule, const char* host, int clusters) {
            QTest::newRow(rule) << QString::fromUtf8(host) << clusters;
        };
        row("everything", "*/*", 3);
        row("own namespace", "./*", 1);
        row("a namespace", "shop/*", 2);
        row("a host", "shop/web.shop.svc.cluster.local", 1);
        row("a leftmost wildcard", "*/*.shop.svc.cluster.local", 2);
        row("short names are not expanded", "shop/web", 0);
        row("nothing", "~/*", 0);
        row("no slash is skipped", "web.shop.svc.cluster.local", 0);
    }
    void sidecarHostsNarrowTheScope() {
        QFETCH(QString, host);
        QFETCH(int, clusters);
        Mesh mesh;
        mesh.cluster.put(test::service("shop", "web", {"80/http"}));
        mesh.cluster.put(test::service("shop", "api", {"80/http"}));
        mesh.cluster.put(test::service("client", "own", {"80/http"}));
        const auto text = host.toStdString();
        mesh.cluster.put(sidecar("client", "default", {text.c_str()}));
        const auto weight = mesh.of("c-x1");
        QCOMPARE(weight.load.envoyClusters, 3 + clusters);
        QCOMPARE(weight.scope, std::string("sidecar/client/client/default"));
        QCOMPARE(mesh.of("gw-x1").load.envoyClusters, 1 + 3); // gateways never use a Sidecar
    }

    void theRootNamespacesSidecarIsForAllOthers() {
        Mesh mesh;
        mesh.cluster.put(test::service("shop", "web", {"80/http"}));
        mesh.cluster.put(sidecar("istio-system", "default", {"./*"}));
        QCOMPARE(mesh.of("c-x1").load.envoyClusters, 3);
    }

    void inboundCountsTargetPortsOfAllServicesThatSelectThePod() {
        Mesh mesh;
        mesh.cluster.put(
            test::service("client", "a", {"80/http/TCP/8080", "81/http/TCP/8080"}, {{"app", "c"}}, "~"));
        mesh.cluster.put(test::service("client", "b", {"53/dns/UDP/5353"}, {{"app", "c"}}, "~"));
        QCOMPARE(mesh.of("c-x1").load.envoyClusters, 3 + 2);
    }

    void endpointsAreReadyPodsThatStay() {
        Mesh mesh;
        mesh.cluster.put(test::service("shop", "web", {"80/http"}, {{"app", "web"}}));
        mesh.cluster.put(test::pod("shop", "web-1", {{"app", "web"}}, ProxyKind::None));
        auto unready = test::pod("shop", "web-2", {{"app", "web"}}, ProxyKind::None);
        unready.ready = false;
        mesh.cluster.put(unready);
        auto leaving = test::pod("shop", "web-3", {{"app", "web"}}, ProxyKind::None);
        leaving.meta.deleted = 1;
        mesh.cluster.put(leaving);
        QCOMPARE(mesh.of("c-x1").load.endpoints, 1);
        mesh.settings.istio = mesh::Version{1, 32, 0}; // sends unready ones too
        QCOMPARE(mesh.of("c-x1").load.endpoints, 2);
    }

    void headlessServicesListenOnEachPodButOnesOwn() {
        Mesh mesh;
        auto headless = test::service("client", "db", {"5432/tcp"}, {{"app", "c"}});
        headless.clusterIPs = {Text("None")};
        mesh.cluster.put(headless);
        mesh.cluster.put(test::pod("client", "c-x2", {{"app", "c"}}, ProxyKind::Sidecar, "10.1.0.10"));
        QCOMPARE(mesh.of("c-x1").load.listeners, 2 + 1);
        QCOMPARE(mesh.of("c-x1").load.endpoints, 0);
        QCOMPARE(mesh.of("gw-x1").load.endpoints, 2);
    }

    void aVirtualServicePullsInWhatItsSidecarLeavesOut() {
        Mesh mesh;
        mesh.cluster.put(test::service("shop", "web", {"80/http", "81/http"}));
        mesh.cluster.put(sidecar("client", "default", {"./*"}));
        cluster::VirtualService route;
        route.meta = test::meta("client", "web");
        route.hosts = {Text("web.example.com")};
        route.routes.resize(1);
        route.routes.front().destinations = {{Text("web.shop.svc.cluster.local"), {}, 80, {}}};
        mesh.cluster.put(route);
        QCOMPARE(mesh.of("c-x1").load.envoyClusters, 3 + 1);
    }

    void filteredGatewaysKeepOnlyDestinations() {
        Mesh mesh;
        mesh.settings.filterGatewayClusters = true;
        mesh.cluster.put(test::service("shop", "web", {"80/http", "81/http"}));
        mesh.cluster.put(test::service("shop", "other", {"80/http"}));
        cluster::IstioGateway gateway;
        gateway.meta = test::meta("shop", "gw");
        gateway.selector = test::labels({{"istio", "ingressgateway"}});
        cluster::GatewayServer server;
        server.port = 80;
        server.protocol = Text("HTTP");
        server.hosts = {Text("*")};
        gateway.servers = {server};
        mesh.cluster.put(gateway);
        cluster::VirtualService route;
        route.meta = test::meta("shop", "web");
        route.hosts = {Text("a.example.com"), Text("b.example.com")};
        route.gateways = {Text("gw")};
        route.routes.resize(1);
        route.routes.front().destinations = {{Text("web"), {}, 80, {}}};
        mesh.cluster.put(route);
        const auto load = mesh.of("gw-x1").load;
        QCOMPARE(load.envoyClusters, 1 + 2); // per host, not per port
        QCOMPARE(load.listeners, 1);
        QCOMPARE(load.routeConfigs, 1);
        QCOMPARE(load.virtualHosts, 1); // equal routes are collapsed
    }

    void aRevisionCostsSevenClustersAndReserveIsToldApart() {
        Mesh mesh;
        const auto before = mesh.of("c-x1").load;
        addRevision(mesh.cluster, "cart-00001", "reserve");
        const auto one = mesh.of("c-x1");
        QCOMPARE(one.load.envoyClusters - before.envoyClusters, 7);
        addRevision(mesh.cluster, "cart-00002", "active");
        addRevision(mesh.cluster, "cart-00003", "reserve", "~");
        const auto all = mesh.of("c-x1");
        QCOMPARE(all.load.envoyClusters - before.envoyClusters, 14);
        QCOMPARE(all.load.virtualHosts - one.load.virtualHosts, 5);
        QCOMPARE(all.reserveBytes, one.reserveBytes);

        const auto weights = mesh::weigh(mesh.cluster, mesh.settings);
        QCOMPARE(weights.revisionBytes.size(), std::size_t(3));
        QCOMPARE(weights.revisionBytes.at("shop/cart-00001"), one.reserveBytes);
        QCOMPARE(all.load.bytes.total() - one.load.bytes.total(),
                 weights.revisionBytes.at("shop/cart-00002"));
        QVERIFY(one.reserveBytes > 11000 && one.reserveBytes < 14000);
    }

    void workloadsAreNamedWithoutHashes_data() {
        QTest::addColumn<QString>("pod");
        QTest::addColumn<QString>("workload");
        QTest::newRow("Deployment") << QStringLiteral("cart-6584df65c5-jhbvq") << QStringLiteral("cart");
        QTest::newRow("DaemonSet") << QStringLiteral("agent-jhbvq") << QStringLiteral("agent");
        QTest::newRow("StatefulSet") << QStringLiteral("db-0") << QStringLiteral("db-0");
        QTest::newRow("a word is no hash") << QStringLiteral("cart-prod") << QStringLiteral("cart-prod");
    }
    void workloadsAreNamedWithoutHashes() {
        QFETCH(QString, pod);
        Mesh mesh;
        const auto name = pod.toStdString();
        mesh.cluster.put(test::pod("shop", name, {}, ProxyKind::Sidecar));
        QTEST(QString::fromStdString(mesh.of(name).workload), "workload");
    }

    void memoryIsARangeThatGrowsWithClusters() {
        mesh::Load load;
        const auto base = mesh::estimateMemory(load);
        QVERIFY(base.low == 40'000'000 && base.high == 60'000'000);
        load.envoyClusters = 1000;
        const auto more = mesh::estimateMemory(load);
        QCOMPARE(more.low - base.low, std::int64_t(40'000'000));
        QCOMPARE(more.high - base.high, std::int64_t(120'000'000));
    }

    void tenThousandProxiesAndTwentyThousandServicesAreWeighedInTime() {
        Mesh mesh;
        for (int i = 0; i < 20000; ++i) {
            const auto name = "svc-" + std::to_string(i);
            const auto ns = "ns-" + std::to_string(i % 100);
            mesh.cluster.put(test::service(ns, name, {"80/http", "443/https"}, {{"app", name}}));
            if (i % 2 == 0) {
                mesh.cluster.put(test::pod(ns, name + "-x1", {{"app", name}}, ProxyKind::Sidecar));
            }
        }
        QElapsedTimer timer;
        timer.start();
        const auto weights = mesh::weigh(mesh.cluster, mesh.settings);
        const auto took = timer.elapsed();
        QCOMPARE(weights.proxies.size(), std::size_t(10002));
        QCOMPARE(weights.proxies.back().load.envoyClusters, 40000 + 3 + 2);
        qInfo("10,000 proxies, 20,000 Services: %lld ms", static_cast<long long>(took));
        QVERIFY2(took < 30000, "far from linear"); // generous: sanitizers and loaded machines run this too
    }
};

PLIMSOLL_TEST(WeightTest)
#include "tst_weight.moc"
