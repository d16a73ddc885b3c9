// SPDX-License-Identifier: Apache-2.0
#include "engine/picturemaker.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace plimsoll::engine {
namespace {

using cluster::Cluster;
using cluster::Kind;
using cluster::KindStatus;

constexpr qint64 heavyShare = 10; // weights and graph take a tenth of a core at most

/// Namespace objects where they may be read, else every namespace in which something is known.
std::vector<std::string> namespacesOf(const Cluster& cluster) {
    std::set<std::string, std::less<>> names;
    for (const auto& [key, ns] : cluster.all<cluster::Namespace>()) {
        names.insert(key.name.str());
    }
    const auto addFrom = [&names](const auto& table) {
        for (auto it = table.begin(); it != table.end();
             it = table.upper_bound(cluster::KeyView{it->first.ns, "\x7F"})) {
            names.insert(it->first.ns.str());
        }
    };
    addFrom(cluster.all<cluster::Service>());
    addFrom(cluster.all<cluster::Pod>());
    addFrom(cluster.all<cluster::Revision>());
    return {names.begin(), names.end()};
}

void addKinds(Picture& picture, const Cluster& cluster) {
    picture.complete = true;
    for (const auto& info : cluster::allKinds()) {
        const KindStatus& status = cluster.status(info.kind);
        picture.kinds.at(static_cast<std::size_t>(info.kind)) = status;
        picture.complete = picture.complete && cluster::settled(status);
        if (status.state == KindStatus::State::Stale) {
            picture.staleSince = picture.stale ? std::min(picture.staleSince, status.since) : status.since;
            picture.stale = true;
        }
        if (status.state == KindStatus::State::Failed && status.error) {
            picture.problems.push_back(*status.error);
        }
    }
    const auto state = picture.kind(Kind::Revision).state;
    picture.knativeServed = state != KindStatus::State::NotServed;
}

/// A change of objects, and of whether a kind can be read, which decides what may be hidden.
std::array<std::uint64_t, cluster::kindCount> stampsOf(const Cluster& cluster) {
    std::array<std::uint64_t, cluster::kindCount> stamps{};
    for (const auto& info : cluster::allKinds()) {
        const auto& status = cluster.status(info.kind);
        stamps.at(static_cast<std::size_t>(info.kind)) = cluster.version(info.kind) * 16 +
                                                         static_cast<std::uint64_t>(status.state) * 2 +
                                                         (status.missingNamespaces.empty() ? 0U : 1U);
    }
    return stamps;
}

using Rows = std::vector<knative::RevisionState>;

/// The same revisions at the same places, however they are.
bool sameRows(const Rows& a, const Rows& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& left, const auto& right) {
        return left.ns == right.ns && left.name == right.name;
    });
}

/// A copy with links to these rows; the graph itself is being read by other threads.
Shared<graph::Graph> relinked(const graph::Graph& graph, const Rows& revisions) {
    auto copy = graph;
    relink(copy, revisions);
    return copy;
}

} // namespace

void relink(graph::Graph& graph, const std::vector<knative::RevisionState>& revisions) {
    std::unordered_map<std::string, std::size_t> byId;
    byId.reserve(revisions.size());
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        byId.emplace("revision/" + revisions[i].ns + "/" + revisions[i].name, i);
    }
    for (auto& node : graph.nodes) {
        if (node.revision) {
            const auto found = byId.find(node.id);
            node.revision = found == byId.end() ? std::nullopt : std::optional(found->second);
        }
    }
}

void PictureMaker::computeStates(const Cluster& cluster, UnixSeconds clock) {
    m_clock = clock;
    m_namespaces = namespacesOf(cluster);
    m_settings = mesh::readSettings(cluster, m_istioVersion);
    if (!m_states.update(cluster, m_settings, clock)) {
        return;
    }
    const auto& states = m_states.states();
    const bool same = sameRows(states, m_revisions);
    m_revisions = states;
    m_alarms = static_cast<int>(
        std::count_if(states.begin(), states.end(), [](const auto& state) { return state.alarm; }));
    if (!same && !m_graph->nodes.empty()) { // the graph of a moment ago, and revisions of now
        m_graph = relinked(m_graph, m_revisions);
    }
}

Picture PictureMaker::make(const Cluster& cluster, const cluster::SourceInfo& source) {
    Picture picture;
    picture.source = source;
    addKinds(picture, cluster);
    m_settled = picture.complete;
    const auto stamps = stampsOf(cluster);
    const UnixSeconds clock = source.clock != 0 ? source.clock : now();
    if (stamps != m_stamps || clock - m_clock > knative::RevisionStates::agesKept) {
        computeStates(cluster, clock);
        m_stamps = stamps;
    }
    picture.complete = picture.complete && m_jobSettled;
    picture.namespaces = m_namespaces;
    picture.settings = m_settings;
    picture.revisions = m_revisions;
    picture.weights = m_weights;
    picture.graph = m_graph;
    picture.services = cluster.all<cluster::Service>().size();
    picture.pods = cluster.all<cluster::Pod>().size();
    picture.alarms = m_alarms;
    picture.problems.insert(picture.problems.end(), picture.settings.warnings.begin(),
                            picture.settings.warnings.end());
    return picture;
}

std::optional<int> PictureMaker::pending() const {
    const bool behind = m_job == 0 || m_jobStamps != m_stamps || m_jobSettled != m_settled;
    if (!behind || m_running) {
        return std::nullopt;
    }
    // The first whole state is what everybody waits for.
    const bool first = m_settled && !m_jobSettled;
    const auto rest = first || !m_jobDone.isValid() ? 0 : m_cost * heavyShare - m_jobDone.elapsed();
    return static_cast<int>(std::max<qint64>(0, rest));
}

std::shared_ptr<HeavyJob> PictureMaker::job(const Cluster& cluster) {
    if (pending() != 0) {
        return nullptr;
    }
    m_running = true;
    m_jobStamps = m_stamps;
    auto job = std::make_shared<HeavyJob>();
    job->weigher = m_weigher;
    job->cluster = cluster;
    job->settings = m_settings;
    job->revisions = m_revisions;
    job->settled = m_settled;
    job->number = ++m_job;
    return job;
}

bool PictureMaker::finished(HeavyJob& job) {
    if (job.weigher != m_weigher || job.number != m_job) {
        return false;
    }
    m_running = false;
    m_jobSettled = job.settled;
    m_cost = job.cost;
    m_jobDone.start();
    m_weights = std::move(job.weights);
    m_graph = std::move(job.graph);
    if (!sameRows(m_revisions, job.revisions)) {
        m_graph = relinked(m_graph, m_revisions);
    }
    return true;
}

void PictureMaker::forget() {
    *this = PictureMaker(m_istioVersion);
}

Picture makePicture(const Cluster& cluster, const cluster::SourceInfo& source,
                    std::optional<mesh::Version> istioVersion) {
    PictureMaker maker(istioVersion);
    static_cast<void>(maker.make(cluster, source));
    if (const auto job = maker.job(cluster)) {
        job->run();
        maker.finished(*job);
    }
    return maker.make(cluster, source);
}

} // namespace plimsoll::engine
