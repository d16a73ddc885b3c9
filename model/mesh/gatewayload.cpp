// SPDX-License-Identifier: Apache-2.0
#include "mesh/gatewayload.h"

#include "mesh/httproutes.h"
#include "mesh/l4routes.h"
#include "mesh/order.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace plimsoll::mesh {
namespace {

bool bindsTo(const PreparedVirtualService& service, std::string_view gateway) {
    return std::find(service.gateways.begin(), service.gateways.end(), gateway) != service.gateways.end();
}

/// The hosts that a server and a VirtualService have in common: of two that meet the narrower.
std::set<std::string> commonHosts(const PreparedVirtualService& service, const MergedServer& merged) {
    std::set<std::string> hosts;
    for (const auto& text : merged.server->hosts) {
        const auto pattern = serverHost(text, merged.gateway->meta.ns, service.source->meta.ns.view());
        if (pattern.empty()) {
            continue;
        }
        for (const auto& host : service.hosts) {
            if (hostsMeet(pattern, host)) {
                const bool wider =
                    host.starts_with('*') && (!pattern.starts_with('*') || pattern.size() > host.size());
                hosts.insert(wider ? std::string(pattern) : host);
            }
        }
    }
    return hosts;
}

/// pkg/config/host Names.Less: wildcards last, the longest first.
struct MoreSpecific {
    bool operator()(const std::string& a, const std::string& b) const {
        return std::tuple(a.starts_with('*'), b.size(), std::string_view(a)) <
               std::tuple(b.starts_with('*'), a.size(), std::string_view(b));
    }
};

class GatewaySizer {
public:
    GatewaySizer(Tally& into, const cluster::Pod& pod, const Import& import, const Registry& registry,
                 const VirtualServices& virtualServices, const DestinationRules& rules)
        : m_into(into)
        , m_pod(pod)
        , m_import(import)
        , m_registry(registry)
        , m_sizes(registry.sizes())
        , m_table(m_sizes.table())
        , m_virtualServices(virtualServices)
        , m_rules(rules) {}

    void add(const Gateways& gateways) {
        const auto ports = mergeServers(gateways, m_pod, m_registry);
        std::map<std::string, std::vector<const MergedServer*>> routes;
        for (const auto& port : ports) {
            addListener(port);
            for (const auto& server : port.servers) {
                if (!server.route.empty()) {
                    routes[server.route].push_back(&server);
                }
            }
        }
        for (const auto& [name, servers] : routes) {
            addRoute(name, servers);
        }
        const auto automatic = [](const MergedServer& s) { return s.server->tlsMode == "AUTO_PASSTHROUGH"; };
        if (std::any_of(ports.begin(), ports.end(), [&](const MergedPort& port) {
                return std::any_of(port.servers.begin(), port.servers.end(), automatic);
            })) {
            addDnatClusters();
        }
    }

private:
    void addListener(const MergedPort& port) {
        const std::string bind = port.bind.empty() ? "0.0.0.0" : port.bind;
        const auto digits = pb::length(std::to_string(port.number));
        auto bytes = m_table.listenerFrame + 2 * pb::length(bind) + digits + pb::varint(port.number);
        if (m_sizes.accessLog()) { // of connections that no chain takes; each chain has its own besides
            constexpr std::int64_t filter = 7; // response flag NR
            bytes += m_table.tcpLog + filter;
        }
        int managers = 0;
        m_chains = 0;
        if (port.http) {
            managers = 1;
            ++m_chains;
            bytes += chainLog() + m_table.gatewayHttp + digits + pb::length(bind) +
                     pb::length(port.servers.front().route);
        } else {
            bool inspects = false;
            for (const auto& server : port.servers) {
                addChains(server, bytes, managers);
                inspects = inspects || !server.server->tlsMode.empty();
            }
            bytes += inspects ? m_table.gatewayInspector : 0;
        }
        if (m_chains > 0) { // Envoy takes no listener without one
            m_into.listener(
                bytes, [&] { return bind + '_' + std::to_string(port.number); }, managers);
        }
    }

    [[nodiscard]] std::int64_t chainLog() const { return m_sizes.accessLog() ? m_table.tcpLog : 0; }

    void addChains(const MergedServer& merged, std::int64_t& bytes, int& managers) {
        const auto& server = *merged.server;
        std::int64_t names = 0;
        for (const auto& host : server.hosts) {
            const auto plain = host.view().substr(host.view().find('/') + 1);
            names += plain == "*" ? 0 : pb::field(plain);
        }
        if (terminatesHttps(server)) {
            ++managers;
            ++m_chains;
            bytes += m_table.gatewayHttps + chainLog() + pb::length(merged.route) +
                     (names > 0 ? pb::field(names) : 0) + pb::length(server.credential);
        } else if (server.tlsMode == "AUTO_PASSTHROUGH") {
            addSniChains(server, bytes);
        } else {
            addL4Chains(merged, server.tlsMode == "PASSTHROUGH", bytes);
        }
    }

