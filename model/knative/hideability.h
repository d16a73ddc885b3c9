// SPDX-License-Identifier: Apache-2.0
// Whether a revision may be hidden, as sentences: reasons forbid it, warnings only speak against it.
#pragma once

#include "knative/revisionindex.h"
#include "knative/revisions.h"

namespace plimsoll::knative {

/// A revision that went out of use less than this long ago may well come back (seconds).
inline constexpr UnixSeconds youngReserve = 300;
/// Istio honours "~" and namespace names in exportTo since 1.7; before, every value but "." meant public.
inline constexpr mesh::Version firstIstioThatHides{1, 7, 0};

/// A kind that may hold a witness we have not seen.
struct Unread {
    std::string sentence;
    bool everywhere = true;              // else only in `namespaces`
    std::vector<std::string> namespaces; // where a list was denied
    [[nodiscard]] bool concerns(std::string_view ns) const;
};
/// Routes, Ingresses, VirtualServices and HTTPRoutes that were not read completely. A kind that is not served
/// is empty, not unread.
[[nodiscard]] std::vector<Unread> unreadWitnesses(const cluster::Cluster& cluster);

class Hideability {
public:
    Hideability(const cluster::Cluster& cluster, const mesh::MeshSettings& settings,
                const RevisionIndex& index, UnixSeconds clock);

    /// Fills hideable, reasons and warnings; everything else of `state` is there already. `route`: the Route
    /// that names the revision or that its service has; null when there is none.
    void apply(RevisionState& state, const RevisionEntry& entry, const cluster::Route* route) const;

private:
    void findNewest(const RevisionIndex& index);
    void addReasons(RevisionState& state) const;
    void addAgeWarnings(RevisionState& state, const RevisionEntry& entry) const;
    void addMeshWarnings(RevisionState& state) const;

    const cluster::Cluster& m_cluster;
    const mesh::MeshSettings& m_settings;
    UnixSeconds m_clock;
    std::vector<Unread> m_unread;
    ByName<Text> m_newestReserve; // its name, by namespace and service
};

} // namespace plimsoll::knative
