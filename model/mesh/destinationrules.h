// SPDX-License-Identifier: Apache-2.0
// Which DestinationRule applies to a service for clients of a namespace: the client's own, then the
// service's, then the root namespace's. Source: istio push_context.go destinationRule.
#pragma once

#include "cluster/cluster.h"
#include "mesh/settings.h"

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace plimsoll::mesh {

struct RegistryService;

class DestinationRules {
public:
    DestinationRules(const cluster::Cluster& cluster, const MeshSettings& settings);

    [[nodiscard]] bool empty() const { return m_byNamespace.empty(); }
    /// Namespaces to which other rules may apply than to a namespace that no rule is in or names.
    [[nodiscard]] std::set<std::string, std::less<>> particular() const;
    /// Null when none applies. Rules with a workloadSelector are not looked at here.
    [[nodiscard]] const cluster::DestinationRule* find(std::string_view clientNamespace,
                                                       const RegistryService& service) const;

private:
    struct Rule {
        std::string host; // expanded
        const cluster::DestinationRule* source = nullptr;
    };
    [[nodiscard]] const cluster::DestinationRule* inNamespace(std::string_view ns, std::string_view host,
                                                              std::string_view client) const;
    [[nodiscard]] bool exportedTo(const cluster::DestinationRule& rule, std::string_view client) const;

    const MeshSettings& m_settings;
    std::unordered_map<std::string, std::vector<Rule>> m_byNamespace;
};

} // namespace plimsoll::mesh
