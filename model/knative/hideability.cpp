// SPDX-License-Identifier: Apache-2.0
#include "knative/hideability.h"

#include "knative/labels.h"

#include <algorithm>

namespace plimsoll::knative {
namespace {

using cluster::KindStatus;

std::string namesOf(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < 3; ++i) {
        text += i == 0 ? "" : ", ";
        text += names[i];
    }
    return names.size() > 3 ? text + ", …" : text;
}

/// Why a list is not complete; empty when it is.
std::string gapOf(const KindStatus& status) {
    switch (status.state) {
    case KindStatus::State::Live:
    case KindStatus::State::NotServed:
        return {};
    case KindStatus::State::Waiting:
    case KindStatus::State::Listing:
        return "are still being read";
    case KindStatus::State::Stale:
        return "are not up to date: the connection to the API server is lost";
    case KindStatus::State::Denied:
        return "may not be listed with these credentials";
    case KindStatus::State::Failed:
        break;
    }
    return "could not be listed" + (status.error ? " (" + status.error->what + ")" : std::string());
}

std::string pluralOf(cluster::Kind kind) {
    const auto name = std::string(cluster::info(kind).name);
    return kind == cluster::Kind::KnativeIngress ? "Knative Ingresses" : name + "s";
}

std::string unreadSentence(const std::string& plural, const std::string& gap) {
    return plural + " " + gap + ", and one of them may route here";
}

std::string stillRouted(const RevisionState& state) {
    const auto& first = state.witnesses.front();
    std::string text = "still routed by " + first.sentence();
    if (first.ns != state.ns) {
        text += ", in namespace " + first.ns;
    }
    const auto others = state.witnesses.size() - 1;
    if (others > 0) {
        text += " (and " + std::to_string(others) + " more)";
    }
    return text;
}

} // namespace

bool Unread::concerns(std::string_view ns) const {
    return everywhere || std::find(namespaces.begin(), namespaces.end(), ns) != namespaces.end();
}

std::vector<Unread> unreadWitnesses(const cluster::Cluster& cluster) {
    using cluster::Kind;
    std::vector<Unread> unread;
    for (const auto kind : {Kind::Route, Kind::KnativeIngress, Kind::VirtualService, Kind::HttpRoute}) {
        const auto& status = cluster.status(kind);
        const auto plural = pluralOf(kind);
        if (const auto gap = gapOf(status); !gap.empty()) {
            unread.push_back({unreadSentence(plural, gap), true, {}});
            continue;
        }
        if (status.state == KindStatus::State::NotServed) {
            continue;
        }
        // A Route names revisions of its own namespace only; the others may name Services of any namespace.
        const bool elsewhere = kind != Kind::Route;
        if (!status.missingNamespaces.empty()) {
            unread.push_back(
                {unreadSentence(plural, "may not be listed in " + namesOf(status.missingNamespaces)),
                 elsewhere, status.missingNamespaces});
        } else if (elsewhere && !status.onlyNamespaces.empty()) {
            unread.push_back({plural + " were read in " + namesOf(status.onlyNamespaces) +
                                  " only (-n), and one of another namespace may route here",
                              true,
                              {}});
        }
    }
    return unread;
}

Hideability::Hideability(const cluster::Cluster& cluster, const mesh::MeshSettings& settings,
                         const RevisionIndex& index, UnixSeconds clock)
    : m_cluster(cluster), m_settings(settings), m_clock(clock), m_unread(unreadWitnesses(cluster)) {
    findNewest(index);
}

void Hideability::findNewest(const RevisionIndex& index) {
    for (const auto& entry : index.entries()) { // ordered by creation: the last one wins
        if (cluster::valueOf(entry.revision->meta.labels, label::routingState) == "reserve") {
            m_newestReserve[{entry.revision->meta.ns, entry.service}] = entry.revision->meta.name;
        }
    }
}

