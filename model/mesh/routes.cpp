// SPDX-License-Identifier: Apache-2.0
// Route configurations of a sidecar, for the names that its listeners ask for. Source: istio
// pilot/pkg/networking/core/httproute.go.
#include "mesh/httproutes.h"
#include "mesh/outbound.h"

#include <algorithm>

namespace plimsoll::mesh {
namespace {

/// The route configuration "<port>" while it is added up.
struct PortRoute {
    std::int64_t bytes = 0;
    std::vector<std::string> hosts; // names, where they are listed
    std::size_t count = 0;
    Registry::Taken domains; // of VirtualServices and their services: others have not these too
};

std::int64_t nameLength(std::string_view host, std::uint16_t port) {
    return pb::length(host) + 1 + pb::length(std::to_string(port));
}

bool isWeb(Protocol protocol) {
    return isHttp(protocol) || protocol == Protocol::Auto;
}

class Routes {
public:
    Routes(ScopeLoad& into, const EgressImport& listener, const Client& client, std::string_view ns,
           const Registry& registry)
        : m_into(into)
        , m_listener(listener)
        , m_client(client)
        , m_ns(ns)
        , m_registry(registry)
        , m_sizes(registry.sizes()) {}

    void add() {
        auto& ports = m_into.routePorts.emplace_back();
        for (const auto& [port, asked] : m_into.ports) {
            if (asked && (m_listener.port == 0 || m_listener.port == port)) {
                m_routes.try_emplace(port);
                ports.insert(port);
            }
        }
        for (const auto* service : m_listener.virtualServices) {
            if (service->http) {
                addVirtualService(*service);
            }
        }
        for (const bool routed : {true, false}) { // those of VirtualServices come first
            if (routed && m_given.empty()) {
                continue;
            }
            for (const auto& imported : m_listener.services) {
                addService(imported, routed);
            }
        }
        for (const auto& [port, route] : m_routes) {
            emit(port, route);
            m_into.ports[port] = false; // an earlier egress listener has it
        }
    }

private:
    void emit(std::uint16_t port, const PortRoute& route) {
        const auto name = std::to_string(port);
        const bool allow = allowsAny(m_client.scope.sidecar, m_registry.settings());
        const auto bytes = m_sizes.routeConfig(pb::length(name), allow) + route.bytes;
        m_into.tally.route(bytes, route.count + 1, name, [&] {
            auto hosts = route.hosts;
            std::sort(hosts.begin(), hosts.end());
            hosts.emplace_back(allow ? "allow_any" : "block_all");
            return hosts;
        });
    }

    void addHost(PortRoute& route, std::string_view host, std::uint16_t port, std::int64_t bytes) {
        ++route.count;
        route.bytes += pb::field(bytes);
        if (m_into.tally.lists()) {
            route.hosts.push_back(std::string(host) + ':' + std::to_string(port));
        }
    }

    [[nodiscard]] const Imported* find(std::string_view host) {
        if (m_byHost.empty()) {
            for (const auto& imported : m_listener.services) {
                m_byHost.emplace(imported.service->host, &imported);
            }
        }
        const auto found = m_byHost.find(host);
        return found == m_byHost.end() ? nullptr : found->second;
    }

    /// The first port of that number, whatever its protocol; null when it has none.
    static const RegistryPort* portOf(const Imported& imported, std::uint16_t number) {
        const auto& ports = imported.service->ports;
        for (std::size_t i = 0; i < ports.size(); ++i) {
            if (ports[i].number == number && imported.has(i)) {
                return &ports[i];
            }
        }
        return nullptr;
    }

    void addVirtualService(const PreparedVirtualService& service) {
        std::set<std::uint16_t> numbers;
        for (const auto& [number, route] : m_routes) {
            numbers.insert(number);
        }
        for (const auto& host : service.hosts) { // also where only a sniffing listener asks
            if (const auto* imported = find(host)) {
                for (const auto& port : imported->service->ports) {
                    if (port.protocol == Protocol::Auto) {
                        numbers.insert(port.number);
                    }
                }
            }
        }
        for (const auto number : numbers) {
            addVirtualService(service, number);
        }
    }

