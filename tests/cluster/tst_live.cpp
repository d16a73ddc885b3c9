// SPDX-License-Identifier: Apache-2.0
#include "cluster/decoded.h"
#include "cluster/fakeapi.h"
#include "cluster/live.h"
#include "support/testmain.h"

#include <QSignalSpy>

using namespace plimsoll;
using namespace plimsoll::cluster;
using plimsoll::test::FakeApi;
using Json = nlohmann::json;
using State = KindStatus::State;

namespace {

Json object(const std::string& ns, const std::string& name) {
    Json json{{"metadata", {{"name", name}}}};
    if (!ns.empty()) {
        json["metadata"]["namespace"] = ns;
    }
    return json;
}

/// A source over a fake cluster, with everything it said.
class Live {
public:
    explicit Live(FakeApi& api, LiveOptions options = {}, const char* ns = "shop") {
        kube::Config config;
        config.server = api.url();
        config.context = "test";
        config.ns = ns;
        source = std::make_unique<LiveSource>(config, std::move(options), cluster);
        QObject::connect(source.get(), &Source::failed, [this](const Error& e) { failures.push_back(e); });
        QObject::connect(source.get(), &Source::warned, [this](const Error& e) { warnings.push_back(e); });
        source->start();
    }
    [[nodiscard]] bool settled() const {
        return std::all_of(allKinds().begin(), allKinds().end(),
                           [this](const KindInfo& k) { return cluster::settled(cluster.status(k.kind)); });
    }
    [[nodiscard]] State state(Kind kind) const { return cluster.status(kind).state; }

    Cluster cluster;
    std::unique_ptr<LiveSource> source;
    std::vector<Error> failures;
    std::vector<Error> warnings;
};

void serveUsual(FakeApi& api) {
    api.serve("", "v1", {"namespaces", "services", "pods", "configmaps"});
    api.serve("apps", "v1", {"deployments"});
    api.serve("discovery.k8s.io", "v1", {"endpointslices"});
    api.serve("networking.istio.io", "v1beta1", {"virtualservices", "sidecars"});
}

int timesListed(const FakeApi& api, const std::string& path) {
    const auto listed = api.listed();
    return int(std::count(listed.begin(), listed.end(), path));
}

} // namespace

class LiveTest : public QObject {
    Q_OBJECT

private slots:
    void followsWhatTheServerHolds() {
        FakeApi api;
        serveUsual(api);
        api.put("/api/v1/services", object("shop", "cart"));
        api.put("/api/v1/services", object("bank", "vault"));
        api.put("/api/v1/namespaces", object("", "shop"));
        Live live(api);
        QVERIFY(live.cluster.all<Service>().empty()); // start() returned before anything came
        QTRY_VERIFY(live.settled());
        QVERIFY2(live.failures.empty(), live.failures.empty() ? "" : live.failures[0].sentence().c_str());
        QVERIFY(live.cluster.find<Service>("shop", "cart") != nullptr);
        QVERIFY(live.cluster.find<Service>("bank", "vault") != nullptr);
        QVERIFY(live.cluster.find<Namespace>("", "shop") != nullptr);
        const auto& status = live.cluster.status(Kind::Service);
        QCOMPARE(status.state, State::Live);
        QCOMPARE(status.objects, std::size_t{2});
        QTRY_VERIFY(status.bytes > 50);
        QVERIFY(status.lastEvent > 0 && status.since > 0);
        QCOMPARE(status.version, std::string("v1"));

        api.put("/api/v1/services", object("shop", "new"));
        QTRY_VERIFY(live.cluster.find<Service>("shop", "new") != nullptr);
        auto changed = object("shop", "cart");
        changed["spec"]["externalName"] = "elsewhere";
        api.put("/api/v1/services", changed);
        QTRY_COMPARE(live.cluster.find<Service>("shop", "cart")->externalName, Text("elsewhere"));
        api.remove("/api/v1/services", "bank", "vault");
        QTRY_VERIFY(live.cluster.find<Service>("bank", "vault") == nullptr);
        QVERIFY(live.failures.empty());
    }

