// SPDX-License-Identifier: Apache-2.0
#include "mesh/endpoints.h"
#include "mesh/outbound.h"

#include <map>

namespace plimsoll::mesh {
namespace {

/// Target port and protocol of each inbound cluster `inbound|<target port>||`.
using Ports = std::map<std::uint16_t, Protocol>;

/// All Services that select the pod count, also those that are exported to nobody.
Ports portsOfServices(const cluster::Pod& pod, const Registry& registry) {
    Ports ports;
    for (const auto* service : registry.selecting(pod)) {
        for (const auto& port : service->source->ports) {
            if (const auto target = targetPort(port, pod); target != 0) {
                ports.try_emplace(target, protocolOf(port.port, port.name, port.protocol, port.appProtocol));
            }
        }
    }
    return ports;
}

Ports portsOfSidecar(const cluster::Sidecar& sidecar) {
    Ports ports;
    for (const auto& ingress : sidecar.ingress) {
        ports.try_emplace(ingress.port.number, protocolOfWord(ingress.port.protocol));
    }
    return ports;
}

} // namespace

void addInbound(Load& into, const cluster::Pod& pod, const cluster::Sidecar* sidecar,
                const Registry& registry) {
    const auto ports = sidecar != nullptr && !sidecar->ingress.empty() ? portsOfSidecar(*sidecar)
                                                                       : portsOfServices(pod, registry);
    for (const auto& [port, protocol] : ports) {
        ++into.envoyClusters;
        const auto name = "inbound|" + std::to_string(port) + "||";
        into.bytes.cds += registry.sizes().inboundCluster(name, protocol);
        if (protocol != Protocol::Udp) {
            into.bytes.lds += registry.sizes().inboundChains(protocol);
        }
    }
}

} // namespace plimsoll::mesh
