// SPDX-License-Identifier: Apache-2.0
// Outbound listeners of a sidecar. Most services have an address of their own and with it a listener that no
// other service touches; those that share one (HTTP ports, ServiceEntries without an address) are kept as
// entries in which chains are merged, as listener.go buildSidecarOutboundListener does.
#include "mesh/l4routes.h"
#include "mesh/outbound.h"

#include <algorithm>
#include <bitset>

namespace plimsoll::mesh {
namespace {

/// A listener that several services may share.
struct Entry {
    enum class Kind { Http, Tcp, Auto };
    Kind kind = Kind::Http;
    bool locked = false; // made by an egress listener with a port; the catch-all adds nothing
    std::int64_t chains = 0;
    std::set<std::string> matches; // of its TCP chains; "" matches everything
    bool http = false;             // has an HTTP chain
    std::int64_t httpBytes = 0;
    std::int64_t httpFilters = 0; // of the first service's protocol
    std::int64_t tcpBytes = 0;
};

constexpr std::string_view wildcard = "0.0.0.0";

class Listeners {
public:
    Listeners(ScopeLoad& into, const Client& client, const Registry& registry)
        : m_into(into), m_client(client), m_registry(registry), m_sizes(registry.sizes()) {}

    void add(const Import& import) {
        m_several = import.listeners.size() > 1;
        for (const auto& listener : import.listeners) {
            m_l4.clear();
            for (const auto* service : listener.virtualServices) {
                if (service->tcp) {
                    m_l4.push_back(service);
                }
            }
            if (listener.port != 0) {
                addExplicit(listener);
            } else {
                addCatchAll(listener);
            }
        }
        for (const auto& [key, entry] : m_entries) {
            emit(key, entry);
        }
        addFixed();
    }

private:
    using Key = std::pair<std::string, std::uint16_t>; // bind, port

    void addFixed() {
        const auto& table = m_sizes.table();
        const auto* sidecar = m_client.scope.sidecar;
        const bool allow = allowsAny(sidecar, m_registry.settings());
        m_into.tally.listener((allow ? table.virtualOutbound : table.virtualOutboundBlocked) +
                                  (m_sizes.accessLog() ? table.outboundLog : 0),
                              [] { return std::string("virtualOutbound"); });
    }

    void addExplicit(const EgressImport& listener) {
        for (const auto& imported : listener.services) {
            const auto& service = *imported.service;
            if (service.resolution == Resolution::Alias || service.ports.empty()) {
                continue;
            }
            const auto* port = &service.ports.front();
            for (const auto& own : service.ports) {
                port = own.number == listener.port ? &own : port;
            }
            if (isHttp(listener.protocol)) {
                addHttp(listener.bind.empty() ? std::string(wildcard) : listener.bind, listener.port,
                        listener.protocol);
            } else {
                const auto bind = !listener.bind.empty() ? listener.bind
                                  : service.vip.empty()  ? std::string(wildcard)
                                                         : service.vip;
                addEntry(bind, service, *port, listener.port, listener.protocol);
            }
        }
        for (auto& [key, entry] : m_entries) {
            entry.locked = true;
        }
    }

    void addCatchAll(const EgressImport& listener) {
        for (const auto& imported : listener.services) {
            const auto& service = *imported.service;
            if (service.resolution == Resolution::Alias) {
                continue;
            }
            if (service.share.plain && imported.whole() && !m_several && m_l4.empty() &&
                !m_into.tally.lists()) {
                addPlain(service);
                continue;
            }
            const auto before = m_into.tally.load.bytes.lds;
            for (std::size_t i = 0; i < service.ports.size(); ++i) {
                if (imported.has(i)) {
                    addPort(service, service.ports[i]);
                }
            }
            m_into.reserveBytes += service.reserve ? m_into.tally.load.bytes.lds - before : 0;
        }
    }

    void addPlain(const RegistryService& service) {
        const auto& share = service.share;
        m_into.tally.listeners(share.listeners, share.lds);
        m_into.reserveBytes += service.reserve ? share.lds : 0;
        for (const auto& port : service.ports) {
            if (isHttp(port.protocol)) {
                addHttp(std::string(wildcard), port.number, port.protocol);
            }
        }
    }

