// SPDX-License-Identifier: Apache-2.0
// The estate's life: it moves, and what its objects say stays true together.
#include "demofixture.h"
#include "support/testmain.h"

#include <QSignalSpy>

#include <set>

using namespace plimsoll;
using test::Demo;

namespace {

int sum(const std::vector<cluster::TrafficTarget>& traffic) {
    int percent = 0;
    for (const auto& target : traffic) {
        percent += target.percent.value_or(0);
    }
    return percent;
}

/// The first broken rule, or nothing.
QString brokenRule(const cluster::Cluster& cluster) {
    const auto named = [](const char* rule, const cluster::Meta& meta) {
        return QStringLiteral("%1: %2/%3")
            .arg(QString::fromUtf8(rule), QString::fromStdString(meta.ns.str()),
                 QString::fromStdString(meta.name.str()));
    };
    for (const auto& [key, route] : cluster.all<cluster::Route>()) {
        if (sum(route.spec) != 100 || sum(route.status) != 100) {
            return named("percents sum to 100", route.meta);
        }
        for (const auto& target : route.status) {
            const auto* revision = cluster.find<cluster::Revision>(key.ns, target.revision);
            if (revision == nullptr ||
                cluster::valueOf(revision->meta.labels, "serving.knative.dev/routingState") != "active") {
                return named("status.traffic names active revisions", route.meta);
            }
        }
    }
    for (const auto& [key, ingress] : cluster.all<cluster::KnativeIngress>()) {
        for (const auto& rule : ingress.rules) {
            int percent = 0;
            for (const auto& split : rule.paths.front()) {
                percent += split.percent;
                if (cluster.find<cluster::Service>(split.ns, split.service) == nullptr) {
                    return named("an Ingress names Services that exist", ingress.meta);
                }
            }
            if (percent != 100) {
                return named("an Ingress' splits sum to 100", ingress.meta);
            }
        }
    }
    std::map<std::pair<std::string, std::string>, int> ready;
    for (const auto& [key, pod] : cluster.all<cluster::Pod>()) {
        const auto revision = cluster::valueOf(pod.meta.labels, "serving.knative.dev/revision");
        ready[{key.ns.str(), std::string(revision)}] += pod.ready && !pod.terminating() ? 1 : 0;
    }
    for (const auto& [key, revision] : cluster.all<cluster::Revision>()) {
        const auto* scaler = cluster.find<cluster::PodAutoscaler>(key.ns, key.name);
        const auto* sks = cluster.find<cluster::ServerlessService>(key.ns, key.name);
        if (scaler == nullptr || sks == nullptr) {
            return named("a revision has its autoscaler and ServerlessService", revision.meta);
        }
        const int pods = ready[{key.ns.str(), key.name.str()}];
        if (revision.actualReplicas != pods || scaler->actualScale != pods) {
            return named("replicas are the ready pods", revision.meta);
        }
        if (isTrue(sks->conditions, "EndpointsPopulated") != (pods > 0) ||
            (sks->mode == "Serve" && pods == 0)) {
            return named("a ServerlessService knows its pods", revision.meta);
        }
        const bool active =
            cluster::valueOf(revision.meta.labels, "serving.knative.dev/routingState") == "active";
        if ((scaler->reachability == "Reachable") != active) {
            return named("reachability follows the routing state", revision.meta);
        }
    }
    return {};
}

} // namespace

class LifeTest final : public QObject {
    Q_OBJECT

private slots:
    void rulesHoldAtTheBeginning() {
        const Demo demo;
        QCOMPARE(brokenRule(demo.cluster), QString());
    }

    void rulesHoldInEverySecond() {
        Demo demo;
        QSignalSpy changes(&demo.source, &cluster::Source::changed);
        const auto before = demo.cluster.all<cluster::Revision>().size();
        std::set<std::string> states;
        for (int second = 0; second < 300; ++second) {
            demo.source.step();
            QCOMPARE(brokenRule(demo.cluster), QString());
            for (const auto& [key, scaler] : demo.cluster.all<cluster::PodAutoscaler>()) {
                states.insert(scaler.actualScale.value_or(0) > 0 ? "up" : "down");
            }
        }
        QVERIFY(demo.warnings.empty());
        QVERIFY(changes.size() > 100);
        QVERIFY(demo.cluster.all<cluster::Revision>().size() > before); // rolled out
        QCOMPARE(demo.source.info().clock, *parseTime("2026-11-01T12:05:00Z"));
    }

    void noNewAlarmsRing() {
        Demo demo;
        for (int second = 0; second < 120; ++second) {
            demo.source.step();
            if (second % 10 == 0) {
                int alarms = 0;
                for (const auto& state : demo.revisions()) {
                    alarms += state.alarm ? 1 : 0;
                }
                QCOMPARE(alarms, 1);
            }
        }
    }

    void hiddenRevisionStaysHidden() {
        Demo demo;
        for (int second = 0; second < 60; ++second) {
            demo.source.step();
        }
        QVERIFY(demo.revision("shop", "cart-00001")->visibility == knative::Visibility::Hidden);
        QVERIFY(demo.revision("payments", "ledger-00002")->alarm);
    }

    void rolloutEndsInARouteThatIsReady() {
        Demo demo;
        int last = 30;
        for (int second = 0; second < 60; ++second) {
            demo.source.step();
            const auto state = demo.revision("shop", "checkout-00004").value();
            QVERIFY(state.percent >= last);
            last = state.percent;
        }
        QCOMPARE(last, 100);
        const auto* route = demo.cluster.find<cluster::Route>("shop", "checkout");
        QVERIFY(isTrue(route->conditions, "Ready"));
        const auto former = demo.revision("shop", "checkout-00003").value();
        QCOMPARE(former.routingState, std::string("reserve"));
        QVERIFY(!former.routed);
        QCOMPARE(former.replicas, 0);
        QVERIFY(former.hideable);
    }

    void everyRunLivesTheSameLife() {
        Demo first;
        Demo second;
        for (int step = 0; step < 120; ++step) {
            first.source.step();
            second.source.step();
        }
        QVERIFY(first.revisions() == second.revisions());
    }

    void resourceVersionsOnlyGrow() {
        Demo demo;
        const auto versionOf = [&] {
            return std::stoll(
                demo.cluster.find<cluster::Route>("shop", "checkout")->meta.resourceVersion.str());
        };
        auto last = versionOf();
        for (int second = 0; second < 40; ++second) {
            demo.source.step();
            QVERIFY(versionOf() >= last);
            last = versionOf();
        }
        QVERIFY(last > 600'000);
    }

    void standsStillUnlessAlive() {
        Demo demo;
        const auto version = demo.cluster.version();
        QTest::qWait(1200);
        QCOMPARE(demo.cluster.version(), version);
    }

    void livesWhenAlive() {
        cluster::Cluster cluster;
        cluster::DemoSource source(0, true, cluster);
        source.start();
        QTRY_VERIFY_WITH_TIMEOUT(source.info().clock > *parseTime("2026-11-01T12:00:01Z"), 20'000);
    }
};

PLIMSOLL_TEST(LifeTest)
#include "tst_life.moc"
