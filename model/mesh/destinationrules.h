// SPDX-License-Identifier: Apache-2.0
// Which DestinationRule applies to a client's traffic to a service: the client's namespace first, then the
// service's, then the root namespace's; in each the most specific host, and rules of one host merged.
// Sources: istio push_context.go destinationRule, setDestinationRules; destination_rule.go
// mergeDestinationRule.
#pragma once

#include "cluster/cluster.h"
#include "mesh/settings.h"

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace plimsoll::mesh {

struct RegistryService;

/// The DestinationRules of one host in one namespace, merged: the oldest gives its name.
struct AppliedRule {
    const cluster::DestinationRule* source = nullptr;
    std::vector<const cluster::Subset*> subsets;
    const cluster::DestinationRule* policy = nullptr; // the first with a traffic policy; null: none has
};

class DestinationRules {
public:
    DestinationRules(const cluster::Cluster& cluster, const MeshSettings& settings);

    [[nodiscard]] bool empty() const { return m_byNamespace.empty(); }
    /// Namespaces to which other rules may apply than to a namespace that no rule is in or names.
    [[nodiscard]] std::set<std::string, std::less<>> particular() const;
    /// Null when none applies. `labels`: the client's.
    [[nodiscard]] const AppliedRule* find(std::string_view client, const cluster::Labels& labels,
                                          const RegistryService& service) const;
    /// Names the rules whose workloadSelector selects these labels: pods of one namespace that share it have
    /// the same rules.
    [[nodiscard]] std::string selecting(std::string_view ns, const cluster::Labels& labels) const;

private:
    struct HostRules {
        std::string host; // expanded
        std::vector<AppliedRule> rules;
    };
    /// The rules of one namespace, for itself or for others.
    struct Rules {
        std::unordered_map<std::string, HostRules> exact;
        std::vector<HostRules> wildcards; // most specific first
        [[nodiscard]] const HostRules* find(std::string_view host) const;
    };
    struct Both {
        Rules own;
        Rules exported;
        std::vector<const cluster::DestinationRule*> selected; // with a workloadSelector
    };
    void add(Rules& into, const cluster::DestinationRule& rule, const std::string& host) const;
    [[nodiscard]] bool exportedTo(const cluster::DestinationRule& rule, std::string_view client) const;
    [[nodiscard]] bool onlyOwn(const cluster::DestinationRule& rule) const;

    const MeshSettings& m_settings;
    std::unordered_map<std::string, Both> m_byNamespace;
};

} // namespace plimsoll::mesh
