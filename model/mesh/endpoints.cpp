// SPDX-License-Identifier: Apache-2.0
#include "mesh/endpoints.h"

#include "mesh/workload.h"

#include <algorithm>
#include <charconv>

namespace plimsoll::mesh {
namespace {

std::string key(std::string_view ns, std::string_view name) {
    return std::string(ns) + '/' + std::string(name);
}

bool takesMtls(const cluster::Pod& pod) {
    return cluster::valueOf(pod.meta.labels, "security.istio.io/tlsMode") == "istio";
}

std::string accountOf(const cluster::Pod& pod) {
    return pod.meta.ns.str() + '/' + (pod.serviceAccount.empty() ? "default" : pod.serviceAccount.str());
}

/// "region/zone" by the labels that Kubernetes copies from the node (since 1.35); empty when it does not.
std::string localityOf(const cluster::Pod& pod) {
    const auto region = cluster::valueOf(pod.meta.labels, "topology.kubernetes.io/region");
    const auto zone = cluster::valueOf(pod.meta.labels, "topology.kubernetes.io/zone");
    return region.empty() ? std::string() : std::string(region) + '/' + std::string(zone);
}

/// "workload;ns;canonical name;canonical revision;cluster", the telemetry metadata of an endpoint.
std::string identityOf(const cluster::Pod& pod) {
    std::string text = pod.meta.owner.name.empty() ? pod.meta.name.str() : workloadOf(pod);
    text.append(";").append(pod.meta.ns).append(";").append(canonicalName(pod)).append(";");
    const auto revision = canonicalRevision(pod);
    return text.append(revision == "latest" ? std::string_view{} : revision) + ";Kubernetes";
}

/// The same of an endpoint that a ServiceEntry writes out: since 1.30 it stands for its workload.
std::string identityOf(const cluster::ServiceEntry& entry, const cluster::Labels& labels,
                       const Sizes& sizes) {
    const auto name = cluster::valueOf(labels, "service.istio.io/canonical-name");
    const auto revision = cluster::valueOf(labels, "service.istio.io/canonical-revision");
    std::string text;
    if (sizes.atLeast(30)) {
        text.append(entry.meta.name).append(";").append(entry.meta.ns).append(";");
        text.append(name.empty() ? entry.meta.name.view() : name).append(";");
        text.append(revision);
    } else {
        text.append(";;").append(name).append(";").append(revision);
    }
    return text + ";Kubernetes";
}

} // namespace

std::uint16_t targetPort(const cluster::ServicePort& port, const cluster::Pod& pod) {
    const auto text = port.targetPort.view();
    if (text.empty()) {
        return port.port;
    }
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) {
        return number == 0 ? port.port : number;
    }
    const auto found = std::find_if(pod.ports.begin(), pod.ports.end(),
                                    [&](const cluster::ContainerPort& c) { return c.name == text; });
    return found == pod.ports.end() ? std::uint16_t{0} : found->port;
}

