// SPDX-License-Identifier: Apache-2.0
// The servers of all Gateways that select one gateway pod, merged by the port that it listens on. Source:
// istio pilot/pkg/model/gateway.go MergeGateways.
#pragma once

#include "mesh/registry.h"

namespace plimsoll::mesh {

/// A Gateway that serves at one gateway pod: it selects the pod by labels, or is made of a listener of the
/// Gateway API and serves at the pods of Services.
struct SelectedGateway {
    const cluster::IstioGateway* gateway = nullptr;
    const std::vector<std::string>* services = nullptr; // their hosts; null: by labels
    const cluster::IstioGateway* operator->() const { return gateway; }
};
using Gateways = std::vector<SelectedGateway>;

struct MergedServer {
    const cluster::IstioGateway* gateway = nullptr;
    const cluster::GatewayServer* server = nullptr;
    std::string route; // the route configuration that it asks for; empty: none
    [[nodiscard]] std::string gatewayName() const;
};

struct MergedPort {
    std::uint16_t number = 0; // the pod's, where a Service leads from the server's port to another
    std::string bind;
    bool http = false; // plain HTTP: one chain for all its servers
    std::vector<MergedServer> servers;
};

[[nodiscard]] bool passesThrough(const cluster::GatewayServer& server);
[[nodiscard]] bool terminatesHttps(const cluster::GatewayServer& server);

[[nodiscard]] std::vector<MergedPort> mergeServers(const Gateways& gateways, const cluster::Pod& pod,
                                                   const Registry& registry);

/// The host of a server without its namespace, when that admits a VirtualService of `ns`; else empty.
[[nodiscard]] std::string_view serverHost(std::string_view host, std::string_view gatewayNamespace,
                                          std::string_view ns);

} // namespace plimsoll::mesh
