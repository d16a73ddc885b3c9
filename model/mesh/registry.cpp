// SPDX-License-Identifier: Apache-2.0
#include "mesh/registry.h"

#include <algorithm>
#include <tuple>

namespace plimsoll::mesh {
namespace {

bool matchesExpression(const MeshSettings::Selector::Expression& e, const cluster::Labels& labels) {
    const bool present = cluster::has(labels, e.key);
    const bool among = present && std::find(e.values.begin(), e.values.end(),
                                            cluster::valueOf(labels, e.key)) != e.values.end();
    if (e.op == "In") {
        return among;
    }
    if (e.op == "NotIn") {
        return !among;
    }
    if (e.op == "Exists") {
        return present;
    }
    return e.op == "DoesNotExist" && !present;
}

const cluster::Labels& selectorOf(const RegistryService& service) {
    return service.source != nullptr ? service.source->selector : service.entry->workloadSelector;
}

} // namespace

/// What a service is made of, small, to be put in order first: services themselves are dear to move.
struct Registry::Source {
    UnixSeconds created = 0;
    std::string_view name;
    std::string_view ns;
    const cluster::Service* service = nullptr;
    const cluster::ServiceEntry* entry = nullptr;
    const Text* host = nullptr; // of the ServiceEntry's
};

Registry::~Registry() = default;

Registry::Registry(const cluster::Cluster& cluster, const MeshSettings& settings)
    : m_cluster(cluster)
    , m_settings(settings)
    , m_sizes(settings)
    , m_endpoints(std::make_unique<EndpointFinder>(cluster, settings, m_sizes)) {
    m_services.reserve(cluster.all<cluster::Service>().size());
    for (const auto& source : sources()) {
        if (source.service != nullptr) {
            m_services.push_back(made(*source.service));
        } else {
            addEntry(*source.entry, *source.host);
        }
    }
    index();
    resolveAliases();
    for (auto& service : m_services) {
        measure(service);
        measureShare(service);
    }
}

std::vector<Registry::Source> Registry::sources() const {
    std::vector<Source> all;
    all.reserve(m_cluster.all<cluster::Service>().size());
    for (const auto& [name, service] : m_cluster.all<cluster::Service>()) {
        if (discovers(name.ns)) {
            const auto& meta = service.meta;
            all.push_back({meta.created, meta.name, meta.ns, &service, nullptr, nullptr});
        }
    }
    for (const auto& [name, entry] : m_cluster.all<cluster::ServiceEntry>()) {
        for (std::size_t i = 0; discovers(name.ns) && i < entry.hosts.size(); ++i) {
            all.push_back(
                {entry.meta.created, entry.hosts[i], entry.meta.ns, nullptr, &entry, &entry.hosts[i]});
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const Source& a, const Source& b) {
        return std::tie(a.created, a.name, a.ns) < std::tie(b.created, b.name, b.ns);
    });
    return all;
}

void Registry::indexSelector(const RegistryService& service) {
    if (const auto& selector = selectorOf(service); !selector.empty()) {
        const auto& [label, value] = selector.front();
        auto& same = m_bySelector[service.ns + ' ' + label.str() + ' ' + value.str()];
        if (std::find(same.begin(), same.end(), &service) == same.end()) {
            same.push_back(&service);
        }
    }
}

const RegistryService* Registry::replace(const cluster::Service& service) {
    const auto fits = [](const RegistryService& s) {
        return s.source != nullptr && s.resolution == Resolution::Eds && !s.ambiguous && s.aliases.empty() &&
               !s.vip.empty();
    };
    auto now = made(service);
    const auto* known = find(now.host, now.ns);
    if (known == nullptr || !fits(*known) || !fits(now) || known->created != now.created) {
        return nullptr;
    }
    auto& place = m_services[static_cast<std::size_t>(known - m_services.data())];
    std::swap(now.host, place.host); // the index by host has views of that very text
    place = std::move(now);
    indexSelector(place); // a selector of before may stay: each is compared with the Service's own
    measure(place);
    measureShare(place);
    return &place;
}

void Registry::index() {
    m_byHost.reserve(m_services.size());
    for (const auto& service : m_services) {
        m_byHost[service.host].push_back(&service);
        m_byNamespace[service.ns].push_back(&service);
        indexSelector(service);
    }
    for (auto& service : m_services) {
        service.ambiguous = m_byHost[service.host].size() > 1;
    }
}

/// An ExternalName may lead to another: its chain ends at a service that is none.
void Registry::resolveAliases() {
    for (const auto& service : m_services) {
        const auto* target = &service;
        for (int hops = 0; target != nullptr && target->resolution == Resolution::Alias && hops < 10;
             ++hops) {
            target = target->source == nullptr ? nullptr : find(target->source->externalName);
        }
        if (service.resolution != Resolution::Alias || target == nullptr ||
            target->resolution == Resolution::Alias) {
            continue;
        }
        m_services[static_cast<std::size_t>(target - m_services.data())].aliases.push_back(&service);
    }
}

bool Registry::discovers(std::string_view ns) const {
    if (m_settings.discoverySelectors.empty()) {
        return true;
    }
    const auto* found = m_cluster.find<cluster::Namespace>({}, ns);
    const auto& selectors = m_settings.discoverySelectors;
    return found != nullptr && std::any_of(selectors.begin(), selectors.end(), [&](const auto& selector) {
               return cluster::matches(selector.matchLabels, found->meta.labels) &&
                      std::all_of(selector.expressions.begin(), selector.expressions.end(),
                                  [&](const auto& e) { return matchesExpression(e, found->meta.labels); });
           });
}

const RegistryService* Registry::find(std::string_view host) const {
    const RegistryService* found = nullptr;
    for (const auto* service : all(host)) {
        if (found == nullptr || (service->kubernetes && !found->kubernetes)) {
            found = service;
        }
    }
    return found;
}

const RegistryService* Registry::find(std::string_view host, std::string_view ns) const {
    const RegistryService* found = nullptr;
    for (const auto* service : all(host)) {
        if (service->ns == ns && (found == nullptr || (service->kubernetes && !found->kubernetes))) {
            found = service;
        }
    }
    return found;
}

const std::vector<const RegistryService*>& Registry::all(std::string_view host) const {
    static const std::vector<const RegistryService*> none;
    const auto it = m_byHost.find(host);
    return it == m_byHost.end() ? none : it->second;
}

const std::vector<const RegistryService*>& Registry::of(std::string_view ns) const {
    static const std::vector<const RegistryService*> none;
    const auto it = m_byNamespace.find(ns);
    return it == m_byNamespace.end() ? none : it->second;
}

std::vector<const RegistryService*> Registry::selecting(const cluster::Pod& pod) const {
    std::vector<const RegistryService*> found;
    for (const auto& [label, value] : pod.meta.labels) {
        const auto it = m_bySelector.find(pod.meta.ns.str() + ' ' + label.str() + ' ' + value.str());
        if (it == m_bySelector.end()) {
            continue;
        }
        for (const auto* service : it->second) {
            const auto& selector = selectorOf(*service);
            if (!selector.empty() && cluster::matches(selector, pod.meta.labels)) {
                found.push_back(service);
            }
        }
    }
    std::sort(found.begin(), found.end()); // the registry's order is that of the addresses
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace plimsoll::mesh
