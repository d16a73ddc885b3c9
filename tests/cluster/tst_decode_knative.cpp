// SPDX-License-Identifier: Apache-2.0
#include "cluster/decoded.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::cluster;
using plimsoll::test::decoded;
using plimsoll::test::strings;

class DecodeKnativeTest : public QObject {
    Q_OBJECT

private slots:
    void knativeServiceAndConfiguration() {
        const auto text = R"({"metadata":{"name":"cart","namespace":"shop"},"status":{
            "latestCreatedRevisionName":"cart-2","latestReadyRevisionName":"cart-1","url":"http://cart.shop.example.com",
            "conditions":[{"type":"Ready","status":"Unknown","reason":"Deploying","message":"wait",
            "lastTransitionTime":"2026-11-01T00:00:05Z"}]}})";
        const auto s = decoded<KnativeService>(text);
        QCOMPARE(s.latestCreated, Text("cart-2"));
        QCOMPARE(s.latestReady, Text("cart-1"));
        QCOMPARE(s.url, Text("http://cart.shop.example.com"));
        QCOMPARE(s.conditions.size(), std::size_t{1});
        QCOMPARE(s.conditions[0],
                 (Condition{Text("Ready"), Text("Unknown"), Text("Deploying"), Text("wait"), 1793491205}));
        const auto c = decoded<Configuration>(text);
        QCOMPARE(c.latestCreated, Text("cart-2"));
        QCOMPARE(c.latestReady, Text("cart-1"));
        QCOMPARE(c.conditions, s.conditions);
    }

    void revisionTellsZeroReplicasFromUnknown() {
        const auto zero = decoded<Revision>(R"({"metadata":{"name":"r","namespace":"a"},
            "status":{"actualReplicas":0,"desiredReplicas":3,"conditions":[{"type":"Active","status":"False"}]}})");
        QCOMPARE(zero.actualReplicas, std::optional(0));
        QCOMPARE(zero.desiredReplicas, std::optional(3));
        QVERIFY(find(zero.conditions, "Active") != nullptr);
        const auto unknown = decoded<Revision>(R"({"metadata":{"name":"r","namespace":"a"}})");
        QVERIFY(!unknown.actualReplicas.has_value());
    }

    void routeHoldsSpecAndStatus() {
        const auto route = decoded<Route>(R"({"metadata":{"name":"cart","namespace":"shop","generation":7},
            "spec":{"traffic":[{"latestRevision":true,"configurationName":"cart","percent":90},
                               {"revisionName":"cart-1","percent":10,"tag":"old"}]},
            "status":{"observedGeneration":6,"url":"http://cart","address":{"url":"http://cart.shop.svc.cluster.local"},
              "traffic":[{"latestRevision":true,"revisionName":"cart-2","percent":90},
                         {"latestRevision":false,"revisionName":"cart-1","tag":"old","url":"http://old-cart"}]}})");
        QCOMPARE(route.spec.size(), std::size_t{2});
        QCOMPARE(route.spec[0], (TrafficTarget{Text(), Text("cart"), Text(), Text(), 90, true}));
        QCOMPARE(route.spec[1], (TrafficTarget{Text("cart-1"), Text(), Text("old"), Text(), 10, false}));
        QCOMPARE(route.status[0], (TrafficTarget{Text("cart-2"), Text(), Text(), Text(), 90, true}));
        QCOMPARE(route.status[1], (TrafficTarget{Text("cart-1"), Text(), Text("old"), Text("http://old-cart"),
                                                 std::nullopt, false}));
        QCOMPARE(route.url, Text("http://cart"));
        QCOMPARE(route.address, Text("http://cart.shop.svc.cluster.local"));
        QCOMPARE(route.generation, std::int64_t{7});
        QCOMPARE(route.observedGeneration, std::int64_t{6});
    }

    void serverlessServiceAndAutoscaler() {
        const auto sks = decoded<ServerlessService>(R"({"metadata":{"name":"r","namespace":"a"},
            "spec":{"mode":"Proxy","numActivators":3,"protocolType":"h2c"},
            "status":{"serviceName":"r","privateServiceName":"r-private"}})");
        QCOMPARE(sks.mode, Text("Proxy"));
        QCOMPARE(sks.activators, 3);
        QCOMPARE(sks.protocol, Text("h2c"));
        QCOMPARE(sks.serviceName, Text("r"));
        QCOMPARE(sks.privateServiceName, Text("r-private"));
        const auto pa = decoded<PodAutoscaler>(R"({"metadata":{"name":"r","namespace":"a"},
            "spec":{"reachability":"Unreachable"},"status":{"actualScale":0,"desiredScale":-1}})");
        QCOMPARE(pa.reachability, Text("Unreachable"));
        QCOMPARE(pa.actualScale, std::optional(0));
        QCOMPARE(pa.desiredScale, std::optional(-1)); // the autoscaler's "not yet known"
    }

    void ingressRulesWithSplits() {
        const auto ingress =
            decoded<KnativeIngress>(R"({"metadata":{"name":"cart","namespace":"shop"},"spec":{"rules":[
            {"hosts":["cart.shop","cart.shop.svc.cluster.local"],"visibility":"ClusterLocal","http":{"paths":[
              {"splits":[{"serviceName":"cart-1","serviceNamespace":"shop","servicePort":80,"percent":25},
                         {"serviceName":"cart-2","serviceNamespace":"shop","servicePort":"http","percent":75}]},
              {"splits":[{"serviceName":"cart-3","serviceNamespace":"shop","servicePort":80}]}]}},
            {"hosts":["cart.example.com"],"visibility":"ExternalIP","http":{"paths":[
              {"splits":[{"serviceName":"cart-1","serviceNamespace":"shop","servicePort":80,"percent":100},
                         {"serviceName":"cart-2","serviceNamespace":"shop","servicePort":80}]}]}}]},
            "status":{"publicLoadBalancer":{"ingress":[{"domainInternal":"gw.istio-system.svc.cluster.local"},{"meshOnly":true}]},
                      "privateLoadBalancer":{"ingress":[{"domainInternal":"local.istio-system.svc.cluster.local"}]}}})");
        QCOMPARE(ingress.rules.size(), std::size_t{2});
        const auto& local = ingress.rules[0];
        QCOMPARE(strings(local.hosts),
                 (std::vector<std::string>{"cart.shop", "cart.shop.svc.cluster.local"}));
        QVERIFY(local.clusterLocal);
        QCOMPARE(local.paths.size(), std::size_t{2});
        QCOMPARE(local.paths[0][1], (IngressSplit{Text("cart-2"), Text("shop"), Text("http"), 75}));
        QCOMPARE(local.paths[1][0], (IngressSplit{Text("cart-3"), Text("shop"), Text("80"), 100}));
        QVERIFY(!ingress.rules[1].clusterLocal);
        QCOMPARE(ingress.rules[1].paths[0][1].percent, 0); // only a lone split means all
        QCOMPARE(strings(ingress.publicGateways),
                 std::vector<std::string>{"gw.istio-system.svc.cluster.local"});
        QCOMPARE(strings(ingress.privateGateways),
                 std::vector<std::string>{"local.istio-system.svc.cluster.local"});
    }
};

PLIMSOLL_TEST(DecodeKnativeTest)
#include "tst_decode_knative.moc"