void Hideability::apply(RevisionState& state, const RevisionEntry& entry, const cluster::Route* route) const {
    addReasons(state);
    addAgeWarnings(state, entry);
    if (route != nullptr && !cluster::isTrue(route->conditions, "Ready")) {
        const auto* ready = cluster::find(route->conditions, "Ready");
        state.warnings.push_back(
            "Route " + route->meta.name.str() + " is not Ready" +
            (ready != nullptr && !ready->reason.empty() ? " (" + ready->reason.str() + ")" : std::string()) +
            ": traffic may be moving");
    }
    addMeshWarnings(state);
    state.hideable = state.reasons.empty();
}

void Hideability::addReasons(RevisionState& state) const {
    auto& reasons = state.reasons;
    if (state.routed) {
        reasons.push_back(stillRouted(state));
    }
    if (state.routingState.empty()) {
        reasons.emplace_back("it has no routingState label, so Knative has not said that it is in reserve");
    } else if (state.routingState != "reserve") {
        reasons.push_back("its routingState is " + state.routingState + ", not reserve");
    }
    if (state.replicas > 0) {
        reasons.push_back(std::to_string(state.replicas) +
                          (state.replicas == 1 ? " replica is running" : " replicas are running"));
    }
    if (state.publicService.empty() || state.privateService.empty()) {
        const std::string which = !state.privateService.empty()  ? "its public Service was"
                                  : !state.publicService.empty() ? "its private Service was"
                                                                 : "its two Services were";
        const auto gap = gapOf(m_cluster.status(cluster::Kind::Service));
        reasons.push_back(which + " not found by label" + (gap.empty() ? "" : ": Services " + gap));
    }
    for (const auto& unread : m_unread) {
        if (unread.concerns(state.ns)) {
            reasons.push_back(unread.sentence);
        }
    }
    if (m_settings.istio && *m_settings.istio < firstIstioThatHides) {
        reasons.push_back("Istio " + m_settings.istio->text() +
                          " takes every exportTo but \".\" for public: hiding needs 1.7 or newer");
    }
}

void Hideability::addAgeWarnings(RevisionState& state, const RevisionEntry& entry) const {
    auto& warnings = state.warnings;
    if (state.routingState == "reserve") {
        const auto age = m_clock - state.routingStateModified;
        if (state.routingStateModified != 0 && age < youngReserve) {
            warnings.push_back("in reserve for only " + std::to_string(std::max<UnixSeconds>(age, 0)) +
                               " s: it may come back");
        }
        const auto newest = m_newestReserve.find({entry.revision->meta.ns, entry.service});
        if (newest != m_newestReserve.end() && newest->second == entry.revision->meta.name) {
            warnings.push_back("the newest revision in reserve of " + state.service +
                               ": a rollback would go here");
        }
    }
    const auto* configuration = m_cluster.find<cluster::Configuration>(state.ns, state.configuration);
    const auto* service = m_cluster.find<cluster::KnativeService>(state.ns, state.service);
    if ((configuration != nullptr && configuration->latestReady == state.name) ||
        (service != nullptr && service->latestReady == state.name)) {
        warnings.push_back("the latest ready revision of " + state.service +
                           ": a Route to the latest revision goes here");
    }
    if (state.replicas == 0 && entry.livePods > 0) {
        warnings.push_back(std::to_string(entry.livePods) +
                           (entry.livePods == 1 ? " pod of it still runs" : " pods of it still run") +
                           ", though its status says that it has no replicas");
    }
    if (!entry.revision->actualReplicas) {
        if (const auto gap = gapOf(m_cluster.status(cluster::Kind::Pod)); !gap.empty()) {
            warnings.push_back("its status has no actualReplicas and Pods " + gap +
                               ": whether it runs is not known");
        }
    }
}

void Hideability::addMeshWarnings(RevisionState& state) const {
    if (!m_settings.istioServed) {
        state.warnings.emplace_back("no Istio was found: exportTo has no effect without it");
    } else if (!m_settings.istio) {
        state.warnings.emplace_back(
            "Istio's version is not known: whether it honours exportTo (1.7 or newer does) is not sure");
    }
}

} // namespace plimsoll::knative
