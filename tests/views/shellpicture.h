// SPDX-License-Identifier: Apache-2.0
// A small estate made by hand: one revision of each kind, a gateway, a route, pods.
#pragma once

#include "engine/picture.h"

namespace plimsoll::test {

inline knative::RevisionState revisionNamed(const std::string& service, const std::string& name) {
    knative::RevisionState revision;
    revision.ns = "shop";
    revision.name = name;
    revision.service = service;
    revision.route = service;
    revision.created = 1'700'000'000;
    revision.publicService = name;
    revision.privateService = name + "-private";
    revision.routingState = "reserve";
    revision.routingStateModified = 1'700'000'500;
    revision.mode = "Proxy";
    revision.envoyClusters = 5;
    return revision;
}

inline knative::RevisionState routedRevision(const std::string& service, const std::string& name,
                                             int percent) {
    auto revision = revisionNamed(service, name);
    revision.routed = true;
    revision.percent = percent;
    revision.routingState = "active";
    revision.replicas = 4;
    revision.mode = "Serve";
    revision.witnesses = {{"Route", "shop", service, "status.traffic[0]", percent, ""},
                          {"Ingress", "shop", service, "rule " + service + ".shop.example.com", percent, ""}};
    revision.reasons = {"Route " + service + " names it"};
    return revision;
}

inline knative::RevisionState hiddenRevision(knative::RevisionState revision) {
    revision.publicExportTo = "~";
    revision.privateExportTo = "~";
    revision.visibility = knative::Visibility::Hidden;
    return revision;
}

inline graph::Node nodeOf(graph::NodeKind kind, const std::string& id, const std::string& label) {
    graph::Node node;
    node.kind = kind;
    node.id = id;
    node.ns = "shop";
    node.label = label;
    return node;
}

inline void addGraph(engine::Picture& picture) {
    using graph::NodeKind;
    auto gateway = nodeOf(NodeKind::Gateway, "gateway/istio-system/ingressgateway", "ingressgateway");
    gateway.ns = "istio-system";
    gateway.proxy = 0;
    auto route = nodeOf(NodeKind::Route, "route/shop/checkout", "checkout");
    route.detail = "checkout.shop.example.com";
    auto pods = nodeOf(NodeKind::Pods, "pods/shop/checkout-00009", "4 pods");
    pods.podsReady = 3;
    pods.podsTotal = 4;
    pods.pods = {"checkout-00009-a", "checkout-00009-b", "checkout-00009-c", "checkout-00009-d"};
    picture.graph.edit().nodes = {gateway, route, pods};
    for (std::size_t i = 0; i < picture.revisions.size(); ++i) {
        const auto& revision = picture.revisions[i];
        auto node = nodeOf(NodeKind::Revision, "revision/shop/" + revision.name, revision.name);
        node.revision = i;
        picture.graph.edit().nodes.push_back(node);
    }
    picture.graph.edit().edges = {{0, 1, graph::Edge::Kind::Attach, {}, "", false},
                                  {1, 3, graph::Edge::Kind::Split, 90, "90 %", false},
                                  {1, 6, graph::Edge::Kind::Split, 10, "10 %", true},
                                  {3, 2, graph::Edge::Kind::Activator, {}, "activator", false}};
    graph::NamespaceSummary summary;
    summary.ns = "shop";
    summary.revisions = 4;
    summary.reserve = 2;
    summary.hidden = 2;
    summary.alarms = 1;
    summary.services = 12;
    summary.pods = 6;
    summary.routedBytes = 27'000;
    summary.reserveBytes = 12'400;
    summary.hiddenBytes = 26'800;
    picture.graph.edit().namespaces = {summary};
}

inline engine::Picture shellPicture() {
    engine::Picture picture;
    picture.generation = 7;
    picture.source.type = cluster::SourceInfo::Type::Live;
    picture.source.name = "prod-eu-1";
    picture.source.server = "https://10.12.0.1:6443";
    picture.source.writable = true;
    picture.source.clock = 1'700'090'000;
    picture.source.serverVersion = "v1.36.1";
    for (auto& kind : picture.kinds) {
        kind.state = cluster::KindStatus::State::Live;
    }
    picture.complete = true;
    picture.namespaces = {"istio-system", "shop"};
    picture.settings.istio = mesh::Version{1, 30, 3};
    auto reserve = revisionNamed("search", "search-00003");
    reserve.hideable = true;
    reserve.warnings = {"It is the newest revision of service search"};
    auto gone = hiddenRevision(revisionNamed("search", "search-00002"));
    gone.hideable = true;
    auto alarm = hiddenRevision(routedRevision("cart", "cart-00012", 100));
    alarm.alarm = true;
    alarm.alarmReason = "Route cart sends 100 % here; the gateways have no cluster for it: requests get 503.";
    picture.revisions.edit() = {routedRevision("checkout", "checkout-00009", 90), reserve, gone, alarm};
    picture.alarms = 1;
    mesh::ProxyWeight gateway;
    gateway.ns = "istio-system";
    gateway.name = "ingressgateway-7c9d";
    gateway.workload = "ingressgateway";
    gateway.gateway = true;
    gateway.load = {4284, 9120, 2, 2, 624, {13'000'000, 1'200'000, 300'000, 900'000}};
    gateway.reserveBytes = 4'000'000;
    gateway.memoryLimit = 256'000'000;
    picture.weights.edit().proxies = {gateway};
    for (const auto& revision : picture.revisions) {
        picture.weights.edit().revisionBytes["shop/" + revision.name] = 13'400;
    }
    picture.services = 20'412;
    picture.pods = 1'146;
    picture.undoable = {{"b1", "Hide shop/search-00002", 1'700'089'000}};
    addGraph(picture);
    return picture;
}

} // namespace plimsoll::test
