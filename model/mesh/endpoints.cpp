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

/// "region/zone" by the labels that Kubernetes copies from the node (since 1.35); empty when it does not.
std::string localityOf(const cluster::Pod& pod) {
    const auto region = cluster::valueOf(pod.meta.labels, "topology.kubernetes.io/region");
    const auto zone = cluster::valueOf(pod.meta.labels, "topology.kubernetes.io/zone");
    return region.empty() ? std::string() : std::string(region) + '/' + std::string(zone);
}

/// "workload;ns;canonical name;canonical revision;cluster", the telemetry metadata of an endpoint.
std::string identityOf(const cluster::Pod& pod) {
    const auto& labels = pod.meta.labels;
    const auto label = [&](std::string_view name, std::string_view byDefault) {
        const auto value = cluster::valueOf(labels, name);
        return value.empty() ? byDefault : value;
    };
    // Without an owner istiod takes the pod's own name.
    const std::string workload = pod.meta.owner.name.empty() ? pod.meta.name.str() : workloadOf(pod);
    const auto app = label("app.kubernetes.io/name", label("app", workload));
    const auto version = label("app.kubernetes.io/version", label("version", "latest"));
    std::string text = workload + ';' + pod.meta.ns.str() + ';';
    text += label("service.istio.io/canonical-name", app);
    text += ';';
    text += label("service.istio.io/canonical-revision", version);
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

EndpointFinder::EndpointFinder(const cluster::Cluster& cluster, const MeshSettings& settings,
                               const Sizes& sizes)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_sizes(sizes)
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

EndpointSum EndpointFinder::sum(const cluster::Service& service, const cluster::ServicePort& port,
                                const std::vector<const cluster::Pod*>& pods) const {
    EndpointSum sum;
    const bool always = m_sendsUnready || service.publishNotReadyAddresses;
    for (const auto* pod : pods) {
        if ((always || pod->ready) && targetPort(port, *pod) != 0) {
            add(sum, *pod);
        }
    }
    if (service.selector.empty()) {
        addSlices(sum, service, port);
    }
    return sum;
}

void EndpointFinder::add(EndpointSum& sum, const cluster::Pod& pod) const {
    const bool mtls = takesMtls(pod);
    ++sum.count;
    sum.mtls += mtls ? 1 : 0;
    auto& locality = sum.localities[localityOf(pod)];
    ++locality.count;
    locality.bytes += m_sizes.endpoint(identityOf(pod), pod.ips.front().view().size(), mtls);
    sum.accounts.insert(pod.meta.ns.str() + '/' +
                        (pod.serviceAccount.empty() ? "default" : pod.serviceAccount.str()));
}

void EndpointFinder::addSlices(EndpointSum& sum, const cluster::Service& service,
                               const cluster::ServicePort& port) const {
    const auto slices = m_slices.find(key(service.meta.ns, service.meta.name));
    if (slices == m_slices.end()) {
        return;
    }
    for (const auto* slice : slices->second) {
        const bool hasPort = std::any_of(slice->ports.begin(), slice->ports.end(),
                                         [&](const cluster::ServicePort& p) { return p.name == port.name; });
        for (const auto& endpoint : slice->endpoints) {
            if (!hasPort || (!endpoint.ready && !m_sendsUnready)) {
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
                    add(sum, *by);
                } else {
                    ++sum.count;
                    auto& locality = sum.localities[{}];
                    ++locality.count;
                    std::string identity(";");
                    identity.append(service.meta.ns).append(";;;Kubernetes");
                    locality.bytes += m_sizes.endpoint(identity, address.view().size(), false);
                }
            }
        }
    }
}

} // namespace plimsoll::mesh
