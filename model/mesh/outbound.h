// SPDX-License-Identifier: Apache-2.0
// What a scope's import costs: clusters and endpoints (clusters.cpp), listeners (listeners.cpp), routes
// (routes.cpp). All proxies of the scope carry it. Formulas: facts on CDS, EDS, LDS, RDS.
#pragma once

#include "mesh/destinationrules.h"
#include "mesh/import.h"
#include "mesh/weight.h"

#include <set>

namespace plimsoll::mesh {

/// A scope's load, and the part of its bytes that revisions in reserve cause.
struct ScopeLoad {
    Load load;
    std::int64_t reserveBytes = 0;
    /// Of each egress listener, the numbers that have a route configuration "<port>".
    std::vector<std::set<std::uint16_t>> routePorts;
};

void addClusters(ScopeLoad& into, const Import& import, const Scope& scope, const Registry& registry,
                 const DestinationRules& rules);
/// Outbound listeners of a sidecar, with virtualOutbound and the part of virtualInbound that all have.
void addListeners(ScopeLoad& into, const Import& import, const Registry& registry);
/// Routes of a sidecar, as one has them that none of the services is in the namespace of.
void addRoutes(ScopeLoad& into, const Import& import, const Registry& registry);
/// The short names by which a sidecar also knows the services of its own namespace; after addRoutes.
void addOwnNames(ScopeLoad& into, const Import& import, std::string_view ns, const Registry& registry);

/// Takes off what a proxy does not get of its scope: listeners for its own address behind headless Services.
void removeOwnListeners(Load& from, const cluster::Pod& pod, const Import& import, const Registry& registry);

/// What one proxy has besides: inbound Envoy clusters and filter chains.
void addInbound(Load& into, const cluster::Pod& pod, const cluster::Sidecar* sidecar,
                const Registry& registry);

} // namespace plimsoll::mesh
