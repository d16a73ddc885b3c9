// SPDX-License-Identifier: Apache-2.0
// What the demo estate holds, seen through the decoded cluster.
#include "demofixture.h"
#include "support/testmain.h"

#include <set>

using namespace plimsoll;
using cluster::Kind;
using knative::Visibility;
using test::Demo;

class EstateTest final : public QObject {
    Q_OBJECT

private slots:
    void usualSizeIs300RevisionsIn40ServicesOver6Namespaces() {
        const Demo demo;
        QVERIFY(demo.warnings.empty());
        QCOMPARE(demo.cluster.all<cluster::Revision>().size(), std::size_t(300));
        QCOMPARE(demo.cluster.all<cluster::KnativeService>().size(), std::size_t(40));
        std::set<std::string> namespaces;
        for (const auto& [key, service] : demo.cluster.all<cluster::KnativeService>()) {
            namespaces.insert(key.ns.str());
        }
        QCOMPARE(namespaces.size(), std::size_t(6));
    }

    void anySizeHasExactlyTheRevisionsAskedFor_data() {
        QTest::addColumn<int>("revisions");
        for (const int revisions : {1, 2, 7, 39, 40, 41, 99, 100, 199, 200, 201, 777, 2000}) {
            QTest::addRow("%d", revisions) << revisions;
        }
    }

    void anySizeHasExactlyTheRevisionsAskedFor() {
        QFETCH(int, revisions);
        const Demo demo(revisions);
        QVERIFY(demo.warnings.empty());
        QCOMPARE(demo.cluster.all<cluster::Revision>().size(), static_cast<std::size_t>(revisions));
        QCOMPARE(demo.cluster.all<cluster::ServerlessService>().size(), static_cast<std::size_t>(revisions));
    }

    void everyKindIsLiveAndCounted() {
        const Demo demo;
        for (const auto& known : cluster::allKinds()) {
            QCOMPARE(demo.cluster.status(known.kind).state, cluster::KindStatus::State::Live);
            QVERIFY2(demo.cluster.status(known.kind).objects > 0, std::string(known.name).c_str());
        }
        QCOMPARE(demo.cluster.status(Kind::Pod).objects, demo.cluster.all<cluster::Pod>().size());
    }

    void sameNumberGivesTheSameEstate() {
        Demo first;
        Demo second;
        const auto states = first.revisions();
        QVERIFY(states == second.revisions());
        for (const auto& known : cluster::allKinds()) {
            QVERIFY(first.list(known.kind, "")->items == second.list(known.kind, "")->items);
        }
        QCOMPARE(first.source.info().clock, *parseTime("2026-11-01T12:00:00Z"));
    }

    void addressesAndUidsAreUnique() {
        const Demo demo(2000);
        std::set<std::string> ips;
        std::size_t services = 0;
        for (const auto& [key, service] : demo.cluster.all<cluster::Service>()) {
            if (!service.clusterIPs.empty() && !service.headless()) {
                ips.insert(service.clusterIPs.front().str());
                ++services;
            }
        }
        for (const auto& [key, pod] : demo.cluster.all<cluster::Pod>()) {
            QVERIFY(pod.ips.front().view().starts_with("10."));
            ips.insert(pod.ips.front().str());
        }
        const bool local =
            demo.cluster.find<cluster::Service>("istio-system", "knative-local-gateway") != nullptr;
        QVERIFY(local);
        QCOMPARE(ips.size(), services + demo.cluster.all<cluster::Pod>().size());
        std::set<std::string> uids;
        for (const auto& [key, revision] : demo.cluster.all<cluster::Revision>()) {
            uids.insert(revision.meta.uid.str());
        }
        QCOMPARE(uids.size(), std::size_t(2000));
    }

