// SPDX-License-Identifier: Apache-2.0
#include "mesh/outbound.h"

#include <map>
#include <set>

namespace plimsoll::mesh {
namespace {

class Listeners {
public:
    Listeners(ScopeLoad& into, const Registry& registry) : m_into(into), m_sizes(registry.sizes()) {}

    void add(const Import& import) {
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
            m_shared.try_emplace(port.number, m_sizes.httpListener(port.number));
            return;
        }
        if (!m_seen.emplace(&service, port.number).second) {
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
    std::map<std::uint16_t, std::int64_t> m_shared; // 0.0.0.0_<port>
    std::set<std::pair<const RegistryService*, std::uint16_t>> m_seen;
};

} // namespace

void addListeners(ScopeLoad& into, const Import& import, const Registry& registry) {
    Listeners(into, registry).add(import);
}

} // namespace plimsoll::mesh
