// SPDX-License-Identifier: Apache-2.0
// Weights of a large mesh: 10,000 proxies in 200 scopes, half of them narrowed by a Sidecar, and 20,000
// Services.
#include "bench/bench.h"
#include "mesh/objects.h"
#include "mesh/weight.h"

#include <malloc.h>

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>

namespace plimsoll::bench {
namespace {

constexpr int namespaces = 200;
constexpr int servicesEach = 100;
constexpr int podsEach = 50;

std::string numbered(const char* word, int n) {
    return word + std::to_string(n);
}

cluster::Sidecar narrowed(const std::string& ns, int n) {
    cluster::Sidecar sidecar;
    sidecar.meta = test::meta(ns, "default");
    cluster::SidecarEgress egress;
    egress.hosts = {Text("./*"), Text(numbered("team-", (n + 1) % namespaces) + "/*")};
    sidecar.egress.push_back(egress);
    return sidecar;
}

void addNamespace(cluster::Cluster& cluster, int n) {
    const auto ns = numbered("team-", n);
    for (int i = 0; i < servicesEach; ++i) {
        const auto name = numbered("service-", i);
        auto service = i % 10 == 0
                           ? test::service(ns, name, {"5432/tcp-db"}, {{"app", name}})
                           : test::service(ns, name, {"80/http", "9090/http-metrics"}, {{"app", name}});
        service.clusterIPs = {Text("10." + std::to_string(n) + '.' + std::to_string(i) + ".1")};
        cluster.put(service);
    }
    for (int i = 0; i < podsEach; ++i) {
        const auto app = numbered("service-", i);
        cluster.put(test::pod(ns, app + "-x1", {{"app", app}}, test::ProxyKind::Sidecar,
                              "172." + std::to_string(n) + '.' + std::to_string(i) + ".1"));
    }
    if (n % 2 == 0) {
        cluster.put(narrowed(ns, n));
    }
}

double weighMs(const cluster::Cluster& cluster, mesh::Weights& into) {
    QElapsedTimer clock;
    clock.start();
    into = mesh::weigh(cluster, {});
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

} // namespace

int meshScale(const QStringList& arguments) {
    const int rounds = std::max(1, arguments.value(0).toInt());
    cluster::Cluster cluster;
    for (int n = 0; n < namespaces; ++n) {
        addNamespace(cluster, n);
    }
    mesh::Weights weights;
    std::vector<double> full;
    std::vector<double> changed;
    for (int round = 0; round < rounds; ++round) {
        full.push_back(weighMs(cluster, weights));
        auto service = *cluster.find<cluster::Service>("team-7", "service-7");
        service.ports = {test::port(numbered("80", round) + "/http")};
        cluster.put(service);
        changed.push_back(weighMs(cluster, weights));
    }
    const auto before = mallinfo2().uordblks;
    const auto copy = std::make_unique<mesh::Weights>(weights);
    const auto result = static_cast<double>(mallinfo2().uordblks - before) / 1e6;
    std::printf("mesh: %zu proxies in %d scopes, %zu Services, %d rounds\n", copy->proxies.size(), namespaces,
                cluster.all<cluster::Service>().size(), rounds);
    figure("weights of all, median", median(full), "ms", 100);
    figure("… after one changed Service, median", median(changed), "ms", 5);
    figure("memory of the result", result, "MB", 20);
    figure("peak memory, estate included", static_cast<double>(peakMemory()) / 1000, "MB");
    return 0;
}

} // namespace plimsoll::bench