    void addPort(const RegistryService& service, const RegistryPort& port) {
        if (isHttp(port.protocol)) {
            addHttp(std::string(wildcard), port.number, port.protocol);
        } else if (service.vip.empty() && service.cidr.empty() &&
                   service.resolution == Resolution::Passthrough &&
                   (service.kubernetes || !port.addresses.empty() || service.entry->hasSelector)) {
            for (const auto& address : port.addresses) {
                addForPod(service, port, address);
            }
        } else if (service.vip.empty()) {
            addEntry(std::string(wildcard), service, port, port.number, port.protocol);
        } else if (m_several || service.ambiguous || !service.kubernetes || l4(service)) {
            addEntry(service.vip, service, port, port.number, port.protocol);
        } else {
            m_into.tally.listener(
                port.listenerBytes, [&] { return service.vip + '_' + std::to_string(port.number); },
                port.protocol == Protocol::Auto ? 1 : 0);
            if (port.protocol == Protocol::Auto) {
                ++m_into.sniffed[service.host + ':' + std::to_string(port.number)].listeners;
            }
        }
    }

    void addForPod(const RegistryService& service, const RegistryPort& port, const std::string& address) {
        const auto name = address + '_' + std::to_string(port.number);
        if (!m_podNames.insert(name).second) {
            return; // another headless Service has that pod on the same port
        }
        PodListener listener{port.listenerBytes + 2 * pb::length(address), name, {}};
        if (port.protocol == Protocol::Auto) {
            listener.bytes += pb::length(address);
            listener.route = service.host + ':' + std::to_string(port.number);
            ++m_into.sniffed[listener.route].listeners;
        }
        m_into.tally.listener(
            listener.bytes, [&] { return name; }, listener.managers());
        m_into.podListeners.emplace(address, std::move(listener));
    }

    void addHttp(std::string bind, std::uint16_t port, Protocol protocol) {
        if (bind == wildcard) { // thousands of services ask for the same few
            if (m_asked[port]) {
                return;
            }
            m_asked.set(port);
        }
        auto& entry = m_entries[{std::move(bind), port}];
        if (entry.locked || entry.http) {
            return;
        }
        entry.httpFilters = protocol == Protocol::GrpcWeb ? m_sizes.table().grpcWebFilter : 0;
        entry.kind = entry.chains > 0 ? Entry::Kind::Auto : Entry::Kind::Http;
        entry.http = true;
        ++entry.chains;
        m_into.ports[port] = true;
    }

    void addEntry(const std::string& bind, const RegistryService& service, const RegistryPort& port,
                  std::uint16_t number, Protocol protocol) {
        auto& entry = m_entries[{bind, number}];
        if (entry.locked) {
            return;
        }
        const bool sniffs = protocol == Protocol::Auto;
        if (sniffs && entry.kind == Entry::Kind::Auto && entry.chains > 0) {
            return;
        }
        const bool isWildcard = bind == wildcard;
        for (const auto& chain : chainsOf(service, port, number, isWildcard)) {
            if (entry.matches.insert(chain.match).second) {
                entry.tcpBytes += chain.bytes;
                ++entry.chains;
            }
        }
        if (sniffs && !entry.http) {
            entry.http = true;
            ++entry.chains;
            if (isWildcard) {
                m_into.ports[number] = true;
            } else {
                ++m_into.sniffed[service.host + ':' + std::to_string(number)].listeners;
                entry.httpBytes = pb::length(service.host) + 1;
            }
        }
        entry.kind = sniffs || entry.http ? Entry::Kind::Auto : Entry::Kind::Tcp;
    }

    struct Chain {
        std::string match;
        std::int64_t bytes = 0;
    };

    [[nodiscard]] std::vector<Chain> chainsOf(const RegistryService& service, const RegistryPort& port,
                                              std::uint16_t number, bool isWildcard) const {
        std::vector<Chain> chains;
        const L4Site site{"mesh", number, m_client.scope.ns, m_client.labels};
        const bool tls = port.protocol == Protocol::Tls;
        for (const auto& route : l4RoutesOf(m_l4, service.host, tls, site, m_registry)) {
            chains.push_back({route.match + service.cidr, m_sizes.table().tcpChain + route.bytes});
        }
        if (!chains.empty()) {
            return chains;
        }
        const auto cluster = service.clusterNameLength(port.number);
        std::string match = service.cidr;
        std::int64_t sni = 0;
        if (tls && (isWildcard || !service.cidr.empty())) {
            match += ' ' + service.host;
            sni = pb::field(pb::field(service.host));
        }
        if (!service.cidr.empty()) {
            sni += pb::field(pb::field(service.cidr.find('/') == std::string::npos
                                           ? 0
                                           : static_cast<std::int64_t>(service.cidr.find('/'))) +
                             4);
        }
        chains.push_back({match, m_sizes.tcpChain(cluster, sni)});
        return chains;
    }

