// SPDX-License-Identifier: Apache-2.0
#include "knative/objects.h"
#include "knative/revisions.h"
#include "support/clusterfixture.h"
#include "support/testmain.h"

#include <algorithm>

using namespace plimsoll;
using plimsoll::test::RevisionText;

namespace {

constexpr UnixSeconds clock0 = 1795262400; // 2026-11-21T12:00:00Z
const std::string here = R"([{"route":[{"destination":{"host":"HOST"}}]}])";

std::string toHost(std::string_view host) {
    auto text = here;
    return text.replace(text.find("HOST"), 4, host);
}

mesh::MeshSettings modernIstio() {
    mesh::MeshSettings settings;
    settings.istio = mesh::Version{1, 30, 3};
    return settings;
}

std::vector<knative::RevisionState> statesOf(const cluster::Cluster& cluster) {
    return knative::revisions(cluster, modernIstio(), clock0);
}

/// The state of shop/cart-00001 among `objects`.
knative::RevisionState stateOf(const std::vector<std::string>& objects) {
    const auto cluster = test::clusterOf(test::array(objects));
    for (auto& state : statesOf(*cluster)) {
        if (state.name == "cart-00001") {
            return state;
        }
    }
    return {};
}

std::string all(const std::vector<std::string>& sentences) {
    std::string text;
    for (const auto& sentence : sentences) {
        text += sentence + "\n";
    }
    return text;
}

bool mentions(const std::vector<std::string>& sentences, std::string_view words) {
    return all(sentences).find(words) != std::string::npos;
}

} // namespace

Q_DECLARE_METATYPE(std::string)

class RevisionsTest : public QObject {
    Q_OBJECT

private slots:
    void whatNamesARevisionRoutesIt_data();
    void whatNamesARevisionRoutesIt();
    void theLabelAloneNeverRoutes();
    void percentAndTagsComeFromStatus();
    void visibilityFollowsBothServices_data();
    void visibilityFollowsBothServices();
    void theMeshDefaultCounts();
    void replicasFallBackToPods();
    void orderIsNamespaceServiceCreationName();
    void servicesAreFoundByLabelNotByName();
    void scaledToZeroIsNoError();
};

void RevisionsTest::whatNamesARevisionRoutesIt_data() {
    QTest::addColumn<std::string>("object");
    QTest::addColumn<std::string>("sentence"); // empty: not routed by it
    const auto row = [](const char* name, const std::string& object, const std::string& sentence) {
        QTest::newRow(name) << object << sentence;
    };
    const std::string pinned = R"([{"revisionName":"cart-00001","percent":0}])";
    row("status at 0 %", test::routeText("cart", "[]", pinned), "Route cart, status.traffic[0], 0 %");
    row("spec only", test::routeText("cart", pinned, "[]"), "Route cart, spec.traffic[0], 0 %");
    row("tag only",
        test::routeText("cart", "[]", R"([{"revisionName":"x"},{"revisionName":"cart-00001","tag":"old"}])"),
        "Route cart, status.traffic[1], tag old");
    row("latest of spec is what status names",
        test::routeText("cart", R"([{"latestRevision":true,"percent":100}])",
                        R"([{"revisionName":"cart-00002","latestRevision":true,"percent":100}])"),
        "");
    row("a Route of another namespace",
        R"({"kind":"Route","apiVersion":"serving.knative.dev/v1","metadata":{"name":"cart","namespace":"b"},
            "status":{"traffic":[{"revisionName":"cart-00001","percent":100}]}})",
        "");
    row("Ingress split", test::ingressText("cart", {"cart-00001"}),
        "Ingress cart, rule cart.example.com, 100 %");
    row("Ingress split to the private Service", test::ingressText("cart", {"cart-00001-private"}),
        "Ingress cart, rule cart.example.com, 100 %");
    row("VirtualService short name", test::virtualServiceText("shop", "v", toHost("cart-00001")),
        "VirtualService v, http[0], 100 %");
    row("short name in another namespace", test::virtualServiceText("front", "v", toHost("cart-00001")), "");
    row("name.namespace", test::virtualServiceText("front", "v", toHost("cart-00001.shop")),
        "VirtualService v, http[0], 100 %");
    row("name.namespace.svc", test::virtualServiceText("front", "v", toHost("cart-00001-private.shop.svc")),
        "VirtualService v, http[0], 100 %");
    row("full name", test::virtualServiceText("front", "v", toHost("cart-00001.shop.svc.cluster.local")),
        "VirtualService v, http[0], 100 %");
    row("full name with a dot",
        test::virtualServiceText("front", "v", toHost("cart-00001.shop.svc.cluster.local.")),
        "VirtualService v, http[0], 100 %");
    row("a host outside", test::virtualServiceText("front", "v", toHost("cart-00001.shop.example.com")), "");
    row("mirror",
        test::virtualServiceText(
            "shop", "v", R"([{"route":[{"destination":{"host":"x"}}],"mirror":{"host":"cart-00001"}}])"),
        "VirtualService v, http[0] mirror");
    row("weights",
        test::virtualServiceText("shop", "v",
                                 R"([{"route":[{"destination":{"host":"x"},"weight":3},
                                     {"destination":{"host":"cart-00001"},"weight":1}]}])"),
        "VirtualService v, http[0], 25 %");
    row("HTTPRoute", test::httpRouteText("shop", "h", R"([{"backendRefs":[{"name":"cart-00001"}]}])"),
        "HTTPRoute h, rules[0], 100 %");
    row("HTTPRoute across namespaces",
        test::httpRouteText("front", "h", R"([{"backendRefs":[{"name":"cart-00001","namespace":"shop"}]}])"),
        "HTTPRoute h, rules[0], 100 %");
    row("HTTPRoute of another namespace",
        test::httpRouteText("front", "h", R"([{"backendRefs":[{"name":"cart-00001"}]}])"), "");
    row("HTTPRoute mirror",
        test::httpRouteText("shop", "h", R"([{"backendRefs":[{"name":"x"}],"filters":[{"type":"RequestMirror",
            "requestMirror":{"backendRef":{"name":"cart-00001"}}}]}])"),
        "HTTPRoute h, rules[0] mirror");
    row("HTTPRoute to another kind",
        test::httpRouteText("shop", "h", R"([{"backendRefs":[{"name":"cart-00001","kind":"Bucket"}]}])"), "");
    auto addressing = test::virtualServiceText("shop", "cart-00001-private", toHost("cart-00001-private"));
    const std::string owner = R"("metadata":{"ownerReferences":[{"kind":"ServerlessService","controller":true,
        "name":"cart-00001","uid":"u","apiVersion":"networking.internal.knative.dev/v1alpha1"}],)";
    const std::string plain = R"("metadata":{)";
    row("a VirtualService by somebody", addressing, "VirtualService cart-00001-private, http[0], 100 %");
    row("Knative's own pod addressing", addressing.replace(addressing.find(plain), plain.size(), owner), "");
}

