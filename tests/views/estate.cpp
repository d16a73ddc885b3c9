// SPDX-License-Identifier: Apache-2.0
#include "views/estate.h"

#include <algorithm>

namespace plimsoll::test {
namespace {

using engine::Picture;
using graph::Edge;
using graph::Node;
using graph::NodeIndex;
using graph::NodeKind;
using knative::RevisionState;
using knative::Visibility;

/// Builds nodes and edges as the graph room does, without a cluster.
class Estate {
public:
    NodeIndex add(NodeKind kind, const std::string& id, const std::string& ns, const std::string& part,
                  const std::string& label) {
        Node node;
        node.kind = kind;
        node.id = id;
        node.ns = ns;
        node.part = part;
        node.label = label;
        node.hub = kind == NodeKind::Gateway;
        m_picture.graph.edit().nodes.push_back(node);
        return static_cast<NodeIndex>(m_picture.graph->nodes.size() - 1);
    }
    Node& at(NodeIndex node) { return m_picture.graph.edit().nodes[node]; }

    void join(NodeIndex from, NodeIndex to, Edge::Kind kind, std::optional<int> percent = {},
              const std::string& label = {}, bool broken = false) {
        m_picture.graph.edit().edges.push_back({from, to, kind, percent, label, broken});
    }

    NodeIndex route(const std::string& ns, const std::string& name, NodeIndex gateway) {
        const auto node = add(NodeKind::Route, "route/" + ns + '/' + name, ns, name, name);
        at(node).detail = name + '.' + ns + ".example.com";
        join(gateway, node, Edge::Kind::Attach);
        return node;
    }

    NodeIndex revision(const std::string& ns, const std::string& service, int number, RevisionState state) {
        std::string digits = std::to_string(number);
        digits.insert(0, 5 - std::min<std::size_t>(5, digits.size()), '0');
        state.ns = ns;
        state.service = service;
        state.name = service + '-' + digits;
        state.created = 1000 + number;
        state.hideable = !state.routed && state.replicas == 0;
        if (!state.hideable) {
            state.reasons = {state.routed ? "Route " + service + " sends requests here" : "It has replicas"};
        }
        const auto node =
            add(NodeKind::Revision, "revision/" + ns + '/' + state.name, ns, service, state.name);
        at(node).revision = m_picture.revisions.size();
        at(node).bytes = 12'400 + number * 100;
        at(node).replicas = state.replicas;
        at(node).ready = state.ready;
        at(node).reason = state.reason;
        if (state.replicas > 0) {
            const auto pods = add(NodeKind::Pods, "pods/" + ns + '/' + state.name, ns, service, "");
            at(pods).podsTotal = state.replicas;
            at(pods).podsReady = state.ready ? state.replicas : state.replicas / 2;
            at(pods).pods = {state.name + "-deployment-abc"};
            join(node, pods, Edge::Kind::Activator, {}, "activator");
        }
        count(state, at(node).bytes);
        m_picture.revisions.edit().push_back(std::move(state));
        return node;
    }

    void split(NodeIndex route, NodeIndex revision, int percent) {
        const bool broken = m_picture.revisions[*at(revision).revision].alarm;
        join(route, revision, Edge::Kind::Split, percent, std::to_string(percent) + " %", broken);
    }

    graph::NamespaceSummary& summary(const std::string& ns) {
        auto& list = m_picture.graph.edit().namespaces;
        const auto found = std::find_if(list.begin(), list.end(), [&](const auto& s) { return s.ns == ns; });
        if (found != list.end()) {
            return *found;
        }
        list.emplace_back().ns = ns;
        return list.back();
    }

    Picture finish() {
        m_picture.complete = true;
        m_picture.source.name = "fixture";
        m_picture.source.writable = true;
        return std::move(m_picture);
    }
    Picture& picture() { return m_picture; }

private:
    void count(const RevisionState& state, std::int64_t bytes) {
        auto& s = summary(state.ns);
        ++s.revisions;
        s.reserve += state.routed ? 0 : 1;
        s.alarms += state.alarm ? 1 : 0;
        s.hidden += state.visibility == Visibility::Hidden ? 1 : 0;
        (state.visibility == Visibility::Hidden ? s.hiddenBytes
         : state.routed                         ? s.routedBytes
                                                : s.reserveBytes) += bytes;
    }

