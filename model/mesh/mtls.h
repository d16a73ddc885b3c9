// SPDX-License-Identifier: Apache-2.0
// Which mutual TLS the PeerAuthentications ask for: of a workload's port by all three levels, of a Service,
// as clients see it, by the namespace's and the mesh's only. Sources: istio authn/policy_applier.go,
// model/authentication.go.
#pragma once

#include "cluster/cluster.h"
#include "mesh/settings.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace plimsoll::mesh {

enum class MtlsMode { Disable, Permissive, Strict };

class Mtls {
public:
    Mtls(const cluster::Cluster& cluster, const MeshSettings& settings);

    [[nodiscard]] MtlsMode ofNamespace(std::string_view ns) const;
    [[nodiscard]] MtlsMode of(std::string_view ns, const cluster::Labels& labels, std::uint16_t port) const;

private:
    struct Policies {
        const cluster::PeerAuthentication* all = nullptr;         // without a selector, the oldest
        std::vector<const cluster::PeerAuthentication*> selected; // oldest first
    };
    std::unordered_map<std::string, Policies> m_byNamespace;
    std::string m_root;
};

} // namespace plimsoll::mesh
