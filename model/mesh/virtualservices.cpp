// SPDX-License-Identifier: Apache-2.0
#include "mesh/virtualservices.h"

#include "mesh/order.h"

#include <algorithm>

namespace plimsoll::mesh {
namespace {

bool namesMesh(const std::vector<Text>& gateways) {
    return std::find(gateways.begin(), gateways.end(), "mesh") != gateways.end();
}

/// spec.exportTo, else the mesh default. pilot/pkg/model/push_context.go initVirtualServices.
Reach reachOf(const cluster::VirtualService& service, const MeshSettings& settings) {
    std::set<std::string, std::less<>> words;
    for (const auto& word : service.exportTo) {
        words.insert(word.str());
    }
    if (words.empty()) {
        words.insert(settings.virtualServiceExportTo.begin(), settings.virtualServiceExportTo.end());
    }
    if (words.contains("*")) {
        return Reach::everyone();
    }
    if (words.contains("~")) {
        return Reach::nobody();
    }
    std::set<std::string, std::less<>> namespaces;
    for (const auto& word : words) {
        namespaces.insert(word == "." ? service.meta.ns.str() : word);
    }
    return Reach::only(std::move(namespaces));
}

void addTargets(PreparedVirtualService& made, const cluster::VirtualServiceRoute& route,
                const MeshSettings& settings) {
    std::vector<std::string_view> namespaces; // that the route is for; empty: all
    for (const auto& match : route.matches) {
        if (match.sourceNamespace.empty()) {
            namespaces.clear();
            break;
        }
        namespaces.push_back(match.sourceNamespace);
    }
    for (const auto* list : {&route.destinations, &route.mirrors}) {
        for (const auto& destination : *list) {
            const auto host = expandedHost(destination.host, made.source->meta.ns, settings);
            made.targets.push_back({host, destination.port, namespaces});
        }
    }
}

PreparedVirtualService prepared(const cluster::VirtualService& service, const MeshSettings& settings) {
    PreparedVirtualService made;
    made.source = &service;
    made.reach = reachOf(service, settings);
    made.mesh = service.gateways.empty() || namesMesh(service.gateways);
    for (const auto& host : service.hosts) {
        made.hosts.push_back(expandedHost(host, service.meta.ns, settings));
        made.wildcard = made.wildcard || host.view().starts_with('*');
    }
    for (const auto& gateway : service.gateways) {
        made.gateways.push_back(qualifiedGateway(gateway, service.meta.ns));
    }
    for (const auto& route : service.routes) {
        const bool http = route.type == cluster::VirtualServiceRoute::Type::Http;
        made.http = made.http || http;
        made.tcp = made.tcp || !http;
        addTargets(made, route, settings);
    }
    return made;
}

} // namespace

VirtualServices::VirtualServices(const cluster::Cluster& cluster, const MeshSettings& settings)
    : m_gatewayApi(cluster, settings) {
    m_all.reserve(cluster.all<cluster::VirtualService>().size() + m_gatewayApi.virtualServices().size());
    for (const auto& [name, service] : cluster.all<cluster::VirtualService>()) {
        m_all.push_back(prepared(service, settings));
    }
    for (const auto& made : m_gatewayApi.virtualServices()) {
        m_all.push_back(prepared(made.service, settings));
        m_all.back().route = made.source;
    }
    std::sort(m_all.begin(), m_all.end(),
              [](const auto& a, const auto& b) { return isOlder(a.source->meta, b.source->meta); });
}

std::string expandedHost(std::string_view host, std::string_view ns, const MeshSettings& settings) {
    std::string text(host);
    if (!host.empty() && host.front() != '*' && host.find('.') == std::string_view::npos) {
        text += '.' + std::string(ns);
        if (settings.completesShortNames) {
            text += ".svc." + settings.clusterDomain;
        }
    }
    return text;
}

std::string qualifiedGateway(std::string_view name, std::string_view ns) {
    if (name == "mesh" || name.find('/') != std::string_view::npos) {
        return std::string(name);
    }
    return std::string(ns) + '/' + std::string(name);
}

bool hostsMeet(std::string_view a, std::string_view b) {
    const bool wildA = a.starts_with('*');
    const bool wildB = b.starts_with('*');
    if (wildA && wildB) {
        return a.ends_with(b.substr(1)) || b.ends_with(a.substr(1));
    }
    if (wildA) {
        return b.ends_with(a.substr(1));
    }
    return wildB ? a.ends_with(b.substr(1)) : a == b;
}

} // namespace plimsoll::mesh
