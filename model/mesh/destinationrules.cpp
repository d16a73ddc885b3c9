// SPDX-License-Identifier: Apache-2.0
#include "mesh/destinationrules.h"

#include "mesh/registry.h"
#include "mesh/virtualservices.h"

#include <algorithm>
#include <tuple>

namespace plimsoll::mesh {

DestinationRules::DestinationRules(const cluster::Cluster& cluster, const MeshSettings& settings)
    : m_settings(settings) {
    for (const auto& [name, rule] : cluster.all<cluster::DestinationRule>()) {
        if (rule.workloadSelector.empty()) {
            m_byNamespace[name.ns.str()].push_back({expandedHost(rule.host, name.ns, settings), &rule});
        }
    }
    for (auto& [ns, rules] : m_byNamespace) { // most specific host first, then the oldest, then by name
        std::stable_sort(rules.begin(), rules.end(), [](const Rule& a, const Rule& b) {
            return std::tuple(a.host.starts_with('*'), -static_cast<int>(a.host.size()),
                              a.source->meta.created) < std::tuple(b.host.starts_with('*'),
                                                                   -static_cast<int>(b.host.size()),
                                                                   b.source->meta.created);
        });
    }
}

bool DestinationRules::exportedTo(const cluster::DestinationRule& rule, std::string_view client) const {
    const auto reaches = [&](std::string_view word) {
        return word == "*" || word == client || (word == "." && rule.meta.ns == client);
    };
    if (!rule.exportTo.empty()) {
        return std::any_of(rule.exportTo.begin(), rule.exportTo.end(), reaches);
    }
    // Only "." or not "." of the mesh default matters (push_context.go setDestinationRules).
    const auto& words = m_settings.destinationRuleExportTo;
    const bool own = std::find(words.begin(), words.end(), ".") != words.end();
    return !own || rule.meta.ns == client;
}

std::set<std::string, std::less<>> DestinationRules::particular() const {
    std::set<std::string, std::less<>> names;
    for (const auto& [ns, rules] : m_byNamespace) {
        names.insert(ns);
        for (const auto& rule : rules) {
            for (const auto& word : rule.source->exportTo) {
                names.insert(word.str());
            }
        }
    }
    return names;
}

const cluster::DestinationRule* DestinationRules::inNamespace(std::string_view ns, std::string_view host,
                                                              std::string_view client) const {
    const auto found = m_byNamespace.find(std::string(ns));
    if (found == m_byNamespace.end()) {
        return nullptr;
    }
    const auto it = std::find_if(found->second.begin(), found->second.end(), [&](const Rule& rule) {
        const bool names = rule.host.starts_with('*') ? host.ends_with(std::string_view(rule.host).substr(1))
                                                      : rule.host == host;
        return names && (ns == client || exportedTo(*rule.source, client));
    });
    return it == found->second.end() ? nullptr : it->source;
}

const cluster::DestinationRule* DestinationRules::find(std::string_view clientNamespace,
                                                       const RegistryService& service) const {
    if (m_byNamespace.empty()) {
        return nullptr;
    }
    if (clientNamespace != m_settings.rootNamespace) {
        if (const auto* rule = inNamespace(clientNamespace, service.host, clientNamespace)) {
            return rule;
        }
    }
    if (const auto* rule = inNamespace(service.ns, service.host, clientNamespace)) {
        return rule;
    }
    return inNamespace(m_settings.rootNamespace, service.host, clientNamespace);
}

} // namespace plimsoll::mesh
