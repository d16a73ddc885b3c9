// SPDX-License-Identifier: Apache-2.0
#include "knative/revisions.h"

#include "knative/exposure.h"
#include "knative/hideability.h"
#include "knative/labels.h"
#include "knative/revisionindex.h"
#include "knative/witnesses.h"

namespace plimsoll::knative {
namespace {

/// Routes by the Configuration that their traffic names, for those that are not named like their service.
class RoutesOfConfigurations {
public:
    explicit RoutesOfConfigurations(const cluster::Cluster& cluster) : m_cluster(cluster) {
        for (const auto& [key, route] : cluster.all<cluster::Route>()) {
            for (const auto& target : route.spec) {
                if (!target.configuration.empty()) {
                    m_routes.emplace(
                        std::pair<std::string_view, std::string_view>(route.meta.ns, target.configuration),
                        &route);
                }
            }
        }
    }
    [[nodiscard]] const cluster::Route* of(const RevisionEntry& entry) const {
        const auto& ns = entry.revision->meta.ns;
        const auto it = m_routes.find({ns, entry.configuration});
        return it != m_routes.end() ? it->second : m_cluster.find<cluster::Route>(ns, entry.service);
    }

private:
    const cluster::Cluster& m_cluster;
    ByName<const cluster::Route*> m_routes;
};

void describe(RevisionState& state, const RevisionEntry& entry) {
    const auto& meta = entry.revision->meta;
    state.ns = meta.ns.str();
    state.name = meta.name.str();
    state.service = entry.service;
    state.configuration = entry.configuration;
    state.created = meta.created;
    state.uid = meta.uid.str();
    state.replicas = entry.revision->actualReplicas.value_or(entry.livePods);
    state.routingState = cluster::valueOf(meta.labels, label::routingState);
    state.routingStateModified =
        parseTime(cluster::valueOf(meta.annotations, label::routingStateModified)).value_or(0);
    if (entry.publicService != nullptr) {
        state.publicService = entry.publicService->meta.name.str();
        state.envoyClusters += static_cast<int>(entry.publicService->ports.size());
    }
    if (entry.privateService != nullptr) {
        state.privateService = entry.privateService->meta.name.str();
        state.envoyClusters += static_cast<int>(entry.privateService->ports.size());
    }
}

/// Active=False with NoTraffic only means scaled to zero; a ServerlessService that is not ready means nothing
/// at all for a revision without pods.
void describeConditions(RevisionState& state, const cluster::Revision& revision) {
    const auto* ready = cluster::find(revision.conditions, "Ready");
    const auto* active = cluster::find(revision.conditions, "Active");
    state.ready = ready == nullptr || (ready->status != "False" && ready->status != "Unknown");
    const auto* telling = state.ready ? active : ready;
    if (telling != nullptr && telling->status != "True") {
        state.reason = telling->reason.str();
        state.message = telling->message.str();
    }
}

void describeRouting(RevisionState& state, const Routing& routing, const cluster::Route* route) {
    state.witnesses = routing.witnesses;
    state.routed = !routing.witnesses.empty();
    state.percent = routing.percent;
    state.tags = routing.tags;
    if (route != nullptr) {
        state.route = route->meta.name.str();
    }
}

} // namespace

std::string_view name(Visibility visibility) {
    switch (visibility) {
    case Visibility::Visible:
        return "visible";
    case Visibility::Hidden:
        return "hidden";
    case Visibility::Restricted:
        return "restricted";
    case Visibility::Partial:
        break;
    }
    return "partial";
}

std::string Witness::sentence() const {
    std::string text = kind + " " + name;
    if (!field.empty()) {
        text += ", " + field;
    }
    if (percent) {
        text += ", " + std::to_string(*percent) + " %";
    }
    return tag.empty() ? text : text + ", tag " + tag;
}

std::vector<RevisionState> revisions(const cluster::Cluster& cluster, const mesh::MeshSettings& settings,
                                     UnixSeconds clock) {
    const RevisionIndex index(cluster);
    const Witnesses witnesses(cluster, settings, index);
    const RoutesOfConfigurations routes(cluster);
    const Hideability hideability(cluster, settings, index, clock);
    Exposure exposure(cluster, settings);

    std::vector<RevisionState> states(index.entries().size());
    for (std::size_t i = 0; i < states.size(); ++i) {
        auto& state = states[i];
        const auto& entry = index.entries()[i];
        const auto& routing = witnesses.of(i);
        const auto* route = routing.route != nullptr ? routing.route : routes.of(entry);
        describe(state, entry);
        describeConditions(state, *entry.revision);
        describeRouting(state, routing, route);
        if (const auto* sks = cluster.find<cluster::ServerlessService>(state.ns, state.name)) {
            state.mode = sks->mode.str();
        }
        exposure.apply(state, entry, routing);
        hideability.apply(state, entry, route);
    }
    return states;
}

} // namespace plimsoll::knative