    void addVirtualService(const PreparedVirtualService& service, std::uint16_t number) {
        std::vector<const Imported*> services;
        std::vector<std::string_view> foreign;
        for (const auto& host : service.hosts) {
            separate(service, host, number, services, foreign);
        }
        std::erase_if(services, [&](const Imported* i) { return !isWeb(portOf(*i, number)->protocol); });
        if (services.empty() && number != 80) {
            return;
        }
        const auto built =
            routesOf(service, {"mesh", number, m_client.scope.ns, m_client.labels}, m_registry);
        if (built.count == 0) {
            return;
        }
        const auto known = m_routes.find(number);
        for (const auto host : foreign) {
            const auto domain = std::string(host);
            if (known == m_routes.end() || !m_named.emplace(domain, number).second ||
                !known->second.domains.insert(domain).second) {
                continue;
            }
            Domains domains;
            domains.add(pb::length(host));
            addHost(known->second, host, number,
                    virtualHostBytes(nameLength(host, number), domains, built.bytes));
        }
        for (const auto* imported : services) {
            m_given.try_emplace({imported->service, number}, built.bytes);
        }
    }

    /// A host is that of a service which has the port, or of none; a wildcard stands for the services of
    /// which it is the most specific.
    void separate(const PreparedVirtualService& service, const std::string& host, std::uint16_t number,
                  std::vector<const Imported*>& services, std::vector<std::string_view>& foreign) {
        if (!host.starts_with('*')) {
            const auto* imported = find(host);
            if (imported != nullptr && portOf(*imported, number) != nullptr) {
                services.push_back(imported);
            } else {
                foreign.push_back(host);
            }
            return;
        }
        bool found = false;
        for (const auto& imported : m_listener.services) {
            if (portOf(imported, number) == nullptr ||
                !imported.service->host.ends_with(std::string_view(host).substr(1))) {
                continue;
            }
            found = true;
            if (mostSpecific(imported.service->host) == &service) {
                services.push_back(&imported);
            }
        }
        if (!found) {
            foreign.push_back(host);
        }
    }

    [[nodiscard]] const PreparedVirtualService* mostSpecific(std::string_view host) const {
        const PreparedVirtualService* best = nullptr;
        std::size_t length = 0;
        for (const auto* service : m_listener.virtualServices) {
            for (const auto& own : service->hosts) {
                const bool exact = own == host;
                const bool covers = own.starts_with('*') && host.ends_with(std::string_view(own).substr(1));
                const auto weight = exact ? host.size() + 1 : own.size();
                if ((exact || covers) && weight > length) {
                    best = service;
                    length = weight;
                }
            }
        }
        return best;
    }

    void addService(const Imported& imported, bool ofVirtualService) {
        const auto& service = *imported.service;
        for (std::size_t i = 0; i < service.ports.size(); ++i) {
            const auto& port = service.ports[i];
            if (!imported.has(i) || !isWeb(port.protocol) || portOf(imported, port.number) != &port) {
                continue;
            }
            const auto given = m_given.empty() ? m_given.end() : m_given.find({&service, port.number});
            const bool routed = given != m_given.end();
            if (routed != ofVirtualService) {
                continue;
            }
            if (service.resolution == Resolution::Alias && !routed) {
                continue;
            }
            if (const auto route = m_routes.find(port.number); route != m_routes.end()) {
                const auto before = route->second.bytes;
                addServiceHost(route->second, service, port, routed ? &given->second : nullptr);
                m_into.reserveBytes += service.reserve ? route->second.bytes - before : 0;
            }
            if (port.protocol == Protocol::Auto) {
                addSniffed(service, port, routed ? &given->second : nullptr);
            }
        }
    }

