// SPDX-License-Identifier: Apache-2.0
#include "mesh/outbound.h"

#include <algorithm>
#include <map>
#include <set>

namespace plimsoll::mesh {
namespace {

class Listeners {
public:
    Listeners(ScopeLoad& into, const Registry& registry) : m_into(into), m_sizes(registry.sizes()) {}

    void add(const Import& import) {
        m_several = import.listeners.size() > 1;
        for (const auto& listener : import.listeners) {
            for (const auto& imported : listener.services) {
                addService(imported);
            }
        }
        for (const auto& [port, bytes] : m_shared) {
            ++m_into.load.listeners;
            m_into.load.bytes.lds += bytes;
        }
        m_into.load.listeners += 2; // virtualOutbound, virtualInbound
        m_into.load.bytes.lds += m_sizes.fixedListeners();
    }

private:
    void addService(const Imported& imported) {
        const auto& service = *imported.service;
        if (service.resolution == Resolution::Alias) {
            return;
        }
        for (std::size_t i = 0; i < service.ports.size(); ++i) {
            if (imported.has(i)) {
                addPort(service, service.ports[i]);
            }
        }
    }

    void addPort(const RegistryService& service, const RegistryPort& port) {
        if (isHttp(port.protocol)) {
            if (!m_shared.contains(port.number)) {
                m_shared.emplace(port.number, m_sizes.httpListener(port.number));
            }
            return;
        }
        if (m_several && !m_seen.emplace(&service, port.number).second) {
            return; // imported by an earlier egress listener
        }
        if (service.headless) { // one for each pod; a proxy's own is taken off where the proxy is known
            for (std::size_t i = 0; i < service.addresses.size(); ++i) {
                addOwn(service, port);
            }
        } else if (service.vip.empty()) { // merged into one listener of the wildcard address
            m_shared.try_emplace(port.number, port.listenerBytes);
        } else {
            addOwn(service, port);
        }
    }

    void addOwn(const RegistryService& service, const RegistryPort& port) {
        ++m_into.load.listeners;
        m_into.load.bytes.lds += port.listenerBytes;
        m_into.reserveBytes += service.reserve ? port.listenerBytes : 0;
    }

    ScopeLoad& m_into;
    const Sizes& m_sizes;
    bool m_several = false;                         // egress listeners
    std::map<std::uint16_t, std::int64_t> m_shared; // 0.0.0.0_<port>
    std::set<std::pair<const RegistryService*, std::uint16_t>> m_seen;
};

bool importsPort(const Import& import, const RegistryService& service, std::size_t port) {
    return std::any_of(import.listeners.begin(), import.listeners.end(), [&](const EgressImport& listener) {
        const auto* imported = listener.find(service);
        return imported != nullptr && imported->has(port);
    });
}

} // namespace

void removeOwnListeners(Load& from, const cluster::Pod& pod, const Import& import, const Registry& registry) {
    for (const auto* service : registry.selecting(pod)) {
        const auto own =
            std::count_if(service->addresses.begin(), service->addresses.end(), [&](const auto& a) {
                return std::find(pod.ips.begin(), pod.ips.end(), a) != pod.ips.end();
            });
        if (!service->headless || own == 0) {
            continue;
        }
        for (std::size_t i = 0; i < service->ports.size(); ++i) {
            const auto& port = service->ports[i];
            if (isHttp(port.protocol) || !importsPort(import, *service, i)) {
                continue;
            }
            from.listeners -= static_cast<int>(own);
            from.bytes.lds -= own * port.listenerBytes;
            if (port.protocol == Protocol::Auto &&
                own == static_cast<std::ptrdiff_t>(service->addresses.size())) {
                --from.routeConfigs;
                --from.virtualHosts;
                from.bytes.rds -=
                    registry.sizes().sniffedRoute(service->host + ':' + std::to_string(port.number));
            }
        }
    }
}

void addListeners(ScopeLoad& into, const Import& import, const Registry& registry) {
    Listeners(into, registry).add(import);
}

} // namespace plimsoll::mesh
