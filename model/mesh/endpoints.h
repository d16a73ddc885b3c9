// SPDX-License-Identifier: Apache-2.0
// The endpoints that istiod sends for a Service's port, found without Endpoints: pods by selector, hand-made
// and mirrored EndpointSlices, for Knative's public revision Services what the ServerlessService says, and
// the endpoints of ServiceEntries.
#pragma once

#include "cluster/selectors.h"
#include "mesh/mtls.h"
#include "mesh/sizes.h"

#include <unordered_map>
#include <vector>

namespace plimsoll::mesh {

/// Which of a port's endpoints a cluster has: those with a subset's labels, those that take mutual TLS.
struct EndpointFilter {
    const cluster::Labels* labels = nullptr;
    bool mtlsOnly = false;
    bool plain = false; // the client's DestinationRule turns mutual TLS off: they are not marked with it
};

class EndpointFinder {
public:
    EndpointFinder(const cluster::Cluster& cluster, const MeshSettings& settings, const Sizes& sizes);

    /// Pods that stand behind the Service, also unready ones; without finished and terminating ones.
    [[nodiscard]] std::vector<const cluster::Pod*> podsOf(const cluster::Service& service) const;
    /// The pods that a ServiceEntry's workloadSelector selects.
    [[nodiscard]] std::vector<const cluster::Pod*> podsOf(const cluster::ServiceEntry& entry) const;
    [[nodiscard]] EndpointSum sum(const cluster::Service& service, const cluster::ServicePort& port,
                                  const std::vector<const cluster::Pod*>& pods,
                                  const EndpointFilter& filter = {}) const;
    [[nodiscard]] EndpointSum sum(const cluster::ServiceEntry& entry, const cluster::ServicePort& port,
                                  std::string_view host, const EndpointFilter& filter = {}) const;
    /// It is sent: ready, or unready ones are sent too.
    [[nodiscard]] bool sends(const cluster::Pod& pod, bool notReadyToo) const {
        return notReadyToo || m_sendsUnready || pod.ready;
    }
    [[nodiscard]] const Mtls& mtls() const { return m_mtls; }

private:
    [[nodiscard]] std::vector<const cluster::Pod*> knativePods(const cluster::Service& service) const;
    void add(EndpointSum& sum, const cluster::Pod& pod, std::uint16_t port,
             const EndpointFilter& filter) const;
    void addSlices(EndpointSum& sum, const cluster::Service& service, const cluster::ServicePort& port,
                   const EndpointFilter& filter) const;

    const cluster::Cluster& m_cluster;
    const MeshSettings& m_settings;
    const Sizes& m_sizes;
    Mtls m_mtls;
    bool m_sendsUnready;
    cluster::PodIndex m_pods;
    std::unordered_map<std::string, std::vector<const cluster::EndpointSlice*>> m_slices; // by "ns/service"
};

/// The container port that a Service's target port names; 0 when the pod has none of that name.
[[nodiscard]] std::uint16_t targetPort(const cluster::ServicePort& port, const cluster::Pod& pod);

/// Of a ServiceEntry's port that stands before pods: their port of the same name, else its own target.
[[nodiscard]] std::uint16_t targetPort(const cluster::ServiceEntry& entry, const cluster::ServicePort& port,
                                       const cluster::Pod& pod);

} // namespace plimsoll::mesh
