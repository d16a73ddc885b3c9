// SPDX-License-Identifier: Apache-2.0
// Which namespaces a Service's networking.istio.io/exportTo reaches. Rules: istio
// pilot/pkg/model/push_context.go initServiceRegistry and serviceregistry/kube/conversion.go; see each
// function for what differs by version.
#pragma once

#include "cluster/objects.h"
#include "mesh/settings.h"

#include <set>
#include <string>
#include <string_view>

namespace plimsoll::mesh {

inline constexpr std::string_view exportToAnnotation = "networking.istio.io/exportTo";

/// The effective exportTo of one Service: everyone, nobody, or a set of namespaces (its own included only if
/// named).
class Reach {
public:
    static Reach everyone() { return Reach(true, {}); }
    static Reach nobody() { return Reach(false, {}); }
    static Reach only(std::set<std::string, std::less<>> namespaces) {
        return Reach(false, std::move(namespaces));
    }

    [[nodiscard]] bool isEveryone() const { return m_everyone; }
    [[nodiscard]] bool includes(std::string_view ns) const {
        return m_everyone || m_namespaces.find(ns) != m_namespaces.end();
    }
    /// Reaches a namespace that exists in the cluster (Namespace objects; where those may not be read,
    /// namespaces in which any object is known).
    [[nodiscard]] bool includesExisting(const cluster::Cluster& cluster) const;
    [[nodiscard]] const std::set<std::string, std::less<>>& namespaces() const { return m_namespaces; }
    bool operator==(const Reach&) const = default;

private:
    Reach(bool everyone, std::set<std::string, std::less<>> namespaces)
        : m_everyone(everyone), m_namespaces(std::move(namespaces)) {}
    bool m_everyone = true;
    std::set<std::string, std::less<>> m_namespaces;
};

/// `annotation`: the value on the Service, empty when absent. `ownNamespace`: the Service's.
[[nodiscard]] Reach reachOf(std::string_view annotation, std::string_view ownNamespace,
                            const MeshSettings& settings);
[[nodiscard]] Reach reachOf(const cluster::Service& service, const MeshSettings& settings);
/// By its field exportTo, which has the same words.
[[nodiscard]] Reach reachOf(const cluster::ServiceEntry& entry, const MeshSettings& settings);

} // namespace plimsoll::mesh
