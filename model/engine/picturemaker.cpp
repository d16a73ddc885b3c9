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

constexpr qint64 cheapMs = 25;       // a part that takes no longer is always of now
constexpr qint64 dearShare = 10;     // a dear one takes a tenth of a core at most
constexpr UnixSeconds agesKept = 30; // s; reasons name ages in whole minutes

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

qint64 PictureMaker::Part::rest() const {
    return cost <= cheapMs || !made.isValid() ? 0 : std::max<qint64>(0, cost * dearShare - made.elapsed());
}

template <class F>
void PictureMaker::refresh(Part& part, const Stamps& now, bool everything, const F& compute) {
    part.behind = !part.known || part.stamps != now;
    if (!part.behind || (!everything && part.known && part.rest() > 0)) {
        return;
    }
    QElapsedTimer clock;
    clock.start();
    compute();
    part = {now, true, false, clock.elapsed(), {}};
    part.made.start();
}

Picture PictureMaker::make(const Cluster& cluster, const cluster::SourceInfo& source) {
    Picture picture;
    picture.source = source;
    addKinds(picture, cluster);
    const auto stamps = stampsOf(cluster);
    const UnixSeconds clock = source.clock != 0 ? source.clock : now();
    const bool aged = clock - m_clock > agesKept;
    if (aged) {
        m_cheap.known = false;
    }
    bool anew = false;
    refresh(m_cheap, stamps, true, [&] {
        anew = true;
        m_clock = clock;
        m_namespaces = namespacesOf(cluster);
        m_settings = mesh::readSettings(cluster, m_istioVersion);
        m_revisions = knative::revisions(cluster, m_settings, clock);
    });
    refresh(m_dear, stamps, false, [&] {
        m_lastWeights = mesh::weigh(cluster, m_settings);
        m_lastGraph = graph::build(cluster, m_revisions, m_lastWeights, m_settings);
        anew = false;
    });
    if (anew) { // the graph of a moment ago, and revisions of now
        relink(m_lastGraph, m_revisions);
    }
    picture.namespaces = m_namespaces;
    picture.settings = m_settings;
    picture.revisions = m_revisions;
    picture.weights = m_lastWeights;
    picture.graph = m_lastGraph;
    picture.services = cluster.all<cluster::Service>().size();
    picture.pods = cluster.all<cluster::Pod>().size();
    picture.alarms = static_cast<int>(std::count_if(picture.revisions.begin(), picture.revisions.end(),
                                                    [](const auto& revision) { return revision.alarm; }));
    picture.problems.insert(picture.problems.end(), picture.settings.warnings.begin(),
                            picture.settings.warnings.end());
    return picture;
}

std::optional<int> PictureMaker::pending() const {
    return m_dear.behind ? std::optional(static_cast<int>(m_dear.rest())) : std::nullopt;
}

void PictureMaker::forget() {
    *this = PictureMaker(m_istioVersion);
}

Picture makePicture(const Cluster& cluster, const cluster::SourceInfo& source,
                    std::optional<mesh::Version> istioVersion) {
    return PictureMaker(istioVersion).make(cluster, source);
}

} // namespace plimsoll::engine
