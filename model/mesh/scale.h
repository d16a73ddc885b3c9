// SPDX-License-Identifier: Apache-2.0
// The proxies of one control plane on the scale. Proxies of a scope share what they import and what that
// costs; most scopes without a Sidecar share even that. What each proxy has of its own is kept too, so that
// the weights can follow a changed Service or Sidecar without weighing everything anew (see Weigher).
#pragma once

#include "mesh/gatewayload.h"
#include "mesh/outbound.h"
#include "mesh/weight.h"

#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace plimsoll::mesh {

class Scale {
public:
    Scale(const cluster::Cluster& cluster, const MeshSettings& settings);

    /// Of the proxies for which these settings are, out of `all`.
    [[nodiscard]] Weights run(const MeshSettings& all);
    /// One proxy with a list; nothing is shared, so that each has its own.
    [[nodiscard]] ListedProxy list(const cluster::Pod& pod);

    /// Objects of the cluster that have changed since run(), by where they are.
    struct Changes {
        std::vector<std::pair<cluster::Service, const cluster::Service*>> services; // before, now
        std::vector<std::string> sidecars; // namespaces in which some did
    };
    /// Brings what run() returned up to date. False when it cannot, and everything is to be weighed anew.
    [[nodiscard]] bool follow(const Changes& changes, Weights& weights);

private:
    /// What a scope imports and what it costs, but for the names of its own namespace.
    struct Common {
        Scope scope;
        cluster::Labels labels;
        std::optional<DestinationHosts> only;
        bool shared = false;
        Import import;
        ScopeLoad sum;
        bool anew = false; // computed in the round at hand
    };
    /// A scope's own: what it has of a Common, and more by the short names of its namespace.
    struct Known {
        Common* common = nullptr;
        std::string ns;
        std::int64_t moreRoutes = 0;
        std::int64_t moreReserve = 0;
        bool anew = false;
    };
    /// A proxy in the order of Weights::proxies.
    struct Carrier {
        const cluster::Pod* pod = nullptr;
        const Known* known = nullptr; // null: a gateway
        Common* common = nullptr;
        std::vector<const RegistryService*> services; // that lead to it
        Tally own;                                    // inbound, or a gateway's listeners and routes
        std::int64_t names = 0;                       // of its workload, in each HTTP connection manager
    };

    void weigh(Carrier& carrier, ProxyWeight& weight, Resources* list = nullptr);
    void weighGateway(Carrier& carrier, ProxyWeight& weight, const Scope& scope);
    void sumUp(const Carrier& carrier, ProxyWeight& weight, Resources* list = nullptr) const;
    Known& knownOf(const Scope& scope, const std::string& name, const cluster::Pod& pod);
    Common& commonOf(const Scope& scope, const std::string& name, const cluster::Labels& labels,
                     std::optional<DestinationHosts> only);
    void compute(Common& common);
    void compute(Known& known) const;
    [[nodiscard]] bool shares(const Scope& scope) const;
    void addRevisions(Weights& weights) const;
    void addRevision(Weights& weights, const std::string& ns, const std::string& name) const;

    [[nodiscard]] bool isOnItsOwn(const cluster::Service& before, const cluster::Service& now) const;
    void recompute(const std::vector<const RegistryService*>& services,
                   const std::vector<const Common*>& before);
    void dropSidecars(const std::set<std::string>& namespaces);

    const cluster::Cluster& m_cluster;
    const MeshSettings& m_settings;
    Registry m_registry;
    VirtualServices m_virtualServices;
    DestinationRules m_rules;
    SidecarChoice m_sidecars;
    GatewayLoads m_gateways;
    std::set<std::string, std::less<>> m_particular;
    std::unordered_map<std::string, Common> m_commons;
    std::unordered_map<std::string, Known> m_knowns; // by name of the scope
    std::vector<Carrier> m_carriers;
    bool m_lists = false;
    bool m_routesByLabels = false; // a VirtualService's match has sourceLabels

    // For follow(): what other objects hang on.
    std::unordered_set<std::string> m_routed;        // hosts that VirtualServices name
    std::vector<std::string> m_routedWide;           // the same with a wildcard
    std::unordered_set<std::string> m_gatewaySpaces; // namespaces with gateways
    std::unordered_set<std::string> m_sniffedSpaces; // namespaces with services of untold protocols
    bool m_passesAll = false;                        // a Gateway with AUTO_PASSTHROUGH
    void noteDependents();
};

} // namespace plimsoll::mesh
