// SPDX-License-Identifier: Apache-2.0
#include "mesh/import.h"

#include "mesh/egresshosts.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>

namespace plimsoll::mesh {
namespace {

class Importer {
public:
    Importer(const Scope& scope, const Registry& registry, const VirtualServices& virtualServices)
        : m_scope(scope), m_registry(registry), m_virtualServices(virtualServices) {}

    Import run() {
        if (m_scope.sidecar == nullptr || m_scope.sidecar->egress.empty()) {
            m_import.listeners.push_back(everything());
            m_import.clusters = m_import.listeners.front().services;
            if (!m_scope.gateway && (m_scope.sidecar != nullptr || m_registry.sizes().atLeast(24))) {
                pull();
            }
            return std::move(m_import);
        }
        for (const auto& egress : m_scope.sidecar->egress) {
            m_import.listeners.push_back(listenerOf(egress));
        }
        for (const auto& listener : m_import.listeners) {
            for (const auto& imported : listener.services) {
                addCluster(imported);
            }
        }
        pull();
        return std::move(m_import);
    }

private:
    [[nodiscard]] bool exported(const RegistryService& service) const {
        return service.reach.includes(m_scope.ns);
    }

    [[nodiscard]] EgressImport everything() const {
        EgressImport all;
        all.services.reserve(m_registry.services().size());
        for (const auto& service : m_registry.services()) {
            if (exported(service)) {
                all.services.push_back({&service, ~std::uint64_t{0}});
            }
        }
        keepOneOfEachHost(all.services);
        for (const auto& service : m_virtualServices.all()) {
            if (service.mesh && service.reach.includes(m_scope.ns)) {
                all.virtualServices.push_back(&service);
            }
        }
        return all;
    }

    /// One namespace for a host: a sidecar's own (until 1.23 only where a Sidecar object applies), else
    /// Kubernetes' before a ServiceEntry's, else the oldest.
    void keepOneOfEachHost(std::vector<Imported>& services) const {
        const auto better = [&](const RegistryService& a, const RegistryService& b) {
            const auto& sizes = m_registry.sizes();
            const bool ownFirst = m_scope.sidecar != nullptr || (sizes.atLeast(24) && !m_scope.gateway);
            if (ownFirst && (a.ns == m_scope.ns) != (b.ns == m_scope.ns)) {
                return a.ns == m_scope.ns;
            }
            return a.kubernetes && !b.kubernetes;
        };
        std::unordered_map<std::string_view, const RegistryService*> best;
        for (const auto& imported : services) {
            if (imported.service->ambiguous) {
                const auto [it, isNew] = best.try_emplace(imported.service->host, imported.service);
                if (!isNew && better(*imported.service, *it->second)) {
                    it->second = imported.service;
                }
            }
        }
        if (best.empty()) {
            return;
        }
        std::erase_if(services, [&](const Imported& imported) {
            const auto& service = *imported.service;
            return service.ambiguous && best.at(service.host)->ns != service.ns;
        });
    }

    EgressImport listenerOf(const cluster::SidecarEgress& egress) const {
        const EgressHosts hosts(egress, m_scope.ns, m_registry.sizes().atLeast(31));
        EgressImport listener;
        listener.port = egress.port.number;
        listener.protocol = protocolOfWord(egress.port.protocol);
        listener.proxy = egress.port.protocol == "HTTP_PROXY";
        listener.bind = egress.bind.str();
        const bool byPort = listener.port != 0 && !listener.proxy;
        const auto take = [&](const RegistryService& service) {
            const auto ports = byPort ? portMask(service, listener.port) : ~std::uint64_t{0};
            if (ports != 0 && exported(service) && hosts.selects(service.ns, service.host)) {
                listener.services.push_back({&service, ports});
            }
        };
        if (const auto few = candidates(hosts)) {
            std::for_each(few->begin(), few->end(), [&](const auto* service) { take(*service); });
        } else {
            std::for_each(m_registry.services().begin(), m_registry.services().end(), take);
        }
        keepOneOfEachHost(listener.services);
        for (const auto& service : m_virtualServices.all()) {
            if (service.mesh && service.reach.includes(m_scope.ns) && hosts.meets(service)) {
                listener.virtualServices.push_back(&service);
            }
        }
        return listener;
    }

    /// What the hosts can name at all, in the registry's order; none: anything.
    [[nodiscard]] std::optional<std::vector<const RegistryService*>>
    candidates(const EgressHosts& hosts) const {
        std::vector<const RegistryService*> few;
        for (const auto& host : hosts.all()) {
            if (host.excludes) {
                continue;
            }
            const bool any = host.dns.starts_with('*');
            if (host.ns == "*" && any) {
                return {};
            }
            const auto& named = host.ns == "*" ? m_registry.all(host.dns) : m_registry.of(host.ns);
            few.insert(few.end(), named.begin(), named.end());
        }
        std::sort(few.begin(), few.end()); // the registry's order is that of the addresses
        few.erase(std::unique(few.begin(), few.end()), few.end());
        return few;
    }

