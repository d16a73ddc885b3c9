// SPDX-License-Identifier: Apache-2.0
#include "knative/gatewaypods.h"

#include "knative/hosts.h"

namespace plimsoll::knative {
namespace {

constexpr std::string_view gatewayNameLabels[] = {"gateway.networking.k8s.io/gateway-name",
                                                  "istio.io/gateway-name"};

bool flag(const mesh::MeshSettings& settings, std::string_view name) {
    const auto it = settings.pilotEnv.find(name);
    return it != settings.pilotEnv.end() && (it->second == "true" || it->second == "1");
}

/// "ns/name", "name" of one's own namespace, or (before Istio 1.0's end) "name.ns.svc.cluster.local".
std::pair<std::string_view, std::string_view> splitReference(std::string_view reference,
                                                             std::string_view ownNamespace) {
    if (const auto slash = reference.find('/'); slash != std::string_view::npos) {
        const auto ns = reference.substr(0, slash);
        return {ns == "." ? ownNamespace : ns, reference.substr(slash + 1)};
    }
    if (const auto dot = reference.find(".svc."); dot != std::string_view::npos) {
        const auto host = reference.substr(0, dot);
        if (const auto at = host.rfind('.'); at != std::string_view::npos) {
            return {host.substr(at + 1), host.substr(0, at)};
        }
    }
    return {ownNamespace, reference};
}

} // namespace

GatewayPods::GatewayPods(const cluster::Cluster& cluster, const mesh::MeshSettings& settings)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_scopedToNamespace(flag(settings, "PILOT_SCOPE_GATEWAY_TO_NAMESPACE")) {
    for (const auto& [key, pod] : cluster.all<cluster::Pod>()) {
        if (pod.proxy && pod.proxy->router && !pod.finished()) {
            m_pods.push_back(&pod);
        }
    }
}

std::set<std::string, std::less<>> GatewayPods::select(const cluster::Labels& selector,
                                                       std::string_view onlyNamespace) const {
    std::set<std::string, std::less<>> found;
    for (const auto* pod : m_pods) {
        if ((onlyNamespace.empty() || pod->meta.ns == onlyNamespace) &&
            cluster::matches(selector, pod->meta.labels)) {
            found.insert(pod->meta.ns.str());
        }
    }
    return found;
}

Serving GatewayPods::ofIstioGateway(std::string_view reference, std::string_view ownNamespace) {
    if (reference == "mesh") {
        return {};
    }
    const auto [ns, name] = splitReference(reference, ownNamespace);
    const std::pair<std::string, std::string> key(ns, name);
    if (const auto it = m_istio.find(key); it != m_istio.end()) {
        return it->second;
    }
    Serving serving{true, {}};
    if (const auto* gateway = m_cluster.find<cluster::IstioGateway>(ns, name)) {
        serving.namespaces = select(gateway->selector, m_scopedToNamespace ? ns : std::string_view());
    }
    return m_istio.emplace(key, serving).first->second;
}

Serving GatewayPods::ofGateway(std::string_view ns, std::string_view name) {
    const std::pair<std::string, std::string> key(ns, name);
    if (const auto it = m_api.find(key); it != m_api.end()) {
        return it->second;
    }
    Serving serving{true, {}};
    for (const auto* pod : m_pods) {
        for (const auto labelName : gatewayNameLabels) {
            if (pod->meta.ns == ns && cluster::valueOf(pod->meta.labels, labelName) == name) {
                serving.namespaces.insert(pod->meta.ns.str());
            }
        }
    }
    if (const auto* gateway = m_cluster.find<cluster::Gateway>(ns, name);
        gateway != nullptr && serving.namespaces.empty()) {
        for (const auto& address : gateway->addresses) { // a hand-made deployment is named by its Service
            serving.add(ofServiceHost(address));
        }
    }
    if (serving.namespaces.empty() && !m_pods.empty()) {
        serving.namespaces.emplace(ns); // Istio deploys a Gateway's pods beside it
    }
    return m_api.emplace(key, serving).first->second;
}

Serving GatewayPods::ofServiceHost(std::string_view host) {
    if (const auto it = m_hosts.find(host); it != m_hosts.end()) {
        return it->second;
    }
    Serving serving{true, {}};
    const auto named = serviceOfHost(host, {}, m_settings.clusterDomain);
    const auto* service = named ? m_cluster.find<cluster::Service>(named->ns, named->name) : nullptr;
    if (service != nullptr && !service->selector.empty()) {
        serving.namespaces = select(service->selector, service->meta.ns);
    }
    return m_hosts.emplace(std::string(host), serving).first->second;
}

} // namespace plimsoll::knative
