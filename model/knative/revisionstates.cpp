// SPDX-License-Identifier: Apache-2.0
#include "knative/revisionstates.h"

#include "knative/exposure.h"
#include "knative/hideability.h"
#include "knative/labels.h"
#include "knative/revisionindex.h"
#include "knative/witnesses.h"

#include <algorithm>
#include <set>

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

using cluster::Kind;

/// Of these kinds a changed object concerns one revision, if any.
constexpr std::array ofOneRevision{Kind::Revision, Kind::Service, Kind::ServerlessService, Kind::Pod,
                                   Kind::PodAutoscaler};

std::string_view routingStateOf(const cluster::Revision& revision) {
    return cluster::valueOf(revision.meta.labels, label::routingState);
}

/// Whether it takes no part in routing: gateways do, for every revision that they serve.
bool isOrdinary(const cluster::Pod& pod) {
    return !pod.proxy || !pod.proxy->router;
}

/// The revision that a pod counts for; empty when for none.
std::string_view countedFor(const cluster::Pod& pod) {
    return pod.terminating() ? std::string_view{} : cluster::valueOf(pod.meta.labels, label::revision);
}

/// Calls `use` with the former and the present object where they are not the same; null where there was or is
/// none. Ends early when that says false.
template <class T, class Use>
bool eachDifference(const cluster::Table<T>& before, const cluster::Table<T>& after, const Use& use) {
    auto a = before.begin();
    auto b = after.begin();
    while (a != before.end() || b != after.end()) {
        const T* former = a == before.end() ? nullptr : &*a.held();
        const T* present = b == after.end() ? nullptr : &*b.held();
        if (former != nullptr && present != nullptr && former != present) {
            const auto order = std::tie(former->meta.ns, former->meta.name) <=>
                               std::tie(present->meta.ns, present->meta.name);
            former = order > 0 ? nullptr : former;
            present = order < 0 ? nullptr : present;
        }
        if (former != nullptr) {
            ++a;
        }
        if (present != nullptr) {
            ++b;
        }
        if (former != present && !use(former, present)) {
            return false;
        }
    }
    return true;
}

} // namespace

/// All that the states were computed from, as of one moment.
class RevisionStates::Basis {
public:
    Basis(const cluster::Cluster& from, const mesh::MeshSettings& with, UnixSeconds at)
        : cluster(from)
        , settings(with)
        , index(cluster)
        , witnesses(cluster, settings, index)
        , routes(cluster)
        , hideability(cluster, settings, index, at)
        , clock(at) {}

    [[nodiscard]] RevisionState state(std::size_t i, Exposure& exposure) const {
        RevisionState state;
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
        return state;
    }

    /// Follows what changed in kinds whose objects concern one revision each, and collects which; false when
    /// something changed that concerns others too.
    bool follow(const cluster::Cluster& now, std::set<std::size_t>& touched) {
        const bool same =
            eachDifference(cluster.all<cluster::Revision>(), now.all<cluster::Revision>(),
                           [&](const auto* a, const auto* b) { return revision(a, b, touched); }) &&
            eachDifference(cluster.all<cluster::Service>(), now.all<cluster::Service>(),
                           [&](const auto* a, const auto* b) { return service(a, b, touched); }) &&
            eachDifference(
                cluster.all<cluster::ServerlessService>(), now.all<cluster::ServerlessService>(),
                [&](const auto* a, const auto* b) { return touch(*(a != nullptr ? a : b), touched); }) &&
            eachDifference(cluster.all<cluster::Pod>(), now.all<cluster::Pod>(),
                           [&](const auto* a, const auto* b) { return pod(a, b, touched); });
        if (same) {
            takeOver<cluster::Revision>(now);
            takeOver<cluster::Service>(now);
            takeOver<cluster::ServerlessService>(now);
            takeOver<cluster::Pod>(now);
            takeOver<cluster::PodAutoscaler>(now);
        }
        return same;
    }

    cluster::Cluster cluster; // a copy: what the parts below point at
    mesh::MeshSettings settings;
    RevisionIndex index;
    Witnesses witnesses;
    RoutesOfConfigurations routes;
    Hideability hideability;
    UnixSeconds clock;

private:
    template <class T>
    void takeOver(const cluster::Cluster& now) {
        cluster.takeOver<T>(now);
    }

    template <class T>
    bool touch(const T& object, std::set<std::size_t>& touched) const {
        if (const auto id = index.byRevision(object.meta.ns, object.meta.name)) {
            touched.insert(*id);
        }
        return true;
    }