    void addL4Chains(const MergedServer& merged, bool tls, std::int64_t& bytes) {
        const auto name = merged.gatewayName();
        for (const auto& service : m_virtualServices.all()) {
            if (!service.tcp || !bindsTo(service, name) || !service.reach.includes(m_pod.meta.ns) ||
                commonHosts(service, merged).empty()) {
                continue;
            }
            const L4Site site{name, merged.server->port, m_pod.meta.ns, m_pod.meta.labels};
            const auto routes = l4RoutesOf(service, tls, site, m_registry);
            for (const auto& route : routes) {
                ++m_chains;
                bytes += m_table.tcpChain + chainLog() + route.bytes;
            }
            if (!tls && !routes.empty()) {
                return;
            }
        }
    }

    /// One for each cluster of the services whose host the server names.
    void addSniChains(const cluster::GatewayServer& server, std::int64_t& bytes) {
        eachDnat([&](const RegistryService& service, const RegistryPort& port,
                     const cluster::Subset* subset) {
            const bool named = std::any_of(server.hosts.begin(), server.hosts.end(), [&](const Text& host) {
                const auto plain = host.view().substr(host.view().find('/') + 1);
                return hostsMeet(plain, service.host);
            });
            if (named) {
                ++m_chains;
                const auto name = dnatLength(service, port, subset);
                bytes += m_table.gatewaySni + chainLog() + 2 * name + pb::field(pb::field(name));
            }
        });
    }

    static std::int64_t dnatLength(const RegistryService& service, const RegistryPort& port,
                                   const cluster::Subset* subset) {
        return service.clusterNameLength(port.number) + 3 +
               (subset == nullptr ? 0 : pb::length(subset->name));
    }

    template <class F>
    void eachDnat(const F& use) const {
        for (const auto& imported : m_import.listeners.front().services) {
            const auto& service = *imported.service;
            if (service.external || service.resolution == Resolution::Alias) {
                continue;
            }
            const auto* rule = m_rules.find(m_pod.meta.ns, m_pod.meta.labels, service);
            for (const auto& port : service.ports) {
                use(service, port, nullptr);
                for (std::size_t i = 0; rule != nullptr && i < rule->subsets.size(); ++i) {
                    use(service, port, rule->subsets[i]);
                }
            }
        }
    }

    void addDnatClusters() {
        eachDnat(
            [&](const RegistryService& service, const RegistryPort& port, const cluster::Subset* subset) {
                const auto* rule = m_rules.find(m_pod.meta.ns, m_pod.meta.labels, service);
                auto shape = m_registry.shapeOf(service, port, true);
                if (rule != nullptr) {
                    shape.rule = pb::length(rule->source->meta.ns) + pb::length(rule->source->meta.name);
                }
                if (subset != nullptr) {
                    shape.subset = pb::length(subset->name);
                    shape.name += shape.subset;
                }
                const auto name = [&] {
                    std::string text = "outbound_." + std::to_string(port.number) + "_.";
                    if (subset != nullptr) {
                        text += subset->name;
                    }
                    return text + "_." + service.host;
                };
                m_into.cluster(m_sizes.dnatCluster(shape), name);
                const auto sum = m_registry.endpointsOf(
                    service, port, {subset == nullptr ? nullptr : &subset->labels, true, false});
                // A locality whose endpoints are all filtered out stays, empty.
                const std::int64_t emptied = sum.count == 0 && port.endpoints.count > 0 ? 4 : 0;
                m_into.assignment(m_sizes.assignment(shape.name + 3, sum) + emptied, sum.count, name);
            });
    }

    using Source = std::pair<const PreparedVirtualService*, std::string>; // and the Gateway's name
    struct Host {
        std::vector<Source> sources;
        std::uint16_t port = 0;
        bool redirect = false;
        bool operator==(const Host& o) const { return sources == o.sources && redirect == o.redirect; }
    };
    /// What one route configuration is made of.
    struct Made {
        std::map<std::string, Host, MoreSpecific> hosts;
        std::map<Source, BuiltRoutes> built;
    };

    void addRoute(const std::string& name, const std::vector<const MergedServer*>& servers) {
        Made made;
        for (const auto* merged : servers) {
            addHosts(made, *merged);
        }
        std::int64_t bytes = pb::field(name) + m_table.routeFrame;
        std::vector<std::string> names;
        if (made.hosts.empty()) { // answers 404
            names.push_back("blackhole:" + std::to_string(servers.front()->server->port));
            bytes += pb::field(pb::field(names.front()) + 3);
        }
        addVirtualHosts(made, names, bytes);
        m_into.route(bytes, names.size(), name, [&] { return names; });
    }

