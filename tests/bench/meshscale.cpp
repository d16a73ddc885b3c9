// SPDX-License-Identifier: Apache-2.0
// Weights of a large mesh: 10,000 proxies in 200 scopes, half of them narrowed by a Sidecar, and 20,000
// Services.
#include "bench/bench.h"
#include "mesh/objects.h"
#include "mesh/weigher.h"

#include <malloc.h>

#include <QStringList>

#include <algorithm>
#include <cstdio>
#include <ctime>

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

/// Of one core: the thread's own time, so that other work on the machine does not count.
double coreMs() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

template <class F>
double spentMs(const F& work) {
    const auto before = coreMs();
    work();
    return coreMs() - before;
}

/// Another port each time, which no other Service has.
void changeService(cluster::Cluster& cluster, int round) {
    auto service = *cluster.find<cluster::Service>("team-7", "service-7");
    service.ports = {test::port(numbered("80", round) + "/http")};
    cluster.put(service);
}

/// Hides a Service from everyone, or shows it again.
void changeExport(cluster::Cluster& cluster, int round) {
    auto service = *cluster.find<cluster::Service>("team-9", "service-9");
    service.meta.annotations.clear();
    if (round % 2 == 0) {
        service.meta.annotations.emplace_back(Text("networking.istio.io/exportTo"), Text("~"));
    }
    cluster.put(service);
}

void changeSidecar(cluster::Cluster& cluster, int round) {
    auto sidecar = *cluster.find<cluster::Sidecar>("team-8", "default");
    sidecar.egress[0].hosts[1] = Text(numbered("team-", round % namespaces) + "/*");
    cluster.put(sidecar);
}

} // namespace

int meshScale(const QStringList& arguments) {
    const int rounds = std::max(1, arguments.value(0).toInt());
    cluster::Cluster cluster;
    for (int n = 0; n < namespaces; ++n) {
        addNamespace(cluster, n);
    }
    mesh::Weights weights;
    mesh::Weigher weigher;
    weigher.weigh(cluster, {});
    std::vector<double> full;
    std::vector<double> ports;
    std::vector<double> exports;
    std::vector<double> sidecars;
    for (int round = 0; round < rounds; ++round) {
        full.push_back(spentMs([&] { weights = mesh::weigh(cluster, {}); }));
        const auto follow = [&](std::vector<double>& into, void (*change)(cluster::Cluster&, int)) {
            change(cluster, round);
            into.push_back(spentMs([&] { weigher.weigh(cluster, {}); }));
        };
        follow(ports, changeService);
        follow(exports, changeExport);
        follow(sidecars, changeSidecar);
    }
    const auto before = mallinfo2().uordblks;
    const auto copy = std::make_unique<mesh::Weights>(weights);
    const auto result = static_cast<double>(mallinfo2().uordblks - before) / 1e6;
    std::printf("mesh: %zu proxies in %d scopes, %zu Services, %d rounds\n", copy->proxies.size(), namespaces,
                cluster.all<cluster::Service>().size(), rounds);
    figure("weights of all, median", median(full), "ms", 100);
    figure("… after one Service's changed port, median", median(ports), "ms", 5);
    figure("… after one hidden or shown Service, median", median(exports), "ms", 5);
    figure("… after one changed Sidecar, median", median(sidecars), "ms", 5);
    figure("memory of the result", result, "MB", 20);
    figure("peak memory, estate included", static_cast<double>(peakMemory()) / 1000, "MB");
    return 0;
}

} // namespace plimsoll::bench
