// SPDX-License-Identifier: Apache-2.0
#include "mesh/weigher.h"

#include "mesh/scale.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <vector>

namespace plimsoll::mesh {
namespace {

using cluster::Cluster;
using cluster::Kind;

/// Weights depend on these as a whole; on Services and Sidecars one by one, on the rest of the kinds by the
/// settings or not at all.
constexpr std::array wholeKinds{Kind::Namespace,          Kind::Pod,          Kind::EndpointSlice,
                                Kind::ServerlessService,  Kind::Revision,     Kind::VirtualService,
                                Kind::DestinationRule,    Kind::IstioGateway, Kind::ServiceEntry,
                                Kind::PeerAuthentication, Kind::Gateway,      Kind::HttpRoute};
constexpr std::size_t mostChanges = 50; // of more, all is weighed anew

template <class Row>
std::tuple<std::string_view, std::string_view> keyOf(const Row& row) {
    return {row.first.ns, row.first.name};
}

/// The objects that differ between two states of a table; false when there are too many.
template <class T, class F>
bool eachChange(const Cluster& before, const Cluster& now, const F& use) {
    auto a = before.all<T>().begin();
    auto b = now.all<T>().begin();
    const auto endA = before.all<T>().end();
    const auto endB = now.all<T>().end();
    std::size_t count = 0;
    while (a != endA || b != endB) {
        const bool both = a != endA && b != endB;
        const bool same = both && (&a->second == &b->second ||
                                   (a->first.name == b->first.name && a->first.ns == b->first.ns));
        const bool gone = !same && (b == endB || (both && keyOf(*a) < keyOf(*b)));
        const bool isNew = !same && !gone;
        const T* old = isNew ? nullptr : &a->second;
        const T* made = gone ? nullptr : &b->second;
        // Copies of a cluster may share their objects, so most are told apart by where they are.
        if (old == nullptr || made == nullptr || (old != made && !(*old == *made))) {
            if (++count > mostChanges) {
                return false;
            }
            use(old, made);
        }
        if (!isNew) {
            ++a;
        }
        if (!gone) {
            ++b;
        }
    }
    return true;
}

} // namespace

/// A state of the cluster and what was computed of it, which points into it.
struct Weigher::State {
    State(const Cluster& of, const MeshSettings& by)
        : cluster(of), settings(by), scale(cluster, settings), weights(scale.run(settings)) {}

    /// False when everything is to be weighed anew; the state is then spoilt.
    bool follow(const Cluster& now, const MeshSettings& by);
    bool find(const Cluster& now, Scale::Changes& changes);

    Cluster cluster;
    std::uint64_t services = cluster.version(Kind::Service); // of what `cluster` follows
    std::uint64_t sidecars = cluster.version(Kind::Sidecar);
    MeshSettings settings;
    Scale scale;
    Weights weights;
};

/// Takes over what has changed. False when there is more than can be followed.
bool Weigher::State::find(const Cluster& now, Scale::Changes& changes) {
    bool simple = true;
    if (services != now.version(Kind::Service)) {
        services = now.version(Kind::Service);
        std::vector<cluster::Service> changed;
        simple = eachChange<cluster::Service>(cluster, now,
                                              [&](const auto* old, const auto* made) {
                                                  simple = simple && old != nullptr &&
                                                           made != nullptr; // none came, none went
                                                  if (simple) {
                                                      changes.services.emplace_back(*old, nullptr);
                                                      changed.push_back(*made);
                                                  }
                                              }) &&
                 simple;
        for (std::size_t i = 0; simple && i < changed.size(); ++i) {
            const auto& meta = changes.services[i].first.meta;
            cluster.put(std::move(changed[i]));
            changes.services[i].second = cluster.find<cluster::Service>(meta.ns, meta.name);
        }
    }
    if (simple && sidecars != now.version(Kind::Sidecar)) {
        sidecars = now.version(Kind::Sidecar);
        std::vector<cluster::Sidecar> changed;
        std::vector<std::pair<std::string, std::string>> gone;
        simple = eachChange<cluster::Sidecar>(cluster, now, [&](const auto* old, const auto* made) {
            const auto& meta = made != nullptr ? made->meta : old->meta;
            changes.sidecars.push_back(meta.ns.str());
            if (made != nullptr) {
                changed.push_back(*made);
            } else {
                gone.emplace_back(meta.ns.str(), meta.name.str());
            }
        });
        for (std::size_t i = 0; simple && i < changed.size(); ++i) {
            cluster.put(std::move(changed[i]));
        }
        for (std::size_t i = 0; simple && i < gone.size(); ++i) {
            cluster.remove(Kind::Sidecar, gone[i].first, gone[i].second);
        }
    }
    return simple;
}

bool Weigher::State::follow(const Cluster& now, const MeshSettings& by) {
    const auto same = [&](Kind kind) { return cluster.version(kind) == now.version(kind); };
    Scale::Changes changes;
    return settings == by && std::all_of(wholeKinds.begin(), wholeKinds.end(), same) && find(now, changes) &&
           scale.follow(changes, weights);
}

Weigher::Weigher() = default;
Weigher::~Weigher() = default;
Weigher::Weigher(Weigher&&) noexcept = default;
Weigher& Weigher::operator=(Weigher&&) noexcept = default;

const Weights& Weigher::weigh(const Cluster& cluster, const MeshSettings& settings) {
    if (!settings.others.empty()) {
        m_state.reset();
        m_several = mesh::weigh(cluster, settings);
        return m_several;
    }
    m_several = {};
    if (m_state != nullptr && m_state->follow(cluster, settings)) {
        ++m_followed;
        return m_state->weights;
    }
    m_state.reset(); // first, so that there are never two
    m_state = std::make_unique<State>(cluster, settings);
    return m_state->weights;
}

int Weigher::followed() const {
    return m_followed;
}

} // namespace plimsoll::mesh