void RevisionsTest::whatNamesARevisionRoutesIt() {
    QFETCH(std::string, object);
    QFETCH(std::string, sentence);
    const auto state = stateOf({test::textOf({}), object});
    QCOMPARE(state.name, std::string("cart-00001"));
    QCOMPARE(state.routed, !sentence.empty());
    QCOMPARE(state.hideable, sentence.empty());
    if (!sentence.empty()) {
        QCOMPARE(state.witnesses.front().sentence(), sentence);
        QVERIFY2(mentions(state.reasons, "still routed by " + sentence), all(state.reasons).c_str());
    }
}

void RevisionsTest::theLabelAloneNeverRoutes() {
    for (const auto* label : {"active", "pending", ""}) {
        RevisionText text;
        text.state = label;
        const auto state = stateOf({test::textOf(text)});
        QCOMPARE(state.routingState, std::string(label));
        QVERIFY(!state.routed);
        QVERIFY(!state.hideable);
        QVERIFY2(mentions(state.reasons, "routingState"), all(state.reasons).c_str());
    }
}

void RevisionsTest::percentAndTagsComeFromStatus() {
    const auto state =
        stateOf({test::textOf({}), test::routeText("cart", R"([{"revisionName":"cart-00001","percent":90}])",
                                                   R"([{"revisionName":"cart-00001","percent":30},
            {"revisionName":"cart-00001","percent":10,"tag":"blue"},
            {"revisionName":"cart-00001","percent":0,"tag":"amber"}])")});
    QCOMPARE(state.percent, 40);
    QCOMPARE(state.tags, (std::vector<std::string>{"amber", "blue"}));
    QCOMPARE(state.route, std::string("cart"));
    QCOMPARE(state.service, std::string("cart"));
}

void RevisionsTest::visibilityFollowsBothServices_data() {
    QTest::addColumn<QString>("publicly");
    QTest::addColumn<QString>("privately");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* publicly, const char* privately, const char* expected) {
        QTest::newRow(name) << QString::fromLatin1(publicly) << QString::fromLatin1(privately)
                            << QString::fromLatin1(expected);
    };
    row("absent", "-", "-", "visible");
    row("empty counts as absent", "", "-", "visible");
    row("star", "*", "edge,*", "visible");
    row("tilde", "~", "~", "hidden");
    row("a namespace that does not exist", "no-such-ns", "no-such-ns", "hidden");
    row("tilde and a namespace that does not exist", "~", "nowhere", "hidden");
    row("own namespace", ".", ".", "restricted");
    row("the same in other words", "shop, edge", "edge,.", "restricted");
    row("a missing namespace changes nothing", "shop,nowhere", ".", "restricted");
    row("half hidden", "~", "-", "partial");
    row("the other half", "-", "no-such-ns", "partial");
    row("different namespaces", "shop", "edge", "partial");
    row("restricted and hidden", ".", "~", "partial");
}

