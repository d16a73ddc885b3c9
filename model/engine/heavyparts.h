// SPDX-License-Identifier: Apache-2.0
// The parts of a Picture that take long to compute, as a job that needs nothing of the model thread: it holds
// a copy of the cluster, so that the model thread goes on reading while another computes.
#pragma once

#include "base/shared.h"
#include "graph/graph.h"
#include "knative/revisions.h"
#include "mesh/weigher.h"

#include <memory>

namespace plimsoll::engine {

struct HeavyJob {
    std::shared_ptr<mesh::Weigher> weigher; // of one cluster, used by one thread at a time
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
