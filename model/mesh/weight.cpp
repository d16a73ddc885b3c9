// SPDX-License-Identifier: Apache-2.0
#include "mesh/weight.h"

#include "mesh/scale.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace plimsoll::mesh {

Weights weigh(const cluster::Cluster& cluster, const MeshSettings& settings) {
    auto weights = Scale(cluster, settings).run(settings);
    for (const auto& other : settings.others) {
        auto more = Scale(cluster, other).run(settings).proxies;
        weights.proxies.insert(weights.proxies.end(), std::make_move_iterator(more.begin()),
                               std::make_move_iterator(more.end()));
    }
    if (!settings.others.empty()) {
        std::sort(weights.proxies.begin(), weights.proxies.end(), [](const auto& a, const auto& b) {
            return std::tie(a.ns, a.name) < std::tie(b.ns, b.name);
        });
    }
    return weights;
}

std::vector<ListedProxy> listResources(const cluster::Cluster& cluster, const MeshSettings& settings,
                                       std::string_view ns, std::string_view name) {
    std::map<const MeshSettings*, Scale> scales;
    std::vector<ListedProxy> listed;
    for (const auto& [key, pod] : cluster.all<cluster::Pod>()) {
        const bool wanted = name.empty() || (key.ns == ns && key.name == name);
        if (!pod.proxy || pod.finished() || !wanted) {
            continue;
        }
        const auto& own = settingsOf(pod, cluster, settings);
        auto proxy = scales.try_emplace(&own, cluster, own).first->second.list(pod);
        const auto byName = [](const auto& a, const auto& b) { return a.name < b.name; };
        auto& resources = proxy.resources;
        for (auto* list : {&resources.clusters, &resources.loadAssignments, &resources.listeners}) {
            std::stable_sort(list->begin(), list->end(), byName);
        }
        std::stable_sort(resources.routes.begin(), resources.routes.end(), byName);
        listed.push_back(std::move(proxy));
    }
    return listed;
}

MemoryRange estimateMemory(const Load& load) {
    constexpr std::int64_t kB = 1000;
    constexpr std::int64_t MB = 1000 * kB;
    // Envoy's own base, then what was measured for a cluster with its listeners and routes, and an endpoint.
    return {40 * MB + 40 * kB * load.envoyClusters + 1400 * std::int64_t{load.endpoints},
            60 * MB + 120 * kB * load.envoyClusters + 3000 * std::int64_t{load.endpoints}};
}

} // namespace plimsoll::mesh
