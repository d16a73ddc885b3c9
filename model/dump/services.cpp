// SPDX-License-Identifier: Apache-2.0
#include "dump/services.h"

#include <algorithm>
#include <tuple>

namespace plimsoll::dump {
namespace {

/// The host in a cluster's name; empty for "inbound|80||", "BlackHoleCluster" and others that belong to none.
std::string_view hostOfCluster(std::string_view name) {
    if (name.starts_with("outbound|")) {
        return name.substr(name.rfind('|') + 1);
    }
    if (name.starts_with("outbound_.")) {
        std::string_view host = name;
        for (int i = 0; i < 3; ++i) {
            const auto at = host.find("_.");
            if (at == std::string_view::npos) {
                return {};
            }
            host.remove_prefix(at + 2);
        }
        return host;
    }
    return {};
}

/// "cart.shop.svc.cluster.local" → "shop", "cart".
bool splitHost(std::string_view host, std::string& ns, std::string& name) {
    const auto service = host.find(".svc.");
    const auto dot = host.find('.');
    if (service == std::string_view::npos || dot >= service || host.find('.', dot + 1) != service) {
        return false;
    }
    name = host.substr(0, dot);
    ns = host.substr(dot + 1, service - dot - 1);
    return true;
}

} // namespace

ServiceParts::Id ServiceParts::ofHost(std::string_view host) {
    if (host.empty()) {
        return rest;
    }
    m_key = host;
    const auto [at, isNew] = m_ids.try_emplace(m_key, static_cast<Id>(m_parts.size()));
    if (isNew) {
        m_parts.push_back({m_key, {}, {}, 0, 0});
    }
    return at->second;
}

ServiceParts::Id ServiceParts::ofCluster(std::string_view name) {
    return ofHost(hostOfCluster(name));
}

ServiceParts::Id ServiceParts::ofVirtualHost(std::string_view name, const Node& host) {
    const auto named = name.substr(0, name.rfind(':'));
    m_key = named;
    if (const auto found = m_ids.find(m_key); found != m_ids.end()) {
        return found->second;
    }
    std::string ns;
    std::string service;
    return splitHost(named, ns, service) ? ofHost(named) : namedIn(host);
}

ServiceParts::Id ServiceParts::namedIn(const Node& node) {
    std::string_view only;
    for (const Node *at = &node, *const end = &node + node.next; at != end; ++at) {
        if (at->type != cluster::Tree::Type::String || !at->text.starts_with("outbound")) {
            continue;
        }
        const auto host = hostOfCluster(at->text);
        if (!host.empty() && !only.empty() && host != only) {
            return rest;
        }
        only = host.empty() ? only : host;
    }
    return ofHost(only);
}

void ServiceParts::call(Id id, std::string_view ns, std::string_view name) {
    if (id != rest && !name.empty()) {
        m_parts[id].ns = ns;
        m_parts[id].name = name;
    }
}

void ServiceParts::add(Id id, std::int64_t clusters, std::int64_t bytes) {
    m_parts[id].clusters += clusters;
    m_parts[id].bytes += bytes;
}

std::vector<ServicePart> ServiceParts::takeParts() {
    std::unordered_map<std::string, Id>().swap(m_ids); // a dump may name 30,000 hosts
    std::vector<ServicePart> parts;
    parts.reserve(m_parts.size());
    for (std::size_t id = 0; id < m_parts.size(); ++id) {
        auto& part = m_parts[id];
        if (part.clusters == 0 && part.bytes == 0) {
            continue;
        }
        if (id == rest) {
            part.name = restOfServices;
        } else if (part.name.empty() && !splitHost(part.host, part.ns, part.name)) {
            part.name = part.host;
        }
        parts.push_back({std::move(part.ns), std::move(part.name), part.clusters, part.bytes});
    }
    std::vector<Part>().swap(m_parts);
    const auto key = [](const ServicePart& part) { return std::tie(part.ns, part.service); };
    std::sort(parts.begin(), parts.end(),
              [&](const ServicePart& a, const ServicePart& b) { return key(a) < key(b); });
    std::size_t kept = 0;
    for (std::size_t at = 1; at < parts.size(); ++at) { // a service may have several hosts
        if (key(parts[at]) == key(parts[kept])) {
            parts[kept].envoyClusters += parts[at].envoyClusters;
            parts[kept].bytes += parts[at].bytes;
        } else if (++kept != at) {
            parts[kept] = std::move(parts[at]);
        }
    }
    parts.resize(std::min(parts.size(), kept + 1));
    std::stable_sort(parts.begin(), parts.end(),
                     [](const ServicePart& a, const ServicePart& b) { return a.bytes > b.bytes; });
    return parts;
}

} // namespace plimsoll::dump
