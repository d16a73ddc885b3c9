// SPDX-License-Identifier: Apache-2.0
#include "cluster/decoded.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::cluster;
using plimsoll::test::decoded;
using plimsoll::test::joined;
using plimsoll::test::strings;

// Some slashes and stars are JSON escapes: moc takes a comment's beginning in a raw text for one.
class DecodeIstioTest : public QObject {
    Q_OBJECT

private slots:
    void virtualServiceRoutesOfAllTypes() {
        const auto vs = decoded<VirtualService>(R"({"metadata":{"name":"v","namespace":"shop"},"spec":{
            "hosts":["cart.shop"],"gateways":["mesh","knative-serving/gw"],"exportTo":["."],
            "http":[{"match":[{"gateways":["mesh"],"port":80,"sourceNamespace":"bank","sourceLabels":{"a":"b"},
                      "authority":{"prefix":"cart.shop"}},{"authority":{"exact":"cart.shop:80"}},
                      {"authority":{"regex":".*"}}],
                     "route":[{"destination":{"host":"a.shop.svc.cluster.local","subset":"v1","port":{"number":80}},"weight":30},
                              {"destination":{"host":"b"}}],
                     "mirror":{"host":"c"},"mirrors":[{"destination":{"host":"d","port":{"number":81}}}],"fault":{}},
                    {"redirect":{"uri":"/x"}}],
            "tcp":[{"match":[{"port":9000}],"route":[{"destination":{"host":"t"},"weight":100}]}],
            "tls":[{"match":[{"sniHosts":["x.y"],"port":443}],"route":[{"destination":{"host":"s"}}]}]}})");
        QCOMPARE(strings(vs.hosts), std::vector<std::string>{"cart.shop"});
        QCOMPARE(strings(vs.gateways), (std::vector<std::string>{"mesh", "knative-serving/gw"}));
        QCOMPARE(strings(vs.exportTo), std::vector<std::string>{"."});
        QCOMPARE(vs.routes.size(), std::size_t{4});
        const auto& http = vs.routes[0];
        QCOMPARE(http.type, VirtualServiceRoute::Type::Http);
        QCOMPARE(http.matches.size(), std::size_t{3});
        QCOMPARE(http.matches[0].port, std::uint16_t{80});
        QCOMPARE(http.matches[0].sourceNamespace, Text("bank"));
        QCOMPARE(joined(http.matches[0].sourceLabels), std::string("a=b"));
        QCOMPARE(http.matches[0].authority, Text("^cart.shop"));
        QCOMPARE(http.matches[1].authority, Text("=cart.shop:80"));
        QCOMPARE(http.matches[2].authority, Text());
        QCOMPARE(http.destinations[0], (Destination{Text("a.shop.svc.cluster.local"), Text("v1"), 80, 30}));
        QCOMPARE(http.destinations[1], (Destination{Text("b"), Text(), 0, std::nullopt}));
        QCOMPARE(http.mirrors.size(), std::size_t{2});
        QCOMPARE(http.mirrors[0].host, Text("c"));
        QCOMPARE(http.mirrors[1], (Destination{Text("d"), Text(), 81, std::nullopt}));
        QVERIFY(http.fault);
        QVERIFY(!http.redirect);
        QVERIFY(vs.routes[1].redirect);
        QCOMPARE(vs.routes[2].type, VirtualServiceRoute::Type::Tcp);
        QCOMPARE(vs.routes[2].matches[0].port, std::uint16_t{9000});
        QCOMPARE(vs.routes[3].type, VirtualServiceRoute::Type::Tls);
        QCOMPARE(strings(vs.routes[3].matches[0].sniHosts), std::vector<std::string>{"x.y"});
        QCOMPARE(vs.routes[3].destinations[0].host, Text("s"));
    }

    void destinationRule() {
        const auto dr =
            decoded<DestinationRule>(R"({"metadata":{"name":"d","namespace":"a"},"spec":{"host":"*.local",
            "exportTo":["*","bank"],"workloadSelector":{"matchLabels":{"app":"x"}},
            "subsets":[{"name":"v1","labels":{"v":"1"}},{"name":"v2"}],"trafficPolicy":{"tls":{"mode":"DISABLE"}}}})");
        QCOMPARE(dr.host, Text("*.local"));
        QCOMPARE(strings(dr.exportTo), (std::vector<std::string>{"*", "bank"}));
        QCOMPARE(joined(dr.workloadSelector), std::string("app=x"));
        QCOMPARE(dr.subsets.size(), std::size_t{2});
        QCOMPARE(dr.subsets[0].name, Text("v1"));
        QCOMPARE(std::string(valueOf(dr.subsets[0].labels, "v")), std::string("1"));
        QVERIFY(dr.subsets[1].labels.empty());
        QCOMPARE(dr.policy.tlsMode, Text("DISABLE"));
    }

    void gatewayServers() {
        const auto gw = decoded<IstioGateway>(
            R"({"metadata":{"name":"g","namespace":"a"},"spec":{"selector":{"istio":"ingressgateway"},
            "servers":[{"port":{"number":80,"name":"http","protocol":"HTTP"},"hosts":["shop/\u002a"],"name":"s","bind":"1.2.3.4",
              "tls":{"httpsRedirect":true}},
              {"port":{"number":443,"name":"https","protocol":"HTTPS"},"hosts":["*"],"tls":{"mode":"SIMPLE"}},
              {"port":{"number":81,"name":"x","protocol":"TCP"},"hosts":["*"]}]}})");
        QCOMPARE(joined(gw.selector), std::string("istio=ingressgateway"));
        QCOMPARE(gw.servers.size(), std::size_t{3});
        QCOMPARE(gw.servers[0].port, std::uint16_t{80});
        QCOMPARE(gw.servers[0].portName, Text("http"));
        QCOMPARE(gw.servers[0].bind, Text("1.2.3.4"));
        QVERIFY(gw.servers[0].httpsRedirect);
        QCOMPARE(gw.servers[0].tlsMode, Text("PASSTHROUGH"));
        QCOMPARE(gw.servers[1].tlsMode, Text("SIMPLE"));
        QCOMPARE(gw.servers[2].tlsMode, Text());
    }

    void serviceEntry() {
        const auto se = decoded<ServiceEntry>(
            R"({"metadata":{"name":"s","namespace":"a"},"spec":{"hosts":["api.example.com"],
            "addresses":["10.1.0.0/16"],"ports":[{"number":443,"name":"tls","protocol":"TLS","targetPort":8443}],
            "location":"MESH_INTERNAL","resolution":"STATIC","workloadSelector":{"labels":{"app":"x"}},"exportTo":["~"],
            "endpoints":[{"address":"1.2.3.4","labels":{"v":"1"},"ports":{"tls":9443},"serviceAccount":"sa"}]},
            "status":{"addresses":[{"host":"api.example.com","value":"240.240.0.1"}]}})");
        QVERIFY(!se.external);
        QCOMPARE(se.resolution, Text("STATIC"));
        QCOMPARE(se.ports[0], (ServicePort{Text("tls"), Text("TLS"), Text(), 443, Text("8443")}));
        QCOMPARE(se.endpoints[0].ports.find("tls")->second, std::uint16_t{9443});
        QCOMPARE(se.endpoints[0].serviceAccount, Text("sa"));
        QCOMPARE(joined(se.workloadSelector), std::string("app=x"));
        QCOMPARE(strings(se.statusAddresses), std::vector<std::string>{"240.240.0.1"});
        const auto bare =
            decoded<ServiceEntry>(R"({"metadata":{"name":"s","namespace":"a"},"spec":{"hosts":["h"]}})");
        QVERIFY(bare.external);
        QCOMPARE(bare.resolution, Text("NONE"));
    }

    void sidecarTellsAnEmptySelectorFromNone() {
        const auto s = decoded<Sidecar>(R"({"metadata":{"name":"s","namespace":"a"},"spec":{
            "workloadSelector":{"labels":{"app":"x"}},"outboundTrafficPolicy":{"mode":"REGISTRY_ONLY"},
            "egress":[{"hosts":["./\u002a","istio-system/\u002a"],"port":{"number":80,"name":"http","protocol":"HTTP"},
              "bind":"127.0.0.1","captureMode":"NONE"},{"hosts":["~/\u002a"]}],
            "ingress":[{"port":{"number":9080,"protocol":"HTTP","name":"x"},"bind":"0.0.0.0","defaultEndpoint":"127.0.0.1:8080"}]}})");
        QVERIFY(s.hasSelector);
        QCOMPARE(joined(s.selector), std::string("app=x"));
        QCOMPARE(s.outboundMode, Text("REGISTRY_ONLY"));
        QCOMPARE(s.egress.size(), std::size_t{2});
        QCOMPARE(strings(s.egress[0].hosts), (std::vector<std::string>{"./*", "istio-system/*"}));
        QCOMPARE(s.egress[0].port, (SidecarPort{80, Text("http"), Text("HTTP")}));
        QCOMPARE(s.egress[0].captureMode, Text("NONE"));
        QCOMPARE(s.egress[1].port, SidecarPort{});
        QCOMPARE(s.ingress[0].defaultEndpoint, Text("127.0.0.1:8080"));
        QVERIFY(
            decoded<Sidecar>(R"({"metadata":{"name":"s","namespace":"a"},"spec":{"workloadSelector":{}}})")
                .hasSelector);
        QVERIFY(!decoded<Sidecar>(R"({"metadata":{"name":"s","namespace":"a"},"spec":{}})").hasSelector);
    }

    void envoyFilterPatches() {
        const auto f = decoded<EnvoyFilter>(R"({"metadata":{"name":"f","namespace":"a"},"spec":{
            "workloadSelector":{"labels":{"app":"x"}},"configPatches":[
            {"applyTo":"HTTP_FILTER","match":{"context":"GATEWAY"},"patch":{"operation":"INSERT_BEFORE","value":{
              "name":"envoy.filters.http.stateful_session","typed_config":{"@type":"type.googleapis.com/X"}}}},
            {"applyTo":"CLUSTER","match":{"cluster":{"service":"a.b"}},"patch":{"operation":"MERGE","value":{
              "typedConfig":{"@type":"Y"}}}}]}})");
        QCOMPARE(joined(f.selector), std::string("app=x"));
        QCOMPARE(f.patches[0], (EnvoyFilterPatch{Text("HTTP_FILTER"), Text("GATEWAY"), Text("INSERT_BEFORE"),
                                                 Text(), Text("envoy.filters.http.stateful_session"),
                                                 Text("type.googleapis.com/X")}));
        QCOMPARE(f.patches[1].cluster, Text("a.b"));
        QCOMPARE(f.patches[1].valueType, Text("Y"));
    }

    void wasmPluginAndPeerAuthentication() {
        const auto w = decoded<WasmPlugin>(
            R"({"metadata":{"name":"w","namespace":"a"},"spec":{"selector":{"matchLabels":{"app":"x"}},
            "url":"oci:\/\/x/y:1","phase":"AUTHN","failStrategy":"FAIL_OPEN","imagePullSecret":"s"}})");
        QCOMPARE(joined(w.selector), std::string("app=x"));
        QCOMPARE(w.url, Text("oci://x/y:1"));
        QCOMPARE(w.phase, Text("AUTHN"));
        QCOMPARE(w.failStrategy, Text("FAIL_OPEN"));
        QCOMPARE(w.imagePullSecret, Text("s"));
        const auto p = decoded<PeerAuthentication>(
            R"({"metadata":{"name":"p","namespace":"a"},"spec":{"selector":{"matchLabels":{"app":"x"}},
            "mtls":{"mode":"STRICT"},"portLevelMtls":{"8080":{"mode":"DISABLE"},"no":{"mode":"STRICT"}}}})");
        QCOMPARE(p.mode, Text("STRICT"));
        QCOMPARE(p.portModes.size(), std::size_t{1});
        QCOMPARE(p.portModes.at(8080), Text("DISABLE"));
    }

    void gatewayApi() {
        const auto g =
            decoded<Gateway>(R"({"metadata":{"name":"g","namespace":"a"},"spec":{"gatewayClassName":"istio",
            "listeners":[{"name":"http","hostname":"*.x","protocol":"HTTP","port":80}]},
            "status":{"addresses":[{"type":"IPAddress","value":"1.2.3.4"}],"conditions":[{"type":"Programmed","status":"True"}]}})");
        QCOMPARE(g.className, Text("istio"));
        QCOMPARE(g.listeners[0], (GatewayListener{Text("http"), Text("*.x"), Text("HTTP"), 80}));
        QCOMPARE(strings(g.addresses), std::vector<std::string>{"1.2.3.4"});
        QVERIFY(isTrue(g.conditions, "Programmed"));

        const auto r =
            decoded<HttpRoute>(R"({"metadata":{"name":"r","namespace":"a"},"spec":{"hostnames":["x.y"],
            "parentRefs":[{"name":"g"},{"kind":"Service","namespace":"b","name":"s","sectionName":"http","port":80}],
            "rules":[{"matches":[{"path":{"type":"PathPrefix","value":"/a"}},{"headers":[]}],
              "filters":[{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"m","port":80}}},{"type":"URLRewrite"}],
              "backendRefs":[{"name":"s1","port":80},{"kind":"Service","namespace":"b","name":"s2","port":81,"weight":0,
                "filters":[{"type":"RequestMirror","requestMirror":{"backendRef":{"name":"m2","port":80}}}]}]}]}})");
        QCOMPARE(strings(r.hostnames), std::vector<std::string>{"x.y"});
        QCOMPARE(r.parents[0], (ParentRef{Text("Gateway"), Text(), Text("g"), Text(), 0}));
        QCOMPARE(r.parents[1], (ParentRef{Text("Service"), Text("b"), Text("s"), Text("http"), 80}));
        QCOMPARE(strings(r.rules[0].paths), std::vector<std::string>{"/a"});
        QCOMPARE(r.rules[0].backends[0], (BackendRef{Text("Service"), Text(), Text("s1"), 80, 1}));
        QCOMPARE(r.rules[0].backends[1], (BackendRef{Text("Service"), Text("b"), Text("s2"), 81, 0}));
        QCOMPARE(r.rules[0].mirrors.size(), std::size_t{2});
    }

    void listenersSayWhichRoutesTheyLetIn() {
        const auto g = decoded<Gateway>(
            R"({"metadata":{"name":"g","namespace":"a"},"spec":{"addresses":[{"type":"Hostname","value":"s"}],
            "listeners":[{"name":"l","protocol":"HTTPS","port":443,"tls":{"certificateRefs":[{"name":"c"},
              {"namespace":"b","name":"d"}]},"allowedRoutes":{"kinds":[{"kind":"GRPCRoute"}],"namespaces":
              {"from":"Selector","selector":{"matchLabels":{"x":"y"},
              "matchExpressions":[{"key":"k","operator":"In","values":["v"]}]}}}}]}})");
        QCOMPARE(strings(g.hostnames), std::vector<std::string>{"s"});
        const auto& listener = g.listeners.at(0);
        QCOMPARE(listener.tlsMode, Text("Terminate"));
        QCOMPARE(strings(listener.certificates), (std::vector<std::string>{"a/c", "b/d"}));
        QCOMPARE(listener.allowed.from, Text("Selector"));
        QCOMPARE(listener.allowed.labels, (Labels{{Text("x"), Text("y")}}));
        QCOMPARE(listener.allowed.requirements.at(0), (LabelRequirement{Text("k"), Text("In"), {Text("v")}}));
        QCOMPARE(strings(listener.allowed.kinds), std::vector<std::string>{"GRPCRoute"});
    }

    void routesOfTheGatewayApiAreReadAsIstiosOwn() {
        const auto r = decoded<HttpRoute>(
            R"({"metadata":{"name":"r","namespace":"a"},"spec":{"rules":[
            {"name":"one","matches":[{"path":{"value":"/a/"},"method":"GET","headers":[{"name":"h","value":"v"}],
               "queryParams":[{"name":"q","type":"RegularExpression","value":"x.*"}]},
               {"path":{"type":"Exact","value":"/b/"}},{}],
             "filters":[{"requestHeaderModifier":{"set":[{"name":"X-A","value":"1"},{"name":"x-a","value":"2"}],
               "remove":["y"]}},{"urlRewrite":{"hostname":"w","path":{"replacePrefixMatch":"/"}}}],
             "timeouts":{"request":"5s"},"retry":{"attempts":3,"codes":[503]}},
            {"filters":[{"requestRedirect":{"scheme":"https","statusCode":302,"path":{"replaceFullPath":"/n"}}}]}
            ]}})");
        const auto& first = r.rules.at(0).route;
        QCOMPARE(first.name, Text("one"));
        QCOMPARE(first.matches.size(), std::size_t{3});
        QCOMPARE(first.matches[0].uri, Text("^/a"));
        QCOMPARE(first.matches[0].headers,
                 (std::vector<HeaderMatch>{
                     {Text("h"), Text("=v")}, {Text(":method"), Text("=GET")}, {Text("?q"), Text("~x.*")}}));
        QCOMPARE(first.matches[1].uri, Text("=/b/"));
        QCOMPARE(first.matches[2].uri, Text("^/"));
        QCOMPARE(first.headers, (std::vector<HeaderChange>{{HeaderChange::What::Set, Text("x-a"), Text("1")},
                                                           {HeaderChange::What::Remove, Text("y"), Text()}}));
        QCOMPARE(first.rewrite, Text("/"));
        QCOMPARE(first.rewriteAuthority, Text("w"));
        QCOMPARE(first.timeout, Text("5s"));
        QCOMPARE(first.attempts, std::optional(3));
        QCOMPARE(first.retryOn, Text("connect-failure,refused-stream,unavailable,cancelled,503"));
        const auto& second = r.rules.at(1).route;
        QVERIFY(second.redirect);
        QCOMPARE(second.redirectCode, 302);
        QCOMPARE(second.redirectScheme, Text("https"));
        QVERIFY(!second.redirectToRequestPort);
        QCOMPARE(second.rewrite, Text("/n"));
    }
};

PLIMSOLL_TEST(DecodeIstioTest)
#include "tst_decode_istio.moc"
