// SPDX-License-Identifier: Apache-2.0
#include "graph/estate.h"
#include "support/testmain.h"

#include <QElapsedTimer>

using namespace plimsoll;
using test::Estate;

class GraphTest final : public QObject {
    Q_OBJECT

private slots:
    void routeSplitsTagsAndReserve() {
        Estate estate;
        auto& two = estate.addRevision("shop", "cart", "cart-00003", 2);
        two.routed = true;
        two.percent = 90;
        auto& one = estate.addRevision("shop", "cart", "cart-00002", 1);
        one.routed = true;
        one.percent = 10;
        one.mode = "Serve";
        estate.addRevision("shop", "cart", "cart-00001").routed = true;
        estate.addRevision("shop", "cart", "cart-00000");
        estate.addRoute("shop", "cart",
                        {"cart-00003 90", "cart-00002 10 blue", "cart-00001 - old", "cart-00001 0 older"});
        const auto graph = estate.build();
        QCOMPARE(test::edgesOf(graph),
                 (QStringList{
                     QStringLiteral("revision/shop/cart-00002 -> pods/revision/shop/cart-00002 direct"),
                     QStringLiteral(
                         "revision/shop/cart-00003 -> pods/revision/shop/cart-00003 activator 'activator'"),
                     QStringLiteral("route/shop/cart -> revision/shop/cart-00001 tag 'tag old, older'"),
                     QStringLiteral("route/shop/cart -> revision/shop/cart-00002 split '10 %, tag blue'"),
                     QStringLiteral("route/shop/cart -> revision/shop/cart-00003 split '90 %'"),
                 }));
        QCOMPARE(test::idsOf(graph), (QStringList{QStringLiteral("pods/revision/shop/cart-00002"),
                                                  QStringLiteral("pods/revision/shop/cart-00003"),
                                                  QStringLiteral("revision/shop/cart-00000"),
                                                  QStringLiteral("revision/shop/cart-00001"),
                                                  QStringLiteral("revision/shop/cart-00002"),
                                                  QStringLiteral("revision/shop/cart-00003"),
                                                  QStringLiteral("route/shop/cart")}));
        for (const auto& node : graph.nodes) {
            QCOMPARE(node.part, std::string("cart"));
            QCOMPARE(node.ns, std::string("shop"));
        }
        const auto* route = test::nodeOf(graph, "route/shop/cart");
        QCOMPARE(route->detail, std::string("cart.shop.example.com"));
        QVERIFY(route->ready);
        const auto* pods = test::nodeOf(graph, "pods/revision/shop/cart-00003");
        QCOMPARE(pods->podsTotal, 2);
        QCOMPARE(pods->label, std::string("2 pods"));
        const auto* reserve = test::nodeOf(graph, "revision/shop/cart-00000");
        QCOMPARE(reserve->detail, std::string("reserve"));
        QVERIFY(!reserve->percent);
        QCOMPARE(reserve->bytes, std::int64_t(100));
        QCOMPARE(estate.revisions.at(*reserve->revision).name, std::string("cart-00000"));
    }

    void whatIsNotReadySaysItsReasonWord() {
        Estate estate;
        auto& revision = estate.addRevision("shop", "cart", "cart-00001", 1);
        revision.ready = false;
        revision.reason = "ImagePullBackOff";
        auto broken = test::pod("shop", "cart-00001-pod-0",
                                {{"serving.knative.dev/revisionUID", "cart-00001"}}, test::ProxyKind::None);
        broken.ready = false;
        estate.cluster.put(broken);
        estate.addRoute("shop", "cart", {"cart-00001 100", "gone-00001 - x"}, "Unknown");
        const auto graph = estate.build();
        QCOMPARE(test::nodeOf(graph, "revision/shop/cart-00001")->detail, std::string("ImagePullBackOff"));
        QCOMPARE(test::nodeOf(graph, "route/shop/cart")->reason, std::string("IngressNotConfigured"));
        QCOMPARE(test::nodeOf(graph, "pods/revision/shop/cart-00001")->reason, std::string("NotReady"));
        QCOMPARE(test::nodeOf(graph, "revision/shop/gone-00001")->reason, std::string("RevisionMissing"));
    }

    void manyMissingRevisionsKeepTheServiceOfTheirRoute() {
        const std::string service = "a-service-whose-name-is-on-the-heap";
        Estate estate;
        std::vector<std::string> targets;
        for (int i = 0; i < 100; ++i) {
            targets.push_back("gone-" + std::to_string(i) + " 1");
        }
        estate.addRoute("shop", service, targets, "True");
        const auto graph = estate.build();
        for (int i = 0; i < 100; ++i) {
            const auto* node = test::nodeOf(graph, "revision/shop/gone-" + std::to_string(i));
            QVERIFY(node != nullptr);
            QCOMPARE(node->part, service);
        }
    }

