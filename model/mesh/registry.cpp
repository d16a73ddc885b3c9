// SPDX-License-Identifier: Apache-2.0
#include "mesh/registry.h"

#include "mesh/endpoints.h"

#include <algorithm>
#include <tuple>

namespace plimsoll::mesh {
namespace {

bool matchesExpression(const MeshSettings::Selector::Expression& e, const cluster::Labels& labels) {
    const bool present = cluster::has(labels, e.key);
    const bool among = present && std::find(e.values.begin(), e.values.end(),
                                            cluster::valueOf(labels, e.key)) != e.values.end();
    if (e.op == "In") {
        return among;
    }
    if (e.op == "NotIn") {
        return !among;
    }
    if (e.op == "Exists") {
        return present;
    }
    return e.op == "DoesNotExist" && !present;
}

/// pilot/pkg/networking/core/httproute.go generateVirtualHostDomains: the host, its absolute form
/// (since 1.27), the shorter names that resolve from the proxy's namespace, and the address.
std::int64_t hostBytes(const RegistryService& service, const RegistryPort& port, bool own,
                       const Sizes& sizes) {
    int domains = 0;
    std::size_t domainLength = 0;
    const auto add = [&](std::size_t domain) {
        ++domains;
        domainLength += domain;
        if (service.headless) { // each also "*."-prefixed
            ++domains;
            domainLength += domain + 2;
        }
    };
    add(service.host.size());
    if (sizes.atLeast(27)) {
        add(service.host.size() + 1);
    }
    if (service.kubernetes) {
        const auto shortForm = service.name.size() + 1 + service.ns.size();
        add(shortForm);
        add(shortForm + 4);
        if (own) {
            add(service.name.size());
        }
    }
    if (!service.vip.empty()) {
        add(service.vip.size());
    }
    return sizes.virtualHost(service.host + ':' + std::to_string(port.number), domains, domainLength);
}

} // namespace

Registry::~Registry() = default;

Registry::Registry(const cluster::Cluster& cluster, const MeshSettings& settings)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_sizes(settings)
    , m_endpoints(std::make_unique<EndpointFinder>(cluster, settings, m_sizes)) {
    m_services.reserve(cluster.all<cluster::Service>().size());
    for (const auto& [name, service] : cluster.all<cluster::Service>()) {
        if (discovers(name.ns)) {
            addService(service);
        }
    }
    std::stable_sort(m_services.begin(), m_services.end(), [](const auto& a, const auto& b) {
        return std::tie(a.created, a.host) < std::tie(b.created, b.host);
    });
    for (const auto& service : m_services) {
        m_byHost.emplace(service.host, &service);
        m_byNamespace[service.ns].push_back(&service);
        if (service.source != nullptr && !service.source->selector.empty()) {
            const auto& [label, value] = service.source->selector.front();
            m_bySelector[service.ns + ' ' + label.str() + ' ' + value.str()].push_back(&service);
        }
    }
}

bool Registry::discovers(std::string_view ns) const {
    if (m_settings.discoverySelectors.empty()) {
        return true;
    }
    const auto* found = m_cluster.find<cluster::Namespace>({}, ns);
    const auto& selectors = m_settings.discoverySelectors;
    return found != nullptr && std::any_of(selectors.begin(), selectors.end(), [&](const auto& selector) {
               return cluster::matches(selector.matchLabels, found->meta.labels) &&
                      std::all_of(selector.expressions.begin(), selector.expressions.end(),
                                  [&](const auto& e) { return matchesExpression(e, found->meta.labels); });
           });
}

void Registry::addService(const cluster::Service& service) {
    RegistryService made;
    made.ns = service.meta.ns.str();
    made.name = service.meta.name.str();
    made.host = made.name + '.' + made.ns + ".svc." + m_settings.clusterDomain;
    made.created = service.meta.created;
    made.reach = reachOf(service, m_settings);
    made.source = &service;
    if (service.type == "ExternalName") {
        made.resolution = m_sizes.atLeast(21) ? Resolution::Alias : Resolution::Dns;
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
    measure(made);
    m_services.push_back(std::move(made));
}

void Registry::measure(RegistryService& service) const {
    const auto pods = m_endpoints->podsOf(*service.source);
    for (const auto& own : service.source->ports) {
        RegistryPort port;
        port.number = own.port;
        port.protocol = protocolOf(own.port, own.name, own.protocol, own.appProtocol);
        if (port.protocol == Protocol::Udp) {
            continue;
        }
        port.endpoints = m_endpoints->sum(*service.source, own, pods);
        const auto name = "outbound|" + std::to_string(port.number) + "||" + service.host;
        port.gatewayClusterBytes =
            m_sizes.edsCluster(name, service.name, service.ns, port.protocol, port.endpoints, true);
        port.clusterBytes =
            service.resolution == Resolution::Eds
                ? m_sizes.edsCluster(name, service.name, service.ns, port.protocol, port.endpoints, false)
                : m_sizes.originalDstCluster(name, service.name, service.ns);
        port.assignmentBytes = m_sizes.assignment(name, port.endpoints);
        port.ownHostBytes = hostBytes(service, port, true, m_sizes);
        port.otherHostBytes = hostBytes(service, port, false, m_sizes);
        if (port.protocol == Protocol::Tcp) {
            port.listenerBytes = m_sizes.tcpListener(name, service.vip);
        } else if (port.protocol == Protocol::Auto) {
            port.listenerBytes = m_sizes.autoListener(name, service.vip);
        }
        service.ports.push_back(std::move(port));
    }
    if (service.headless) {
        for (const auto* pod : pods) {
            service.addresses.push_back(pod->ips.front().str());
        }
    }
}

const RegistryService* Registry::find(std::string_view host) const {
    const auto it = m_byHost.find(host);
    return it == m_byHost.end() ? nullptr : it->second;
}

const std::vector<const RegistryService*>& Registry::of(std::string_view ns) const {
    static const std::vector<const RegistryService*> none;
    const auto it = m_byNamespace.find(ns);
    return it == m_byNamespace.end() ? none : it->second;
}

std::vector<const RegistryService*> Registry::selecting(const cluster::Pod& pod) const {
    std::vector<const RegistryService*> found;
    for (const auto& [label, value] : pod.meta.labels) {
        const auto it = m_bySelector.find(pod.meta.ns.str() + ' ' + label.str() + ' ' + value.str());
        if (it == m_bySelector.end()) {
            continue;
        }
        for (const auto* service : it->second) {
            if (cluster::matches(service->source->selector, pod.meta.labels)) {
                found.push_back(service);
            }
        }
    }
    return found;
}

} // namespace plimsoll::mesh
