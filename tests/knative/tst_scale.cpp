// SPDX-License-Identifier: Apache-2.0
// Ten thousand revisions behind two thousand routes are judged in one pass, not in one for each pair.
#include "knative/revisions.h"
#include "support/testmain.h"

#include <QElapsedTimer>

using namespace plimsoll;

namespace {

constexpr int services = 2000;
constexpr int revisionsEach = 5;

cluster::Meta metaOf(cluster::Cluster& cluster, const std::string& ns, const std::string& name,
                     std::vector<std::pair<std::string, std::string>> labels) {
    cluster::Meta meta;
    meta.ns = cluster.pool().intern(ns);
    meta.name = cluster.pool().intern(name);
    std::sort(labels.begin(), labels.end());
    for (const auto& [key, value] : labels) {
        meta.labels.emplace_back(cluster.pool().intern(key), cluster.pool().intern(value));
    }
    return meta;
}

void addRevision(cluster::Cluster& cluster, const std::string& ns, const std::string& service,
                 const std::string& name, bool active) {
    cluster::Revision revision;
    revision.meta = metaOf(cluster, ns, name,
                           {{"serving.knative.dev/service", service},
                            {"serving.knative.dev/configuration", service},
                            {"serving.knative.dev/routingState", active ? "active" : "reserve"}});
    revision.actualReplicas = active ? 1 : 0;
    cluster.put(revision);
    for (const auto* type : {"Public", "Private"}) {
        cluster::Service object;
        object.meta = metaOf(cluster, ns, type == std::string("Public") ? name : name + "-private",
                             {{"networking.internal.knative.dev/serverlessservice", name},
                              {"networking.internal.knative.dev/serviceType", type}});
        object.ports.resize(2);
        cluster.put(object);
    }
}

void addRoute(cluster::Cluster& cluster, const std::string& ns, const std::string& service,
              const std::string& active) {
    cluster::Route route;
    route.meta = metaOf(cluster, ns, service, {});
    cluster::TrafficTarget target;
    target.revision = cluster.pool().intern(active);
    target.percent = 100;
    route.spec = route.status = {target};
    cluster.put(route);
    cluster::VirtualService virtualService;
    virtualService.meta =
        metaOf(cluster, ns, service + "-ingress", {{"networking.internal.knative.dev/ingress", service}});
    virtualService.gateways = {cluster.pool().intern("knative-serving/knative-ingress-gateway")};
    cluster::VirtualServiceRoute http;
    cluster::Destination destination;
    destination.host = cluster.pool().intern(active + "." + ns + ".svc.cluster.local");
    http.destinations = {destination};
    virtualService.routes = {http, http};
    cluster.put(virtualService);
}

} // namespace

class ScaleTest : public QObject {
    Q_OBJECT

private slots:
    void tenThousandRevisions();
};

void ScaleTest::tenThousandRevisions() {
    cluster::Cluster cluster;
    for (const auto& kind : cluster::allKinds()) {
        cluster.editStatus(kind.kind).state = cluster::KindStatus::State::Live;
    }
    for (int i = 0; i < services; ++i) {
        const auto ns = "team-" + std::to_string(i % 40);
        const auto service = "service-" + std::to_string(i);
        for (int j = 1; j <= revisionsEach; ++j) {
            addRevision(cluster, ns, service, service + "-0000" + std::to_string(j), j == revisionsEach);
        }
        addRoute(cluster, ns, service, service + "-0000" + std::to_string(revisionsEach));
    }
    QElapsedTimer timer;
    timer.start();
    const auto states = knative::revisions(cluster, {}, 0);
    const auto took = timer.elapsed();
    qInfo("%zu revisions in %lld ms", states.size(), static_cast<long long>(took));
    QCOMPARE(states.size(), std::size_t{services * revisionsEach});
    QCOMPARE(std::count_if(states.begin(), states.end(), [](const auto& state) { return state.routed; }),
             services);
    QCOMPARE(std::count_if(states.begin(), states.end(), [](const auto& state) { return state.hideable; }),
             services * (revisionsEach - 1));
    // A scan for each pair takes minutes here; sanitizers and a busy machine stay far below this.
    QVERIFY2(took < 5000, "far too slow: something scans the cluster for each revision");
}

PLIMSOLL_TEST(ScaleTest)
#include "tst_scale.moc"
