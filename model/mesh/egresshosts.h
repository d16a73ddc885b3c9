// SPDX-License-Identifier: Apache-2.0
// Sidecar.egress[].hosts, "namespace/dnsName": which services and VirtualServices they let in. Source: istio
// pilot/pkg/model/sidecar.go convertIstioListenerToWrapper, selectServices.
#pragma once

#include "cluster/objects_istio.h"

#include <optional>
#include <string_view>
#include <vector>

namespace plimsoll::mesh {

struct PreparedVirtualService;

/// One "ns/dnsName". Short names are not completed: "./reviews" matches nothing.
struct EgressHost {
    std::string_view text; // as written
    std::string_view ns;   // "*", or a name
    std::string_view dns;
    bool excludes = false; // "~ns/dnsName", since 1.31

    [[nodiscard]] bool names(std::string_view serviceNamespace, std::string_view host) const;
};

/// None where istiod skips it: not exactly one slash, or "~" that this version does not know.
[[nodiscard]] std::optional<EgressHost> egressHostOf(std::string_view text, std::string_view ownNamespace,
                                                     bool knowsExclusion);

class EgressHosts {
public:
    EgressHosts(const cluster::SidecarEgress& egress, std::string_view ownNamespace, bool knowsExclusion);

    /// The host that lets a service in, or the one that excludes it, which wins; null: none names it.
    [[nodiscard]] const EgressHost* decisive(std::string_view ns, std::string_view host) const;
    [[nodiscard]] bool selects(std::string_view ns, std::string_view host) const {
        const auto* found = decisive(ns, host);
        return found != nullptr && !found->excludes;
    }
    [[nodiscard]] const std::vector<EgressHost>& all() const { return m_hosts; }
    [[nodiscard]] bool meets(const PreparedVirtualService& service) const;

private:
    std::vector<EgressHost> m_hosts;
};

} // namespace plimsoll::mesh
