// SPDX-License-Identifier: Apache-2.0
// The endpoints that istiod sends for a Service's port, found without Endpoints: pods by selector, hand-made
// and mirrored EndpointSlices, and for Knative's public revision Services what the ServerlessService says.
#pragma once

#include "cluster/selectors.h"
#include "mesh/sizes.h"

#include <unordered_map>
#include <vector>

namespace plimsoll::mesh {

class EndpointFinder {
public:
    EndpointFinder(const cluster::Cluster& cluster, const MeshSettings& settings, const Sizes& sizes);

    /// Pods that stand behind the Service, also unready ones; without finished and terminating ones.
    [[nodiscard]] std::vector<const cluster::Pod*> podsOf(const cluster::Service& service) const;
    [[nodiscard]] EndpointSum sum(const cluster::Service& service, const cluster::ServicePort& port,
                                  const std::vector<const cluster::Pod*>& pods) const;

private:
    [[nodiscard]] std::vector<const cluster::Pod*> knativePods(const cluster::Service& service) const;
    void add(EndpointSum& sum, const cluster::Pod& pod) const;
    void addSlices(EndpointSum& sum, const cluster::Service& service, const cluster::ServicePort& port) const;

    const cluster::Cluster& m_cluster;
    const MeshSettings& m_settings;
    const Sizes& m_sizes;
    bool m_sendsUnready;
    cluster::PodIndex m_pods;
    std::unordered_map<std::string, std::vector<const cluster::EndpointSlice*>> m_slices; // by "ns/service"
};

/// The container port that a Service's target port names; 0 when the pod has none of that name.
[[nodiscard]] std::uint16_t targetPort(const cluster::ServicePort& port, const cluster::Pod& pod);

} // namespace plimsoll::mesh