std::uint16_t targetPort(const cluster::ServiceEntry& /*entry*/, const cluster::ServicePort& port,
                         const cluster::Pod& pod) {
    const auto named = std::find_if(pod.ports.begin(), pod.ports.end(),
                                    [&](const cluster::ContainerPort& c) { return c.name == port.name; });
    if (named != pod.ports.end()) {
        return named->port;
    }
    std::uint16_t number = port.port;
    const auto text = port.targetPort.view();
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

EndpointFinder::EndpointFinder(const cluster::Cluster& cluster, const MeshSettings& settings,
                               const Sizes& sizes)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_sizes(sizes)
    , m_mtls(cluster, settings)
    , m_sendsUnready(sizes.atLeast(32))
    , m_pods(cluster) {
    if (const auto it = settings.pilotEnv.find("PILOT_SEND_UNHEALTHY_ENDPOINTS");
        it != settings.pilotEnv.end()) {
        m_sendsUnready = it->second == "true";
    }
    for (const auto& [name, slice] : cluster.all<cluster::EndpointSlice>()) {
        m_slices[key(name.ns, slice.service)].push_back(&slice);
    }
}

std::vector<const cluster::Pod*> EndpointFinder::podsOf(const cluster::Service& service) const {
    auto pods =
        service.selector.empty() ? knativePods(service) : m_pods.select(service.meta.ns, service.selector);
    std::erase_if(pods, [](const cluster::Pod* pod) { return pod->terminating() || pod->ips.empty(); });
    return pods;
}

/// A revision's public Service has no selector. In mode Serve it leads to the revision's pods, in mode Proxy
/// to activators (a subset of numActivators, 0: all); Knative falls back to the activators where no pod is
/// ready.
std::vector<const cluster::Pod*> EndpointFinder::knativePods(const cluster::Service& service) const {
    const auto owner =
        cluster::valueOf(service.meta.labels, "networking.internal.knative.dev/serverlessservice");
    if (owner.empty() || m_slices.contains(key(service.meta.ns, service.meta.name))) {
        return {};
    }
    const auto* serverless = m_cluster.find<cluster::ServerlessService>(service.meta.ns, owner);
    if (serverless == nullptr) {
        return {};
    }
    const auto* inner = m_cluster.find<cluster::Service>(service.meta.ns, serverless->privateServiceName);
    const auto ready = [](const cluster::Pod* pod) { return pod->ready && !pod->terminating(); };
    if (serverless->mode == "Serve" && inner != nullptr) {
        auto pods = m_pods.select(service.meta.ns, inner->selector);
        if (std::any_of(pods.begin(), pods.end(), ready)) {
            return pods;
        }
    }
    auto activators = m_pods.select("knative-serving", {{Text("app"), Text("activator")}});
    std::erase_if(activators, [&](const cluster::Pod* pod) { return !ready(pod); });
    const auto wanted = static_cast<std::size_t>(std::max(serverless->activators, 0));
    if (wanted > 0 && wanted < activators.size()) {
        activators.resize(wanted);
    }
    return activators;
}

std::vector<const cluster::Pod*> EndpointFinder::podsOf(const cluster::ServiceEntry& entry) const {
    if (!entry.hasSelector) {
        return {};
    }
    auto pods = m_pods.select(entry.meta.ns, entry.workloadSelector);
    std::erase_if(
        pods, [](const cluster::Pod* pod) { return pod->terminating() || pod->ips.empty() || !pod->ready; });
    return pods;
}

EndpointSum EndpointFinder::sum(const cluster::Service& service, const cluster::ServicePort& port,
                                const std::vector<const cluster::Pod*>& pods,
                                const EndpointFilter& filter) const {
    EndpointSum sum;
    for (const auto* pod : pods) {
        const auto target = targetPort(port, *pod);
        if (target == 0) {
            continue;
        }
        if (sends(*pod, service.publishNotReadyAddresses)) {
            add(sum, *pod, target, filter);
        } else { // its account counts all the same
            sum.accounts.insert(accountOf(*pod));
        }
    }
    if (service.selector.empty()) {
        addSlices(sum, service, port, filter);
    }
    return sum;
}

EndpointSum EndpointFinder::sum(const cluster::ServiceEntry& entry, const cluster::ServicePort& port,
                                std::string_view host, const EndpointFilter& filter) const {
    EndpointSum sum;
    std::uint16_t target = port.port;
    if (const auto text = port.targetPort.view(); !text.empty()) {
        std::from_chars(text.data(), text.data() + text.size(), target);
    }
    for (const auto* pod : podsOf(entry)) {
        add(sum, *pod, targetPort(entry, port, *pod), filter);
    }
    const bool byName = entry.resolution.view().starts_with("DNS");
    if (entry.endpoints.empty() && !entry.hasSelector && byName && filter.labels == nullptr) {
        sum.add({}, m_sizes.endpoint({}, host.size(), target, false), false);
    }
    for (const auto& endpoint : entry.endpoints) {
        if (filter.labels != nullptr && !cluster::matches(*filter.labels, endpoint.labels)) {
            continue;
        }
        const auto own = endpoint.ports.find(port.name.view());
        const auto at = own == endpoint.ports.end() ? target : own->second;
        const auto mode = cluster::valueOf(endpoint.labels, "security.istio.io/tlsMode");
        const bool mtls = mode.empty() ? !endpoint.serviceAccount.empty() : mode == "istio";
        if (filter.mtlsOnly && !mtls) {
            continue;
        }
        const auto address = endpoint.address.view().size();
        sum.add(endpoint.locality.str(),
                byName ? m_sizes.endpoint({}, address, at, mtls) + m_sizes.table().dnsEndpoint
                       : m_sizes.endpoint(identityOf(entry, endpoint.labels, m_sizes), address, at, mtls) +
                             m_sizes.table().entryEndpoint,
                mtls);
        if (!endpoint.serviceAccount.empty()) {
            sum.accounts.insert(entry.meta.ns.str() + '/' + endpoint.serviceAccount.str());
        }
    }
    return sum;
}

void EndpointFinder::add(EndpointSum& sum, const cluster::Pod& pod, std::uint16_t port,
                         const EndpointFilter& filter) const {
    if (filter.labels != nullptr && !cluster::matches(*filter.labels, pod.meta.labels)) {
        return;
    }
    sum.accounts.insert(accountOf(pod));
    const bool mtls =
        takesMtls(pod) && !filter.plain && m_mtls.of(pod.meta.ns, pod.meta.labels, port) != MtlsMode::Disable;
    if (filter.mtlsOnly && !mtls) {
        return;
    }
    sum.add(localityOf(pod), m_sizes.endpoint(identityOf(pod), pod.ips.front().view().size(), port, mtls),
            takesMtls(pod));
}

void EndpointFinder::addSlices(EndpointSum& sum, const cluster::Service& service,
                               const cluster::ServicePort& port, const EndpointFilter& filter) const {
    const auto slices = m_slices.find(key(service.meta.ns, service.meta.name));
    if (slices == m_slices.end()) {
        return;
    }
    for (const auto* slice : slices->second) {
        const auto own = std::find_if(slice->ports.begin(), slice->ports.end(),
                                      [&](const cluster::ServicePort& p) { return p.name == port.name; });
        for (const auto& endpoint : slice->endpoints) {
            if (own == slice->ports.end() || (!endpoint.ready && !m_sendsUnready)) {
                continue;
            }
            const auto* pod = endpoint.targetKind == "Pod"
                                  ? m_cluster.find<cluster::Pod>(endpoint.targetNamespace.empty()
                                                                     ? service.meta.ns
                                                                     : endpoint.targetNamespace,
                                                                 endpoint.targetName)
                                  : nullptr;
            for (const auto& address : endpoint.addresses) {
                const auto* by = pod != nullptr ? pod : m_pods.byAddress(address);
                if (by != nullptr) {
                    add(sum, *by, own->port, filter);
                } else if (filter.labels == nullptr && !filter.mtlsOnly) {
                    sum.add({}, m_sizes.endpoint(";;;;Kubernetes", address.view().size(), own->port, false),
                            false);
                }
            }
        }
    }
}

} // namespace plimsoll::mesh
