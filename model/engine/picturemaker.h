// SPDX-License-Identifier: Apache-2.0
// Makes one Picture after another of a cluster that changes, and computes anew only what has to be.
//
// Measured on 10,000 revisions: most of a Picture's time goes into the weights, then into the graph, while
// people wait for names and states. So what has not changed is shared with the Picture before; states are
// computed for the revisions that changed; weights and graph are a job for another thread, which may take a
// tenth of a core. Until it is done Pictures show them as they were: see pending().
#pragma once

#include "engine/heavyparts.h"
#include "engine/picture.h"
#include "knative/revisionstates.h"

#include <QElapsedTimer>

namespace plimsoll::engine {

/// Points the nodes of a graph at the same revisions in another row of them; one that is gone is pointed at
/// no more. Else a node would show, and offer to hide, whichever revision now stands at its former place.
void relink(graph::Graph& graph, const std::vector<knative::RevisionState>& revisions);

class PictureMaker {
public:
    explicit PictureMaker(std::optional<mesh::Version> istioVersion = {})
        : m_istioVersion(istioVersion), m_weigher(std::make_shared<mesh::Weigher>()) {}

    /// Of now, but for weights and graph: these are the last job's.
    [[nodiscard]] Picture make(const cluster::Cluster& cluster, const cluster::SourceInfo& source);

    /// The job that weights and graph wait for, when it may be begun; null when all is of now, when the last
    /// one is under way, and while pending() is not over. After make() with the same cluster.
    [[nodiscard]] std::shared_ptr<HeavyJob> job(const cluster::Cluster& cluster);
    /// Takes the job's results into the Pictures that follow; false when they are of a former cluster.
    bool finished(HeavyJob& job);
    /// How long until a job may be begun: ms; none when there is nothing to be done, or it is under way.
    [[nodiscard]] std::optional<int> pending() const;

    /// Whatever was kept is of another cluster.
    void forget();

private:
    using Stamps = std::array<std::uint64_t, cluster::kindCount>;
    void computeStates(const cluster::Cluster& cluster, UnixSeconds clock);

    std::optional<mesh::Version> m_istioVersion;
    std::shared_ptr<mesh::Weigher> m_weigher;
    // of the last Picture
    Stamps m_stamps{};
    bool m_settled = false;
    UnixSeconds m_clock = 0; // of the ages in the revisions
    std::vector<std::string> m_namespaces;
    mesh::MeshSettings m_settings;
    knative::RevisionStates m_states;
    SharedRows<knative::RevisionState> m_revisions;
    int m_alarms = 0;
    // of the last job
    Stamps m_jobStamps{};
    std::uint64_t m_job = 0; // its number; 0: none yet
    bool m_running = false;
    bool m_jobSettled = false;
    qint64 m_cost = 0; // ms
    QElapsedTimer m_jobDone;
    Shared<mesh::Weights> m_weights;
    Shared<graph::Graph> m_graph;
};

} // namespace plimsoll::engine