    void edgesToHiddenRevisionsAreBroken_data() {
        QTest::addColumn<int>("visibility");
        QTest::addColumn<bool>("alarm");
        QTest::addColumn<bool>("broken");
        QTest::newRow("visible") << int(knative::Visibility::Visible) << false << false;
        QTest::newRow("hidden") << int(knative::Visibility::Hidden) << false << true;
        QTest::newRow("not seen by its gateway") << int(knative::Visibility::Restricted) << true << true;
        QTest::newRow("restricted, gateway sees it")
            << int(knative::Visibility::Restricted) << false << false;
    }
    void edgesToHiddenRevisionsAreBroken() {
        QFETCH(int, visibility);
        QFETCH(bool, alarm);
        QFETCH(bool, broken);
        Estate estate;
        auto& revision = estate.addRevision("shop", "cart", "cart-00001");
        revision.routed = true;
        revision.visibility = static_cast<knative::Visibility>(visibility);
        revision.alarm = alarm;
        estate.addRoute("shop", "cart", {"cart-00001 100"});
        const auto graph = estate.build();
        QCOMPARE(graph.edges.size(), std::size_t(1));
        QCOMPARE(graph.edges.front().broken, broken);
    }

    void gatewaysStandForTheirPodsAndServeByIngressAndSelector() {
        Estate estate;
        estate.addGateway("istio-system", "ingress-a-x1", "ingress-a", {{"istio", "ingressgateway"}}, 10);
        estate.addGateway("istio-system", "ingress-a-x2", "ingress-a", {{"istio", "ingressgateway"}}, 30);
        estate.addGateway("edge", "other-x1", "other", {{"istio", "other"}});
        estate.cluster.put(test::service("istio-system", "istio-ingressgateway", {"80/http2"},
                                         {{"istio", "ingressgateway"}}));
        estate.addIstioGateway("edge", "other", {{"istio", "other"}});
        estate.addRoute("shop", "cart", {});
        cluster::KnativeIngress ingress;
        ingress.meta = test::meta("shop", "cart");
        ingress.publicGateways = {Text("istio-ingressgateway.istio-system.svc.cluster.local")};
        estate.cluster.put(ingress);
        auto made = estate.addVirtualService("shop", "cart-ingress", {"edge/other"}, {});
        made.meta.labels = test::labels({{"networking.internal.knative.dev/ingress", "cart"}});
        estate.cluster.put(made);
        const auto graph = estate.build();
        QCOMPARE(test::edgesOf(graph),
                 (QStringList{QStringLiteral("gateway/edge/other -> route/shop/cart attach"),
                              QStringLiteral("gateway/istio-system/ingress-a -> route/shop/cart attach")}));
        const auto* gateway = test::nodeOf(graph, "gateway/istio-system/ingress-a");
        QVERIFY(gateway->hub && gateway->ready);
        QCOMPARE(gateway->podsTotal, 2);
        QCOMPARE(gateway->bytes, std::int64_t(30));
        QCOMPARE(*gateway->proxy, std::size_t(1));
        QCOMPARE(graph.nodes.size(), std::size_t(3)); // Knative's own VirtualService is no node
    }

    void aRouteThroughAGatewayWithoutPodsIsShown() {
        Estate estate;
        estate.addIstioGateway("shop", "lonely", {{"istio", "nobody"}});
        estate.addVirtualService("shop", "web", {"lonely", "elsewhere/missing", "mesh"}, {});
        const auto graph = estate.build();
        QCOMPARE(test::nodeOf(graph, "istiogateway/shop/lonely")->reason, std::string("NoPods"));
        QCOMPARE(test::nodeOf(graph, "istiogateway/elsewhere/missing")->reason, std::string("NotFound"));
        QCOMPARE(graph.edges.size(), std::size_t(2));
    }

