// SPDX-License-Identifier: Apache-2.0
// The Envoy resources that a proxy carries, one by one; and the tally that counts them. Most callers want
// sums only, so a name is made only where a list is kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plimsoll::mesh {

struct Bytes {
    std::int64_t cds = 0;
    std::int64_t eds = 0;
    std::int64_t lds = 0;
    std::int64_t rds = 0;
    [[nodiscard]] std::int64_t total() const { return cds + eds + lds + rds; }
    Bytes& operator+=(const Bytes& other) {
        cds += other.cds;
        eds += other.eds;
        lds += other.lds;
        rds += other.rds;
        return *this;
    }
    bool operator==(const Bytes&) const = default;
};

struct Load {
    int envoyClusters = 0;
    int endpoints = 0;
    int listeners = 0;
    int routeConfigs = 0;
    int virtualHosts = 0;
    Bytes bytes;
    Load& operator+=(const Load& other) {
        envoyClusters += other.envoyClusters;
        endpoints += other.endpoints;
        listeners += other.listeners;
        routeConfigs += other.routeConfigs;
        virtualHosts += other.virtualHosts;
        bytes += other.bytes;
        return *this;
    }
    bool operator==(const Load&) const = default;
};

struct Resource {
    std::string name;
    std::int64_t bytes = 0;
    int managers = 0; // HTTP connection managers, of listeners: each names the proxy's workload
    bool operator==(const Resource&) const = default;
};

struct RouteResource {
    std::string name;
    std::int64_t bytes = 0;
    std::vector<std::string> virtualHosts;
    bool operator==(const RouteResource&) const = default;
};

struct Resources {
    std::vector<Resource> clusters;
    std::vector<Resource> loadAssignments;
    std::vector<Resource> listeners;
    std::vector<RouteResource> routes;
    void append(const Resources& other) {
        clusters.insert(clusters.end(), other.clusters.begin(), other.clusters.end());
        loadAssignments.insert(loadAssignments.end(), other.loadAssignments.begin(),
                               other.loadAssignments.end());
        listeners.insert(listeners.end(), other.listeners.begin(), other.listeners.end());
        routes.insert(routes.end(), other.routes.begin(), other.routes.end());
    }
    bool operator==(const Resources&) const = default;
};

/// Adds resources up; `name` and `hosts` are functions, called only when resources are listed.
class Tally {
public:
    explicit Tally(bool lists = false) : m_lists(lists) {}

    template <class Name>
    void cluster(std::int64_t bytes, const Name& name) {
        ++load.envoyClusters;
        load.bytes.cds += bytes;
        if (m_lists) {
            list.clusters.push_back({name(), bytes, 0});
        }
    }
    template <class Name>
    void assignment(std::int64_t bytes, int endpoints, const Name& name) {
        load.endpoints += endpoints;
        load.bytes.eds += bytes;
        if (m_lists) {
            list.loadAssignments.push_back({name(), bytes, 0});
        }
    }
    template <class Name>
    void listener(std::int64_t bytes, const Name& name, int managers = 0) {
        ++load.listeners;
        load.bytes.lds += bytes;
        m_managers += managers;
        if (m_lists) {
            list.listeners.push_back({name(), bytes, managers});
        }
    }
    template <class Hosts>
    void route(std::int64_t bytes, std::size_t virtualHosts, const std::string& name, const Hosts& hosts) {
        ++load.routeConfigs;
        load.virtualHosts += static_cast<int>(virtualHosts);
        load.bytes.rds += bytes;
        if (m_lists) {
            list.routes.push_back({name, bytes, hosts()});
        }
    }
    /// Several at once, where no list is kept.
    void clusters(int count, std::int64_t bytes) {
        load.envoyClusters += count;
        load.bytes.cds += bytes;
    }
    void assignments(std::int64_t bytes, int endpoints) {
        load.endpoints += endpoints;
        load.bytes.eds += bytes;
    }
    void listeners(int count, std::int64_t bytes) {
        load.listeners += count;
        load.bytes.lds += bytes;
    }
    /// What another has counted; not what it lists.
    void add(const Tally& other) {
        load += other.load;
        m_managers += other.m_managers;
    }
    void dropListener(std::int64_t bytes, const std::string& name, int managers) {
        --load.listeners;
        load.bytes.lds -= bytes;
        m_managers -= managers;
        std::erase_if(list.listeners, [&](const Resource& r) { return r.name == name; });
    }
    void dropRoute(std::int64_t bytes, std::size_t virtualHosts, const std::string& name) {
        --load.routeConfigs;
        load.virtualHosts -= static_cast<int>(virtualHosts);
        load.bytes.rds -= bytes;
        if (m_lists) { // the last of them: only a repetition goes
            for (auto it = list.routes.end(); it != list.routes.begin();) {
                if ((--it)->name == name) {
                    list.routes.erase(it);
                    return;
                }
            }
        }
    }
    /// Once the proxy is known: what the names of its workload take in each HTTP connection manager.
    void nameWorkload(std::int64_t bytes) {
        load.bytes.lds += m_managers * bytes;
        for (auto& listener : list.listeners) {
            listener.bytes += listener.managers * bytes;
        }
    }
    [[nodiscard]] bool lists() const { return m_lists; }

    Load load;
    Resources list;

private:
    bool m_lists;
    std::int64_t m_managers = 0;
};

} // namespace plimsoll::mesh
