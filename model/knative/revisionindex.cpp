// SPDX-License-Identifier: Apache-2.0
#include "knative/revisionindex.h"

#include "knative/labels.h"

#include <algorithm>
#include <tuple>

namespace plimsoll::knative {

RevisionEntry entryOf(const cluster::Revision& revision) {
    RevisionEntry entry;
    entry.revision = &revision;
    entry.configuration = cluster::valueOf(revision.meta.labels, label::configuration);
    if (entry.configuration.empty() && revision.meta.owner.kind == "Configuration") {
        entry.configuration = revision.meta.owner.name;
    }
    entry.service = cluster::valueOf(revision.meta.labels, label::service);
    if (entry.service.empty()) {
        entry.service = entry.configuration;
    }
    return entry;
}

namespace {

bool before(const RevisionEntry& a, const RevisionEntry& b) {
    const auto key = [](const RevisionEntry& e) {
        return std::tuple<std::string_view, std::string_view, UnixSeconds, std::string_view>(
            e.revision->meta.ns, e.service, e.revision->meta.created, e.revision->meta.name);
    };
    return key(a) < key(b);
}

} // namespace

RevisionIndex::RevisionIndex(const cluster::Cluster& cluster) {
    const auto& revisions = cluster.all<cluster::Revision>();
    m_entries.reserve(revisions.size());
    for (const auto& [key, revision] : revisions) {
        m_entries.push_back(entryOf(revision));
    }
    std::sort(m_entries.begin(), m_entries.end(), before);
    addNames();
    addServices(cluster);
    countPods(cluster);
}

RevisionIndex::RevisionIndex(const cluster::Cluster& cluster, std::string_view ns, std::string_view name) {
    if (const auto* revision = cluster.find<cluster::Revision>(ns, name)) {
        m_entries.push_back(entryOf(*revision));
    }
    addNames();
    const auto [first, last] = cluster.in<cluster::Service>(ns);
    std::for_each(first, last, [this](const auto& item) { addService(item.second); });
    addBareNames();
}

void RevisionIndex::addNames() {
    m_byRevision.reserve(m_entries.size());
    m_byService.reserve(2 * m_entries.size());
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const auto& meta = m_entries[i].revision->meta;
        m_byRevision.emplace(std::pair<std::string_view, std::string_view>(meta.ns, meta.name), i);
    }
}

void RevisionIndex::addServices(const cluster::Cluster& cluster) {
    for (const auto& [key, service] : cluster.all<cluster::Service>()) {
        addService(service);
    }
    addBareNames();
}

std::optional<std::size_t> RevisionIndex::byLabels(const cluster::Service& service) const {
    if (cluster::valueOf(service.meta.labels, label::serviceType).empty()) {
        return std::nullopt;
    }
    auto name = cluster::valueOf(service.meta.labels, label::serverlessService);
    if (name.empty()) {
        name = cluster::valueOf(service.meta.labels, label::revision);
    }
    return byRevision(service.meta.ns, name);
}

void RevisionIndex::addService(const cluster::Service& service) {
    const auto id = byLabels(service);
    if (!id) {
        return;
    }
    const auto type = cluster::valueOf(service.meta.labels, label::serviceType);
    auto& entry = m_entries[*id];
    if (type == "Public" && entry.publicService == nullptr) {
        entry.publicService = &service;
    } else if (type == "Private" && entry.privateService == nullptr) {
        entry.privateService = &service;
    }
    m_byService.emplace(std::pair<std::string_view, std::string_view>(service.meta.ns, service.meta.name),
                        *id);
}

/// A Service that lost its labels still has the revision's name in every route.
void RevisionIndex::addBareNames() {
    for (const auto& [key, id] : m_byRevision) {
        m_byService.emplace(key, id);
    }
}

void RevisionIndex::countPods(const cluster::Cluster& cluster) {
    for (const auto& [key, pod] : cluster.all<cluster::Pod>()) {
        const auto name = cluster::valueOf(pod.meta.labels, label::revision);
        if (name.empty() || pod.terminating()) {
            continue;
        }
        if (const auto id = byRevision(pod.meta.ns, name)) {
            ++m_entries[*id].livePods;
        }
    }
}

std::optional<std::size_t> RevisionIndex::byRevision(std::string_view ns, std::string_view name) const {
    const auto it = m_byRevision.find({ns, name});
    return it == m_byRevision.end() ? std::nullopt : std::optional(it->second);
}

std::optional<std::size_t> RevisionIndex::byService(std::string_view ns, std::string_view name) const {
    const auto it = m_byService.find({ns, name});
    return it == m_byService.end() ? std::nullopt : std::optional(it->second);
}

} // namespace plimsoll::knative
