// SPDX-License-Identifier: Apache-2.0
// What a scope's import costs: clusters and endpoints (clusters.cpp), listeners (listeners.cpp), routes
// (routes.cpp). All proxies of the scope carry it. Sources: istio cluster.go, listener.go, httproute.go.
#pragma once

#include "mesh/destinationrules.h"
#include "mesh/import.h"
#include "mesh/resources.h"

#include <map>
#include <set>
#include <unordered_map>

namespace plimsoll::mesh {

/// Who carries it: what decides beside the import.
struct Client {
    const Scope& scope;
    const cluster::Labels& labels;
};

/// A listener for one pod behind a headless Service; the pod itself does not get it.
struct PodListener {
    std::int64_t bytes = 0;
    std::string name;
    std::string route; // that its sniffing chain asks for; empty: none
    [[nodiscard]] int managers() const { return route.empty() ? 0 : 1; }
};

/// The route configuration "<host>:<port>" of a sniffing listener.
struct SniffedRoute {
    int listeners = 0; // that ask for it
    std::int64_t bytes = 0;
    bool found = false; // there is a virtual host for it
};

/// A scope's load, and the part of its bytes that revisions in reserve cause.
struct ScopeLoad {
    Tally tally;
    std::int64_t reserveBytes = 0;
    std::unordered_multimap<std::string, PodListener> podListeners; // by address
    std::map<std::uint16_t, bool> ports; // "<port>" route configurations that listeners ask for
    std::map<std::string, SniffedRoute> sniffed;
    /// Of each egress listener, the numbers that have a route configuration "<port>".
    std::vector<std::set<std::uint16_t>> routePorts;
};

/// What is in no service's virtual host goes through, or is answered 502.
[[nodiscard]] bool allowsAny(const cluster::Sidecar* sidecar, const MeshSettings& settings);

void addClusters(ScopeLoad& into, const Import& import, const Client& client, const Registry& registry,
                 const DestinationRules& rules);
/// Outbound listeners of a sidecar, with virtualOutbound.
void addListeners(ScopeLoad& into, const Import& import, const Client& client, const Registry& registry);
/// Routes of a sidecar of that namespace, or, where `ns` is empty, as one has them that none of the services
/// is in the namespace of.
void addRoutes(ScopeLoad& into, const Import& import, const Client& client, std::string_view ns,
               const Registry& registry);
/// What the short names weigh by which a sidecar also knows the services of its own namespace; of what
/// addRoutes added up with no namespace.
struct OwnNames {
    std::int64_t bytes = 0;
    std::int64_t reserveBytes = 0;
};
[[nodiscard]] OwnNames ownNames(const ScopeLoad& of, const Import& import, std::string_view ns,
                                const Registry& registry);

/// Takes off what a proxy does not get of its scope: listeners for its own address behind headless Services.
void removeOwnListeners(Tally& from, const cluster::Pod& pod, const ScopeLoad& scope, const Sizes& sizes);

/// What one proxy has besides: inbound Envoy clusters and filter chains. A DestinationRule counts for them
/// only where the scope imports its service. `services`: that select the pod.
void addInbound(Tally& into, const cluster::Pod& pod, const std::vector<const RegistryService*>& services,
                const cluster::Sidecar* sidecar, const Import& import, const Registry& registry,
                const DestinationRules& rules);

} // namespace plimsoll::mesh
