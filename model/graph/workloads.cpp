// SPDX-License-Identifier: Apache-2.0
#include "graph/workloads.h"

#include <algorithm>
#include <array>

namespace plimsoll::graph {
namespace {

constexpr std::string_view activatorNamespace = "knative-serving";
// Knative sets these on its own Services (knative.md 1: placeholder and revision Services).
constexpr std::string_view routeLabel = "serving.knative.dev/route";
constexpr std::string_view serverlessLabel = "networking.internal.knative.dev/serverlessservice";
constexpr std::string_view revisionLabel = "serving.knative.dev/revision";

std::string key(std::string_view ns, std::string_view name) {
    return std::string(ns) + '/' + std::string(name);
}

/// The second line of a revision: what is wrong with it, else how it stands.
std::string detailOf(const knative::RevisionState& state) {
    if (state.alarm) {
        return "hidden, routed: 503";
    }
    if (!state.ready) {
        return state.reason.empty() ? "NotReady" : state.reason;
    }
    switch (state.visibility) {
    case knative::Visibility::Hidden:
        return "hidden";
    case knative::Visibility::Partial:
        return "half hidden";
    case knative::Visibility::Restricted:
        return "restricted";
    case knative::Visibility::Visible:
        break;
    }
    return state.routed ? counted(state.replicas, "pod") : state.routingState;
}

} // namespace

Workloads::Workloads(const cluster::Cluster& cluster, const std::vector<knative::RevisionState>& revisions,
                     const mesh::Weights& weights, const mesh::MeshSettings& settings, Builder& builder)
    : m_cluster(cluster), m_revisions(revisions), m_settings(settings), m_builder(builder), m_pods(cluster) {
    for (const auto& [name, slice] : cluster.all<cluster::EndpointSlice>()) {
        m_slices[key(name.ns, slice.service)].push_back(&slice);
    }
    addActivator();
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        addRevision(i, weights);
    }
}

void Workloads::addActivator() {
    const auto pods = m_pods.select(activatorNamespace, {{Text("app"), Text("activator")}});
    if (pods.empty()) {
        return;
    }
    const auto index = m_builder.node(NodeKind::Activator, key("activator", activatorNamespace),
                                      activatorNamespace, "activator");
    auto& node = m_builder.at(index);
    node.hub = true;
    for (const auto* pod : pods) {
        if (!pod->terminating()) {
            ++node.podsTotal;
            node.podsReady += pod->ready ? 1 : 0;
            node.pods.push_back(pod->meta.name.str());
        }
    }
    node.detail = counted(node.podsTotal, "pod");
    node.ready = node.podsReady > 0;
    node.reason = node.ready ? "" : "NotReady";
    m_activator = index;
}

void Workloads::addRevision(std::size_t index, const mesh::Weights& weights) {
    const auto& state = m_revisions[index];
    const auto id = "revision/" + key(state.ns, state.name);
    const auto at = m_builder.node(NodeKind::Revision, id, state.ns, state.name);
    auto& node = m_builder.at(at);
    node.part = state.service.empty() ? state.name : state.service;
    node.detail = detailOf(state);
    node.ready = state.ready;
    node.reason = state.reason;
    node.revision = index;
    node.replicas = state.replicas;
    if (state.routed) {
        node.percent = state.percent;
    }
    if (const auto bytes = weights.revisionBytes.find(key(state.ns, state.name));
        bytes != weights.revisionBytes.end()) {
        node.bytes = bytes->second;
    }
    for (const auto* service : {&state.publicService, &state.privateService}) {
        if (!service->empty()) {
            m_revisionOfService.emplace(key(state.ns, *service), at);
        }
    }
    addRevisionPods(at, state);
}

void Workloads::addRevisionPods(NodeIndex node, const knative::RevisionState& state) {
    const auto* service = m_cluster.find<cluster::Service>(state.ns, state.privateService);
    auto pods = service != nullptr ? m_pods.select(state.ns, service->selector)
                                   : m_pods.select(state.ns, {{Text(revisionLabel), Text(state.name)}});
    const auto found = podsNode("pods/revision/" + key(state.ns, state.name), node, pods);
    const bool throughActivator = state.mode == "Proxy";
    const std::string label = throughActivator ? "activator" : "";
    const auto kind = throughActivator ? Edge::Kind::Activator : Edge::Kind::Direct;
    if (found) {
        m_builder.edge({node, *found, kind, {}, label, false});
    } else if (throughActivator && state.routed &&
               m_activator) { // scaled to zero: the activator takes requests
        m_builder.edge({node, *m_activator, kind, {}, label, false});
    }
}

std::optional<NodeIndex> Workloads::podsNode(const std::string& id, NodeIndex owner,
                                             const std::vector<const cluster::Pod*>& pods) {
    Node sum;
    for (const auto* pod : pods) {
        if (!pod->terminating()) {
            ++sum.podsTotal;
            sum.podsReady += pod->ready ? 1 : 0;
            sum.pods.push_back(pod->meta.name.str());
        }
    }
    if (sum.podsTotal == 0) {
        return {};
    }
    const auto ns = m_builder.at(owner).ns;
    const auto index = m_builder.node(NodeKind::Pods, id, ns, counted(sum.podsTotal, "pod"));
    auto& node = m_builder.at(index);
    node.part = m_builder.at(owner).part;
    node.podsTotal = sum.podsTotal;
    node.podsReady = sum.podsReady;
    node.pods = std::move(sum.pods);
    node.ready = node.podsReady == node.podsTotal;
    node.reason = node.ready ? "" : "NotReady";
    node.detail = node.ready ? "" : std::to_string(node.podsReady) + " ready";
    return index;
}

