// SPDX-License-Identifier: Apache-2.0
// What a scope imports: for each egress listener its services and VirtualServices, and for clusters the union
// of them with what VirtualServices pull in. Source: istio pilot/pkg/model/sidecar.go.
#pragma once

#include "mesh/registry.h"
#include "mesh/scope.h"
#include "mesh/virtualservices.h"

#include <cstdint>
#include <vector>

namespace plimsoll::mesh {

struct Imported {
    const RegistryService* service = nullptr;
    /// Bit i: its port i is imported; ports from the 64th on share the last bit.
    std::uint64_t ports = ~std::uint64_t{0};
    [[nodiscard]] bool whole() const { return ports == ~std::uint64_t{0}; }
    [[nodiscard]] bool has(std::size_t port) const { return (ports >> (port < 63 ? port : 63) & 1U) != 0; }
};

struct EgressImport {
    std::uint16_t port = 0;             // 0: all ports
    Protocol protocol = Protocol::Http; // with a port: its own
    bool proxy = false;                 // and that is HTTP_PROXY
    std::string bind;
    std::vector<Imported> services; // in the registry's order
    std::vector<const PreparedVirtualService*> virtualServices;
    [[nodiscard]] const Imported* find(const RegistryService& service) const; // null when not imported
};

struct Import {
    std::vector<Imported> clusters;
    std::vector<EgressImport> listeners;
    [[nodiscard]] bool knows(const RegistryService& service) const; // has clusters for it
};

/// An egress listener of the scope lets it in, were it alone of its host.
[[nodiscard]] bool lets(const Scope& scope, const RegistryService& service, const Registry& registry);
[[nodiscard]] Import importOf(const Scope& scope, const Registry& registry,
                              const VirtualServices& virtualServices);

} // namespace plimsoll::mesh
