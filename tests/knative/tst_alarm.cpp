// SPDX-License-Identifier: Apache-2.0
// A revision that is routed and cannot be reached: which gateways must see it.
#include "knative/objects.h"
#include "knative/revisions.h"
#include "support/clusterfixture.h"
#include "support/testmain.h"

using namespace plimsoll;

namespace {

const std::string gatewayLabels = R"({"app":"gate"})";
const std::string ofCart =
    R"({"networking.internal.knative.dev/ingress":"cart","serving.knative.dev/route":"cart"})";
const std::string toCart = R"([{"route":[{"destination":{"host":"cart-00001"}}]}])";

std::string routeTo(const char* target) {
    return test::routeText("cart", "[]", "[" + std::string(target) + "]");
}

} // namespace

Q_DECLARE_METATYPE(std::string)

class AlarmTest : public QObject {
    Q_OBJECT

private slots:
    void alarmNeedsARouteAndABlindGateway_data();
    void alarmNeedsARouteAndABlindGateway();
    void theReasonNamesRouteAndGateway();
    void hiddenWithoutNamespaceObjectsIsStillFound();
};

void AlarmTest::alarmNeedsARouteAndABlindGateway_data() {
    QTest::addColumn<QString>("publicly");
    QTest::addColumn<QString>("privately");
    QTest::addColumn<std::string>("objects");
    QTest::addColumn<bool>("alarm");
    const auto row = [](const char* name, const char* publicly, const char* privately,
                        const std::vector<std::string>& objects, bool alarm) {
        QTest::newRow(name) << QString::fromLatin1(publicly) << QString::fromLatin1(privately)
                            << test::array(objects) << alarm;
    };
    const auto route = routeTo(R"({"revisionName":"cart-00001","percent":100})");
    const auto tagged = routeTo(R"({"revisionName":"cart-00001","percent":0,"tag":"old"})");
    const auto gateway = test::istioGatewayText("front", "web", "gate");
    const auto pod = test::gatewayPodText("edge", gatewayLabels);
    const auto viaGate = test::virtualServiceText("shop", "cart-ingress", toCart, R"(["front/web"])", ofCart);
    const auto meshOnly = test::virtualServiceText("shop", "cart-mesh", toCart, R"(["mesh"])", ofCart);
    const auto meshOnlyNamed = test::virtualServiceText("shop", "mine", toCart);

    row("not routed", "~", "~", {}, false);
    row("routed and visible", "*", "*", {route, viaGate, gateway, pod}, false);
    row("public hidden", "~", "*", {route}, true);
    row("private hidden", "*", "~", {route}, true);
    row("private in a namespace that does not exist", "*", "nowhere", {route}, true);
    row("hidden and only tagged", "~", "~", {tagged}, true);
    row("hidden and mesh only", "~", "~", {route, meshOnly}, true);
    row("no gateway pod known: istio-system is missing", ".", ".", {route}, true);
    row("no gateway pod known: istio-system is there", "istio-system", ".", {route}, false);
    row("the gateway's pods see it", "edge", ".", {route, viaGate, gateway, pod}, false);
    row("the gateway's pods do not", "istio-system,front", ".", {route, viaGate, gateway, pod}, true);
    row("a tag at 0 % goes through the same gateway", "istio-system", ".",
        {tagged, test::virtualServiceText("shop", "cart-ingress", "[]", R"(["front/web"])", ofCart), gateway,
         pod},
        true);
    row("the private Service need not reach the gateway", "*", ".", {route, viaGate, gateway, pod}, false);
    row("mesh only: no gateway condition", ".", ".", {route, meshOnly}, false);
    row("a VirtualService without gateways is the mesh", ".", ".", {meshOnlyNamed}, false);
    row("a gateway without pods: istio-system", "edge", ".", {route, viaGate, gateway}, true);
    row("a gateway elsewhere does not matter", "edge", ".",
        {route, viaGate, gateway, pod,
         R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"o","namespace":"other","labels":{"app":"o"}},
            "spec":{"containers":[{"name":"istio-proxy","args":["proxy","router"]}]}})"},
        false);
    row("a sidecar is no gateway", "istio-system", ".",
        {route, viaGate, gateway,
         R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":"o","namespace":"edge","labels":{"app":"gate"}},
            "spec":{"containers":[{"name":"istio-proxy","args":["proxy","sidecar"]}]}})"},
        false);
    row("the gateways of a match count", "istio-system", ".",
        {test::virtualServiceText("shop", "mine",
                                  R"([{"match":[{"gateways":["front/web"]}],
                                      "route":[{"destination":{"host":"cart-00001"}}]}])",
                                  R"(["mesh","front/web"])"),
         gateway, pod},
        true);
    row("a match for the mesh only", ".", ".",
        {test::virtualServiceText("shop", "mine",
                                  R"([{"match":[{"gateways":["mesh"]}],
                                      "route":[{"destination":{"host":"cart-00001"}}]}])",
                                  R"(["mesh","front/web"])"),
         gateway, pod},
        false);
    row("an Ingress by its load balancer", "istio-system", ".",
        {test::ingressText("cart", {"cart-00001"}), pod,
         R"({"kind":"Service","apiVersion":"v1","metadata":{"name":"gate","namespace":"edge"},
            "spec":{"selector":{"app":"gate"},"ports":[{"port":80}]}})"},
        true);
    const std::string rules = R"([{"backendRefs":[{"name":"cart-00001"}]}])";
    const std::string parents = R"([{"name":"public","namespace":"edge"}])";
    const auto apiPod =
        test::gatewayPodText("edge", R"({"gateway.networking.k8s.io/gateway-name":"public"})");
    row("HTTPRoute: the Gateway's pods", "edge", ".",
        {test::httpRouteText("shop", "h", rules, parents), apiPod}, false);
    row("HTTPRoute: the Gateway's pods do not see it", "istio-system", ".",
        {test::httpRouteText("shop", "h", rules, parents), apiPod}, true);
    row("HTTPRoute: without pods istio-system", "istio-system", ".",
        {test::httpRouteText("shop", "h", rules, parents)}, false);
    row("HTTPRoute of the mesh", ".", ".",
        {test::httpRouteText("shop", "h", rules, R"([{"name":"cart","kind":"Service","group":""}])")}, false);
}

