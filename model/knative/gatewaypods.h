// SPDX-License-Identifier: Apache-2.0
// In which namespaces the pods of a gateway run: a Service must be exported there for the gateway to have an
// Envoy cluster for it (istio pilot/pkg/model/push_context.go: gateways see what is exported to their pod's
// namespace).
#pragma once

#include "cluster/cluster.h"
#include "mesh/settings.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::knative {

/// The gateways that serve something.
struct Serving {
    bool gateway = false;                          // false: mesh only, no gateway serves it
    std::set<std::string, std::less<>> namespaces; // of the gateways' pods; empty: no pod is known
    void add(const Serving& other) {
        gateway = gateway || other.gateway;
        namespaces.insert(other.namespaces.begin(), other.namespaces.end());
    }
};

class GatewayPods {
public:
    GatewayPods(const cluster::Cluster& cluster, const mesh::MeshSettings& settings);

    /// `reference`: an entry of a VirtualService's gateways ("mesh", "name", "ns/name") of that namespace.
    [[nodiscard]] Serving ofIstioGateway(std::string_view reference, std::string_view ownNamespace);
    /// A Gateway of the Gateway API: its pods by label, else those behind the Service of its address, else
    /// its own namespace when gateway pods are known at all.
    [[nodiscard]] Serving ofGateway(std::string_view ns, std::string_view name);
    /// A gateway by its Service's host, as a Knative Ingress's status has it.
    [[nodiscard]] Serving ofServiceHost(std::string_view host);

private:
    [[nodiscard]] std::set<std::string, std::less<>> select(const cluster::Labels& selector,
                                                            std::string_view onlyNamespace) const;

    const cluster::Cluster& m_cluster;
    const mesh::MeshSettings& m_settings;
    bool m_scopedToNamespace = false; // PILOT_SCOPE_GATEWAY_TO_NAMESPACE
    std::vector<const cluster::Pod*> m_pods;
    std::map<std::pair<std::string, std::string>, Serving, std::less<>> m_istio; // by namespace and name
    std::map<std::pair<std::string, std::string>, Serving, std::less<>> m_api;
    std::map<std::string, Serving, std::less<>> m_hosts;
};

} // namespace plimsoll::knative