    Picture m_picture;
};

RevisionState taking(int percent, int replicas) {
    RevisionState state;
    state.routed = true;
    state.percent = percent;
    state.replicas = replicas;
    state.routingState = "active";
    return state;
}
RevisionState resting(Visibility visibility = Visibility::Visible) {
    RevisionState state;
    state.routingState = "reserve";
    state.visibility = visibility;
    return state;
}

NodeIndex gateway(Estate& estate) {
    mesh::ProxyWeight proxy;
    proxy.ns = "istio-system";
    proxy.name = "istio-ingressgateway-5d8-abc";
    proxy.gateway = true;
    proxy.load.envoyClusters = 1800;
    proxy.load.bytes = {4'000'000, 1'000'000, 200'000, 900'000};
    proxy.memoryLimit = 256'000'000;
    estate.picture().weights.edit().proxies.push_back(proxy);
    const auto node = estate.add(NodeKind::Gateway, "gateway/istio-system/istio-ingressgateway",
                                 "istio-system", "", "istio-ingressgateway");
    estate.at(node).proxy = 0;
    estate.at(node).bytes = proxy.load.bytes.total();
    estate.at(node).detail = "2 pods";
    return node;
}

} // namespace

Picture smallEstate() {
    Estate estate;
    const auto hub = gateway(estate);
    const auto checkout = estate.route("shop", "checkout", hub);
    estate.split(checkout, estate.revision("shop", "checkout", 9, taking(90, 4)), 90);
    estate.split(checkout, estate.revision("shop", "checkout", 8, taking(10, 1)), 10);

    const auto search = estate.route("shop", "search", hub);
    estate.split(search, estate.revision("shop", "search", 4, taking(100, 3)), 100);
    RevisionState tagged = taking(0, 0);
    tagged.tags = {"old"};
    estate.join(search, estate.revision("shop", "search", 1, tagged), Edge::Kind::Tag, {}, "tag old");
    estate.revision("shop", "search", 3, resting());
    estate.revision("shop", "search", 2, resting(Visibility::Hidden));
    estate.revision("shop", "search", 5, resting(Visibility::Partial));

    const auto cart = estate.route("shop", "cart", hub);
    RevisionState alarm = taking(100, 2);
    alarm.alarm = true;
    alarm.visibility = Visibility::Hidden;
    alarm.alarmReason = "Gateways have no Envoy cluster for it: requests get 503";
    estate.split(cart, estate.revision("shop", "cart", 12, alarm), 100);

    const auto slow = estate.route("shop", "recommendations-for-you-and-friends", hub);
    RevisionState failing = taking(100, 4);
    failing.ready = false;
    failing.reason = "ContainerMissing";
    estate.split(slow, estate.revision("shop", "recommendations-for-you-and-friends", 3, failing), 100);

    const auto plain = estate.add(NodeKind::Service, "service/shop/redis", "shop", "redis", "redis");
    const auto pods = estate.add(NodeKind::Pods, "pods/service/shop/redis", "shop", "redis", "");
    estate.at(pods).podsTotal = estate.at(pods).podsReady = 12;
    estate.join(plain, pods, Edge::Kind::Direct);
    estate.summary("shop").services = 1;

    for (const auto* ns : {"payments", "media"}) {
        const auto route = estate.route(ns, "api", hub);
        estate.split(route, estate.revision(ns, "api", 2, taking(100, 1)), 100);
        for (int i = 3; i < 90; ++i) {
            estate.revision(ns, "api", i, resting());
        }
    }
    return estate.finish();
}

Picture bigEstate(int namespaces, int services, int reserve) {
    Estate estate;
    const auto hub = gateway(estate);
    for (int n = 0; n < namespaces; ++n) {
        const std::string ns = "team-" + std::to_string(n);
        for (int s = 0; s < services; ++s) {
            const std::string service = "service-" + std::to_string(s);
            const auto route = estate.route(ns, service, hub);
            estate.split(route, estate.revision(ns, service, 1, taking(100, 1 + (n + s) % 4)), 100);
            for (int r = 0; r < reserve; ++r) {
                estate.revision(ns, service, 2 + r,
                                resting(r % 5 == 4 ? Visibility::Hidden : Visibility::Visible));
            }
        }
    }
    return estate.finish();
}

engine::PicturePtr shared(Picture picture) {
    return std::make_shared<const Picture>(std::move(picture));
}

} // namespace plimsoll::test
