// SPDX-License-Identifier: Apache-2.0
#include "mesh/mtls.h"

#include "mesh/order.h"

#include <optional>

namespace plimsoll::mesh {
namespace {

std::optional<MtlsMode> modeOf(std::string_view text) {
    if (text == "DISABLE") {
        return MtlsMode::Disable;
    }
    if (text == "PERMISSIVE") {
        return MtlsMode::Permissive;
    }
    return text == "STRICT" ? std::optional(MtlsMode::Strict) : std::nullopt; // UNSET inherits
}

} // namespace

Mtls::Mtls(const cluster::Cluster& cluster, const MeshSettings& settings) : m_root(settings.rootNamespace) {
    for (const auto* policy : byAge<cluster::PeerAuthentication>(cluster)) {
        auto& policies = m_byNamespace[policy->meta.ns.str()];
        if (!policy->selector.empty()) {
            policies.selected.push_back(policy);
        } else if (policies.all == nullptr) {
            policies.all = policy;
        }
    }
}

MtlsMode Mtls::ofNamespace(std::string_view ns) const {
    for (const auto& level : {std::string(ns), m_root}) {
        const auto found = m_byNamespace.find(level);
        if (found != m_byNamespace.end() && found->second.all != nullptr) {
            if (const auto mode = modeOf(found->second.all->mode)) {
                return *mode;
            }
        }
    }
    return MtlsMode::Permissive;
}

MtlsMode Mtls::of(std::string_view ns, const cluster::Labels& labels, std::uint16_t port) const {
    if (m_byNamespace.empty()) {
        return MtlsMode::Permissive;
    }
    if (const auto found = m_byNamespace.find(std::string(ns)); found != m_byNamespace.end()) {
        for (const auto* policy : found->second.selected) {
            if (!cluster::matches(policy->selector, labels)) {
                continue;
            }
            const auto own = policy->portModes.find(port);
            const auto mode = own == policy->portModes.end() ? std::nullopt : modeOf(own->second);
            if (const auto whole = mode ? mode : modeOf(policy->mode)) {
                return *whole;
            }
            break; // the oldest that matches decides, or leaves it to the namespace's
        }
    }
    return ofNamespace(ns);
}

} // namespace plimsoll::mesh