    bool revision(const cluster::Revision* former, const cluster::Revision* present,
                  std::set<std::size_t>& touched) {
        if (former == nullptr || present == nullptr || former->meta.created != present->meta.created ||
            routingStateOf(*former) != routingStateOf(*present)) {
            return false;
        }
        const auto id = index.byRevision(present->meta.ns, present->meta.name);
        auto entry = entryOf(*present);
        if (!id || entry.service != index.entries()[*id].service ||
            entry.configuration != index.entries()[*id].configuration) {
            return false;
        }
        const auto& old = index.entries()[*id];
        entry.publicService = old.publicService;
        entry.privateService = old.privateService;
        entry.livePods = old.livePods;
        index.replace(*id, entry);
        touched.insert(*id);
        return true;
    }

    bool service(const cluster::Service* former, const cluster::Service* present,
                 std::set<std::size_t>& touched) {
        if (former == nullptr || present == nullptr || former->meta.labels != present->meta.labels) {
            return false;
        }
        const auto id = index.byLabels(*present);
        if (!id) { // a gateway's perhaps: its selector says where its pods are
            return former->selector == present->selector;
        }
        auto entry = index.entries()[*id];
        entry.publicService = entry.publicService == former ? present : entry.publicService;
        entry.privateService = entry.privateService == former ? present : entry.privateService;
        index.replace(*id, entry);
        touched.insert(*id);
        return true;
    }

    bool pod(const cluster::Pod* former, const cluster::Pod* present, std::set<std::size_t>& touched) {
        const bool ordinary =
            (former == nullptr || isOrdinary(*former)) && (present == nullptr || isOrdinary(*present));
        // Where namespaces cannot be listed, one exists by what is in it.
        const bool comesOrGoes = former == nullptr || present == nullptr;
        if (!ordinary || (comesOrGoes && !readable(cluster.status(Kind::Namespace)))) {
            return false;
        }
        count(former, -1, touched);
        count(present, 1, touched);
        return true;
    }

    void count(const cluster::Pod* pod, int change, std::set<std::size_t>& touched) {
        const auto name = pod == nullptr ? std::string_view{} : countedFor(*pod);
        const auto id = name.empty() ? std::nullopt : index.byRevision(pod->meta.ns, name);
        if (id) {
            auto entry = index.entries()[*id];
            entry.livePods += change;
            index.replace(*id, entry);
            touched.insert(*id);
        }
    }
};

RevisionStates::RevisionStates() = default;
RevisionStates::~RevisionStates() = default;
RevisionStates::RevisionStates(RevisionStates&&) noexcept = default;
RevisionStates& RevisionStates::operator=(RevisionStates&&) noexcept = default;

bool RevisionStates::update(const cluster::Cluster& cluster, const mesh::MeshSettings& settings,
                            UnixSeconds clock) {
    if (m_basis && followed(cluster, settings, clock)) {
        return m_changed;
    }
    m_basis = std::make_unique<Basis>(cluster, settings, clock);
    Exposure exposure(m_basis->cluster, m_basis->settings);
    std::vector<RevisionState> states;
    states.reserve(m_basis->index.entries().size());
    for (std::size_t i = 0; i < m_basis->index.entries().size(); ++i) {
        states.push_back(m_basis->state(i, exposure));
    }
    const bool changed = states != *m_states;
    m_states = std::move(states);
    return changed;
}

bool RevisionStates::followed(const cluster::Cluster& cluster, const mesh::MeshSettings& settings,
                              UnixSeconds clock) {
    for (const auto& info : cluster::allKinds()) {
        const bool narrow =
            std::find(ofOneRevision.begin(), ofOneRevision.end(), info.kind) != ofOneRevision.end();
        const auto& was = m_basis->cluster.status(info.kind);
        const auto& is = cluster.status(info.kind);
        if ((!narrow && cluster.version(info.kind) != m_basis->cluster.version(info.kind)) ||
            was.state != is.state || was.missingNamespaces != is.missingNamespaces ||
            was.onlyNamespaces != is.onlyNamespaces || was.error != is.error) {
            return false;
        }
    }
    std::set<std::size_t> touched;
    if (clock - m_basis->clock > agesKept || !(settings == m_basis->settings) ||
        !m_basis->follow(cluster, touched)) {
        return false;
    }
    Exposure exposure(m_basis->cluster, m_basis->settings);
    std::optional<std::vector<RevisionState>> copy; // others read the former ones
    for (const auto i : touched) {
        auto state = m_basis->state(i, exposure);
        if (state != m_states[i]) {
            if (!copy) {
                copy = *m_states;
            }
            (*copy)[i] = std::move(state);
        }
    }
    m_changed = copy.has_value();
    if (copy) {
        m_states = std::move(*copy);
    }
    return true;
}

} // namespace plimsoll::knative
