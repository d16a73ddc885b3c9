// SPDX-License-Identifier: Apache-2.0
#include "mesh/egresshosts.h"

#include "mesh/virtualservices.h"

#include <algorithm>

namespace plimsoll::mesh {
namespace {

bool covers(std::string_view pattern, std::string_view host) {
    return pattern.starts_with('*') ? host.ends_with(pattern.substr(1)) : pattern == host;
}

} // namespace

bool EgressHost::names(std::string_view serviceNamespace, std::string_view host) const {
    return (ns == "*" || ns == serviceNamespace) && covers(dns, host);
}

std::optional<EgressHost> egressHostOf(std::string_view text, std::string_view ownNamespace,
                                       bool knowsExclusion) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || text.find('/', slash + 1) != std::string_view::npos) {
        return {}; // istiod logs it and goes on
    }
    EgressHost host{text, text.substr(0, slash), text.substr(slash + 1), false};
    if (host.ns.starts_with('~')) {
        if (!knowsExclusion || text == "~/*") {
            return {}; // "~" matches no namespace
        }
        host.excludes = true;
        host.ns.remove_prefix(1);
        if (host.ns.empty()) {
            host.ns = "*";
        }
    }
    if (host.ns == ".") {
        host.ns = ownNamespace;
    }
    return host;
}

EgressHosts::EgressHosts(const cluster::SidecarEgress& egress, std::string_view ownNamespace,
                         bool knowsExclusion) {
    for (const auto& text : egress.hosts) {
        if (const auto host = egressHostOf(text, ownNamespace, knowsExclusion)) {
            m_hosts.push_back(*host);
        }
    }
}

const EgressHost* EgressHosts::decisive(std::string_view ns, std::string_view host) const {
    const EgressHost* found = nullptr;
    for (const auto& own : m_hosts) {
        if (own.names(ns, host)) {
            if (own.excludes) {
                return &own;
            }
            found = found == nullptr ? &own : found;
        }
    }
    return found;
}

bool EgressHosts::meets(const PreparedVirtualService& service) const {
    const std::string_view ns = service.source->meta.ns;
    return std::any_of(service.hosts.begin(), service.hosts.end(), [&](const std::string& host) {
        bool met = false;
        for (const auto& own : m_hosts) {
            if (own.ns != "*" && own.ns != ns) {
                continue;
            }
            if (own.excludes && covers(own.dns, host)) {
                return false;
            }
            met = met || (!own.excludes && hostsMeet(own.dns, host));
        }
        return met;
    });
}

} // namespace plimsoll::mesh
