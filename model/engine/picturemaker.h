// SPDX-License-Identifier: Apache-2.0
// Makes one Picture after another of a cluster that changes, and computes anew only what has to be.
//
// Measured on 10,000 revisions: most of a Picture's time goes into the weights, then into the graph, while
// people wait for names and states. So what objects have not changed for is taken over from the Picture
// before; and weights and graph of objects that change all the time are computed anew only so often that they
// take a tenth of a core. Until then the Picture shows them as they were a moment ago: see pending().
#pragma once

#include "engine/picture.h"

#include <QElapsedTimer>

namespace plimsoll::engine {

/// Points the nodes of a graph at the same revisions in another row of them; one that is gone is pointed at
/// no more. Else a node would show, and offer to hide, whichever revision now stands at its former place.
void relink(graph::Graph& graph, const std::vector<knative::RevisionState>& revisions);

class PictureMaker {
public:
    explicit PictureMaker(std::optional<mesh::Version> istioVersion = {}) : m_istioVersion(istioVersion) {}

    [[nodiscard]] Picture make(const cluster::Cluster& cluster, const cluster::SourceInfo& source);

    /// How long until weights and graph, taken over although objects had changed, may be computed: ms; none
    /// when all is of now.
    [[nodiscard]] std::optional<int> pending() const;
    /// Whatever was kept is of another cluster.
    void forget();

private:
    using Stamps = std::array<std::uint64_t, cluster::kindCount>;
    /// What a part was computed from, when, and how long that took.
    struct Part {
        Stamps stamps{};
        bool known = false;
        bool behind = false; // its objects have changed since
        qint64 cost = 0;     // ms
        QElapsedTimer made;
        [[nodiscard]] qint64 rest() const; // ms until it may be computed again
    };
    /// Runs `compute` when the part must be and may be made anew.
    template <class F>
    void refresh(Part& part, const Stamps& now, bool everything, const F& compute);

    std::optional<mesh::Version> m_istioVersion;
    Part m_cheap; // namespaces, settings, revisions
    Part m_dear;  // weights and, made of them, the graph
    std::vector<std::string> m_namespaces;
    mesh::MeshSettings m_settings;
    std::vector<knative::RevisionState> m_revisions;
    mesh::Weights m_lastWeights;
    graph::Graph m_lastGraph;
    UnixSeconds m_clock = 0; // of the ages in the revisions
};

} // namespace plimsoll::engine
