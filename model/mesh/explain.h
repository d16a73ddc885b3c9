// SPDX-License-Identifier: Apache-2.0
// Why a proxy carries a service, or why it does not: the objects and rules on the way, in the order in which
// istiod comes by them. Whether it is carried is asked of the same import that weights are computed from.
#pragma once

#include "cluster/cluster.h"
#include "mesh/settings.h"

#include <string>
#include <vector>

namespace plimsoll::mesh {

struct Reason {
    enum class Effect { Tells, Admits, Refuses };
    Effect effect = Effect::Tells;
    std::string kind; // of the object to look at
    std::string ns;
    std::string name;
    std::string field; // "spec.egress[0].hosts[1]"
    std::string rule;  // one sentence
    bool operator==(const Reason&) const = default;
};

struct Explanation {
    std::string proxy;   // "ns/pod"
    std::string service; // its host
    bool carries = false;
    std::vector<std::string> clusters; // the Envoy clusters, without subsets
    std::vector<Reason> chain;         // the last that admits or refuses is what decides
};

/// `service`: "ns/name", a host, or a name in the proxy's own namespace.
[[nodiscard]] Result<Explanation> explain(const cluster::Cluster& cluster, const MeshSettings& settings,
                                          std::string_view ns, std::string_view pod,
                                          std::string_view service);

} // namespace plimsoll::mesh
