// SPDX-License-Identifier: Apache-2.0
// Who can see a revision's two Services, and whether that breaks a route to it.
#pragma once

#include "knative/revisionindex.h"
#include "knative/revisions.h"
#include "knative/witnesses.h"
#include "mesh/visibility.h"

#include <set>
#include <string>

namespace plimsoll::knative {

/// What a Service's exportTo comes to on this cluster.
struct Reached {
    mesh::Reach reach = mesh::Reach::everyone();
    bool anybody = true;                         // at least one namespace that exists
    std::set<std::string, std::less<>> existing; // of the named ones; unused for everyone
    [[nodiscard]] bool sameAs(const Reached& other) const {
        return reach.isEveryone() == other.reach.isEveryone() && anybody == other.anybody &&
               existing == other.existing;
    }
};

class Exposure {
public:
    Exposure(const cluster::Cluster& cluster, const mesh::MeshSettings& settings)
        : m_cluster(cluster), m_settings(settings) {}

    /// Fills exportTo, visibility, alarm and alarmReason; `state` holds the routing already.
    void apply(RevisionState& state, const RevisionEntry& entry, const Routing& routing);

private:
    [[nodiscard]] const Reached& reachOf(const cluster::Service& service);

    const cluster::Cluster& m_cluster;
    const mesh::MeshSettings& m_settings;
    ByName<Reached> m_reached; // by namespace and annotation: few different ones, many Services
};

/// The annotation as written; nothing when it is absent.
[[nodiscard]] std::optional<std::string> exportToOf(const cluster::Service& service);

} // namespace plimsoll::knative
