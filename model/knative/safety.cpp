// SPDX-License-Identifier: Apache-2.0
#include "knative/safety.h"

#include "knative/hideability.h"
#include "knative/witnesses.h"

namespace plimsoll::knative {

std::optional<RevisionState> stateOf(const cluster::Cluster& cluster, const std::string& ns,
                                     const std::string& revision, const ChangeContext& context) {
    for (auto& state : revisions(cluster, context.settings(cluster), context.clock())) {
        if (state.ns == ns && state.name == revision) {
            return std::move(state);
        }
    }
    return std::nullopt;
}

std::vector<Witness> witnessesOf(const cluster::Cluster& cluster, const std::string& ns,
                                 const std::string& revision, const mesh::MeshSettings& settings) {
    const RevisionIndex index(cluster, ns, revision);
    if (index.entries().empty()) {
        return {};
    }
    return Witnesses(cluster, settings, index).of(0).witnesses;
}

std::vector<std::string> namedBy(const cluster::Cluster& cluster, const std::string& ns,
                                 const std::string& revision, const mesh::MeshSettings& settings) {
    std::vector<std::string> sentences;
    for (const auto& witness : witnessesOf(cluster, ns, revision, settings)) {
        sentences.push_back("routed by " + witness.sentence() +
                            (witness.ns == ns ? std::string() : ", in namespace " + witness.ns));
    }
    for (const auto& unread : unreadWitnesses(cluster)) {
        if (unread.concerns(ns)) {
            sentences.push_back(unread.sentence);
        }
    }
    return sentences;
}

} // namespace plimsoll::knative
