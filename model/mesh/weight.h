// SPDX-License-Identifier: Apache-2.0
// What every proxy carries: counts of Envoy resources and bytes of pushed protobuf, computed from Kubernetes
// objects. Counts are meant to equal istiod's; bytes are computed by formula and say so wherever they are
// shown.
#pragma once

#include "mesh/resources.h"
#include "mesh/settings.h"

#include <cstdint>
#include <string>
#include <vector>

namespace plimsoll::mesh {

struct ProxyWeight {
    std::string ns;
    std::string name; // of the pod
    bool gateway = false;
    std::string scope;        // proxies with the same scope import the same Services
    std::string controlPlane; // its revision, by whose version and settings it is judged
    Load load;
    std::int64_t reserveBytes = 0;           // the part of load.bytes that revisions in reserve cause
    std::optional<std::int64_t> memoryLimit; // of its istio-proxy container, bytes
    std::optional<std::int64_t> memoryRequest;
    std::string workload; // Deployment-like name for people: the pod's name without hash suffixes
    bool operator==(const ProxyWeight&) const = default;
};

struct Weights {
    std::vector<ProxyWeight> proxies; // by namespace, name
    /// What a revision's two Services cost a proxy that sees both, bytes; by "ns/name". Every revision is in
    /// it.
    std::map<std::string, std::int64_t, std::less<>> revisionBytes;
};

/// Each proxy is judged by its own control plane's settings.
[[nodiscard]] Weights weigh(const cluster::Cluster& cluster, const MeshSettings& settings);

/// A proxy with all that it carries, in the order of names; what Resources add up to is its load.
struct ListedProxy {
    ProxyWeight weight;
    Resources resources;
};
/// Of the pod, or of all pods with a proxy where `ns` and `name` are empty.
[[nodiscard]] std::vector<ListedProxy> listResources(const cluster::Cluster& cluster,
                                                     const MeshSettings& settings, std::string_view ns,
                                                     std::string_view name);

/// Envoy's heap for such a configuration, a range: 40 to 120 kB an Envoy cluster over a base (istio.md §3.3);
/// an estimate wherever it is shown.
struct MemoryRange {
    std::int64_t low = 0;
    std::int64_t high = 0;
};
[[nodiscard]] MemoryRange estimateMemory(const Load& load);

} // namespace plimsoll::mesh