std::vector<const cluster::Pod*> Workloads::podsOf(const cluster::Service& service) const {
    if (!service.selector.empty()) {
        return m_pods.select(service.meta.ns, service.selector);
    }
    std::vector<const cluster::Pod*> pods;
    const auto slices = m_slices.find(key(service.meta.ns, service.meta.name));
    if (slices == m_slices.end()) {
        return pods;
    }
    for (const auto* slice : slices->second) {
        for (const auto& endpoint : slice->endpoints) {
            const auto* pod =
                endpoint.targetKind == "Pod"
                    ? m_cluster.find<cluster::Pod>(endpoint.targetNamespace, endpoint.targetName)
                    : nullptr;
            if (pod != nullptr) {
                pods.push_back(pod);
            }
        }
    }
    const auto byName = [](const auto* a, const auto* b) { return a->meta.name < b->meta.name; };
    std::sort(pods.begin(), pods.end(), byName);
    pods.erase(std::unique(pods.begin(), pods.end()), pods.end());
    return pods;
}

NodeIndex Workloads::addService(const cluster::Service& service) {
    const auto id = "service/" + key(service.meta.ns, service.meta.name);
    if (const auto found = m_builder.find(id)) {
        return *found;
    }
    const auto index = m_builder.node(NodeKind::Service, id, service.meta.ns, service.meta.name);
    if (service.type == "ExternalName") {
        m_builder.at(index).detail = service.externalName.str();
    } else {
        addServicePods(index, service);
    }
    return index;
}

void Workloads::addServicePods(NodeIndex index, const cluster::Service& service) {
    const auto pods =
        podsNode("pods/service/" + key(service.meta.ns, service.meta.name), index, podsOf(service));
    if (pods) {
        m_builder.edge({index, *pods, Edge::Kind::Direct, {}, "", false});
        m_builder.at(index).ready = m_builder.at(*pods).podsReady > 0;
        m_builder.at(index).detail = counted(m_builder.at(*pods).podsTotal, "pod");
        m_builder.at(index).reason = m_builder.at(index).ready ? "" : "NotReady";
    } else {
        auto& node = m_builder.at(index);
        node.detail = service.selector.empty() ? "no selector" : "no pods";
        node.ready = service.selector.empty();
        node.reason = node.ready ? "" : "NoPods";
    }
}

bool Workloads::isPlain(const cluster::Service& service, const Gateways& gateways) const {
    const auto& meta = service.meta;
    const bool ofKnative = cluster::has(meta.labels, routeLabel) ||
                           cluster::has(meta.labels, serverlessLabel) ||
                           m_revisionOfService.contains(key(meta.ns, meta.name));
    const bool ofControlPlane = meta.ns == m_settings.rootNamespace || meta.ns == activatorNamespace ||
                                meta.ns == "kube-system" ||
                                (meta.ns == "default" && meta.name == "kubernetes");
    if (ofKnative || ofControlPlane) {
        return false;
    }
    const auto pods = service.selector.empty() ? std::vector<const cluster::Pod*>{} : podsOf(service);
    return pods.empty() || !std::all_of(pods.begin(), pods.end(),
                                        [&](const cluster::Pod* pod) { return gateways.isGatewayPod(*pod); });
}

void Workloads::addPlainServices(const Gateways& gateways) {
    for (const auto& [name, service] : m_cluster.all<cluster::Service>()) {
        if (isPlain(service, gateways)) {
            addService(service);
        }
    }
}

std::optional<NodeIndex> Workloads::revision(std::string_view ns, std::string_view name) const {
    return m_builder.find("revision/" + key(ns, name));
}

NodeIndex Workloads::target(std::string_view ns, std::string_view service) {
    if (const auto found = m_revisionOfService.find(key(ns, service)); found != m_revisionOfService.end()) {
        return found->second;
    }
    if (const auto* known = m_cluster.find<cluster::Service>(ns, service)) {
        return addService(*known);
    }
    const auto index = m_builder.node(NodeKind::Service, "service/" + key(ns, service), ns, service);
    auto& node = m_builder.at(index);
    node.ready = false;
    node.reason = "NotFound";
    node.detail = "not found";
    return index;
}

NodeIndex Workloads::externalTarget(std::string_view ownNamespace, std::string_view host) {
    const auto& entries = m_cluster.all<cluster::ServiceEntry>();
    const auto entry = std::find_if(entries.begin(), entries.end(), [&](const auto& item) {
        const auto& hosts = item.second.hosts;
        return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
    });
    const bool known = entry != entries.end();
    const std::string ns(known ? entry->first.ns.view() : ownNamespace);
    const auto index = m_builder.node(NodeKind::Service, "host/" + key(ns, host), ns, host);
    auto& node = m_builder.at(index);
    node.ready = known;
    node.reason = known ? "" : "NotFound";
    node.detail = known ? "ServiceEntry " + entry->first.name.str() : "not found";
    return index;
}

bool Workloads::isBroken(NodeIndex node) {
    const auto& revision = m_builder.at(node).revision;
    return revision &&
           (m_revisions[*revision].alarm || m_revisions[*revision].visibility == knative::Visibility::Hidden);
}

} // namespace plimsoll::graph
