// SPDX-License-Identifier: Apache-2.0
#include "mesh/outbound.h"

namespace plimsoll::mesh {
namespace {

/// A DestinationRule adds its name to each cluster, and a cluster a subset.
struct RuleCost {
    int subsets = 0;
    std::int64_t every = 0;      // bytes more on each cluster
    std::int64_t subsetMore = 0; // bytes more on all subset clusters together
};

RuleCost costOf(const cluster::DestinationRule* rule) {
    RuleCost cost;
    if (rule == nullptr) {
        return cost;
    }
    cost.every = 75 + static_cast<std::int64_t>(rule->meta.ns.view().size() + rule->meta.name.view().size());
    if (!rule->tlsMode.empty() && rule->tlsMode != "ISTIO_MUTUAL") {
        cost.every -= 508;
    }
    cost.subsets = static_cast<int>(rule->subsets.size());
    for (const auto& subset : rule->subsets) {
        cost.subsetMore += 40 + 5 * static_cast<std::int64_t>(subset.view().size());
    }
    return cost;
}

} // namespace

void addClusters(ScopeLoad& into, const Import& import, const Scope& scope, const Registry& registry,
                 const DestinationRules& rules) {
    auto& load = into.load;
    load.envoyClusters += scope.gateway ? 1 : 3;
    load.bytes.cds += registry.sizes().fixedClusters(scope.gateway);
    for (const auto& imported : import.clusters) {
        const auto& service = *imported.service;
        if (service.resolution == Resolution::Alias) {
            continue;
        }
        // A gateway takes a headless Service's endpoints by EDS, a sidecar goes where the client connects.
        const bool eds =
            service.resolution == Resolution::Eds ||
            (scope.gateway && service.resolution == Resolution::Passthrough && service.kubernetes);
        const auto cost = rules.empty() ? RuleCost{} : costOf(rules.find(scope.ns, service));
        std::int64_t bytes = 0;
        for (std::size_t i = 0; i < service.ports.size(); ++i) {
            if (!imported.has(i)) {
                continue;
            }
            const auto& port = service.ports[i];
            const auto each = (scope.gateway ? port.gatewayClusterBytes : port.clusterBytes) + cost.every;
            const auto cds = each * (1 + cost.subsets) + cost.subsetMore;
            load.envoyClusters += 1 + cost.subsets;
            load.bytes.cds += cds;
            bytes += cds;
            if (eds) {
                const auto assignment = port.assignmentBytes * (1 + cost.subsets);
                load.endpoints += port.endpoints.count * (1 + cost.subsets);
                load.bytes.eds += assignment;
                bytes += assignment;
            }
        }
        into.reserveBytes += service.reserve ? bytes : 0;
    }
}

} // namespace plimsoll::mesh
