// SPDX-License-Identifier: Apache-2.0
#include "mesh/destinationrules.h"

#include "mesh/order.h"
#include "mesh/registry.h"
#include "mesh/virtualservices.h"

#include <algorithm>

namespace plimsoll::mesh {
namespace {

bool hasPolicy(const cluster::DestinationRule& rule) {
    return !rule.policy.empty() || !rule.portPolicies.empty();
}

void merge(AppliedRule& into, const cluster::DestinationRule& rule) {
    for (const auto& subset : rule.subsets) {
        if (std::none_of(into.subsets.begin(), into.subsets.end(),
                         [&](const auto* known) { return known->name == subset.name; })) {
            into.subsets.push_back(&subset);
        }
    }
    if (into.policy == nullptr && hasPolicy(rule)) {
        into.policy = &rule;
    }
}

/// Of the rules for a host the one for this client; without any, none, even if other namespaces have one.
const AppliedRule* choose(const std::vector<AppliedRule>& rules, std::string_view client,
                          const cluster::Labels& labels) {
    const AppliedRule* general = nullptr;
    for (const auto& rule : rules) {
        if (rule.source->workloadSelector.empty()) {
            general = general == nullptr ? &rule : general;
        } else if (rule.source->meta.ns == client &&
                   cluster::matches(rule.source->workloadSelector, labels)) {
            return &rule;
        }
    }
    return general;
}

} // namespace

DestinationRules::DestinationRules(const cluster::Cluster& cluster, const MeshSettings& settings)
    : m_settings(settings) {
    for (const auto* rule : byAge<cluster::DestinationRule>(cluster)) {
        auto& both = m_byNamespace[rule->meta.ns.str()];
        const auto host = expandedHost(rule->host, rule->meta.ns, settings);
        if (exportedTo(*rule, rule->meta.ns)) { // its own namespace is not implied
            add(both.own, *rule, host);
        }
        if (!rule->workloadSelector.empty()) {
            both.selected.push_back(rule);
        } else if (!onlyOwn(*rule)) {
            add(both.exported, *rule, host);
        }
    }
    for (auto& [ns, both] : m_byNamespace) {
        for (auto* rules : {&both.own, &both.exported}) {
            std::stable_sort(rules->wildcards.begin(), rules->wildcards.end(),
                             [](const auto& a, const auto& b) { return a.host.size() > b.host.size(); });
        }
    }
}

void DestinationRules::add(Rules& into, const cluster::DestinationRule& rule, const std::string& host) const {
    HostRules* hostRules = nullptr;
    if (host.starts_with('*')) {
        const auto known = std::find_if(into.wildcards.begin(), into.wildcards.end(),
                                        [&](const HostRules& r) { return r.host == host; });
        hostRules = known != into.wildcards.end() ? &*known : &into.wildcards.emplace_back();
    } else {
        hostRules = &into.exact[host];
    }
    hostRules->host = host;
    for (auto& known : hostRules->rules) {
        // Since 1.24 rules that are exported differently stay apart (ENABLE_ENHANCED_DESTINATIONRULE_MERGE).
        const bool sameExport =
            !m_settings.istio || m_settings.istio->minor < 24 || known.source->exportTo == rule.exportTo;
        if (sameExport && known.source->workloadSelector == rule.workloadSelector) {
            merge(known, rule);
            return;
        }
    }
    AppliedRule made;
    made.source = &rule;
    merge(made, rule);
    hostRules->rules.push_back(std::move(made));
}

const DestinationRules::HostRules* DestinationRules::Rules::find(std::string_view host) const {
    if (const auto it = exact.find(std::string(host)); it != exact.end()) {
        return &it->second;
    }
    const auto it = std::find_if(wildcards.begin(), wildcards.end(), [&](const HostRules& rules) {
        return host.ends_with(std::string_view(rules.host).substr(1));
    });
    return it == wildcards.end() ? nullptr : &*it;
}

bool DestinationRules::onlyOwn(const cluster::DestinationRule& rule) const {
    if (!rule.exportTo.empty()) {
        return rule.exportTo.size() == 1 && (rule.exportTo.front() == "." || rule.exportTo.front() == "~");
    }
    // Only "." or not "." of the mesh default matters.
    const auto& words = m_settings.destinationRuleExportTo;
    return std::find(words.begin(), words.end(), ".") != words.end();
}

bool DestinationRules::exportedTo(const cluster::DestinationRule& rule, std::string_view client) const {
    return rule.exportTo.empty() ||
           std::any_of(rule.exportTo.begin(), rule.exportTo.end(), [&](std::string_view word) {
               return word == "*" || word == client || (word == "." && rule.meta.ns == client);
           });
}

std::set<std::string, std::less<>> DestinationRules::particular() const {
    std::set<std::string, std::less<>> names;
    for (const auto& [ns, both] : m_byNamespace) {
        names.insert(ns);
        for (const auto* rules : {&both.own, &both.exported}) {
            const auto addWords = [&](const HostRules& host) {
                for (const auto& rule : host.rules) {
                    for (const auto& word : rule.source->exportTo) {
                        names.insert(word.str());
                    }
                }
            };
            for (const auto& [host, hostRules] : rules->exact) {
                addWords(hostRules);
            }
            std::for_each(rules->wildcards.begin(), rules->wildcards.end(), addWords);
        }
    }
    return names;
}

std::string DestinationRules::selecting(std::string_view ns, const cluster::Labels& labels) const {
    std::string names;
    if (const auto found = m_byNamespace.find(std::string(ns)); found != m_byNamespace.end()) {
        for (const auto* rule : found->second.selected) {
            if (cluster::matches(rule->workloadSelector, labels)) {
                names += ' ' + rule->meta.name.str();
            }
        }
    }
    return names;
}

const AppliedRule* DestinationRules::find(std::string_view client, const cluster::Labels& labels,
                                          const RegistryService& service) const {
    if (m_byNamespace.empty()) {
        return nullptr;
    }
    if (client != m_settings.rootNamespace) {
        if (const auto own = m_byNamespace.find(std::string(client)); own != m_byNamespace.end()) {
            if (const auto* rules = own->second.own.find(service.host)) {
                return choose(rules->rules, client, labels);
            }
        }
    }
    for (const auto& ns : {service.ns, m_settings.rootNamespace}) {
        const auto found = m_byNamespace.find(ns);
        const auto* rules =
            found == m_byNamespace.end() ? nullptr : found->second.exported.find(service.host);
        if (rules == nullptr) {
            continue;
        }
        for (const auto& rule : rules->rules) {
            if (exportedTo(*rule.source, client)) {
                return &rule;
            }
        }
    }
    return nullptr;
}

} // namespace plimsoll::mesh
