// SPDX-License-Identifier: Apache-2.0
#include "mesh/outbound.h"

#include <algorithm>
#include <map>
#include <set>

namespace plimsoll::mesh {
namespace {

/// The route configuration "<port>" while it is added up.
struct PortRoute {
    std::size_t hosts = 0;
    std::int64_t bytes = 0;
};

class Routes {
public:
    Routes(ScopeLoad& into, const EgressImport& listener, const Registry& registry)
        : m_into(into), m_listener(listener), m_registry(registry) {}

    void add() {
        findPorts();
        for (const auto& imported : m_listener.services) {
            addService(imported);
        }
        for (const auto* service : m_listener.virtualServices) {
            if (service->http) {
                addHosts(*service);
            }
        }
        auto& ports = m_into.routePorts.emplace_back();
        for (const auto& [port, route] : m_routes) {
            ports.insert(port);
            constexpr std::size_t catchAll = 1; // allow_any or block_all
            m_into.load.routeConfigs += 1;
            m_into.load.virtualHosts += static_cast<int>(route.hosts + catchAll);
            m_into.load.bytes.rds += m_registry.sizes().routeConfig(route.hosts) + route.bytes;
        }
    }

private:
    /// One for each HTTP port number; services of AUTO protocol on that number appear in it too.
    void findPorts() {
        for (const auto& imported : m_listener.services) {
            if (imported.service->resolution == Resolution::Alias) {
                continue;
            }
            for (std::size_t i = 0; i < imported.service->ports.size(); ++i) {
                if (imported.has(i) && isHttp(imported.service->ports[i].protocol)) {
                    m_routes.try_emplace(imported.service->ports[i].number);
                }
            }
        }
    }

    void addService(const Imported& imported) {
        const auto& service = *imported.service;
        if (service.resolution == Resolution::Alias) {
            return;
        }
        for (std::size_t i = 0; i < service.ports.size(); ++i) {
            const auto& port = service.ports[i];
            if (!imported.has(i) || port.protocol == Protocol::Tcp) {
                continue;
            }
            if (port.protocol == Protocol::Auto) {
                addSniffed(service, port);
            }
            if (const auto route = m_routes.find(port.number); route != m_routes.end()) {
                ++route->second.hosts;
                route->second.bytes += port.otherHostBytes;
                m_into.reserveBytes += service.reserve ? port.otherHostBytes + 3 : 0;
            }
        }
    }

    /// "<host>:<port>", with one virtual host and no catch-all.
    void addSniffed(const RegistryService& service, const RegistryPort& port) {
        if (service.vip.empty() && service.addresses.empty()) {
            return;
        }
        ++m_into.load.routeConfigs;
        ++m_into.load.virtualHosts;
        const auto bytes = m_registry.sizes().sniffedRoute(service.host + ':' + std::to_string(port.number));
        m_into.load.bytes.rds += bytes;
        m_into.reserveBytes += service.reserve ? bytes : 0;
    }

    [[nodiscard]] bool hasHttpPort(std::string_view host, std::uint16_t number) {
        if (m_byHost.empty()) {
            for (const auto& imported : m_listener.services) {
                m_byHost.emplace(imported.service->host, &imported);
            }
        }
        const auto found = m_byHost.find(host);
        if (found == m_byHost.end() || found->second->service->resolution == Resolution::Alias) {
            return false;
        }
        const auto& ports = found->second->service->ports;
        for (std::size_t i = 0; i < ports.size(); ++i) {
            if (ports[i].number == number && ports[i].protocol != Protocol::Tcp && found->second->has(i)) {
                return true;
            }
        }
        return false;
    }

    /// Hosts of a VirtualService that no service has: on port 80, and beside its hosts that are services.
    void addHosts(const PreparedVirtualService& service) {
        for (auto& [number, route] : m_routes) {
            std::vector<std::string_view> foreign;
            bool anyService = false;
            for (const auto& host : service.hosts) {
                if (hasHttpPort(host, number)) {
                    anyService = true;
                } else {
                    foreign.push_back(host);
                }
            }
            if (!anyService && number != 80) {
                continue;
            }
            for (const auto host : foreign) {
                if (m_named.emplace(host, number).second) {
                    ++route.hosts;
                    const auto name = std::string(host) + ':' + std::to_string(number);
                    route.bytes += m_registry.sizes().virtualServiceHost(name, 1, host.size());
                }
            }
        }
    }

    ScopeLoad& m_into;
    const EgressImport& m_listener;
    const Registry& m_registry;
    std::map<std::uint16_t, PortRoute> m_routes;
    std::unordered_map<std::string_view, const Imported*> m_byHost;
    std::set<std::pair<std::string_view, std::uint16_t>> m_named;
};

} // namespace

void addRoutes(ScopeLoad& into, const Import& import, const Registry& registry) {
    for (const auto& listener : import.listeners) {
        Routes(into, listener, registry).add();
    }
}

void addOwnNames(ScopeLoad& into, const Import& import, std::string_view ns, const Registry& registry) {
    for (const auto* service : registry.of(ns)) {
        if (service->resolution == Resolution::Alias) {
            continue;
        }
        for (std::size_t at = 0; at < import.listeners.size(); ++at) {
            const auto* imported = import.listeners[at].find(*service);
            for (std::size_t i = 0; imported != nullptr && i < service->ports.size(); ++i) {
                const auto& port = service->ports[i];
                if (!imported->has(i) || port.protocol == Protocol::Tcp ||
                    !into.routePorts[at].contains(port.number)) {
                    continue;
                }
                const auto more = port.ownHostBytes - port.otherHostBytes;
                into.load.bytes.rds += more;
                into.reserveBytes += service->reserve ? more : 0;
            }
        }
    }
}

} // namespace plimsoll::mesh