    void infoNamesContextAndServer() {
        FakeApi api;
        serveUsual(api);
        Live live(api);
        QTRY_VERIFY(live.settled());
        const auto info = live.source->info();
        QCOMPARE(info.type, SourceInfo::Type::Live);
        QCOMPARE(info.name, std::string("test"));
        QCOMPARE(info.server, api.url());
        QCOMPARE(info.ns, std::string("shop"));
        QCOMPARE(info.serverVersion, std::string("v1.36.1"));
        QVERIFY(info.writable);
        QVERIFY(!info.heartbeatLost);
        QCOMPARE(info.clock, UnixSeconds{0});
    }

    void kindsThatAreNotServedAreSaidToBe() {
        FakeApi api;
        serveUsual(api);
        api.put("/apis/networking.istio.io/v1beta1/sidecars", object("shop", "default"));
        Live live(api);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.state(Kind::Revision), State::NotServed);
        QCOMPARE(live.state(Kind::DestinationRule), State::NotServed); // the group is there, the kind is not
        QCOMPARE(live.state(Kind::Sidecar), State::Live);
        QCOMPARE(live.cluster.status(Kind::Sidecar).version, std::string("v1beta1"));
        QVERIFY(live.cluster.find<Sidecar>("shop", "default") != nullptr);
        for (const auto& path : api.listed()) {
            QVERIFY2(path.find("revisions") == std::string::npos, path.c_str());
        }
    }

    void aKindThatIsInstalledLaterIsFoundOnRefresh() {
        FakeApi api;
        serveUsual(api);
        Live live(api);
        QTRY_VERIFY(live.settled());
        api.serve("serving.knative.dev", "v1", {"revisions"});
        api.put("/apis/serving.knative.dev/v1/revisions", object("shop", "cart-1"));
        live.source->refresh();
        QTRY_COMPARE(live.state(Kind::Revision), State::Live);
        QVERIFY(live.cluster.find<Revision>("shop", "cart-1") != nullptr);
    }

    void onlyTheControlPlanesConfigMapsAndDeploymentsAreRead() {
        FakeApi api;
        serveUsual(api);
        api.put("/api/v1/configmaps", object("istio-system", "istio"));
        api.put("/api/v1/configmaps", object("istio-system", "istio-ca-root-cert"));
        api.put("/api/v1/configmaps", object("knative-serving", "config-network"));
        api.put("/api/v1/configmaps", object("shop", "config-network"));
        api.put("/apis/apps/v1/deployments", object("istio-system", "istiod"));
        api.put("/apis/apps/v1/deployments", object("shop", "web"));
        Live live(api);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.cluster.all<ConfigMap>().size(), std::size_t{2});
        QCOMPARE(live.cluster.all<Deployment>().size(), std::size_t{1});
        QCOMPARE(timesListed(api, "/api/v1/configmaps"), 0);
        QCOMPARE(timesListed(api, "/api/v1/namespaces/knative-serving/configmaps"), 1);
        QCOMPARE(timesListed(api, "/api/v1/namespaces/shop/configmaps"), 0);
    }

    void endpointsAreNeverAskedForAndSlicesOnlyBySelector() {
        FakeApi api;
        serveUsual(api);
        Live live(api);
        QTRY_VERIFY(live.settled());
        bool slices = false;
        for (const auto& path : api.listed()) {
            QVERIFY2(path.find("/endpoints") == std::string::npos ||
                         path.find("endpointslices") != std::string::npos,
                     path.c_str());
            if (path.find("endpointslices") != std::string::npos) {
                slices = true;
                QVERIFY2(path.ends_with(
                             "?endpointslice.kubernetes.io/managed-by!=endpointslice-controller.k8s.io"),
                         path.c_str());
            }
        }
        QVERIFY(slices);
    }

    void narrowedToNamespacesOnlyTheseAreRead() {
        FakeApi api;
        serveUsual(api);
        api.put("/api/v1/services", object("shop", "cart"));
        api.put("/api/v1/services", object("bank", "vault"));
        api.put("/api/v1/services", object("other", "x"));
        LiveOptions options;
        options.namespaces = {"shop", "bank", "shop"};
        Live live(api, options);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.cluster.all<Service>().size(), std::size_t{2});
        QCOMPARE(live.cluster.namespaces(), (std::vector<std::string>{"bank", "shop"}));
        QCOMPARE(timesListed(api, "/api/v1/services"), 0);
        QCOMPARE(timesListed(api, "/api/v1/namespaces/shop/services"), 1);
        QCOMPARE(live.state(Kind::Service), State::Live);
    }

    void oneForbiddenNamespaceOfSeveralIsNamed() {
        FakeApi api;
        serveUsual(api);
        api.put("/api/v1/services", object("shop", "cart"));
        api.refuse("/api/v1/namespaces/bank/services", 403);
        api.refuse("/api/v1/namespaces/bank/pods", 403);
        api.refuse("/api/v1/namespaces/shop/pods", 403);
        LiveOptions options;
        options.namespaces = {"shop", "bank"};
        Live live(api, options);
        QTRY_VERIFY(live.settled());
        QTRY_COMPARE(live.state(Kind::Service), State::Live);
        QCOMPARE(live.cluster.status(Kind::Service).missingNamespaces, std::vector<std::string>{"bank"});
        QVERIFY(!readable(live.cluster.status(Kind::Service)));
        QTRY_COMPARE(live.state(Kind::Pod), State::Denied);
        QVERIFY(live.cluster.status(Kind::Pod).error.has_value());
    }

    void whereAllNamespacesAreForbiddenTheContextsOwnIsRead() {
        FakeApi api;
        serveUsual(api);
        api.put("/api/v1/services", object("shop", "cart"));
        api.put("/api/v1/services", object("bank", "vault"));
        api.refuse("/api/v1/services", 403);
        api.refuse("/api/v1/pods", 403);
        api.refuse("/api/v1/namespaces/shop/pods", 403);
        api.refuse("/api/v1/namespaces", 403);
        Live live(api);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.state(Kind::Service), State::Live);
        QCOMPARE(live.cluster.status(Kind::Service).missingNamespaces,
                 std::vector<std::string>{"all others"});
        QCOMPARE(live.cluster.all<Service>().size(), std::size_t{1});
        QCOMPARE(live.state(Kind::Pod), State::Denied);
        QCOMPARE(live.cluster.status(Kind::Pod).error->code, ErrorCode::Forbidden);
        QCOMPARE(live.state(Kind::Namespace), State::Denied);
        QCOMPARE(live.state(Kind::VirtualService), State::Live); // the rest works
        QVERIFY(live.failures.empty());
    }

    void anUnreachableServerIsSaidAndTriedAgain() {
        FakeApi api;
        serveUsual(api);
        api.server().kill();
        Live live(api);
        QTRY_COMPARE(live.failures.size(), std::size_t{1});
        QCOMPARE(live.failures[0].code, ErrorCode::Unreachable);
        QCOMPARE(live.state(Kind::Service), State::Failed);
        api.server().restart();
        QTRY_COMPARE_WITH_TIMEOUT(live.state(Kind::Service), State::Live, 10'000);
    }

    void aLostHeartbeatMakesEverythingStale() {
        FakeApi api;
        serveUsual(api);
        api.put("/api/v1/services", object("shop", "cart"));
        LiveOptions options;
        options.heartbeat = std::chrono::milliseconds(100);
        Live live(api, options);
        QTRY_VERIFY(live.settled());
        api.server().kill();
        QTRY_VERIFY(live.source->info().heartbeatLost);
        QTRY_COMPARE(live.state(Kind::Service), State::Stale);
        QCOMPARE(live.state(Kind::Pod), State::Stale);
        QCOMPARE(live.state(Kind::Revision), State::NotServed);
        QVERIFY(live.cluster.find<Service>("shop", "cart") != nullptr); // nothing is forgotten
        QVERIFY(live.cluster.status(Kind::Service).error.has_value());
        api.put("/api/v1/services", object("shop", "meanwhile"));
        api.server().restart();
        QTRY_VERIFY_WITH_TIMEOUT(!live.source->info().heartbeatLost, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(live.state(Kind::Service), State::Live, 10'000);
        QVERIFY(live.cluster.find<Service>("shop", "cart") != nullptr);
    }

    void changesOfOneTurnAreToldOnce() {
        FakeApi api;
        serveUsual(api);
        for (int i = 0; i < 500; ++i) {
            api.put("/api/v1/services", object("shop", "s" + std::to_string(i)));
        }
        Live live(api);
        QSignalSpy told(live.source.get(), &Source::changed);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.cluster.all<Service>().size(), std::size_t{500});
        QVERIFY2(told.count() < 200, qPrintable(QString::number(told.count())));
    }

    void anOddObjectIsNamedOnceAndTheRestIsKept() {
        FakeApi api;
        serveUsual(api);
        auto odd = object("shop", "odd");
        odd["spec"]["ports"] = "many";
        api.put("/api/v1/services", odd);
        api.put("/api/v1/services", object("shop", "cart"));
        Live live(api);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.cluster.all<Service>().size(), std::size_t{2});
        odd["metadata"]["labels"]["x"] = "y";
        api.put("/api/v1/services", odd);
        QTRY_COMPARE(live.cluster.find<Service>("shop", "odd")->meta.labels.size(), std::size_t{1});
        QCOMPARE(live.warnings.size(), std::size_t{1});
        QVERIFY(live.warnings[0].sentence().find("Service shop/odd: spec.ports") == 0);
    }

    void whatIsToComeIsCountedFirst() {
        FakeApi api;
        serveUsual(api);
        for (int i = 0; i < 40; ++i) {
            api.put("/api/v1/services", object("shop", "s" + std::to_string(i)));
        }
        LiveOptions options;
        options.countFirst = true;
        api.hold("/api/v1/services");
        Live live(api, options);
        QTRY_COMPARE(live.cluster.status(Kind::Service).expected, std::int64_t{40});
        QCOMPARE(live.state(Kind::Service), State::Listing);
        api.release();
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.cluster.all<Service>().size(), std::size_t{40});
    }

    void aVersionThatIsServedNoMoreIsReplaced() {
        FakeApi api;
        serveUsual(api);
        const std::string old = "/apis/networking.istio.io/v1beta1/sidecars";
        api.put(old, object("shop", "default"));
        LiveOptions options;
        options.lookAgain = std::chrono::milliseconds(100);
        Live live(api, options);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.cluster.status(Kind::Sidecar).version, std::string("v1beta1"));
        api.serve("networking.istio.io", "v1beta1", {});
        api.serve("networking.istio.io", "v1", {"sidecars"});
        api.put("/apis/networking.istio.io/v1/sidecars", object("shop", "new"));
        QTRY_COMPARE(live.cluster.status(Kind::Sidecar).version, std::string("v1"));
        QTRY_VERIFY(live.cluster.find<Sidecar>("shop", "new") != nullptr);
        QVERIFY(live.cluster.find<Sidecar>("shop", "default") == nullptr);
        QTRY_COMPARE(live.state(Kind::Sidecar), State::Live);
    }

    void aKindThatIsInstalledWhileRunningComesInByItself() {
        FakeApi api;
        serveUsual(api);
        LiveOptions options;
        options.lookAgain = std::chrono::milliseconds(100);
        Live live(api, options);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.state(Kind::ServerlessService), State::NotServed);
        api.serve("networking.internal.knative.dev", "v1alpha1", {"serverlessservices"});
        api.put("/apis/networking.internal.knative.dev/v1alpha1/serverlessservices", object("shop", "a"));
        QTRY_COMPARE(live.state(Kind::ServerlessService), State::Live);
        QCOMPARE(live.cluster.status(Kind::ServerlessService).version, std::string("v1alpha1"));
        QVERIFY(live.cluster.find<ServerlessService>("shop", "a") != nullptr);
    }

    void freshReadsGetListAndPatch() {
        FakeApi api;
        serveUsual(api);
        for (int i = 0; i < 1203; ++i) {
            api.put("/apis/networking.istio.io/v1beta1/virtualservices",
                    object("shop", "v" + std::to_string(i)));
        }
        api.put("/api/v1/services", object("shop", "cart"));
        Live live(api);
        QTRY_VERIFY(live.settled());
        auto* access = live.source->access();

        std::optional<Result<std::string>> got;
        access->get(Kind::Service, "shop", "cart", [&](Result<std::string> r) { got = std::move(r); });
        QVERIFY(!got);
        QTRY_VERIFY(got);
        QCOMPARE(Json::parse(**got)["metadata"]["name"].get<std::string>(), std::string("cart"));

        got.reset();
        access->get(Kind::Service, "shop", "none", [&](Result<std::string> r) { got = std::move(r); });
        QTRY_VERIFY(got);
        QCOMPARE(got->error().code, ErrorCode::NotFound);
        QVERIFY(got->error().sentence().find("Service shop/none") != std::string::npos);

        std::optional<Result<FreshList>> list;
        access->list(Kind::VirtualService, "shop", [&](Result<FreshList> r) { list = std::move(r); });
        QTRY_VERIFY(list); // three pages, of a version that is not the preferred one
        QVERIFY(list->has_value());
        QCOMPARE((*list)->items.size(), std::size_t{1203});
        QVERIFY((*list)->served);
        QVERIFY(!(*list)->resourceVersion.empty());

        list.reset();
        access->list(Kind::Revision, "shop", [&](Result<FreshList> r) { list = std::move(r); });
        QTRY_VERIFY(list);
        QVERIFY(list->has_value());
        QVERIFY(!(*list)->served);
        QVERIFY((*list)->items.empty());

        api.refuse("/api/v1/namespaces/shop/services", 403);
        list.reset();
        access->list(Kind::Service, "shop", [&](Result<FreshList> r) { list = std::move(r); });
        QTRY_VERIFY(list);
        QCOMPARE(list->error().code, ErrorCode::Forbidden);
    }

    void patchesSayWhoSendsThem() {
        FakeApi api;
        serveUsual(api);
        api.put("/api/v1/services", object("shop", "cart"));
        Live live(api);
        QTRY_VERIFY(live.settled());
        auto* access = live.source->access();
        std::optional<Result<std::string>> patched;
        access->patch({Kind::Service, "shop", "cart", R"({"metadata":{"labels":{"a":"b"}}})", true},
                      [&](Result<std::string> r) { patched = std::move(r); });
        QTRY_VERIFY(patched);
        QCOMPARE(Json::parse(**patched)["metadata"]["labels"]["a"].get<std::string>(), std::string("b"));
        QCOMPARE(api.patches().size(), std::size_t{1});
        const auto request = api.patches()[0];
        QCOMPARE(request.headers.value("content-type"), QByteArray("application/merge-patch+json"));
        QCOMPARE(request.query(QStringLiteral("fieldManager")), QStringLiteral("plimsoll"));
        QCOMPARE(request.query(QStringLiteral("dryRun")), QStringLiteral("All"));
        QVERIFY(request.query(QStringLiteral("fieldValidation")).isEmpty());

        api.refuse("/api/v1/namespaces/shop/services/cart", 409);
        patched.reset();
        access->patch({Kind::Service, "shop", "cart", "{}", false},
                      [&](Result<std::string> r) { patched = std::move(r); });
        QTRY_VERIFY(patched);
        QCOMPARE(patched->error().code, ErrorCode::Conflict);
    }
};

PLIMSOLL_TEST(LiveTest)
#include "tst_live.moc"
