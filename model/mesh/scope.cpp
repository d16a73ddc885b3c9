// SPDX-License-Identifier: Apache-2.0
#include "mesh/scope.h"

#include <algorithm>
#include <tuple>

namespace plimsoll::mesh {

std::string Scope::name() const {
    if (gateway) {
        return "gateway/" + ns;
    }
    const std::string text = "sidecar/" + ns;
    return sidecar == nullptr ? text : text + '/' + sidecar->meta.ns.str() + '/' + sidecar->meta.name.str();
}

SidecarChoice::SidecarChoice(const cluster::Cluster& cluster, const MeshSettings& settings) {
    for (const auto& [name, sidecar] : cluster.all<cluster::Sidecar>()) {
        m_byNamespace[name.ns.str()].push_back(&sidecar);
    }
    for (auto& [ns, list] : m_byNamespace) {
        std::sort(list.begin(), list.end(), [](const auto* a, const auto* b) {
            return std::tuple(!a->hasSelector, a->meta.created, a->meta.name.view()) <
                   std::tuple(!b->hasSelector, b->meta.created, b->meta.name.view());
        });
    }
    if (const auto root = m_byNamespace.find(settings.rootNamespace); root != m_byNamespace.end()) {
        const auto it = std::find_if(root->second.begin(), root->second.end(),
                                     [](const auto* sidecar) { return !sidecar->hasSelector; });
        m_root = it == root->second.end() ? nullptr : *it;
    }
}

const cluster::Sidecar* SidecarChoice::of(const cluster::Pod& pod) const {
    if (const auto own = m_byNamespace.find(pod.meta.ns.str()); own != m_byNamespace.end()) {
        for (const auto* sidecar : own->second) {
            if (!sidecar->hasSelector || cluster::matches(sidecar->selector, pod.meta.labels)) {
                return sidecar;
            }
        }
    }
    return m_root;
}

Scope SidecarChoice::scopeOf(const cluster::Pod& pod) const {
    const bool gateway = pod.proxy && pod.proxy->router;
    return Scope{gateway, pod.meta.ns.str(), gateway ? nullptr : of(pod)};
}

} // namespace plimsoll::mesh
