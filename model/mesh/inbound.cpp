// SPDX-License-Identifier: Apache-2.0
// What a sidecar has for its own pod: an Envoy cluster and filter chains for each target port. Sources: istio
// listener_inbound.go, filterchain_options.go, cluster.go buildInboundClusters.
#include "mesh/endpoints.h"
#include "mesh/outbound.h"
#include "mesh/workload.h"

#include <algorithm>
#include <map>

namespace plimsoll::mesh {
namespace {

struct InboundPort {
    Protocol protocol = Protocol::Auto;
    std::uint16_t servicePort = 0;
    std::int64_t host = 0;     // length of the first service's host
    std::int64_t services = 0; // in the cluster's metadata
    const RegistryService* first = nullptr;
};

/// By target port, as in `inbound|<target port>||`.
using Ports = std::map<std::uint16_t, InboundPort>;

void addPort(Ports& ports, std::uint16_t target, const RegistryService& service, std::uint16_t number,
             Protocol protocol) {
    const auto [it, isNew] = ports.try_emplace(target);
    auto& port = it->second;
    if (isNew) { // the oldest service decides
        port = {protocol, number, pb::length(service.host), 0, &service};
    }
    if (port.servicePort == number) { // telemetry knows the services of that port number
        port.services += Sizes::serviceMetadata(pb::length(service.host), pb::length(service.name),
                                                pb::length(service.ns));
    }
}

/// All Services that select the pod count, also those that are exported to nobody.
Ports portsOf(const cluster::Pod& pod, const std::vector<const RegistryService*>& services,
              const Registry& registry) {
    Ports ports;
    const bool modern = registry.sizes().atLeast(21); // before, headless Services and UDP ports had none
    for (const auto* service : services) {
        if (service->source == nullptr) {
            for (const auto& port : service->ports) {
                addPort(ports, targetPort(*service->entry, *port.source, pod), *service, port.number,
                        port.protocol);
            }
            continue;
        }
        for (const auto& port : service->source->ports) {
            const auto protocol = protocolOf(port.port, port.name, port.protocol, port.appProtocol);
            if (!modern && (service->headless || protocol == Protocol::Udp)) {
                continue;
            }
            const auto named = std::find_if(pod.ports.begin(), pod.ports.end(),
                                            [&](const auto& own) { return own.name == port.name; });
            const bool byName = !modern && named != pod.ports.end();
            if (const auto target = byName ? named->port : targetPort(port, pod); target != 0) {
                addPort(ports, target, *service, port.port, protocol);
            }
        }
    }
    return ports;
}

class Inbound {
public:
    Inbound(Tally& into, const cluster::Pod& pod, const Import& import, const Registry& registry,
            const DestinationRules& rules)
        : m_into(into)
        , m_import(import)
        , m_pod(pod)
        , m_registry(registry)
        , m_sizes(registry.sizes())
        , m_table(registry.sizes().table())
        , m_rules(rules) {}

    void addServices(const std::vector<const RegistryService*>& services) {
        for (const auto& [target, port] : portsOf(m_pod, services, m_registry)) {
            const auto name = "inbound|" + std::to_string(target) + "||";
            auto bytes = m_sizes.inboundCluster(pb::length(name), port.protocol, port.services);
            if (const auto* rule = m_rules.find(m_pod.meta.ns, m_pod.meta.labels, *port.first);
                rule != nullptr && rule->policy != nullptr &&
                m_import.knows(*port.first)) { // its limits hold here too, so it is named
                bytes += pb::member("config", m_table.rulePath + pb::length(rule->source->meta.ns) +
                                                  pb::length(rule->source->meta.name)) +
                         2;
            }
            m_into.cluster(bytes, [&] { return name; });
            addChains(target, port, 0);
        }
    }

    void addIngress(const cluster::Sidecar& sidecar) {
        const auto names = pb::length(sidecar.meta.name) + 1 + pb::length(sidecar.meta.ns);
        for (const auto& ingress : sidecar.ingress) {
            const auto name = "inbound|" + std::to_string(ingress.port.number) + "||";
            m_into.cluster(m_table.inboundStatic + pb::length(name) - 14, [&] { return name; });
            const InboundPort port{protocolOfWord(ingress.port.protocol), ingress.port.number, names, 0,
                                   nullptr};
            addChains(ingress.port.number, port, m_sizes.atLeast(21) ? m_table.inboundConfig + names : 0);
        }
    }

    void finish() {
        const auto mode = modeOf(0);
        const int fixed = mode == MtlsMode::Permissive ? 6 : 3;
        m_bytes += chains(mode).base + (m_sizes.accessLog() ? fixed * m_table.inboundLog : 0);
        m_into.listener(
            m_bytes, [] { return std::string("virtualInbound"); },
            m_managers + (mode == MtlsMode::Permissive ? 2 : 1));
    }

private:
    [[nodiscard]] MtlsMode modeOf(std::uint16_t port) const {
        return m_registry.endpoints().mtls().of(m_pod.meta.ns, m_pod.meta.labels, port);
    }

    [[nodiscard]] const InboundChains& chains(MtlsMode mode) const {
        switch (mode) {
        case MtlsMode::Strict:
            return m_table.strict;
        case MtlsMode::Disable:
            return m_table.plain;
        case MtlsMode::Permissive:
            break;
        }
        return m_table.permissive;
    }

    /// `config`: bytes of each chain's metadata, that names the Sidecar.
    void addChains(std::uint16_t target, const InboundPort& port, std::int64_t config) {
        const auto mode = modeOf(target);
        const auto protocol = port.protocol;
        const bool permissive = mode == MtlsMode::Permissive;
        const auto& own = chains(mode);
        const int http = permissive ? 2 : 1;
        const int tcp = permissive ? 3 : 1;
        const auto digits = pb::length(std::to_string(target)) - 4;
        int count = tcp;
        if (isHttp(protocol)) {
            count = http;
            m_bytes += own.http - (protocol == Protocol::Grpc ? http * m_table.inboundGrpcLess : 0) +
                       (protocol == Protocol::GrpcWeb ? http * m_table.grpcWebFilter : 0);
        } else if (protocol == Protocol::Auto) {
            count = http + tcp;
            m_bytes += own.sniffed;
        } else {
            m_bytes += own.tcp;
        }
        if (isHttp(protocol) || protocol == Protocol::Auto) {
            m_managers += http;
            m_bytes += http * (port.host + 2 * (pb::length(std::to_string(port.servicePort)) - 2));
        }
        m_bytes += count * (config + 5 * digits) + (m_sizes.accessLog() ? count * m_table.inboundLog : 0);
    }

    Tally& m_into;
    const Import& m_import;
    const cluster::Pod& m_pod;
    const Registry& m_registry;
    const Sizes& m_sizes;
    const ByteTable& m_table;
    const DestinationRules& m_rules;
    std::int64_t m_bytes = 0;
    int m_managers = 0;
};

} // namespace

void addInbound(Tally& into, const cluster::Pod& pod, const std::vector<const RegistryService*>& services,
                const cluster::Sidecar* sidecar, const Import& import, const Registry& registry,
                const DestinationRules& rules) {
    Inbound inbound(into, pod, import, registry, rules);
    if (sidecar != nullptr && !sidecar->ingress.empty()) {
        inbound.addIngress(*sidecar);
    } else {
        inbound.addServices(services);
    }
    inbound.finish();
}

} // namespace plimsoll::mesh
