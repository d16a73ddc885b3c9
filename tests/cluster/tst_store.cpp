// SPDX-License-Identifier: Apache-2.0
#include "cluster/cluster.h"
#include "cluster/decode.h"
#include "cluster/decoded.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::cluster;

namespace {

Service service(const char* ns, const char* name, const char* version = "1") {
    Service s;
    s.meta.ns = Text(ns);
    s.meta.name = Text(name);
    s.meta.resourceVersion = Text(version);
    return s;
}

} // namespace

class StoreTest : public QObject {
    Q_OBJECT

private slots:
    void holdsWhatWasPut() {
        Cluster cluster;
        QVERIFY(cluster.put(service("shop", "cart")));
        const auto* found = cluster.find<Service>("shop", "cart");
        QVERIFY(found != nullptr);
        QCOMPARE(found->meta.name, Text("cart"));
        QVERIFY(cluster.find<Service>("shop", "car") == nullptr);
        QVERIFY(cluster.find<Service>("bank", "cart") == nullptr);
        QVERIFY(cluster.find<KnativeService>("shop", "cart") == nullptr);
        QCOMPARE(cluster.status(Kind::Service).objects, std::size_t{1});
    }

    void anEqualObjectIsNoChange() {
        Cluster cluster;
        cluster.put(service("shop", "cart", "1"));
        const auto version = cluster.version();
        QVERIFY(!cluster.put(service("shop", "cart", "2")));
        QCOMPARE(cluster.version(), version);
        // The newest resourceVersion is kept all the same: a write must send it.
        QCOMPARE(cluster.find<Service>("shop", "cart")->meta.resourceVersion, Text("2"));

        auto changed = service("shop", "cart", "3");
        changed.externalName = Text("elsewhere");
        QVERIFY(cluster.put(changed));
        QVERIFY(cluster.version() > version);
        QCOMPARE(cluster.find<Service>("shop", "cart")->externalName, Text("elsewhere"));
    }

    void removesOneObjectOfOneKind() {
        Cluster cluster;
        cluster.put(service("shop", "cart"));
        KnativeService knative;
        knative.meta.ns = Text("shop");
        knative.meta.name = Text("cart");
        cluster.put(knative);
        const auto version = cluster.version();
        QVERIFY(cluster.remove(Kind::KnativeService, "shop", "cart"));
        QVERIFY(!cluster.remove(Kind::KnativeService, "shop", "cart"));
        QCOMPARE(cluster.version(), version + 1);
        QVERIFY(cluster.find<Service>("shop", "cart") != nullptr);
        QCOMPARE(cluster.status(Kind::KnativeService).objects, std::size_t{0});
        QCOMPARE(cluster.status(Kind::Service).objects, std::size_t{1});
    }

    void givesTheObjectsOfOneNamespace() {
        Cluster cluster;
        for (const auto& [ns, name] : {std::pair("shop", "b"), std::pair("shop", "a"), std::pair("sho", "z"),
                                       std::pair("shop-two", "c"), std::pair("a", "q")}) {
            cluster.put(service(ns, name));
        }
        const auto namesIn = [&](std::string_view ns) {
            std::vector<std::string> names;
            const auto [first, last] = cluster.in<Service>(ns);
            for (auto it = first; it != last; ++it) {
                names.push_back(it->second.meta.name.str());
            }
            return names;
        };
        QCOMPARE(namesIn("shop"), (std::vector<std::string>{"a", "b"}));
        QCOMPARE(namesIn("sho"), std::vector<std::string>{"z"});
        QCOMPARE(namesIn("none"), std::vector<std::string>{});
    }

    void clearForgetsObjectsAndStates() {
        Cluster cluster;
        cluster.put(service("shop", "cart"));
        cluster.editStatus(Kind::Service).state = KindStatus::State::Live;
        const auto version = cluster.version();
        cluster.clear();
        QVERIFY(cluster.all<Service>().empty());
        QCOMPARE(cluster.status(Kind::Service), KindStatus{});
        QVERIFY(cluster.version() > version);
    }

