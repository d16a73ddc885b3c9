// SPDX-License-Identifier: Apache-2.0
// What every proxy carries: counts of Envoy resources and bytes of pushed protobuf, computed from Kubernetes
// objects. Counts are meant to equal istiod's; bytes are computed by formula and say so wherever they are
// shown.
#pragma once

#include "mesh/settings.h"

#include <cstdint>
#include <string>
#include <vector>

namespace plimsoll::mesh {

struct Bytes {
    std::int64_t cds = 0;
    std::int64_t eds = 0;
    std::int64_t lds = 0;
    std::int64_t rds = 0;
    [[nodiscard]] std::int64_t total() const { return cds + eds + lds + rds; }
    bool operator==(const Bytes&) const = default;
};

struct Load {
    int envoyClusters = 0;
    int endpoints = 0;
    int listeners = 0;
    int routeConfigs = 0;
    int virtualHosts = 0;
    Bytes bytes;
    bool operator==(const Load&) const = default;
};

struct ProxyWeight {
    std::string ns;
    std::string name; // of the pod
    bool gateway = false;
    std::string scope; // proxies with the same scope import the same Services
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

[[nodiscard]] Weights weigh(const cluster::Cluster& cluster, const MeshSettings& settings);

/// Envoy's heap for such a configuration, a range: 40 to 120 kB an Envoy cluster over a base (istio.md §3.3);
/// an estimate wherever it is shown.
struct MemoryRange {
    std::int64_t low = 0;
    std::int64_t high = 0;
};
[[nodiscard]] MemoryRange estimateMemory(const Load& load);

} // namespace plimsoll::mesh
