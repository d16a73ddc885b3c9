// SPDX-License-Identifier: Apache-2.0
// One service of the registry: made of a Kubernetes Service or a ServiceEntry, and measured. Sources: istio
// serviceregistry/kube/conversion.go, serviceregistry/serviceentry/conversion.go.
#include "mesh/registry.h"

#include <algorithm>

namespace plimsoll::mesh {
namespace {

bool isAddress(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos &&
           text.find_first_of(".:") != std::string_view::npos;
}

/// The parts of "cart.shop.svc.cluster.local" that shorter names are made of; empty for other hosts.
struct KubernetesName {
    std::string_view name;
    std::string_view ns;
};

KubernetesName kubernetesName(std::string_view host, std::string_view domain) {
    const auto dot = host.find('.');
    const auto svc = host.find(".svc.");
    if (dot == std::string_view::npos || svc == std::string_view::npos || svc <= dot ||
        host.substr(svc + 5) != domain) {
        return {};
    }
    return {host.substr(0, dot), host.substr(dot + 1, svc - dot - 1)};
}

/// Domains of one virtual host, of which others may have some already.
class DomainList {
public:
    DomainList(Registry::Taken* taken, bool takes, bool headless)
        : m_taken(taken), m_takes(takes), m_headless(headless) {}

    void add(std::string_view domain, std::string_view suffix = {}) {
        if (m_taken != nullptr && !m_taken->empty()) {
            auto text = std::string(domain).append(suffix);
            if (m_taken->contains(text)) {
                return;
            }
            if (m_takes) {
                m_taken->insert(std::move(text));
            }
        } else if (m_taken != nullptr && m_takes) {
            m_taken->insert(std::string(domain).append(suffix));
        }
        const auto length = pb::length(domain) + pb::length(suffix);
        m_domains.add(length);
        if (m_headless) { // each also with "*." before it
            m_domains.add(length + 2);
        }
    }
    /// httproute.go generateVirtualHostDomains: the host, the shorter names that resolve from the proxy's
    /// namespace, since 1.27 the absolute form (PILOT_ENABLE_ABSOLUTE_FQDN_VHOST_DOMAIN).
    void addHost(std::string_view host, std::string_view ns, std::string_view clusterDomain, bool absolute) {
        add(host);
        if (absolute) {
            add(host, ".");
        }
        if (const auto parts = kubernetesName(host, clusterDomain); !parts.name.empty()) {
            const auto both = host.substr(0, parts.name.size() + 1 + parts.ns.size());
            add(both);
            add(both, ".svc");
            if (parts.ns == ns) {
                add(parts.name);
            }
        }
    }
    [[nodiscard]] Domains& domains() { return m_domains; }

private:
    Registry::Taken* m_taken;
    bool m_takes;
    bool m_headless;
    Domains m_domains;
};

ClusterType typeOf(const RegistryService& service, bool gateway) {
    switch (service.resolution) {
    case Resolution::Passthrough: // a gateway takes the endpoints by EDS
        return gateway ? ClusterType::Eds : ClusterType::OriginalDst;
    case Resolution::Dns:
        return ClusterType::StrictDns;
    case Resolution::DnsRoundRobin:
        return ClusterType::LogicalDns;
    case Resolution::Eds:
    case Resolution::Alias:
        break;
    }
    return ClusterType::Eds;
}

Resolution resolutionOf(std::string_view text) {
    if (text == "NONE") {
        return Resolution::Passthrough;
    }
    if (text == "DNS") {
        return Resolution::Dns;
    }
    return text == "DNS_ROUND_ROBIN" ? Resolution::DnsRoundRobin : Resolution::Eds;
}

} // namespace

std::string RegistryService::clusterName(std::uint16_t port, std::string_view subset) const {
    std::string text = "outbound|" + std::to_string(port) + '|';
    text += subset;
    text += '|';
    return text + host;
}

std::int64_t RegistryService::bytesAbroad() const {
    std::int64_t bytes = 0;
    for (const auto& port : ports) {
        bytes += port.clusterBytes + port.assignmentBytes + port.listenerBytes;
        bytes += isHttp(port.protocol) ? port.hostBytes + 3 : 0;
    }
    return bytes;
}

std::int64_t RegistryService::clusterNameLength(std::uint16_t port) const {
    return 11 + pb::length(std::to_string(port)) + pb::length(host);
}

RegistryService Registry::made(const cluster::Service& service) const {
    RegistryService made;
    made.ns = service.meta.ns.str();
    made.name = service.meta.name.str();
    made.host = made.name + '.' + made.ns + ".svc." + m_settings.clusterDomain;
    made.created = service.meta.created;
    made.reach = reachOf(service, m_settings);
    made.source = &service;
    const auto words = cluster::valueOf(service.meta.annotations, exportToAnnotation);
    if (const auto none = words.find('~'); none != std::string_view::npos) {
        auto others = std::string(words); // a VirtualService pulls it in where another word allows
        others.erase(none, 1);
        if (others.find_first_not_of(", ") != std::string::npos) {
            made.pulledFrom = reachOf(others, made.ns, m_settings);
        }
    }
    if (service.type == "ExternalName") {
        made.resolution = m_sizes.atLeast(21) ? Resolution::Alias : Resolution::Dns;
        made.external = true;
    } else if (service.headless()) {
        made.resolution = Resolution::Passthrough;
        made.headless = true;
    } else if (!service.clusterIPs.empty()) {
        made.vip = service.clusterIPs.front().str();
    }
    if (cluster::has(service.meta.labels, "networking.internal.knative.dev/serverlessservice")) {
        made.revision = std::string(cluster::valueOf(service.meta.labels, "serving.knative.dev/revision"));
        const auto* revision = m_cluster.find<cluster::Revision>(made.ns, made.revision);
        made.reserve =
            revision != nullptr &&
            cluster::valueOf(revision->meta.labels, "serving.knative.dev/routingState") == "reserve";
    }
    addPorts(made, service.ports);
    return made;
}

/// One service for each of its addresses.
void Registry::addEntry(const cluster::ServiceEntry& entry, const Text& host) {
    std::vector<std::string> addresses;
    for (const auto& address : entry.addresses) {
        addresses.push_back(address.str());
    }
    if (addresses.empty()) {
        addresses.emplace_back();
    }
    for (const auto& address : addresses) {
        RegistryService made;
        made.host = host.str();
        made.ns = entry.meta.ns.str();
        made.name = made.host;
        made.kubernetes = false;
        made.external = entry.external;
        made.resolution = resolutionOf(entry.resolution);
        made.created = entry.meta.created;
        made.reach = reachOf(entry, m_settings);
        made.entry = &entry;
        const auto slash = address.find('/');
        const bool single =
            slash != std::string::npos && (address.ends_with("/32") || address.ends_with("/128"));
        if (slash == std::string::npos || single) {
            const auto ip = address.substr(0, slash);
            made.vip = isAddress(ip) ? ip : std::string();
        } else {
            made.cidr = address;
        }
        addPorts(made, entry.ports);
        m_services.push_back(std::move(made));
    }
}

void Registry::addPorts(RegistryService& service, const std::vector<cluster::ServicePort>& ports) const {
    for (const auto& own : ports) {
        RegistryPort port;
        port.number = own.port;
        port.source = &own;
        port.protocol = service.kubernetes ? protocolOf(own.port, own.name, own.protocol, own.appProtocol)
                                           : protocolOfWord(own.protocol);
        if (port.protocol != Protocol::Udp) {
            service.ports.push_back(std::move(port));
        }
    }
}

EndpointSum Registry::endpointsOf(const RegistryService& service, const RegistryPort& port,
                                  const EndpointFilter& filter) const {
    return service.source != nullptr
               ? m_endpoints->sum(*service.source, *port.source, m_endpoints->podsOf(*service.source), filter)
               : m_endpoints->sum(*service.entry, *port.source, service.host, filter);
}

/// push_context.go BestEffortInferServiceMTLSMode, without a DestinationRule.
ClusterTls Registry::tlsOf(const RegistryService& service, const RegistryPort& port) const {
    if (!m_sizes.autoMtls() || service.external ||
        m_endpoints->mtls().ofNamespace(service.ns) == MtlsMode::Disable) {
        return ClusterTls::None;
    }
    if (service.resolution == Resolution::Passthrough) { // only where all instances take it
        const auto& sum = port.endpoints;
        return sum.count > 0 && sum.mtls == sum.count ? ClusterTls::Socket : ClusterTls::None;
    }
    return ClusterTls::Matches;
}

ClusterShape Registry::shapeOf(const RegistryService& service, const RegistryPort& port, bool gateway) const {
    ClusterShape shape;
    shape.type = typeOf(service, gateway);
    shape.tls = port.tls;
    if (gateway && shape.tls == ClusterTls::Socket) {
        shape.tls = ClusterTls::Matches;
    }
    shape.name = service.clusterNameLength(port.number);
    shape.host = pb::length(service.host);
    shape.service = pb::length(service.name);
    shape.ns = pb::length(service.ns);
    shape.protocol = port.protocol;
    shape.gateway = gateway;
    shape.external = service.external;
    shape.accounts = m_sizes.accounts(port.endpoints.accounts);
    if (shape.type == ClusterType::StrictDns || shape.type == ClusterType::LogicalDns) {
        shape.assignment = pb::wideField(m_sizes.assignment(shape.name, port.endpoints));
    }
    return shape;
}

Domains Registry::domainsOf(const RegistryService& service, std::string_view ns, Taken* taken,
                            bool takes) const {
    DomainList list(taken, takes, service.headless);
    const bool absolute = m_sizes.atLeast(27);
    list.addHost(service.host, ns, m_settings.clusterDomain, absolute);
    for (const auto* alias : service.aliases) {
        list.addHost(alias->host, ns, m_settings.clusterDomain, absolute);
    }
    if (!service.vip.empty()) {
        list.domains().add(pb::length(service.vip));
    }
    return list.domains();
}

void Registry::measureShare(RegistryService& service) const {
    auto& share = service.share = {};
    const auto told = [](const RegistryPort& port) { return port.protocol != Protocol::Auto; };
    share.plain = service.kubernetes && service.resolution == Resolution::Eds && !service.vip.empty() &&
                  !service.ambiguous && service.aliases.empty() &&
                  std::all_of(service.ports.begin(), service.ports.end(), told);
    for (const auto& port : service.ports) {
        ++share.clusters;
        share.endpoints += port.endpoints.count;
        share.cds += port.clusterBytes;
        share.gatewayCds += port.gatewayClusterBytes;
        share.eds += port.assignmentBytes;
        if (!isHttp(port.protocol)) {
            ++share.listeners;
            share.lds += port.listenerBytes;
        }
    }
}

void Registry::measure(RegistryService& service) const {
    if (service.resolution == Resolution::Alias) {
        return;
    }
    const auto pods = service.source != nullptr ? m_endpoints->podsOf(*service.source)
                                                : m_endpoints->podsOf(*service.entry);
    const auto domains = domainsOf(service, {});
    for (auto& port : service.ports) {
        if (service.source == nullptr) {
            port.endpoints = m_endpoints->sum(*service.entry, *port.source, service.host);
        } else if (service.source->type == "ExternalName") {
            port.endpoints.add(
                {}, m_sizes.endpoint({}, service.source->externalName.view().size(), port.number, false),
                false);
        } else {
            port.endpoints = m_endpoints->sum(*service.source, *port.source, pods);
        }
        port.tls = tlsOf(service, port);
        const auto name = service.clusterNameLength(port.number);
        port.clusterBytes = m_sizes.cluster(shapeOf(service, port, false));
        port.gatewayClusterBytes = m_sizes.cluster(shapeOf(service, port, true));
        port.assignmentBytes = m_sizes.assignment(name, port.endpoints);
        const auto hostAndPort = pb::length(service.host) + 1 + pb::length(std::to_string(port.number));
        port.hostBytes = m_sizes.virtualHost(hostAndPort, domains.count, domains.length);
        const auto bind = pb::length(service.vip);
        if (isTcp(port.protocol)) {
            port.listenerBytes = m_sizes.tcpListener(name, bind, port.number) +
                                 (port.protocol == Protocol::Mongo ? m_sizes.table().mongoFilter : 0);
        } else if (port.protocol == Protocol::Auto) {
            port.listenerBytes = m_sizes.autoListener(name, hostAndPort, bind, port.number);
        }
        if (service.resolution != Resolution::Passthrough || !service.vip.empty()) {
            continue;
        }
        for (const auto* pod : pods) {
            if (service.entry != nullptr ||
                (targetPort(*port.source, *pod) != 0 &&
                 m_endpoints->sends(*pod, service.source->publishNotReadyAddresses))) {
                port.addresses.push_back(pod->ips.front().str());
            }
        }
    }
}

} // namespace plimsoll::mesh
