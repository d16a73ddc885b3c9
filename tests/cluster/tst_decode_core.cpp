// SPDX-License-Identifier: Apache-2.0
#include "cluster/decoded.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::cluster;
using plimsoll::test::decoded;
using plimsoll::test::joined;
using plimsoll::test::strings;

class DecodeCoreTest : public QObject {
    Q_OBJECT

private slots:
    void metaKeepsWhatRulesRead() {
        const auto ns = decoded<Namespace>(R"({"metadata":{"name":"shop","uid":"u-1","resourceVersion":"42",
            "creationTimestamp":"2026-11-01T00:00:00Z","deletionTimestamp":"2026-11-02T00:00:00Z",
            "labels":{"z":"1","a":"2","istio-injection":"enabled"},
            "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","istio.io/rev":"canary"},
            "managedFields":[{"manager":"x","fieldsV1":{"f:metadata":{}}}]}})");
        QCOMPARE(ns.meta.name, Text("shop"));
        QCOMPARE(ns.meta.ns, Text());
        QCOMPARE(ns.meta.uid, Text("u-1"));
        QCOMPARE(ns.meta.resourceVersion, Text("42"));
        QCOMPARE(ns.meta.created, UnixSeconds{1793491200});
        QCOMPARE(ns.meta.deleted, UnixSeconds{1793577600});
        QCOMPARE(joined(ns.meta.labels), std::string("a=2 istio-injection=enabled z=1"));
        QCOMPARE(joined(ns.meta.annotations), std::string("istio.io/rev=canary"));
    }

    void onlyTheControllerOwns() {
        const auto s = decoded<Service>(R"({"metadata":{"name":"n","namespace":"shop","ownerReferences":[
            {"kind":"Other","name":"o","uid":"1"},
            {"kind":"ServerlessService","name":"sks","uid":"2","controller":true}]}})");
        QCOMPARE(s.meta.owner.kind, Text("ServerlessService"));
        QCOMPARE(s.meta.owner.name, Text("sks"));
        QCOMPARE(s.meta.owner.uid, Text("2"));
    }

    void annotationsThatRulesReadAreKept_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("kept");
        const auto row = [](const char* key, bool kept) {
            QTest::newRow(key) << QString::fromUtf8(key) << kept;
        };
        row("networking.istio.io/exportTo", true);
        row("sidecar.istio.io/inject", true);
        row("traffic.sidecar.istio.io/excludeOutboundPorts", true);
        row("serving.knative.dev/routingStateModified", true);
        row("serving.knative.dev/routes", true);
        row("networking.internal.knative.dev/rollout", true);
        row("networking.knative.dev/ingress.class", true);
        row("autoscaling.knative.dev/class", true);
        row("serving.knative.dev/lastModifier", false);
        row("prometheus.io/scrape", false);
        row("kubectl.kubernetes.io/last-applied-configuration", false);
        row("networking.istio.io.evil/exportTo", false);
    }
    void annotationsThatRulesReadAreKept() {
        QFETCH(QString, key);
        QFETCH(bool, kept);
        QCOMPARE(keepsAnnotation(key.toStdString()), kept);
    }

    void serviceOfAnOrdinaryKind() {
        const auto s = decoded<Service>(R"({"metadata":{"name":"cart","namespace":"shop"},"spec":{
            "clusterIP":"10.1.2.3","clusterIPs":["10.1.2.3","fd00::1"],"selector":{"b":"2","a":"1"},
            "publishNotReadyAddresses":true,"ports":[
            {"name":"http","port":80,"targetPort":8012,"protocol":"TCP","appProtocol":"kubernetes.io/h2c"},
            {"port":53,"protocol":"UDP","targetPort":"dns"},
            {"port":9090}]}})");
        QCOMPARE(s.type, Text("ClusterIP"));
        QCOMPARE(strings(s.clusterIPs), (std::vector<std::string>{"10.1.2.3", "fd00::1"}));
        QVERIFY(!s.headless());
        QCOMPARE(joined(s.selector), std::string("a=1 b=2"));
        QVERIFY(s.publishNotReadyAddresses);
        QCOMPARE(s.ports.size(), std::size_t{3});
        QCOMPARE(s.ports[0],
                 (ServicePort{Text("http"), Text("TCP"), Text("kubernetes.io/h2c"), 80, Text("8012")}));
        QCOMPARE(s.ports[1], (ServicePort{Text(), Text("UDP"), Text(), 53, Text("dns")}));
        QCOMPARE(s.ports[2], (ServicePort{Text(), Text("TCP"), Text(), 9090, Text()}));
    }

    void serviceOfAnotherKind() {
        const auto headless =
            decoded<Service>(R"({"metadata":{"name":"n","namespace":"a"},"spec":{"clusterIP":"None"}})");
        QVERIFY(headless.headless());
        const auto external = decoded<Service>(R"({"metadata":{"name":"n","namespace":"a"},
            "spec":{"type":"ExternalName","externalName":"gw.istio-system.svc.cluster.local"}})");
        QCOMPARE(external.type, Text("ExternalName"));
        QCOMPARE(external.externalName, Text("gw.istio-system.svc.cluster.local"));
        QVERIFY(!external.headless());
    }

    void podAsTheServerWritesIt() {
        const auto pod = decoded<Pod>(R"({"metadata":{"name":"p","namespace":"shop"},"spec":{"nodeName":"n1",
            "serviceAccountName":"sa","hostNetwork":true,
            "containers":[{"name":"user-container","ports":[{"name":"user-port","containerPort":8080,"protocol":"TCP"}]},
                          {"name":"queue-proxy","ports":[{"containerPort":8012},{"containerPort":8013}]}],
            "initContainers":[{"name":"setup","ports":[{"containerPort":1}]}]},
            "status":{"phase":"Running","podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::5"}],
            "conditions":[{"type":"Initialized","status":"True"},{"type":"Ready","status":"True"}]}})");
        QCOMPARE(pod.phase, Text("Running"));
        QCOMPARE(strings(pod.ips), (std::vector<std::string>{"10.0.0.1", "fd00::5"}));
        QVERIFY(pod.ready);
        QVERIFY(pod.hostNetwork);
        QVERIFY(!pod.terminating());
        QCOMPARE(pod.node, Text("n1"));
        QCOMPARE(pod.serviceAccount, Text("sa"));
        QCOMPARE(strings(pod.containers), (std::vector<std::string>{"user-container", "queue-proxy"}));
        QCOMPARE(pod.ports.size(), std::size_t{3}); // not the init container's: it is over
        QCOMPARE(pod.ports[0], (ContainerPort{Text("user-port"), Text("TCP"), 8080}));
        QVERIFY(!pod.proxy.has_value());
    }

    void podWithoutAnAddressListHasItsOne() {
        const auto pod =
            decoded<Pod>(R"({"metadata":{"name":"p","namespace":"a"},"status":{"podIP":"10.0.0.1",
            "conditions":[{"type":"Ready","status":"False"}]}})");
        QCOMPARE(strings(pod.ips), std::vector<std::string>{"10.0.0.1"});
        QVERIFY(!pod.ready);
    }

    void proxyIsFoundWhereverItRuns_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<bool>("router");
        QTest::newRow("container") << QStringLiteral(R"("containers":[{"name":"app"},{"name":"istio-proxy",
               "image":"proxyv2:1.30.3","args":["proxy","sidecar"],"ports":[{"containerPort":15090}],
               "resources":{"limits":{"memory":"1Gi"},"requests":{"memory":"128Mi"}}}])")
                                   << false;
        QTest::newRow("native sidecar")
            << QStringLiteral(R"("containers":[{"name":"app"}],"initContainers":[{"name":"istio-init"},
               {"name":"istio-proxy","restartPolicy":"Always","image":"proxyv2:1.30.3","ports":[{"containerPort":15090}],
               "args":["proxy","sidecar"],"resources":{"limits":{"memory":"1Gi"},"requests":{"memory":"128Mi"}}}])")
            << false;
        QTest::newRow("gateway")
            << QStringLiteral(
                   R"("containers":[{"name":"istio-proxy","image":"proxyv2:1.30.3","ports":[{"containerPort":15090}],
               "args":["proxy","router","--domain","x"],"resources":{"limits":{"memory":"1073741824"},
               "requests":{"memory":134217728}}}])")
            << true;
    }
    void proxyIsFoundWhereverItRuns() {
        QFETCH(QString, spec);
        QFETCH(bool, router);
        const auto pod =
            decoded<Pod>(R"({"metadata":{"name":"p","namespace":"a"},"spec":{)" + spec.toStdString() + "}}");
        QVERIFY(pod.proxy.has_value());
        QCOMPARE(*pod.proxy, (Proxy{Text("proxyv2:1.30.3"), router, 1073741824, 134217728}));
        QCOMPARE(pod.ports.size(), std::size_t{1});
        QCOMPARE(pod.ports[0].port, std::uint16_t{15090});
    }

    void configMapKeepsItsData() {
        const auto map =
            decoded<ConfigMap>(R"({"metadata":{"name":"config-network","namespace":"knative-serving"},
            "data":{"_example":"long","ingress-class":"istio","empty":""}})");
        QCOMPARE(map.data.size(), std::size_t{2});
        QCOMPARE(map.data.find("ingress-class")->second, std::string("istio"));
    }

    void configMapsAreKeptByName_data() {
        QTest::addColumn<QString>("ns");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("kept");
        const auto row = [](const char* ns, const char* name, bool kept) {
            QTest::addRow("%s/%s", ns, name) << QString::fromUtf8(ns) << QString::fromUtf8(name) << kept;
        };
        row("istio-system", "istio", true);
        row("istio-system", "istio-canary", true);
        row("istio-system", "istio-ca-root-cert", false);
        row("istio-system", "istio-sidecar-injector", false);
        row("istio-system", "istio-sidecar-injector-canary", false);
        row("istio-system", "istio-leader", false);
        row("istio-system", "values", false);
        row("knative-serving", "config-network", true);
        row("knative-serving", "config-autoscaler", true);
        row("knative-serving", "istio", false);
        row("shop", "config-network", false);
    }
    void configMapsAreKeptByName() {
        QFETCH(QString, ns);
        QFETCH(QString, name);
        QFETCH(bool, kept);
        QCOMPARE(keptConfigMap(ns.toStdString(), name.toStdString()), kept);
    }

    void deploymentKeepsImagesAndLiteralEnvironment() {
        const auto d = decoded<Deployment>(R"({"metadata":{"name":"istiod","namespace":"istio-system"},
            "spec":{"replicas":2,"template":{"metadata":{"labels":{"app":"istiod"}},"spec":{"containers":[
            {"name":"discovery","image":"pilot:1.30.3","env":[{"name":"Z","value":"1"},
             {"name":"POD","valueFrom":{"fieldRef":{"fieldPath":"x"}}},{"name":"A","value":""}]}]}}},
            "status":{"readyReplicas":1}})");
        QCOMPARE(d.replicas, 2);
        QCOMPARE(d.readyReplicas, 1);
        QCOMPARE(joined(d.podLabels), std::string("app=istiod"));
        QCOMPARE(d.containers.size(), std::size_t{1});
        QCOMPARE(d.containers[0].image, Text("pilot:1.30.3"));
        QCOMPARE(joined(d.containers[0].env), std::string("A= Z=1"));
        QCOMPARE(decoded<Deployment>(R"({"metadata":{"name":"d","namespace":"a"}})").replicas, 1);
    }

    void endpointSlice() {
        const auto s = decoded<EndpointSlice>(R"({"metadata":{"name":"x","namespace":"a","labels":{
            "kubernetes.io/service-name":"rev","endpointslice.kubernetes.io/managed-by":"me"}},"addressType":"IPv4",
            "endpoints":[{"addresses":["10.0.0.1"],"conditions":{"ready":false},
              "targetRef":{"kind":"Pod","namespace":"knative-serving","name":"activator-1"}},
              {"addresses":["10.0.0.2"]}],"ports":[{"name":"http","port":8012,"protocol":"TCP"}]})");
        QCOMPARE(s.service, Text("rev"));
        QCOMPARE(s.addressType, Text("IPv4"));
        QCOMPARE(s.endpoints.size(), std::size_t{2});
        QVERIFY(!s.endpoints[0].ready);
        QCOMPARE(s.endpoints[0].targetNamespace, Text("knative-serving"));
        QVERIFY(s.endpoints[1].ready); // nothing said
        QCOMPARE(s.ports[0].port, std::uint16_t{8012});
        QVERIFY(isKept(Object(s)));
        const auto own = decoded<EndpointSlice>(R"({"metadata":{"name":"x","namespace":"a","labels":{
            "endpointslice.kubernetes.io/managed-by":"endpointslice-controller.k8s.io"}},"endpoints":null,"ports":null})");
        QVERIFY(!isKept(Object(own)));
    }

    void equalTextsShareTheirStorage() {
        TextPool pool;
        const auto json = R"({"metadata":{"name":"a","namespace":"shop","labels":{"app":"cart"}}})";
        const auto before = pool.size();
        QVERIFY(decode(Kind::Service, json, pool).has_value());
        const auto once = pool.size();
        QVERIFY(once > before);
        QVERIFY(decode(Kind::Service, json, pool).has_value());
        QCOMPARE(pool.size(), once);
    }
};

PLIMSOLL_TEST(DecodeCoreTest)
#include "tst_decode_core.moc"