    void ownVirtualServicesLeadToServicesAndRevisions() {
        Estate estate;
        estate.addRevision("shop", "cart", "cart-00001").visibility = knative::Visibility::Hidden;
        estate.cluster.put(test::service("shop", "web", {"80/http"}, {{"app", "web"}}));
        estate.cluster.put(test::service("shop", "web-next", {"80/http"}, {{"app", "web-next"}}));
        estate.cluster.put(test::pod("shop", "web-x1", {{"app", "web"}}, test::ProxyKind::Sidecar));
        estate.addVirtualService("shop", "front", {},
                                 {"web 70", "web-next.shop.svc.cluster.local 20", "gone 5", "cart-00001 5"});
        estate.addVirtualService("shop", "out", {}, {"api.example.org"});
        const auto graph = estate.build();
        QCOMPARE(
            test::edgesOf(graph),
            (QStringList{
                QStringLiteral("service/shop/web -> pods/service/shop/web direct"),
                QStringLiteral(
                    "virtualservice/shop/front -> revision/shop/cart-00001 configured '5 %' BROKEN"),
                QStringLiteral("virtualservice/shop/front -> service/shop/gone configured '5 %'"),
                QStringLiteral("virtualservice/shop/front -> service/shop/web configured '70 %'"),
                QStringLiteral("virtualservice/shop/front -> service/shop/web-next configured '20 %'"),
                QStringLiteral("virtualservice/shop/out -> host/shop/api.example.org configured '100 %'"),
            }));
        QCOMPARE(test::nodeOf(graph, "service/shop/gone")->reason, std::string("NotFound"));
        QCOMPARE(test::nodeOf(graph, "service/shop/web-next")->reason, std::string("NoPods"));
        QCOMPARE(test::nodeOf(graph, "virtualservice/shop/front")->part,
                 test::nodeOf(graph, "service/shop/web")->part);
        QCOMPARE(test::nodeOf(graph, "service/shop/web-next")->part,
                 test::nodeOf(graph, "service/shop/web")->part);
        QCOMPARE(test::nodeOf(graph, "revision/shop/cart-00001")->part, std::string("cart"));
    }

    void ownHttpRoutesLeadToServicesThroughTheirGateway() {
        Estate estate;
        estate.addGateway("edge", "main-istio-x1", "main-istio",
                          {{"gateway.networking.k8s.io/gateway-name", "main"}});
        estate.cluster.put(test::service("edge", "main-istio", {"80/http"},
                                         {{"gateway.networking.k8s.io/gateway-name", "main"}}));
        estate.cluster.put(test::service("shop", "web", {"80/http"}));
        cluster::HttpRoute route;
        route.meta = test::meta("shop", "web");
        route.hostnames = {Text("web.example.com"), Text("www.example.com")};
        route.parents = {{{}, Text("edge"), Text("main"), {}, 0}};
        route.rules = {{{}, {{{}, {}, Text("web"), 80, 3}, {{}, Text("other"), Text("gone"), 80, 1}}, {}}};
        estate.cluster.put(route);
        const auto graph = estate.build();
        QCOMPARE(test::edgesOf(graph),
                 (QStringList{QStringLiteral("gateway/edge/main-istio -> httproute/shop/web attach"),
                              QStringLiteral("httproute/shop/web -> service/other/gone configured '25 %'"),
                              QStringLiteral("httproute/shop/web -> service/shop/web configured '75 %'")}));
        QCOMPARE(test::nodeOf(graph, "httproute/shop/web")->detail,
                 std::string("web.example.com and 1 more"));
    }

    void servicesOfKnativeGatewaysAndControlPlanesAreNoClutter() {
        Estate estate;
        estate.addGateway("edge", "gw-x1", "gw", {{"app", "gw"}});
        estate.addRevision("shop", "cart", "cart-00001");
        auto placeholder = test::service("shop", "cart", {"80/http2"});
        placeholder.meta.labels = test::labels({{"serving.knative.dev/route", "cart"}});
        estate.cluster.put(placeholder);
        estate.cluster.put(test::service("edge", "gw", {"80/http2"}, {{"app", "gw"}}));
        estate.cluster.put(test::service("istio-system", "istiod", {"15010/grpc"}, {{"app", "istiod"}}));
        estate.cluster.put(test::service("knative-serving", "controller", {"9090/http"}));
        estate.cluster.put(test::service("default", "kubernetes", {"443/https"}));
        estate.cluster.put(test::service("shop", "web", {"80/http"}));
        estate.cluster.put(
            test::pod("knative-serving", "activator-x1", {{"app", "activator"}}, test::ProxyKind::None));
        QCOMPARE(
            test::idsOf(estate.build()),
            (QStringList{QStringLiteral("activator/knative-serving"), QStringLiteral("gateway/edge/gw"),
                         QStringLiteral("revision/shop/cart-00001"), QStringLiteral("service/shop/web")}));
    }

