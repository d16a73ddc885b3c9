// SPDX-License-Identifier: Apache-2.0
#include "engine/picture.h"

#include <algorithm>
#include <set>

namespace plimsoll::engine {
namespace {

using cluster::Cluster;
using cluster::Kind;
using cluster::KindStatus;

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

} // namespace

Picture makePicture(const Cluster& cluster, const cluster::SourceInfo& source,
                    std::optional<mesh::Version> istioVersion) {
    Picture picture;
    picture.source = source;
    addKinds(picture, cluster);
    picture.namespaces = namespacesOf(cluster);
    picture.settings = mesh::readSettings(cluster, istioVersion);
    const UnixSeconds clock = source.clock != 0 ? source.clock : now();
    picture.revisions = knative::revisions(cluster, picture.settings, clock);
    picture.weights = mesh::weigh(cluster, picture.settings);
    picture.graph = graph::build(cluster, picture.revisions, picture.weights, picture.settings);
    picture.services = cluster.all<cluster::Service>().size();
    picture.pods = cluster.all<cluster::Pod>().size();
    picture.alarms = static_cast<int>(std::count_if(picture.revisions.begin(), picture.revisions.end(),
                                                    [](const auto& revision) { return revision.alarm; }));
    picture.problems.insert(picture.problems.end(), picture.settings.warnings.begin(),
                            picture.settings.warnings.end());
    return picture;
}

} // namespace plimsoll::engine