    [[nodiscard]] bool l4(const RegistryService& service) const {
        return std::any_of(m_l4.begin(), m_l4.end(), [&](const auto* virtualService) {
            return std::any_of(virtualService->hosts.begin(), virtualService->hosts.end(),
                               [&](const auto& host) { return hostsMeet(host, service.host); });
        });
    }

    void emit(const Key& key, const Entry& entry) {
        const auto& [bind, port] = key;
        const auto& table = m_sizes.table();
        // Its default chain names PassthroughCluster, or BlackHoleCluster.
        const std::int64_t blocked = allowsAny(m_client.scope.sidecar, m_registry.settings()) ? 0 : 4;
        std::int64_t bytes = entry.httpFilters - blocked;
        if (entry.http && entry.matches.empty()) {
            bytes += m_sizes.httpListener(bind, port);
        } else {
            const auto number = pb::length(std::to_string(port));
            bytes += table.listenerFrame + 2 * pb::length(bind) + number + pb::varint(port) + entry.tcpBytes;
            if (entry.http) {
                bytes += table.httpChain + entry.httpBytes + number + pb::length(bind) +
                         (m_sizes.accessLog() ? table.httpLog - table.tcpLog : 0);
            }
            bytes += entry.matches.contains("")
                         ? blocked
                         : table.catchAllChain + (m_sizes.accessLog() ? table.tcpLog : 0);
            const bool sni = std::any_of(entry.matches.begin(), entry.matches.end(), [](const auto& match) {
                return match.find(' ') != std::string::npos;
            });
            bytes += entry.http ? table.httpInspectors : sni ? table.tlsInspector : 0;
        }
        m_into.tally.listener(
            bytes, [&] { return bind + '_' + std::to_string(port); }, entry.http ? 1 : 0);
    }

    ScopeLoad& m_into;
    const Client& m_client;
    const Registry& m_registry;
    const Sizes& m_sizes;
    bool m_several = false; // egress listeners
    std::map<Key, Entry> m_entries;
    std::bitset<65536> m_asked; // ports that an HTTP listener on the wildcard address was asked for
    std::set<std::string> m_podNames;
    std::vector<const PreparedVirtualService*> m_l4; // of the egress listener at hand
};

} // namespace

bool allowsAny(const cluster::Sidecar* sidecar, const MeshSettings& settings) {
    if (sidecar == nullptr || !sidecar->hasOutboundPolicy) {
        return settings.outboundAllowAny;
    }
    return sidecar->outboundMode != "REGISTRY_ONLY" && !sidecar->outboundMode.empty();
}

void removeOwnListeners(Tally& from, const cluster::Pod& pod, const ScopeLoad& scope, const Sizes& sizes) {
    if (scope.podListeners.empty() || pod.ips.empty()) {
        return;
    }
    std::map<std::string, int> left; // of the sniffed routes' listeners
    const auto [first, last] = scope.podListeners.equal_range(pod.ips.front().str());
    for (auto it = first; it != last; ++it) {
        const auto& listener = it->second;
        from.dropListener(listener.bytes, listener.name, listener.managers());
        if (listener.route.empty()) {
            continue;
        }
        const auto& route = scope.sniffed.at(listener.route);
        auto& count = left.try_emplace(listener.route, route.listeners).first->second;
        --count;
        if (sizes.atLeast(21)) {
            if (count == 0) {
                from.dropRoute(route.bytes, route.found ? 1 : 0, listener.route);
            }
        } else { // asked for once a listener; all but the first are empty
            const bool empty = count > 0 || !route.found;
            from.dropRoute(empty ? pb::field(listener.route) + 10 : route.bytes, empty ? 0 : 1,
                           listener.route);
        }
    }
}

void addListeners(ScopeLoad& into, const Import& import, const Client& client, const Registry& registry) {
    Listeners(into, client, registry).add(import);
}

} // namespace plimsoll::mesh