    static std::uint64_t portMask(const RegistryService& service, std::uint16_t number) {
        std::uint64_t mask = 0;
        for (std::size_t i = 0; i < service.ports.size(); ++i) {
            if (service.ports[i].number == number) {
                mask |= std::uint64_t{1} << std::min<std::size_t>(i, 63);
            }
        }
        return mask;
    }

    void addCluster(const Imported& imported) {
        if (imported.service->ambiguous) {
            const auto [known, isFirst] = m_hosts.try_emplace(imported.service->host, imported.service);
            if (!isFirst && known->second->ns != imported.service->ns) {
                return;
            }
        }
        const auto [it, isNew] = m_place.try_emplace(imported.service, m_import.clusters.size());
        if (isNew) {
            m_import.clusters.push_back(imported);
        } else {
            m_import.clusters[it->second].ports |= imported.ports;
        }
    }

    /// A destination of an imported VirtualService is pulled in: from the proxy's own namespace whatever its
    /// exportTo says, else where it is visible.
    void pull() {
        if (m_place.empty()) {
            for (std::size_t i = 0; i < m_import.clusters.size(); ++i) {
                m_place.emplace(m_import.clusters[i].service, i);
                if (m_import.clusters[i].service->ambiguous) {
                    m_hosts.emplace(m_import.clusters[i].service->host, m_import.clusters[i].service);
                }
            }
        }
        for (const auto& listener : m_import.listeners) {
            for (const auto* service : listener.virtualServices) {
                for (const auto& target : service->targets) {
                    pull(target);
                }
            }
        }
    }

    void pull(const PreparedVirtualService::Target& target) {
        const bool forOthers = !target.namespaces.empty() && m_registry.sizes().atLeast(21) &&
                               std::find(target.namespaces.begin(), target.namespaces.end(), m_scope.ns) ==
                                   target.namespaces.end();
        const auto* service = forOthers ? nullptr : pulled(target.host);
        if (service == nullptr) {
            return;
        }
        const auto ports = target.port == 0 ? ~std::uint64_t{0} : portMask(*service, target.port);
        if (ports != 0) {
            addCluster({service, ports});
        }
    }

    [[nodiscard]] const RegistryService* pulled(std::string_view host) const {
        if (const auto* own = m_registry.find(host, m_scope.ns)) {
            return own;
        }
        const bool byAge = m_registry.sizes().atLeast(30); // PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE
        const RegistryService* best = nullptr;
        for (const auto* service : m_registry.all(host)) {
            if (!(service->pulledFrom ? *service->pulledFrom : service->reach).includes(m_scope.ns)) {
                continue;
            }
            if (best == nullptr ||
                (byAge ? service->kubernetes && !best->kubernetes : service->ns < best->ns)) {
                best = service;
            }
        }
        return best;
    }

    const Scope& m_scope;
    const Registry& m_registry;
    const VirtualServices& m_virtualServices;
    Import m_import;
    std::unordered_map<const RegistryService*, std::size_t> m_place;
    std::unordered_map<std::string_view, const RegistryService*> m_hosts; // that several services have
};

} // namespace

const Imported* EgressImport::find(const RegistryService& service) const {
    // The registry's services stand in one vector, so its order is that of their addresses.
    const auto it = std::lower_bound(
        services.begin(), services.end(), &service,
        [](const Imported& i, const RegistryService* wanted) { return std::less<>{}(i.service, wanted); });
    return it != services.end() && it->service == &service ? &*it : nullptr;
}

bool Import::knows(const RegistryService& service) const {
    return std::any_of(listeners.begin(), listeners.end(),
                       [&](const auto& listener) { return listener.find(service) != nullptr; }) ||
           std::any_of(clusters.begin(), clusters.end(),
                       [&](const auto& imported) { return imported.service == &service; });
}

bool lets(const Scope& scope, const RegistryService& service, const Registry& registry) {
    if (!service.reach.includes(scope.ns)) {
        return false;
    }
    if (scope.sidecar == nullptr || scope.sidecar->egress.empty()) {
        return true;
    }
    const bool knowsExclusion = registry.sizes().atLeast(31);
    const auto& egress = scope.sidecar->egress;
    return std::any_of(egress.begin(), egress.end(), [&](const auto& listener) {
        return EgressHosts(listener, scope.ns, knowsExclusion).selects(service.ns, service.host);
    });
}

Import importOf(const Scope& scope, const Registry& registry, const VirtualServices& virtualServices) {
    return Importer(scope, registry, virtualServices).run();
}

} // namespace plimsoll::mesh
