// SPDX-License-Identifier: Apache-2.0
// Every Revision with its two Services, and the way back from a Service's name to the revision: built once
// for a computation, so that no rule scans the cluster again.
#pragma once

#include "cluster/cluster.h"

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace plimsoll::knative {

/// Hash of a namespace and a name, both views into the cluster's own texts.
struct ObjectKeyHash {
    std::size_t operator()(const std::pair<std::string_view, std::string_view>& key) const noexcept {
        const std::hash<std::string_view> hash;
        return hash(key.first) * 1099511628211U ^ hash(key.second);
    }
};
template <class T>
using ByName = std::unordered_map<std::pair<std::string_view, std::string_view>, T, ObjectKeyHash>;

struct RevisionEntry {
    const cluster::Revision* revision = nullptr;
    const cluster::Service* publicService = nullptr; // found by label, never by name; null when there is none
    const cluster::Service* privateService = nullptr;
    std::string_view service;       // Knative service, else the configuration
    std::string_view configuration; // may be empty
    int livePods = 0;               // not terminating
};

/// Without Services and pods.
[[nodiscard]] RevisionEntry entryOf(const cluster::Revision& revision);

class RevisionIndex {
public:
    explicit RevisionIndex(const cluster::Cluster& cluster);
    /// Only this revision (none when it does not exist): for asking again often.
    RevisionIndex(const cluster::Cluster& cluster, std::string_view ns, std::string_view name);

    /// Ordered by namespace, service, creation, name; a position in it is the revision's id elsewhere.
    [[nodiscard]] const std::vector<RevisionEntry>& entries() const { return m_entries; }
    [[nodiscard]] std::optional<std::size_t> byRevision(std::string_view ns, std::string_view name) const;
    /// The revision that a Service of that name belongs to: its public or private one; a Service with the
    /// revision's own name counts also when its labels are gone.
    [[nodiscard]] std::optional<std::size_t> byService(std::string_view ns, std::string_view name) const;

    /// The revision that the Service of these labels is the public or private one of.
    [[nodiscard]] std::optional<std::size_t> byLabels(const cluster::Service& service) const;
    /// Another version of the objects that an entry points at; what it is called and sorted by is the same.
    void replace(std::size_t revision, const RevisionEntry& entry) { m_entries[revision] = entry; }

private:
    void addNames();
    void addServices(const cluster::Cluster& cluster);
    void addService(const cluster::Service& service);
    void addBareNames();
    void countPods(const cluster::Cluster& cluster);

    std::vector<RevisionEntry> m_entries;
    ByName<std::size_t> m_byRevision;
    ByName<std::size_t> m_byService;
};

} // namespace plimsoll::knative
