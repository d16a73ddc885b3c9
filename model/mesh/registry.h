// SPDX-License-Identifier: Apache-2.0
// The services of the mesh as istiod's registry has them, of Kubernetes Services and of ServiceEntries, with
// what each port costs a proxy computed once (services.cpp).
#pragma once

#include "cluster/selectors.h"
#include "mesh/destinationrules.h"
#include "mesh/endpoints.h"
#include "mesh/protocol.h"
#include "mesh/sizes.h"
#include "mesh/visibility.h"

#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace plimsoll::mesh {

enum class Resolution {
    Eds,         // endpoints come by EDS
    Passthrough, // headless, or a ServiceEntry with resolution NONE: ORIGINAL_DST
    Dns,         // STRICT_DNS: endpoints inside the cluster
    DnsRoundRobin,
    Alias, // ExternalName since 1.21: no cluster, more domains for another service
};

struct RegistryPort {
    std::uint16_t number = 0;
    Protocol protocol = Protocol::Auto;
    const cluster::ServicePort* source = nullptr;
    EndpointSum endpoints; // that a proxy is sent
    ClusterTls tls = ClusterTls::None;
    std::int64_t clusterBytes = 0; // CDS for a sidecar
    std::int64_t gatewayClusterBytes = 0;
    std::int64_t assignmentBytes = 0;   // EDS
    std::int64_t hostBytes = 0;         // RDS: its virtual host for a proxy of another namespace
    std::int64_t listenerBytes = 0;     // LDS: a listener of its own address
    std::vector<std::string> addresses; // of its pods; of headless services only: a listener each
};

/// What a service adds to every sidecar or gateway that imports it whole, where nothing depends on other
/// services: one of Kubernetes with an address of its own, told protocols and no second of its host.
struct PlainShare {
    bool plain = false;
    int clusters = 0;
    int endpoints = 0;
    int listeners = 0; // of ports that are not HTTP
    std::int64_t cds = 0;
    std::int64_t gatewayCds = 0;
    std::int64_t eds = 0;
    std::int64_t lds = 0;
};

struct RegistryService {
    std::string host;
    std::string ns;
    std::string name;
    Resolution resolution = Resolution::Eds;
    bool kubernetes = true;
    bool external = false;  // location MESH_EXTERNAL
    bool headless = false;  // of Kubernetes
    bool ambiguous = false; // another service has the same host
    std::string vip;        // first address; empty: listens on the wildcard address
    std::string cidr;       // that address when it is a range
    Reach reach = Reach::everyone();
    std::optional<Reach> pulledFrom; // where a VirtualService's destination sees it, when that differs
    UnixSeconds created = 0;
    std::string revision;            // Knative revision it belongs to, else empty
    bool reserve = false;            // that revision is in reserve
    std::vector<RegistryPort> ports; // without UDP
    std::vector<const RegistryService*> aliases;
    PlainShare share;
    const cluster::Service* source = nullptr;
    const cluster::ServiceEntry* entry = nullptr;

    [[nodiscard]] std::string clusterName(std::uint16_t port, std::string_view subset = {}) const;
    [[nodiscard]] std::int64_t clusterNameLength(std::uint16_t port) const;
    /// What a sidecar of another namespace carries for it.
    [[nodiscard]] std::int64_t bytesAbroad() const;
};

/// Domains of a virtual host: their number and length together.
struct Domains {
    int count = 0;
    std::int64_t length = 0;
    void add(std::int64_t domain) {
        ++count;
        length += domain;
    }
};

class Registry {
public:
    Registry(const cluster::Cluster& cluster, const MeshSettings& settings);

    /// Ordered by creation, then name, as istiod does.
    [[nodiscard]] const std::vector<RegistryService>& services() const { return m_services; }
    /// Kubernetes' before ServiceEntries', then the oldest.
    [[nodiscard]] const RegistryService* find(std::string_view host) const;
    [[nodiscard]] const RegistryService* find(std::string_view host, std::string_view ns) const;
    /// All of that host, in order.
    [[nodiscard]] const std::vector<const RegistryService*>& all(std::string_view host) const;
    /// The services of a namespace, in the same order.
    [[nodiscard]] const std::vector<const RegistryService*>& of(std::string_view ns) const;
    /// Services whose selector matches that pod, for inbound configuration. exportTo does not matter here.
    [[nodiscard]] std::vector<const RegistryService*> selecting(const cluster::Pod& pod) const;
    [[nodiscard]] const Sizes& sizes() const { return m_sizes; }
    [[nodiscard]] const MeshSettings& settings() const { return m_settings; }
    [[nodiscard]] const cluster::Cluster& cluster() const { return m_cluster; }
    [[nodiscard]] const EndpointFinder& endpoints() const { return *m_endpoints; }
    /// The namespace is one that istiod watches (meshConfig.discoverySelectors).
    [[nodiscard]] bool discovers(std::string_view ns) const;

    /// Takes a Service as it is now in the place of the one of its name, where nothing but its own resources
    /// depends on the difference: null where it is no such case (it is new, stands for another, shares its
    /// host or has no address of its own), and the registry is to be made anew.
    [[nodiscard]] const RegistryService* replace(const cluster::Service& service);
    /// The endpoints of one of its ports that pass the filter.
    [[nodiscard]] EndpointSum endpointsOf(const RegistryService& service, const RegistryPort& port,
                                          const EndpointFilter& filter) const;
    /// The virtual host's domains for a proxy of that namespace, without those that others have `taken`;
    /// those that it keeps are added to them where it `takes`.
    using Taken = std::unordered_set<std::string>;
    [[nodiscard]] Domains domainsOf(const RegistryService& service, std::string_view ns,
                                    Taken* taken = nullptr, bool takes = false) const;
    /// The Envoy cluster for a proxy of that kind, without and with a DestinationRule.
    [[nodiscard]] ClusterShape shapeOf(const RegistryService& service, const RegistryPort& port,
                                       bool gateway) const;

private:
    struct Source;
    [[nodiscard]] std::vector<Source> sources() const;
    [[nodiscard]] RegistryService made(const cluster::Service& service) const;
    void addEntry(const cluster::ServiceEntry& entry, const Text& host);
    void index();
    void indexSelector(const RegistryService& service);
    void measureShare(RegistryService& service) const;
    void resolveAliases();
    void measure(RegistryService& service) const;
    [[nodiscard]] ClusterTls tlsOf(const RegistryService& service, const RegistryPort& port) const;
    void addPorts(RegistryService& service, const std::vector<cluster::ServicePort>& ports) const;

    const cluster::Cluster& m_cluster;
    const MeshSettings& m_settings;
    Sizes m_sizes;
    std::unique_ptr<EndpointFinder> m_endpoints;
    std::vector<RegistryService> m_services;
    std::unordered_map<std::string_view, std::vector<const RegistryService*>> m_byHost;
    std::map<std::string, std::vector<const RegistryService*>, std::less<>> m_byNamespace;
    std::unordered_map<std::string, std::vector<const RegistryService*>> m_bySelector; // by "ns key value"

public:
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;
};

} // namespace plimsoll::mesh
