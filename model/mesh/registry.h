// SPDX-License-Identifier: Apache-2.0
// The services of the mesh as istiod's registry has them, with what each port costs a proxy computed once.
// Kubernetes Services today; ServiceEntries are added as services of another resolution.
#pragma once

#include "cluster/selectors.h"
#include "mesh/protocol.h"
#include "mesh/sizes.h"
#include "mesh/visibility.h"

#include <map>
#include <memory>
#include <unordered_map>

namespace plimsoll::mesh {

enum class Resolution {
    Eds,         // endpoints come by EDS
    Passthrough, // headless, or a ServiceEntry with resolution NONE: ORIGINAL_DST
    Dns,         // STRICT_DNS or LOGICAL_DNS: endpoints inside the cluster
    Alias,       // ExternalName since 1.21: no cluster, more domains for another service
};

struct RegistryPort {
    std::uint16_t number = 0;
    Protocol protocol = Protocol::Auto;
    EndpointSum endpoints;         // that a proxy is sent
    std::int64_t clusterBytes = 0; // CDS for a sidecar
    std::int64_t gatewayClusterBytes = 0;
    std::int64_t assignmentBytes = 0; // EDS
    std::int64_t ownHostBytes = 0;    // RDS: its virtual host for a proxy of the same namespace
    std::int64_t otherHostBytes = 0;  // and of another one
    std::int64_t listenerBytes = 0;   // LDS: a listener of its own address; 0 where it shares one
};

struct RegistryService {
    std::string host;
    std::string ns;
    std::string name;
    Resolution resolution = Resolution::Eds;
    bool kubernetes = true;
    bool headless = false;
    std::string vip; // first cluster IP; empty: listens on the wildcard address
    Reach reach = Reach::everyone();
    UnixSeconds created = 0;
    std::string revision;               // Knative revision it belongs to, else empty
    bool reserve = false;               // that revision is in reserve
    std::vector<RegistryPort> ports;    // without UDP
    std::vector<std::string> addresses; // of its pods; of headless services only: a listener each
    const cluster::Service* source = nullptr;
};

class Registry {
public:
    Registry(const cluster::Cluster& cluster, const MeshSettings& settings);

    /// Ordered by creation, then host, as istiod does.
    [[nodiscard]] const std::vector<RegistryService>& services() const { return m_services; }
    [[nodiscard]] const RegistryService* find(std::string_view host) const;
    /// The services of a namespace, in the same order.
    [[nodiscard]] const std::vector<const RegistryService*>& of(std::string_view ns) const;
    /// Services whose selector matches that pod, for inbound configuration. exportTo does not matter here.
    [[nodiscard]] std::vector<const RegistryService*> selecting(const cluster::Pod& pod) const;
    [[nodiscard]] const Sizes& sizes() const { return m_sizes; }
    [[nodiscard]] const MeshSettings& settings() const { return m_settings; }
    [[nodiscard]] const cluster::Cluster& cluster() const { return m_cluster; }
    /// The namespace is one that istiod watches (meshConfig.discoverySelectors).
    [[nodiscard]] bool discovers(std::string_view ns) const;

private:
    void addService(const cluster::Service& service);
    void measure(RegistryService& service) const;

    const cluster::Cluster& m_cluster;
    const MeshSettings& m_settings;
    Sizes m_sizes;
    std::unique_ptr<class EndpointFinder> m_endpoints;
    std::vector<RegistryService> m_services;
    std::unordered_map<std::string_view, const RegistryService*> m_byHost;
    std::map<std::string, std::vector<const RegistryService*>, std::less<>> m_byNamespace;
    std::unordered_map<std::string, std::vector<const RegistryService*>> m_bySelector; // by "ns key value"

public:
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;
};

} // namespace plimsoll::mesh
