// SPDX-License-Identifier: Apache-2.0
// A live cluster for somebody who may not see all of it.
#include "cluster/fakeapi.h"
#include "cluster/live.h"
#include "support/testmain.h"

#include <set>

using namespace plimsoll;
using namespace plimsoll::cluster;
using plimsoll::test::FakeApi;
using Json = nlohmann::json;
using State = KindStatus::State;
using Names = std::vector<std::string>;

namespace {

Json object(const std::string& ns, const std::string& name) {
    Json json{{"metadata", {{"name", name}}}};
    if (!ns.empty()) {
        json["metadata"]["namespace"] = ns;
    }
    return json;
}

class Live {
public:
    explicit Live(FakeApi& api, LiveOptions options = {}, const char* ns = "shop") {
        kube::Config config;
        config.server = api.url();
        config.ns = ns;
        source = std::make_unique<LiveSource>(config, std::move(options), cluster);
        QObject::connect(source.get(), &Source::warned, [this](const Error& e) { warnings.push_back(e); });
        source->start();
    }
    [[nodiscard]] bool settled() const {
        return std::all_of(allKinds().begin(), allKinds().end(),
                           [this](const KindInfo& k) { return cluster::settled(cluster.status(k.kind)); });
    }
    [[nodiscard]] const KindStatus& status(Kind kind) const { return cluster.status(kind); }
    [[nodiscard]] Names services() const {
        Names names;
        for (const auto& [key, service] : cluster.all<Service>()) {
            names.push_back(key.ns.str() + "/" + key.name.str());
        }
        return names;
    }

    [[nodiscard]] QString text() const {
        QStringList names;
        for (const auto& name : services()) {
            names << QString::fromStdString(name);
        }
        return names.join(QLatin1Char(' '));
    }

    Cluster cluster;
    std::vector<Error> warnings;
    std::unique_ptr<LiveSource> source;
};

void serveUsual(FakeApi& api) {
    api.serve("", "v1", {"namespaces", "services", "pods", "configmaps"});
    api.serve("networking.istio.io", "v1", {"virtualservices", "sidecars"});
    for (const auto* ns : {"shop", "bank", "mail"}) {
        api.put("/api/v1/namespaces", object("", ns));
        api.put("/api/v1/services", object(ns, "s"));
        api.put("/apis/networking.istio.io/v1/virtualservices", object(ns, "v"));
    }
}

/// May list in these namespaces only; the server tells so, and refuses the rest.
void limitTo(FakeApi& api, const std::set<std::string>& allowed) {
    api.review([allowed](const FakeApi::Review& asked) { return allowed.contains(asked.ns); });
    for (const auto* plural : {"/services", "/pods"}) {
        api.refuse(std::string("/api/v1") + plural, 403);
        for (const auto* ns : {"shop", "bank", "mail"}) {
            if (!allowed.contains(ns)) {
                api.refuse(std::string("/api/v1/namespaces/") + ns + plural, 403);
            }
        }
    }
}

bool listed(const FakeApi& api, const std::string& path) {
    const auto all = api.listed();
    return std::count(all.begin(), all.end(), path) > 0;
}

} // namespace

class RightsTest : public QObject {
    Q_OBJECT

private slots:
    void anAdministratorIsAskedOnce() {
        FakeApi api;
        serveUsual(api);
        api.review([](const FakeApi::Review&) { return true; });
        Live live(api);
        QTRY_VERIFY(live.settled());
        QCOMPARE(api.reviews().size(), std::size_t{1});
        QCOMPARE(api.reviews()[0].verb, std::string("*"));
        QCOMPARE(live.services().size(), std::size_t{3});
    }