void RevisionsTest::visibilityFollowsBothServices() {
    QFETCH(QString, publicly);
    QFETCH(QString, privately);
    QFETCH(QString, expected);
    RevisionText text;
    const auto value = [](const QString& cell) {
        return cell == u"-" ? std::nullopt : std::optional(cell.toStdString());
    };
    text.publicExportTo = value(publicly);
    text.privateExportTo = value(privately);
    const auto state =
        stateOf({test::textOf(text), test::namespaceText("shop"), test::namespaceText("edge")});
    QCOMPARE(QString::fromUtf8(name(state.visibility)), expected);
    QCOMPARE(state.publicExportTo, text.publicExportTo);
    QCOMPARE(state.privateExportTo, text.privateExportTo);
    QVERIFY(!state.alarm); // nothing routes here
    QVERIFY(state.hideable);
    QCOMPARE(state.envoyClusters, 7);
}

void RevisionsTest::theMeshDefaultCounts() {
    const auto cluster =
        test::clusterOf(test::array({test::textOf({}), test::namespaceText("shop"),
                                     test::routeText("cart", "[]", R"([{"revisionName":"cart-00001"}])")}));
    auto settings = modernIstio();
    settings.serviceExportTo = {"."};
    const auto state = knative::revisions(*cluster, settings, clock0).front();
    QCOMPARE(state.visibility, knative::Visibility::Restricted);
    QVERIFY(!state.publicExportTo);
    QVERIFY(state.alarm); // routed, and no gateway outside shop can see it
}

void RevisionsTest::replicasFallBackToPods() {
    RevisionText text;
    const std::vector<std::string> pods{
        test::podText("shop", "a", "cart-00001"), test::podText("shop", "b", "cart-00001"),
        test::podText("shop", "c", "cart-00001", true), test::podText("front", "d", "cart-00001")};
    text.replicas = "";
    auto objects = pods;
    objects.push_back(test::textOf(text));
    const auto counted = stateOf(objects);
    QCOMPARE(counted.replicas, 2);
    QVERIFY(!counted.hideable);
    QVERIFY2(mentions(counted.reasons, "2 replicas are running"), all(counted.reasons).c_str());

    text.replicas = "0"; // the status wins, but the pods are told
    objects.back() = test::textOf(text);
    const auto told = stateOf(objects);
    QCOMPARE(told.replicas, 0);
    QVERIFY(told.hideable);
    QVERIFY2(mentions(told.warnings, "2 pods of it still run"), all(told.warnings).c_str());

    text.replicas = "";
    QCOMPARE(stateOf({test::textOf(text)}).replicas, 0);
}

void RevisionsTest::orderIsNamespaceServiceCreationName() {
    const auto make = [](const char* ns, const char* name, const char* service, const char* created) {
        RevisionText text;
        text.ns = ns;
        text.name = name;
        text.service = service;
        text.created = created;
        return test::textOf(text);
    };
    const auto cluster = test::clusterOf(test::array({
        make("shop", "z-9", "a", "2026-11-21T07:00:02Z"),
        make("shop", "a-2", "b", "2026-11-21T07:00:00Z"),
        make("shop", "a-1", "a", "2026-11-21T07:00:03Z"),
        make("shop", "b-1", "a", "2026-11-21T07:00:02Z"),
        make("back", "q", "z", "2026-11-21T07:00:09Z"),
    }));
    std::string order;
    for (const auto& state : statesOf(*cluster)) {
        order += state.name + " ";
    }
    QCOMPARE(order, std::string("q b-1 z-9 a-1 a-2 "));
}

void RevisionsTest::servicesAreFoundByLabelNotByName() {
    RevisionText text;
    text.privateName = "cart-0000111f00b-private"; // a hashed name
    const auto hashed = stateOf({test::textOf(text)});
    QCOMPARE(hashed.privateService, text.privateName);
    QVERIFY(hashed.hideable);

    text.withPrivate = false;
    const auto missing = stateOf({test::textOf(text), R"({"kind":"Service","apiVersion":"v1",
        "metadata":{"name":"cart-00001-private","namespace":"shop"},"spec":{"ports":[{"port":80}]}})"});
    QVERIFY(missing.privateService.empty());
    QVERIFY(!missing.hideable);
    QCOMPARE(missing.envoyClusters, 2);
    QVERIFY2(mentions(missing.reasons, "its private Service was not found by label"),
             all(missing.reasons).c_str());
}

void RevisionsTest::scaledToZeroIsNoError() {
    const auto state = stateOf({test::textOf({}), R"({"kind":"ServerlessService",
        "apiVersion":"networking.internal.knative.dev/v1alpha1","metadata":{"name":"cart-00001","namespace":"shop"},
        "spec":{"mode":"Proxy"},"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}})"});
    QVERIFY(state.ready);
    QCOMPARE(state.reason, std::string("NoTraffic"));
    QCOMPARE(state.mode, std::string("Proxy"));
}

PLIMSOLL_TEST(RevisionsTest)
#include "tst_revisions.moc"
