// SPDX-License-Identifier: Apache-2.0
#include "mesh/gatewayload.h"

#include <map>
#include <set>

namespace plimsoll::mesh {
namespace {

/// The hosts that each VirtualService serves in one route configuration. As its routes are the same for all
/// of them, istiod collapses them into one virtual host (PILOT_ENABLE_ROUTE_COLLAPSE_OPTIMIZATION, on
/// since 1.11).
using VirtualHosts = std::map<const PreparedVirtualService*, std::set<std::string>>;

bool bindsTo(const PreparedVirtualService& service, const cluster::IstioGateway& gateway) {
    for (const auto& text : service.source->gateways) {
        const auto reference = text.view();
        const auto slash = reference.find('/');
        const auto ns =
            slash == std::string_view::npos ? service.source->meta.ns.view() : reference.substr(0, slash);
        const auto name = slash == std::string_view::npos ? reference : reference.substr(slash + 1);
        if (ns == gateway.meta.ns && name == gateway.meta.name) {
            return true;
        }
    }
    return false;
}

/// The hosts of a VirtualService that a server takes: server hosts may name the VirtualService's namespace.
void addHosts(std::set<std::string>& hosts, const PreparedVirtualService& service,
              const cluster::GatewayServer& server, std::string_view gatewayNamespace) {
    for (const auto& text : server.hosts) {
        auto pattern = text.view();
        if (const auto slash = pattern.find('/'); slash != std::string_view::npos) {
            auto ns = pattern.substr(0, slash);
            ns = ns == "." ? gatewayNamespace : ns;
            if (ns != "*" && ns != service.source->meta.ns) {
                continue;
            }
            pattern.remove_prefix(slash + 1);
        }
        for (const auto& host : service.hosts) {
            if (hostsMeet(pattern, host)) { // the narrower of the two is served
                hosts.insert(host.starts_with('*') && !pattern.starts_with('*') ? std::string(pattern)
                                                                                : host);
            }
        }
    }
}

bool isHttpServer(const cluster::GatewayServer& server) {
    return isHttp(protocolOfWord(server.protocol));
}

bool terminatesHttps(const cluster::GatewayServer& server) {
    return server.protocol == "HTTPS" && server.tlsMode != "PASSTHROUGH" &&
           server.tlsMode != "AUTO_PASSTHROUGH";
}

} // namespace

GatewayLoads::GatewayLoads(const cluster::Cluster& cluster, const MeshSettings& settings,
                           const Registry& registry, const VirtualServices& virtualServices)
    : m_cluster(cluster), m_settings(settings), m_registry(registry), m_virtualServices(virtualServices) {}

std::vector<const cluster::IstioGateway*> GatewayLoads::gatewaysOf(const cluster::Pod& pod) const {
    const auto scoped = m_settings.pilotEnv.find("PILOT_SCOPE_GATEWAY_TO_NAMESPACE");
    const bool ownNamespace = scoped != m_settings.pilotEnv.end() && scoped->second == "true";
    std::vector<const cluster::IstioGateway*> found;
    for (const auto& [name, gateway] : m_cluster.all<cluster::IstioGateway>()) {
        if ((!ownNamespace || name.ns == pod.meta.ns) &&
            cluster::matches(gateway.selector, pod.meta.labels)) {
            found.push_back(&gateway);
        }
    }
    return found;
}

std::optional<Destinations> GatewayLoads::destinations(const cluster::Pod& pod) const {
    if (!m_settings.filterGatewayClusters) {
        return {};
    }
    Destinations found;
    for (const auto* gateway : gatewaysOf(pod)) {
        found.key += ' ' + gateway->meta.ns.str() + '/' + gateway->meta.name.str();
        for (const auto& service : m_virtualServices.all()) {
            if (bindsTo(service, *gateway)) {
                for (const auto& target : service.allTargets) {
                    found.hosts.insert(target);
                }
            }
        }
    }
    return found;
}

void GatewayLoads::add(Load& into, const cluster::Pod& pod) {
    const auto gateways = gatewaysOf(pod);
    std::string key;
    for (const auto* gateway : gateways) {
        key += gateway->meta.ns.str() + '/' + gateway->meta.name.str() + ' ';
    }
    const auto [it, isNew] = m_known.try_emplace(key);
    if (isNew) {
        it->second = loadOf(gateways);
    }
    into.listeners += it->second.listeners;
    into.routeConfigs += it->second.routeConfigs;
    into.virtualHosts += it->second.virtualHosts;
    into.bytes.lds += it->second.bytes.lds;
    into.bytes.rds += it->second.bytes.rds;
}

Load GatewayLoads::loadOf(const std::vector<const cluster::IstioGateway*>& gateways) const {
    std::set<std::pair<std::string_view, std::uint16_t>> listeners;
    std::map<std::string, VirtualHosts> routes; // by name of the route configuration
    Load load;
    for (const auto* gateway : gateways) {
        for (const auto& server : gateway->servers) {
            if (listeners.emplace(server.bind, server.port).second) {
                load.bytes.lds += m_registry.sizes().gatewayListener(server.port);
            }
            const auto port = std::to_string(server.port);
            std::string name;
            if (isHttpServer(server)) {
                name = "http." + port;
            } else if (terminatesHttps(server)) {
                name = "https." + port + '.' + server.portName.str() + '.' + gateway->meta.name.str() + '.' +
                       gateway->meta.ns.str();
            } else {
                continue;
            }
            auto& virtualHosts = routes[name];
            for (const auto& service : m_virtualServices.all()) {
                if (service.http && bindsTo(service, *gateway)) {
                    addHosts(virtualHosts[&service], service, server, gateway->meta.ns);
                }
            }
        }
    }
    load.listeners = static_cast<int>(listeners.size());
    for (auto& [name, virtualHosts] : routes) {
        std::erase_if(virtualHosts, [](const auto& entry) { return entry.second.empty(); });
        ++load.routeConfigs;
        const auto count = virtualHosts.empty() ? 1 : virtualHosts.size(); // none: one that answers 404
        load.virtualHosts += static_cast<int>(count);
        load.bytes.rds += m_registry.sizes().routeConfig(count);
        for (const auto& [service, hosts] : virtualHosts) {
            std::size_t domains = 0;
            for (const auto& host : hosts) {
                domains += host.size();
            }
            load.bytes.rds += m_registry.sizes().virtualServiceHost(*hosts.begin() + ":80",
                                                                    static_cast<int>(hosts.size()), domains);
        }
    }
    return load;
}

} // namespace plimsoll::mesh
