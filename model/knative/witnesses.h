// SPDX-License-Identifier: Apache-2.0
// Everything that names a revision and so may send requests to it, read once from all Routes, Ingresses,
// VirtualServices and HTTPRoutes. Also which gateways serve it that way.
#pragma once

#include "knative/gatewaypods.h"
#include "knative/revisionindex.h"
#include "knative/revisions.h"

#include <vector>

namespace plimsoll::knative {

/// What is known of one revision's routing.
struct Routing {
    std::vector<Witness> witnesses; // Routes first, then Ingresses, VirtualServices, HTTPRoutes
    std::vector<std::string> tags;  // sorted, each once
    int percent = 0;                // status.traffic of all its Routes; not capped
    const cluster::Route* route = nullptr;
    Serving serving; // gateways of all that names it
};

class Witnesses {
public:
    Witnesses(const cluster::Cluster& cluster, const mesh::MeshSettings& settings,
              const RevisionIndex& index);

    [[nodiscard]] const Routing& of(std::size_t revision) const { return m_routing[revision]; }

private:
    using Target = std::pair<std::string_view, std::string_view>; // namespace and name of an Ingress

    void readIngressGateways();
    void readRoutes();
    void readIngresses();
    void readVirtualServices();
    void readHttpRoutes();
    void readTargets(const cluster::Route& route, const std::vector<cluster::TrafficTarget>& targets,
                     std::string_view field, bool counts);
    void readDestinations(const cluster::VirtualService& virtualService, std::size_t at);
    void readBackends(const cluster::HttpRoute& route, std::size_t at);
    /// The gateways of a Knative Ingress and so of the Route of that name.
    [[nodiscard]] Serving ofIngress(std::string_view ns, std::string_view name);
    [[nodiscard]] Serving ofParents(const cluster::HttpRoute& route);

    const cluster::Cluster& m_cluster;
    const mesh::MeshSettings& m_settings;
    const RevisionIndex& m_index;
    GatewayPods m_gateways;
    ByName<Serving> m_ingressGateways; // from the VirtualServices and HTTPRoutes made of an Ingress
    std::vector<Routing> m_routing;
};

} // namespace plimsoll::knative