    void tellsWhatMayBeTakenAsComplete() {
        using State = KindStatus::State;
        KindStatus status;
        for (const auto state : {State::Waiting, State::Listing}) {
            status.state = state;
            QVERIFY(!settled(status));
            QVERIFY(!readable(status));
        }
        for (const auto state : {State::Stale, State::Denied, State::Failed}) {
            status.state = state;
            QVERIFY(settled(status));
            QVERIFY(!readable(status));
        }
        for (const auto state : {State::Live, State::NotServed}) {
            status.state = state;
            QVERIFY(settled(status));
            QVERIFY(readable(status));
        }
        status.missingNamespaces = {"shop"};
        QVERIFY(!readable(status));
    }

    void labelsAreFoundAndMatched() {
        const Labels labels{
            {Text("app"), Text("cart")}, {Text("empty"), Text()}, {Text("tier"), Text("web")}};
        QCOMPARE(valueOf(labels, "tier"), std::string_view("web"));
        QCOMPARE(valueOf(labels, "tie"), std::string_view());
        QVERIFY(has(labels, "empty"));
        QVERIFY(!has(labels, "zebra"));
        QVERIFY(matches({}, labels));
        QVERIFY(matches({{Text("app"), Text("cart")}, {Text("tier"), Text("web")}}, labels));
        QVERIFY(matches({{Text("empty"), Text()}}, labels));
        QVERIFY(!matches({{Text("app"), Text("bank")}}, labels));
        QVERIFY(!matches({{Text("other"), Text()}}, labels)); // an absent label is not an empty one
    }

    void conditionsAreFoundByType() {
        const Conditions conditions{{Text("Ready"), Text("True"), Text(), Text(), 5},
                                    {Text("Active"), Text("Unknown"), Text("Queued"), Text(), 6}};
        QVERIFY(isTrue(conditions, "Ready"));
        QVERIFY(!isTrue(conditions, "Active"));
        QVERIFY(!isTrue(conditions, "Missing"));
        QCOMPARE(find(conditions, "Active")->reason, Text("Queued"));
        QVERIFY(find(conditions, "Missing") == nullptr);
    }

    void everyKindIsFoundByItsName() {
        for (const auto& kind : allKinds()) {
            QCOMPARE(&info(kind.kind), &kind);
            QVERIFY(!kind.versions.empty());
            for (const auto version : kind.versions) {
                const auto apiVersion =
                    std::string(kind.group) + (kind.group.empty() ? "" : "/") + std::string(version);
                QCOMPARE(findKind(kind.name, apiVersion), &kind);
            }
        }
    }

    void kindsOfOneNameAreToldApartByGroup() {
        QCOMPARE(findKind("Service", "v1")->kind, Kind::Service);
        QCOMPARE(findKind("Service", "serving.knative.dev/v1")->kind, Kind::KnativeService);
        QCOMPARE(findKind("Gateway", "networking.istio.io/v1alpha3")->kind, Kind::IstioGateway);
        QCOMPARE(findKind("Gateway", "gateway.networking.k8s.io/v1")->kind, Kind::Gateway);
        QCOMPARE(findKind("Ingress", "networking.internal.knative.dev/v1alpha1")->kind, Kind::KnativeIngress);
        QVERIFY(findKind("Ingress", "networking.k8s.io/v1") == nullptr);
        QVERIFY(findKind("Service", "serving.knative.dev/v1beta1") == nullptr);
        QVERIFY(findKind("Route", "route.openshift.io/v1") == nullptr);
        QVERIFY(findKind("service", "v1") == nullptr);
        QVERIFY(findKind("", "") == nullptr);
    }
};

PLIMSOLL_TEST(StoreTest)
#include "tst_store.moc"