    void interestingCasesAreThere() {
        const Demo demo;
        const auto at = [&](const char* ns, const char* name) { return demo.revision(ns, name).value(); };

        const auto split = at("shop", "cart-00006");
        QCOMPARE(split.percent, 20);
        QCOMPARE(split.mode, std::string("Proxy"));
        QVERIFY(split.routed && !split.hideable && !split.alarm);
        const auto hidden = at("shop", "cart-00001");
        QCOMPARE(hidden.visibility, Visibility::Hidden);
        QVERIFY(hidden.hideable && !hidden.alarm && !hidden.routed);

        const auto half = at("payments", "fraud-check-00002");
        QCOMPARE(half.visibility, Visibility::Partial);
        QVERIFY(half.publicExportTo && !half.privateExportTo && !half.alarm);

        const auto alarm = at("payments", "ledger-00002");
        QCOMPARE(alarm.percent, 15);
        QVERIFY(alarm.alarm && alarm.routed);
        QCOMPARE(alarm.visibility, Visibility::Hidden);

        QCOMPARE(at("shop", "checkout-00003").percent, 70);
        QCOMPARE(at("shop", "checkout-00004").percent, 30);
        const auto* rollout = demo.cluster.find<cluster::Route>("shop", "checkout");
        QCOMPARE(find(rollout->conditions, "Ready")->reason.str(), std::string("RolloutInProgress"));

        const auto tagged = at("media", "thumbnails-00001");
        QVERIFY(tagged.routed && !tagged.hideable);
        QCOMPARE(tagged.percent, 0);
        QCOMPARE(tagged.tags, std::vector<std::string>{"old"});

        QCOMPARE(at("media", "transcode-00004").reason, std::string("ImagePullBackOff"));
        QVERIFY(!at("media", "transcode-00004").ready);
        const auto* broken = demo.cluster.find<cluster::Route>("search", "suggest");
        QCOMPARE(find(broken->conditions, "Ready")->reason.str(), std::string("RevisionMissing"));

        QCOMPARE(at("batch", "nightly-report-00003").replicas, 0);
        QVERIFY(at("batch", "nightly-report-00003").routed);
        QCOMPARE(at("search", "query-00004").mode, std::string("Serve"));
        QVERIFY(!at("shop", "catalog-00004").hideable); // its pod still runs
        QCOMPARE(at("shop", "catalog-00004").replicas, 1);
        QVERIFY(at("payments", "wallet-00002").visibility == Visibility::Restricted);
        QVERIFY(!at("payments", "wallet-00002").alarm);
    }

    void onlyTheScriptedAlarmRings() {
        const Demo demo(1000);
        int alarms = 0;
        for (const auto& state : demo.revisions()) {
            alarms += state.alarm ? 1 : 0;
        }
        QCOMPARE(alarms, 1);
    }

    void longNamesAreCutAsKnativeCutsThem() {
        const Demo demo;
        const auto state =
            demo.revision("internal", "recommendations-for-returning-customers-of-all-regions-00002").value();
        QVERIFY(state.privateService.size() <= 63);
        QVERIFY(!state.privateService.starts_with(state.name));
        QVERIFY(demo.cluster.find<cluster::Service>("internal", state.privateService) != nullptr);
    }

    void meshHasWhatThePlatformNeeds() {
        const Demo demo;
        const auto settings = mesh::readSettings(demo.cluster);
        QCOMPARE(settings.istio.value().text(), std::string("1.30.3"));
        int gateways = 0;
        int limited = 0;
        for (const auto& [key, pod] : demo.cluster.all<cluster::Pod>()) {
            gateways += key.ns == "istio-system" && pod.proxy && pod.proxy->router ? 1 : 0;
            limited += pod.proxy && pod.proxy->memoryLimit ? 1 : 0;
            QVERIFY(!(pod.proxy && key.ns == "batch")); // not injected there
        }
        QCOMPARE(gateways, 3);
        QVERIFY(limited > 50);
        std::set<std::string> withSidecars;
        for (const auto& [key, sidecar] : demo.cluster.all<cluster::Sidecar>()) {
            withSidecars.insert(key.ns.str());
        }
        QVERIFY(withSidecars.contains("payments") && !withSidecars.contains("shop"));
    }

    void sessionAffinityLacksItsPlugin() {
        const Demo demo;
        std::set<std::string> operations;
        for (const auto& [key, filter] : demo.cluster.all<cluster::EnvoyFilter>()) {
            operations.insert(filter.patches.front().applyTo.str() + ' ' +
                              filter.patches.front().cluster.str());
        }
        QVERIFY(operations == (std::set<std::string>{"CLUSTER PassthroughCluster", "HTTP_FILTER "}));
        QVERIFY(demo.cluster.find<cluster::Sidecar>("knative-serving", "activator") != nullptr);
        const auto [first, last] = demo.cluster.in<cluster::WasmPlugin>("knative-serving");
        QVERIFY(first == last);
    }

    void tenThousandRevisionsLoad() {
        QElapsedTimer timer;
        timer.start();
        const Demo demo(10'000);
        const auto elapsed = timer.elapsed();
        qInfo("10,000 revisions with %zu Services and %zu pods in %lld ms",
              demo.cluster.all<cluster::Service>().size(), demo.cluster.all<cluster::Pod>().size(),
              static_cast<long long>(elapsed));
        QVERIFY(demo.warnings.empty());
        QCOMPARE(demo.cluster.all<cluster::Revision>().size(), std::size_t(10'000));
        QVERIFY(demo.cluster.all<cluster::Service>().size() > 20'000);
    }
};

PLIMSOLL_TEST(EstateTest)
#include "tst_estate.moc"
