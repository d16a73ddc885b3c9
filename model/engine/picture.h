// SPDX-License-Identifier: Apache-2.0
// What the user interface shows: an immutable value, made on the model thread from one state of the cluster.
#pragma once

#include "base/shared.h"
#include "cluster/source.h"
#include "graph/graph.h"
#include "knative/change.h"
#include "knative/revisions.h"
#include "mesh/weight.h"

#include <array>
#include <memory>
#include <vector>

namespace plimsoll::engine {

struct Picture {
    std::uint64_t generation = 0; // counts up
    cluster::SourceInfo source;
    std::array<cluster::KindStatus, cluster::kindCount> kinds{}; // by Kind
    std::vector<std::string> namespaces;                         // existing ones, ordered
    mesh::MeshSettings settings;
    // Parts that did not change are the very same ones in the next Picture: see Shared::sameAs().
    SharedRows<knative::RevisionState> revisions; // ordered by namespace, service, creation
    Shared<mesh::Weights> weights;                // these two may be of a moment ago while much changes
    Shared<graph::Graph> graph;
    std::size_t services = 0;
    std::size_t pods = 0;
    int alarms = 0;
    bool complete = false; // every kind is settled, weights and graph are of all of them
    bool stale = false;    // a kind is stale: connection lost
    UnixSeconds staleSince = 0;
    bool knativeServed = true;   // false: no Knative kinds here
    std::vector<Error> problems; // failed kinds, odd objects (at most 200), newest last
    std::vector<knative::Undoable> undoable;
    bool readOnly = false;

    [[nodiscard]] const cluster::KindStatus& kind(cluster::Kind k) const {
        return kinds[static_cast<std::size_t>(k)];
    }
};
using PicturePtr = std::shared_ptr<const Picture>;

/// Pure: everything that can be derived from a cluster at one moment.
[[nodiscard]] Picture makePicture(const cluster::Cluster& cluster, const cluster::SourceInfo& source,
                                  std::optional<mesh::Version> istioVersion = {});

} // namespace plimsoll::engine
