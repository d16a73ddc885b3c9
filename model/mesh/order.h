// SPDX-License-Identifier: Apache-2.0
// The order in which istiod goes through objects of a kind: by creation, of one second by name, then by
// namespace. Source: istio pilot/pkg/model/config.go sortConfigByCreationTime.
#pragma once

#include "cluster/cluster.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace plimsoll::mesh {

[[nodiscard]] inline bool isOlder(const cluster::Meta& a, const cluster::Meta& b) {
    return std::tuple(a.created, a.name.view(), a.ns.view()) <
           std::tuple(b.created, b.name.view(), b.ns.view());
}

/// All objects of a kind, the oldest first.
template <class T>
[[nodiscard]] std::vector<const T*> byAge(const cluster::Cluster& cluster) {
    std::vector<const T*> sorted;
    sorted.reserve(cluster.all<T>().size());
    for (const auto& [key, object] : cluster.all<T>()) {
        sorted.push_back(&object);
    }
    std::sort(sorted.begin(), sorted.end(), [](const T* a, const T* b) { return isOlder(a->meta, b->meta); });
    return sorted;
}

} // namespace plimsoll::mesh