    void aRoutedRevisionWithoutPodsWaitsAtTheActivator() {
        Estate estate;
        estate.cluster.put(
            test::pod("knative-serving", "activator-x1", {{"app", "activator"}}, test::ProxyKind::None));
        estate.addRevision("shop", "cart", "cart-00002").routed = true;
        estate.addRevision("shop", "cart", "cart-00001");
        QCOMPARE(test::edgesOf(estate.build()),
                 (QStringList{QStringLiteral(
                     "revision/shop/cart-00002 -> activator/knative-serving activator 'activator'")}));
    }

    void terminatingPodsDoNotCount() {
        Estate estate;
        estate.cluster.put(test::service("shop", "web", {"80/http"}, {{"app", "web"}}));
        auto leaving = test::pod("shop", "web-x1", {{"app", "web"}}, test::ProxyKind::None);
        leaving.meta.deleted = 1;
        estate.cluster.put(leaving);
        QCOMPARE(test::nodeOf(estate.build(), "service/shop/web")->detail, std::string("no pods"));
    }

    void namespacesAddUp() {
        Estate estate;
        auto& routed = estate.addRevision("shop", "cart", "cart-00003", 2);
        routed.routed = true;
        estate.addRevision("shop", "cart", "cart-00002");
        estate.addRevision("shop", "cart", "cart-00001").visibility = knative::Visibility::Hidden;
        auto& alarm = estate.addRevision("pay", "bill", "bill-00001");
        alarm.routed = true;
        alarm.alarm = true;
        alarm.visibility = knative::Visibility::Hidden;
        estate.cluster.put(test::service("shop", "web", {"80/http"}));
        const auto namespaces = estate.build().namespaces;
        QCOMPARE(namespaces.size(), std::size_t(2));
        QVERIFY(namespaces.at(0) == (graph::NamespaceSummary{"pay", 1, 0, 1, 1, 0, 0, 0, 0, 100}));
        QVERIFY(namespaces.at(1) == (graph::NamespaceSummary{"shop", 3, 2, 1, 0, 1, 2, 100, 100, 100}));
    }

    void opensAlarmsFirstThenTrafficWithinTheBudget() {
        Estate estate;
        estate.addRevision("idle", "a", "a-00001");
        for (int i = 0; i < 5; ++i) {
            estate.addRevision("big", "b", "b-0000" + std::to_string(i)).routed = true;
        }
        estate.addRevision("small", "c", "c-00001").routed = true;
        estate.addRevision("zone", "d", "d-00001").alarm = true;
        const auto graph = estate.build();
        using Names = std::vector<std::string>;
        QVERIFY(graph::openFirst(graph, 8) == (Names{"zone", "big", "small", "idle"}));
        QVERIFY(graph::openFirst(graph, 3) == (Names{"zone", "small", "idle"}));
        QVERIFY(graph::openFirst(graph, 1) == Names{"zone"});
        QVERIFY(graph::openFirst(graph, 0).empty());
    }

    void equalClustersGiveEqualGraphs() {
        Estate a;
        a.addRevision("shop", "cart", "cart-00001", 1);
        a.addRevision("shop", "cart", "cart-00002", 1);
        a.addRoute("shop", "cart", {"cart-00002 100"});
        Estate b;
        b.addRoute("shop", "cart", {"cart-00002 100"});
        b.addRevision("shop", "cart", "cart-00001", 1);
        b.addRevision("shop", "cart", "cart-00002", 1);
        const auto first = a.build();
        const auto second = b.build();
        QVERIFY(first.nodes == second.nodes);
        QVERIFY(first.edges == second.edges);
    }

    void tenThousandRevisionsAreBuiltInTime() {
        Estate estate;
        estate.revisions.reserve(10000);
        for (int i = 0; i < 2000; ++i) {
            const auto name = "svc-" + std::to_string(i);
            const auto ns = "ns-" + std::to_string(i % 40);
            for (int j = 0; j < 5; ++j) {
                estate.addRevision(ns, name, name + "-0000" + std::to_string(j), j == 4 ? 1 : 0).routed =
                    j == 4;
            }
            estate.addRoute(ns, name, {(name + "-00004 100").c_str()});
        }
        QElapsedTimer timer;
        timer.start();
        const auto graph = estate.build();
        const auto took = timer.elapsed();
        QCOMPARE(graph.nodes.size(), std::size_t(14000));
        QCOMPARE(graph.edges.size(), std::size_t(4000));
        qInfo("10,000 revisions: %lld ms", static_cast<long long>(took));
        QVERIFY2(took < 5000, "far from linear"); // generous: sanitizers and loaded machines run this too
    }
};

PLIMSOLL_TEST(GraphTest)
#include "tst_graph.moc"