    void addServiceHost(PortRoute& route, const RegistryService& service, const RegistryPort& port,
                        const std::int64_t* routes) {
        const auto name = nameLength(service.host, port.number);
        if (!service.kubernetes && !service.vip.empty() &&
            !m_addresses.insert({service.vip, port.number}).second) { // another of the ServiceEntry's hosts
            auto domains = m_registry.domainsOf(service, m_ns, &route.domains, routes != nullptr);
            --domains.count;
            domains.length -= pb::length(service.vip);
            addHost(route, service.host, port.number,
                    routes == nullptr ? m_sizes.virtualHost(name, domains.count, domains.length)
                                      : virtualHostBytes(name, domains, *routes));
            return;
        }
        if (routes == nullptr && route.domains.empty() && m_ns.empty() && service.aliases.empty()) {
            addHost(route, service.host, port.number, port.hostBytes);
            return;
        }
        const auto domains = m_registry.domainsOf(service, m_ns, &route.domains, routes != nullptr);
        if (domains.count > 0) {
            addHost(route, service.host, port.number,
                    routes == nullptr ? m_sizes.virtualHost(name, domains.count, domains.length)
                                      : virtualHostBytes(name, domains, *routes));
        }
    }

    /// "<host>:<port>", with one virtual host for all domains and no catch-all.
    void addSniffed(const RegistryService& service, const RegistryPort& port, const std::int64_t* routes) {
        const auto text = service.host + ':' + std::to_string(port.number);
        const auto asked = m_into.sniffed.find(text);
        if (asked == m_into.sniffed.end() || asked->second.found) {
            return;
        }
        const auto name = pb::length(text);
        Domains all;
        all.add(1);
        const auto host =
            routes == nullptr ? m_sizes.virtualHost(name, 1, 1) : virtualHostBytes(name, all, *routes);
        asked->second.found = true;
        asked->second.bytes = pb::field(name) + m_sizes.table().routeFrame + pb::field(host);
        m_into.reserveBytes += service.reserve ? asked->second.bytes : 0;
    }

    ScopeLoad& m_into;
    const EgressImport& m_listener;
    const Client& m_client;
    std::string_view m_ns;
    const Registry& m_registry;
    const Sizes& m_sizes;
    std::map<std::uint16_t, PortRoute> m_routes;
    std::unordered_map<std::string_view, const Imported*> m_byHost;
    std::set<std::pair<std::string, std::uint16_t>> m_named;
    std::set<std::pair<std::string, std::uint16_t>> m_addresses; // of ServiceEntries, that a host has
    std::map<std::pair<const RegistryService*, std::uint16_t>, std::int64_t> m_given; // bytes of routes
};

/// A route configuration for each sniffing listener. Until 1.20 it was sent once for each listener that asks,
/// and only the first had its virtual host.
void emitSniffed(ScopeLoad& into, const Sizes& sizes) {
    for (auto& [name, route] : into.sniffed) {
        const auto empty = pb::field(name) + sizes.table().routeFrame;
        if (!route.found) {
            route.bytes = empty;
        }
        const int times = sizes.atLeast(21) ? 1 : route.listeners;
        for (int i = 0; i < times; ++i) {
            const bool full = i == 0 && route.found;
            into.tally.route(full ? route.bytes : empty, full ? 1 : 0, name, [&, key = name] {
                return full ? std::vector<std::string>{key} : std::vector<std::string>{};
            });
        }
    }
}

} // namespace

void addRoutes(ScopeLoad& into, const Import& import, const Client& client, std::string_view ns,
               const Registry& registry) {
    for (const auto& listener : import.listeners) {
        Routes(into, listener, client, ns, registry).add();
    }
    emitSniffed(into, registry.sizes());
}

OwnNames ownNames(const ScopeLoad& of, const Import& import, std::string_view ns, const Registry& registry) {
    OwnNames names;
    for (const auto* service : registry.of(ns)) {
        if (service->resolution == Resolution::Alias || !service->kubernetes) {
            continue;
        }
        for (std::size_t at = 0; at < import.listeners.size(); ++at) {
            const auto* imported = import.listeners[at].find(*service);
            for (std::size_t i = 0; imported != nullptr && i < service->ports.size(); ++i) {
                const auto& port = service->ports[i];
                if (!imported->has(i) || !isWeb(port.protocol) || !of.routePorts[at].contains(port.number)) {
                    continue;
                }
                const auto name = 2 + pb::length(service->name);
                const auto more = service->headless ? 2 * name + 2 : name;
                names.bytes += more;
                names.reserveBytes += service->reserve ? more : 0;
            }
        }
    }
    return names;
}

} // namespace plimsoll::mesh