    void theNamespacesThatMayBeReadAreFound() {
        FakeApi api;
        serveUsual(api);
        limitTo(api, {"shop", "mail"});
        Live live(api);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.services(), (Names{"mail/s", "shop/s"}));
        QVERIFY(!listed(api, "/api/v1/services")); // told before, not found out by a refusal
        QVERIFY(!listed(api, "/api/v1/namespaces/bank/services"));
        QCOMPARE(live.status(Kind::Service).state, State::Live);
        QCOMPARE(live.status(Kind::Service).missingNamespaces, Names{"bank"});
        QVERIFY(!readable(live.status(Kind::Service)));
        QVERIFY(readable(live.status(Kind::Namespace)));
    }

    void theNamespacesThatTheUserNamedAreReadAndNoOthers() {
        FakeApi api;
        serveUsual(api);
        limitTo(api, {"shop", "bank", "mail"});
        LiveOptions options;
        options.savedNamespaces = {"bank", "mail"};
        Live live(api, options);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.services(), (Names{"bank/s", "mail/s"}));
        QCOMPARE(live.status(Kind::Service).missingNamespaces, Names{"all others"});
    }

    void openShiftsProjectsAreRead() {
        FakeApi api;
        serveUsual(api);
        limitTo(api, {"shop", "mail"});
        api.refuse("/api/v1/namespaces", 403);
        api.serve("project.openshift.io", "v1", {"projects"});
        api.put("/apis/project.openshift.io/v1/projects", object("", "mail"));
        Live live(api, {}, "");
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.services(), Names{"mail/s"});
        QCOMPARE(live.status(Kind::Service).missingNamespaces, Names{"all others"});
        QCOMPARE(live.status(Kind::Namespace).state, State::Denied);
    }

    void moreNamespacesThanCanBeWatchedAreSaid() {
        FakeApi api;
        serveUsual(api);
        limitTo(api, {"shop", "bank", "mail"});
        LiveOptions options;
        options.mostNamespaces = 2;
        Live live(api, options);
        QTRY_VERIFY(live.settled());
        QVERIFY2(live.services() == (Names{"bank/s", "shop/s"}),
                 qPrintable(live.text())); // the context's own is among them
        QCOMPARE(live.status(Kind::Service).missingNamespaces, Names{"mail"});
        QCOMPARE(live.warnings.size(), std::size_t{1});
        QVERIFY2(live.warnings[0].sentence().find("3 are too many to watch one by one: 2 are read") !=
                     std::string::npos,
                 live.warnings[0].sentence().c_str());
    }

    void rightsThatComeLaterAreUsed() {
        FakeApi api;
        serveUsual(api);
        limitTo(api, {"shop"});
        LiveOptions options;
        options.lookAgain = std::chrono::milliseconds(100);
        Live live(api, options);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.services(), Names{"shop/s"});
        api.refuse({}, 0);
        api.review([](const FakeApi::Review&) { return true; });
        QTRY_COMPARE(live.services(), (Names{"bank/s", "mail/s", "shop/s"}));
        QTRY_VERIFY(readable(live.status(Kind::Service)));
    }

    void aRightThatIsTakenAwayLeavesWhatMayBeRead() {
        FakeApi api;
        serveUsual(api);
        Live live(api);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.services().size(), std::size_t{3});
        limitTo(api, {"shop"});
        api.server().kill(); // the watches end, and the next list is refused
        api.server().restart();
        QTRY_COMPARE_WITH_TIMEOUT(live.services(), Names{"shop/s"}, 30'000);
        QCOMPARE(live.status(Kind::Service).state, State::Live);
        QVERIFY(!readable(live.status(Kind::Service)));
    }

    void nobodysNamespaceIsSaidInTheServersWords() {
        FakeApi api;
        serveUsual(api);
        limitTo(api, {});
        api.refuse("/api/v1/namespaces", 403);
        Live live(api, {}, "");
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.status(Kind::Service).state, State::Denied);
        QVERIFY(live.status(Kind::Service).error.has_value());
        QCOMPARE(live.status(Kind::VirtualService).state, State::Live); // refused nowhere, whatever was told
    }

    void narrowedByFlagRoutesAreReadEverywhereAndTheRestIsNot() {
        FakeApi api;
        serveUsual(api);
        api.put("/api/v1/services", object("istio-system", "gateway"));
        api.put("/apis/networking.istio.io/v1/sidecars", object("istio-system", "default"));
        LiveOptions options;
        options.namespaces = {"shop"};
        Live live(api, options);
        QTRY_VERIFY(live.settled());
        QCOMPARE(live.services(), (Names{"istio-system/gateway", "shop/s"}));
        QCOMPARE(live.status(Kind::Service).onlyNamespaces, Names{"shop"});
        QVERIFY(!readable(live.status(Kind::Service)));
        QVERIFY(live.cluster.find<Sidecar>("istio-system", "default") != nullptr);
        QVERIFY(live.cluster.find<VirtualService>("bank", "v") != nullptr);
        QVERIFY(readable(live.status(Kind::VirtualService)));
        QVERIFY(!listed(api, "/api/v1/services"));
        QVERIFY(!listed(api, "/api/v1/pods"));
        QVERIFY(!listed(api, "/apis/networking.istio.io/v1/sidecars"));
    }

    void narrowedWithoutTheRightToSeeRoutesElsewhereTheyCountAsUnread() {
        FakeApi api;
        serveUsual(api);
        api.refuse("/apis/networking.istio.io/v1/virtualservices", 403);
        api.refuse("/api/v1/namespaces/istio-system/services", 403);
        LiveOptions options;
        options.namespaces = {"shop"};
        Live live(api, options);
        QTRY_VERIFY(live.settled());
        QVERIFY(live.cluster.find<VirtualService>("shop", "v") != nullptr);
        QCOMPARE(live.status(Kind::VirtualService).state, State::Live);
        QCOMPARE(live.status(Kind::VirtualService).missingNamespaces, Names{"all others"});
        QVERIFY(!readable(live.status(Kind::VirtualService)));
        QCOMPARE(live.status(Kind::Service).state, State::Live); // what is beside may be missing
        QVERIFY(live.status(Kind::Service).missingNamespaces.empty());
    }
};

PLIMSOLL_TEST(RightsTest)
#include "tst_rights.moc"
