// SPDX-License-Identifier: Apache-2.0
#include "mesh/whatif.h"

#include "mesh/scope.h"
#include "mesh/visibility.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace plimsoll::mesh {
namespace {

constexpr std::array<std::pair<std::string_view, Lever>, 4> words{
    {{"hide-reserve", Lever::HideReserve},
     {"sidecar-per-namespace", Lever::SidecarPerNamespace},
     {"gateway-filter", Lever::GatewayFilter},
     {"tilde", Lever::Tilde}}};

bool inReserve(const cluster::Service& service, const cluster::Cluster& cluster) {
    if (!cluster::has(service.meta.labels, "networking.internal.knative.dev/serverlessservice")) {
        return false;
    }
    const auto* revision = cluster.find<cluster::Revision>(
        service.meta.ns, cluster::valueOf(service.meta.labels, "serving.knative.dev/revision"));
    return revision != nullptr &&
           cluster::valueOf(revision->meta.labels, "serving.knative.dev/routingState") == "reserve";
}

/// Exported to nobody in effect, though not by "~".
bool exportedToNoneThatExists(const cluster::Service& service, const cluster::Cluster& cluster,
                              const MeshSettings& settings) {
    if (cluster::valueOf(service.meta.annotations, exportToAnnotation).empty()) {
        return false;
    }
    const auto reach = reachOf(service, settings);
    return !reach.namespaces().empty() && !reach.includesExisting(cluster);
}

cluster::Service hidden(cluster::Service service) {
    auto& annotations = service.meta.annotations;
    std::erase_if(annotations, [](const auto& pair) { return pair.first == exportToAnnotation; });
    annotations.emplace_back(Text(exportToAnnotation), Text("~"));
    std::sort(annotations.begin(), annotations.end());
    return service;
}

template <class Wanted>
int hide(cluster::Cluster& cluster, const Wanted& wanted) {
    std::vector<cluster::Service> changed;
    for (const auto& [key, service] : cluster.all<cluster::Service>()) {
        if (wanted(service)) {
            auto made = hidden(service);
            if (made != service) {
                changed.push_back(std::move(made));
            }
        }
    }
    for (auto& service : changed) {
        cluster.put(std::move(service));
    }
    return static_cast<int>(changed.size());
}

/// Its own namespace, the control plane's, and Knative's where it serves revisions.
cluster::Sidecar narrowing(const Text& ns, const cluster::Cluster& cluster, const MeshSettings& settings) {
    cluster::Sidecar sidecar;
    sidecar.meta.ns = ns;
    sidecar.meta.name = Text("default");
    for (int i = 2; cluster.find<cluster::Sidecar>(ns, sidecar.meta.name) != nullptr; ++i) {
        sidecar.meta.name = Text("default-" + std::to_string(i));
    }
    cluster::SidecarEgress egress;
    egress.hosts = {Text("./*"), Text(settings.rootNamespace + "/*")};
    const auto [first, last] = cluster.in<cluster::Revision>(ns);
    if (first != last) {
        egress.hosts.emplace_back("knative-serving/*");
    }
    sidecar.egress.push_back(std::move(egress));
    return sidecar;
}

/// Not in the root namespace: a Sidecar there would be everyone's.
int addSidecars(cluster::Cluster& cluster, const MeshSettings& settings) {
    const SidecarChoice choice(cluster, settings);
    std::set<Text> namespaces;
    for (const auto& [key, pod] : cluster.all<cluster::Pod>()) {
        if (pod.proxy && !pod.proxy->router && !pod.finished() && pod.meta.ns != settings.rootNamespace &&
            choice.of(pod) == nullptr) {
            namespaces.insert(pod.meta.ns);
        }
    }
    for (const auto& ns : namespaces) {
        cluster.put(narrowing(ns, cluster, settings));
    }
    return static_cast<int>(namespaces.size());
}

} // namespace

std::optional<Lever> leverOf(std::string_view word) {
    for (const auto& [name, lever] : words) {
        if (name == word) {
            return lever;
        }
    }
    return {};
}

std::string_view wordOf(Lever lever) {
    return std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.second == lever; })->first;
}

int pull(Lever lever, cluster::Cluster& cluster, MeshSettings& settings) {
    switch (lever) {
    case Lever::HideReserve:
        return hide(cluster, [&](const auto& service) { return inReserve(service, cluster); });
    case Lever::Tilde:
        return hide(cluster, [&](const auto& service) {
            return exportedToNoneThatExists(service, cluster, settings);
        });
    case Lever::SidecarPerNamespace:
        return addSidecars(cluster, settings);
    case Lever::GatewayFilter:
        break;
    }
    int changed = std::exchange(settings.filterGatewayClusters, true) ? 0 : 1;
    for (auto& other : settings.others) {
        changed += std::exchange(other.filterGatewayClusters, true) ? 0 : 1;
    }
    return changed;
}

WhatIf whatIf(const cluster::Cluster& cluster, const MeshSettings& settings,
              const std::vector<Lever>& levers) {
    WhatIf result;
    auto changedCluster = cluster;
    auto changedSettings = settings;
    for (const auto lever : levers) {
        result.levers.push_back({lever, pull(lever, changedCluster, changedSettings)});
    }
    auto before = weigh(cluster, settings);
    auto after = weigh(changedCluster, changedSettings);
    // No lever adds or removes a pod, so the lists are of the same proxies.
    for (std::size_t i = 0; i < before.proxies.size() && i < after.proxies.size(); ++i) {
        result.proxies.push_back({std::move(before.proxies[i]), std::move(after.proxies[i])});
    }
    return result;
}

} // namespace plimsoll::mesh
