// SPDX-License-Identifier: Apache-2.0
// The parts of a Picture that take long to compute, as a job that needs nothing of the model thread: it holds
// a copy of the cluster, so that the model thread goes on reading while another computes.
#pragma once

#include "base/shared.h"
#include "graph/graph.h"
#include "knative/revisions.h"
#include "mesh/weight.h"

#include <memory>

namespace plimsoll::engine {

/// Weighs one state of a cluster after another. Lives as long as the cluster is open and is used by one
/// thread at a time, so it may keep what makes the next one cheaper.
class Weigher {
public:
    [[nodiscard]] mesh::Weights weigh(const cluster::Cluster& cluster, const mesh::MeshSettings& settings) {
        return mesh::weigh(cluster, settings);
    }
};

struct HeavyJob {
    std::shared_ptr<Weigher> weigher;
    cluster::Cluster cluster;
    mesh::MeshSettings settings;
    SharedRows<knative::RevisionState> revisions;
    bool settled = false;     // every kind was
    std::uint64_t number = 0; // of the maker's jobs
    // computed
    Shared<mesh::Weights> weights;
    Shared<graph::Graph> graph; // its nodes point at `revisions`
    std::int64_t cost = 0;      // ms

    void run();
};

} // namespace plimsoll::engine
