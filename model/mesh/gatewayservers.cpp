// SPDX-License-Identifier: Apache-2.0
#include "mesh/gatewayservers.h"

#include <algorithm>
#include <set>

namespace plimsoll::mesh {
namespace {

/// The port that the pod listens on for a server's: by the first Service before it, else the same number.
std::uint16_t portBehind(std::uint16_t number, const std::vector<const RegistryService*>& services,
                         const cluster::Pod& pod) {
    for (const auto* service : services) {
        if (service->source == nullptr) {
            continue;
        }
        for (const auto& port : service->source->ports) {
            const auto target = port.port == number ? targetPort(port, pod) : std::uint16_t{0};
            if (target != 0) {
                return target;
            }
        }
    }
    return number;
}

/// The same for a listener of the Gateway API: only its own Services count, and all their target ports.
std::vector<std::uint16_t> portsBehind(std::uint16_t number,
                                       const std::vector<const RegistryService*>& services,
                                       const SelectedGateway& gateway, const cluster::Pod& pod) {
    if (gateway.services == nullptr) {
        return {portBehind(number, services, pod)};
    }
    std::set<std::uint16_t> found;
    for (const auto* service : services) {
        const bool own = service->source != nullptr && service->ns == gateway->meta.ns.view() &&
                         std::find(gateway.services->begin(), gateway.services->end(), service->host) !=
                             gateway.services->end();
        for (std::size_t i = 0; own && i < service->source->ports.size(); ++i) {
            const auto& port = service->source->ports[i];
            const auto target = port.port == number ? targetPort(port, pod) : std::uint16_t{0};
            if (target != 0) {
                found.insert(target);
            }
        }
    }
    return {found.begin(), found.end()};
}

std::string routeName(const cluster::IstioGateway& gateway, const cluster::GatewayServer& server,
                      std::uint16_t port) {
    if (isHttp(protocolOfWord(server.protocol))) {
        std::string name = "http." + std::to_string(port);
        return server.bind.empty() ? name : name + '.' + server.bind.str();
    }
    if (terminatesHttps(server)) {
        return "https." + std::to_string(server.port) + '.' + server.portName.str() + '.' +
               gateway.meta.name.str() + '.' + gateway.meta.ns.str();
    }
    return {};
}

class Merger {
public:
    void add(const cluster::IstioGateway& gateway, const cluster::GatewayServer& server, std::uint16_t port) {
        const bool http = isHttp(protocolOfWord(server.protocol));
        const bool tls = !server.tlsMode.empty() && !http;
        if (tls && !addHosts(server, port)) {
            return; // another server of the port has one of its hosts already
        }
        MergedServer made{&gateway, &server, routeName(gateway, server, port)};
        const auto known = std::find_if(m_ports.begin(), m_ports.end(), [&](const MergedPort& p) {
            return p.number == port && p.bind == server.bind;
        });
        if (known == m_ports.end()) {
            m_ports.push_back({port, server.bind.str(), http, {std::move(made)}});
            return;
        }
        const bool knownTls = !known->http && !known->servers.front().server->tlsMode.empty();
        const bool bothHttp = http && known->http;
        const bool sameRoute = std::any_of(known->servers.begin(), known->servers.end(), [&](const auto& s) {
            return !http && !made.route.empty() && s.route == made.route;
        });
        if ((bothHttp || (tls && knownTls)) && !sameRoute) {
            known->servers.push_back(std::move(made));
        }
    }
    [[nodiscard]] std::vector<MergedPort> take() { return std::move(m_ports); }

private:
    bool addHosts(const cluster::GatewayServer& server, std::uint16_t port) {
        for (const auto& host : server.hosts) {
            if (m_hosts.contains({port, server.bind.str() + ' ' + host.str()})) {
                return false;
            }
        }
        for (const auto& host : server.hosts) {
            m_hosts.insert({port, server.bind.str() + ' ' + host.str()});
        }
        return true;
    }

    std::vector<MergedPort> m_ports;
    std::set<std::pair<std::uint16_t, std::string>> m_hosts; // of TLS servers
};

} // namespace

std::string MergedServer::gatewayName() const {
    return gateway->meta.ns.str() + '/' + gateway->meta.name.str();
}

bool passesThrough(const cluster::GatewayServer& server) {
    return server.tlsMode == "PASSTHROUGH" || server.tlsMode == "AUTO_PASSTHROUGH";
}

bool terminatesHttps(const cluster::GatewayServer& server) {
    return server.protocol == "HTTPS" && !server.tlsMode.empty() && !passesThrough(server);
}

std::vector<MergedPort> mergeServers(const Gateways& gateways, const cluster::Pod& pod,
                                     const Registry& registry) {
    const auto services = registry.selecting(pod);
    Merger merger;
    for (const auto& gateway : gateways) {
        for (const auto& server : gateway->servers) {
            for (const auto port : portsBehind(server.port, services, gateway, pod)) {
                merger.add(*gateway.gateway, server, port);
            }
        }
    }
    return merger.take();
}

std::string_view serverHost(std::string_view host, std::string_view gatewayNamespace, std::string_view ns) {
    const auto slash = host.find('/');
    if (slash == std::string_view::npos) {
        return host;
    }
    const auto own = host.substr(0, slash);
    const bool admits = own == "*" || own == ns || (own == "." && gatewayNamespace == ns);
    return admits ? host.substr(slash + 1) : std::string_view{};
}

} // namespace plimsoll::mesh