    /// The hosts of one server: those that VirtualServices have routes for, and those that it redirects.
    void addHosts(Made& made, const MergedServer& merged) {
        const auto& server = *merged.server;
        const auto gateway = merged.gatewayName();
        const RouteSite site{gateway, server.port, m_pod.meta.ns, m_pod.meta.labels};
        for (const auto& service : m_virtualServices.all()) {
            if (!service.http || !bindsTo(service, gateway) || !service.reach.includes(m_pod.meta.ns)) {
                continue;
            }
            const auto common = commonHosts(service, merged);
            if (common.empty()) {
                continue;
            }
            const auto [it, isNew] = made.built.try_emplace({&service, gateway});
            if (isNew) {
                it->second = routesOf(service, site, m_registry);
            }
            if (it->second.count == 0) {
                continue;
            }
            for (const auto& name : common) {
                auto& host = made.hosts[name];
                host.port = host.sources.empty() ? server.port : host.port;
                host.sources.push_back({&service, gateway});
                host.redirect = host.redirect || server.httpsRedirect;
            }
        }
        for (const auto& text : server.hosts) {
            if (server.httpsRedirect) {
                auto& host = made.hosts[text.str()];
                host.port = host.port == 0 ? server.port : host.port;
                host.redirect = true;
            }
        }
    }

    /// Hosts with the same routes are one virtual host, named by the first.
    static void addVirtualHosts(const Made& made, std::vector<std::string>& names, std::int64_t& bytes) {
        std::vector<std::pair<const Host*, Domains>> kept;
        for (const auto& [name, host] : made.hosts) {
            const auto same = std::find_if(kept.begin(), kept.end(),
                                           [&, h = &host](const auto& k) { return *k.first == *h; });
            if (same != kept.end()) {
                same->second.add(pb::length(name));
                continue;
            }
            kept.emplace_back(&host, Domains{});
            kept.back().second.add(pb::length(name));
            names.push_back(name + ':' + std::to_string(host.port));
        }
        for (std::size_t i = 0; i < kept.size(); ++i) {
            std::int64_t routes = 0;
            for (const auto& source : kept[i].first->sources) {
                routes += made.built.at(source).bytes;
            }
            bytes += pb::field(virtualHostBytes(pb::length(names[i]), kept[i].second, routes) +
                               (kept[i].first->redirect ? 2 : 0));
        }
    }

    Tally& m_into;
    const cluster::Pod& m_pod;
    const Import& m_import;
    const Registry& m_registry;
    const Sizes& m_sizes;
    const ByteTable& m_table;
    const VirtualServices& m_virtualServices;
    const DestinationRules& m_rules;
    int m_chains = 0; // of the listener at hand
};

} // namespace

GatewayLoads::GatewayLoads(const Registry& registry, const VirtualServices& virtualServices,
                           const DestinationRules& rules)
    : m_registry(registry), m_virtualServices(virtualServices), m_rules(rules) {}

bool GatewayLoads::serves(const MadeGateway& made, const cluster::Pod& pod) const {
    const auto services = m_registry.selecting(pod);
    return std::any_of(services.begin(), services.end(), [&](const RegistryService* service) {
        return service->source != nullptr && service->ns == made.gateway.meta.ns.view() &&
               std::find(made.services.begin(), made.services.end(), service->host) != made.services.end();
    });
}

Gateways GatewayLoads::gatewaysOf(const cluster::Pod& pod) const {
    const auto& env = m_registry.settings().pilotEnv;
    const auto scoped = env.find("PILOT_SCOPE_GATEWAY_TO_NAMESPACE");
    const bool ownNamespace = scoped != env.end() && scoped->second == "true";
    const auto here = [&](const cluster::IstioGateway& gateway) {
        return !ownNamespace || gateway.meta.ns == pod.meta.ns;
    };
    Gateways found;
    for (const auto& [name, gateway] : m_registry.cluster().all<cluster::IstioGateway>()) {
        if (here(gateway) && cluster::matches(gateway.selector, pod.meta.labels)) {
            found.push_back({&gateway, nullptr});
        }
    }
    for (const auto& made : m_virtualServices.gatewayApi().gateways()) {
        if (here(made.gateway) && serves(made, pod)) {
            found.push_back({&made.gateway, &made.services});
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return isOlder(a->meta, b->meta); });
    return found;
}

std::optional<DestinationHosts> GatewayLoads::destinations(const Gateways& gateways,
                                                           std::string_view ns) const {
    if (!m_registry.settings().filterGatewayClusters) {
        return {};
    }
    DestinationHosts found;
    for (const auto& gateway : gateways) {
        const auto name = gateway->meta.ns.str() + '/' + gateway->meta.name.str();
        for (const auto& service : m_virtualServices.all()) {
            if (bindsTo(service, name) && service.reach.includes(ns)) {
                for (const auto& target : service.targets) {
                    found.insert(target.host);
                }
            }
        }
    }
    return found;
}

void GatewayLoads::add(Tally& into, const Gateways& gateways, const cluster::Pod& pod,
                       const Import& import) const {
    GatewaySizer(into, pod, import, m_registry, m_virtualServices, m_rules).add(gateways);
}

} // namespace plimsoll::mesh