void AlarmTest::alarmNeedsARouteAndABlindGateway() {
    QFETCH(QString, publicly);
    QFETCH(QString, privately);
    QFETCH(std::string, objects);
    QFETCH(bool, alarm);
    test::RevisionText text;
    text.publicExportTo = publicly.toStdString();
    text.privateExportTo = privately.toStdString();
    const auto cluster = test::clusterOf(objects);
    test::addTo(*cluster,
                test::array({test::textOf(text), test::namespaceText("shop"), test::namespaceText("edge"),
                             test::namespaceText("front"), test::namespaceText("istio-system")}));
    mesh::MeshSettings settings;
    settings.istio = mesh::Version{1, 30, 3};
    const auto state = knative::revisions(*cluster, settings, 0).front();
    QVERIFY2(state.alarm == alarm, state.alarmReason.c_str());
    QCOMPARE(state.alarmReason.empty(), !alarm);
}

void AlarmTest::theReasonNamesRouteAndGateway() {
    test::RevisionText text;
    text.publicExportTo = ".";
    const auto cluster = test::clusterOf(
        test::array({test::textOf(text), test::namespaceText("shop"), test::namespaceText("istio-system"),
                     routeTo(R"({"revisionName":"cart-00001","percent":100})")}));
    const auto state = knative::revisions(*cluster, {}, 0).front();
    QCOMPARE(state.alarmReason,
             std::string("Route cart sends 100 % here; gateways in istio-system have no Envoy cluster for it "
                         "(exportTo \".\" leaves them out): requests get 503"));
}

void AlarmTest::hiddenWithoutNamespaceObjectsIsStillFound() {
    // Files may hold no Namespaces: then those count in which any object is known.
    test::RevisionText text;
    text.publicExportTo = "no-such-ns";
    text.privateExportTo = "no-such-ns";
    const auto cluster = test::clusterOf(
        test::array({test::textOf(text), routeTo(R"({"revisionName":"cart-00001","percent":100})")}));
    auto state = knative::revisions(*cluster, {}, 0).front();
    QCOMPARE(state.visibility, knative::Visibility::Hidden);
    QVERIFY(state.alarm);
    text.publicExportTo = ".";
    text.privateExportTo = ".";
    test::addTo(*cluster, test::array({test::textOf(text)}));
    state = knative::revisions(*cluster, {}, 0).front();
    QCOMPARE(state.visibility, knative::Visibility::Restricted);
}

PLIMSOLL_TEST(AlarmTest)
#include "tst_alarm.moc"
