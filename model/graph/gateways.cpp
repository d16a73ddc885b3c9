// SPDX-License-Identifier: Apache-2.0
#include "graph/gateways.h"

#include "graph/hosts.h"

#include <algorithm>

namespace plimsoll::graph {
namespace {

std::string idOf(std::string_view kind, std::string_view ns, std::string_view name) {
    return std::string(kind) + '/' + std::string(ns) + '/' + std::string(name);
}

void addPod(Node& node, const cluster::Pod& pod) {
    if (pod.terminating()) {
        return;
    }
    ++node.podsTotal;
    node.podsReady += pod.ready ? 1 : 0;
    node.pods.push_back(pod.meta.name.str());
}

void describe(Node& node) {
    node.hub = true;
    node.detail = counted(node.podsTotal, "pod");
    node.ready = node.podsReady > 0;
    node.reason = node.ready ? "" : node.podsTotal == 0 ? "NoPods" : "NotReady";
}

} // namespace

Gateways::Gateways(const cluster::Cluster& cluster, const mesh::Weights& weights,
                   const mesh::MeshSettings& settings, Builder& builder)
    : m_cluster(cluster), m_settings(settings), m_builder(builder) {
    group(weights);
}

void Gateways::group(const mesh::Weights& weights) {
    std::unordered_map<NodeIndex, std::size_t> groupOf;
    for (std::size_t i = 0; i < weights.proxies.size(); ++i) {
        const auto& proxy = weights.proxies[i];
        const auto* pod = proxy.gateway ? m_cluster.find<cluster::Pod>(proxy.ns, proxy.name) : nullptr;
        if (pod == nullptr || pod->finished()) {
            continue;
        }
        const auto& workload = proxy.workload.empty() ? proxy.name : proxy.workload;
        const auto index =
            m_builder.node(NodeKind::Gateway, idOf("gateway", proxy.ns, workload), proxy.ns, workload);
        const auto [it, isNew] = groupOf.try_emplace(index, m_groups.size());
        if (isNew) {
            m_groups.push_back(Group{index, {}});
        }
        m_groups[it->second].pods.push_back(pod);
        auto& node = m_builder.at(index);
        addPod(node, *pod);
        if (!node.proxy || proxy.load.bytes.total() > node.bytes) {
            node.proxy = i;
            node.bytes = proxy.load.bytes.total();
        }
    }
    for (const auto& group : m_groups) {
        describe(m_builder.at(group.node));
    }
}

bool Gateways::isGatewayPod(const cluster::Pod& pod) const {
    return pod.proxy && pod.proxy->router;
}

Gateways::Nodes Gateways::selectedBy(const cluster::Labels& selector, std::string_view onlyNamespace) const {
    Nodes nodes;
    for (const auto& group : m_groups) {
        const bool selected = std::any_of(group.pods.begin(), group.pods.end(), [&](const cluster::Pod* pod) {
            return (onlyNamespace.empty() || pod->meta.ns == onlyNamespace) &&
                   cluster::matches(selector, pod->meta.labels);
        });
        if (selected) {
            nodes.insert(group.node);
        }
    }
    return nodes;
}

NodeIndex Gateways::podless(std::string_view kind, std::string_view ns, std::string_view name, bool exists) {
    const auto index = m_builder.node(NodeKind::Gateway, idOf(kind, ns, name), ns, name);
    auto& node = m_builder.at(index);
    node.hub = true;
    node.ready = false;
    node.reason = exists ? "NoPods" : "NotFound";
    node.detail = exists ? "no pods" : "not found";
    return index;
}

Gateways::Nodes Gateways::ofIstioGateway(std::string_view ns, std::string_view name) {
    const auto [it, isNew] = m_known.try_emplace(idOf("istiogateway", ns, name));
    if (isNew) {
        const auto* gateway = m_cluster.find<cluster::IstioGateway>(ns, name);
        if (gateway != nullptr) {
            const auto scope = m_settings.pilotEnv.find("PILOT_SCOPE_GATEWAY_TO_NAMESPACE");
            const bool own = scope != m_settings.pilotEnv.end() && scope->second == "true";
            it->second = selectedBy(gateway->selector, own ? ns : std::string_view{});
        }
        if (it->second.empty()) {
            it->second = {podless("istiogateway", ns, name, gateway != nullptr)};
        }
    }
    return it->second;
}

Gateways::Nodes Gateways::ofApiGateway(std::string_view ns, std::string_view name) {
    const auto [it, isNew] = m_known.try_emplace(idOf("apigateway", ns, name));
    if (isNew) {
        // istiod labels the pods of a Gateway that it deploys; the second name is the one before 1.21.
        for (const auto* label : {"gateway.networking.k8s.io/gateway-name", "istio.io/gateway-name"}) {
            it->second.merge(selectedBy({{Text(label), Text(name)}}, ns));
        }
        const auto* gateway = m_cluster.find<cluster::Gateway>(ns, name);
        if (it->second.empty() && gateway != nullptr) { // a hand-made one names the Service of its pods
            for (const auto& address : gateway->addresses) {
                it->second.merge(ofServiceHost(address));
            }
        }
        if (it->second.empty()) {
            it->second = {podless("apigateway", ns, name, gateway != nullptr)};
        }
    }
    return it->second;
}

/// Of "istio-ingressgateway.istio-system.svc.cluster.local"; also for gateways that are no Istio proxies.
Gateways::Nodes Gateways::ofServiceHost(std::string_view host) {
    const auto name = serviceOfHost(host, {}, m_settings.clusterDomain);
    const auto* service = name ? m_cluster.find<cluster::Service>(name->ns, name->name) : nullptr;
    if (service == nullptr || service->selector.empty()) {
        return {};
    }
    const auto [it, isNew] = m_known.try_emplace(idOf("service", name->ns, name->name));
    if (!isNew) {
        return it->second;
    }
    it->second = selectedBy(service->selector, name->ns);
    if (it->second.empty()) {
        const auto index =
            m_builder.node(NodeKind::Gateway, idOf("gateway", name->ns, name->name), name->ns, name->name);
        auto& node = m_builder.at(index);
        const auto [first, last] = m_cluster.in<cluster::Pod>(name->ns);
        for (auto pod = first; pod != last; ++pod) {
            if (!pod->second.finished() && cluster::matches(service->selector, pod->second.meta.labels)) {
                addPod(node, pod->second);
            }
        }
        describe(node);
        it->second = {index};
    }
    return it->second;
}

Gateways::Nodes Gateways::serving(const cluster::VirtualService& service) {
    Nodes nodes;
    for (const auto& reference : service.gateways) {
        const auto text = reference.view();
        if (text == "mesh") {
            continue;
        }
        const auto slash = text.find('/');
        nodes.merge(slash == std::string_view::npos
                        ? ofIstioGateway(service.meta.ns, text)
                        : ofIstioGateway(text.substr(0, slash), text.substr(slash + 1)));
    }
    return nodes;
}

Gateways::Nodes Gateways::serving(const cluster::HttpRoute& route) {
    Nodes nodes;
    for (const auto& parent : route.parents) {
        if (parent.kind.empty() || parent.kind == "Gateway") {
            nodes.merge(ofApiGateway(parent.ns.empty() ? route.meta.ns : parent.ns, parent.name));
        }
    }
    return nodes;
}

Gateways::Nodes Gateways::serving(const cluster::KnativeIngress& ingress) {
    Nodes nodes;
    for (const auto* hosts : {&ingress.publicGateways, &ingress.privateGateways}) {
        for (const auto& host : *hosts) {
            nodes.merge(ofServiceHost(host));
        }
    }
    return nodes;
}

} // namespace plimsoll::graph
