// SPDX-License-Identifier: Apache-2.0
// Whose configuration weighs: the bytes that all proxies together carry, by namespace, service or revision.
#pragma once

#include "mesh/weight.h"

#include <string>
#include <vector>

namespace plimsoll::mesh {

enum class By { Namespace, Service, Revision };

struct Part {
    std::string name; // a namespace, else "ns/name"
    int proxies = 0;  // that carry some of it
    std::int64_t envoyClusters = 0;
    std::int64_t bytes = 0; // over all proxies
};

struct Breakdown {
    std::vector<Part> parts; // the heaviest first
    /// What is no service's alone, or by revision no revision's: fixed clusters, listeners and routes that
    /// services share, inbound configuration, subsets, routes of VirtualServices.
    std::int64_t rest = 0;
    std::int64_t total = 0;
};

[[nodiscard]] Breakdown breakDown(const cluster::Cluster& cluster, const MeshSettings& settings, By by);

} // namespace plimsoll::mesh
