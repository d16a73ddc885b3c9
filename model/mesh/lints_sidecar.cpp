// SPDX-License-Identifier: Apache-2.0
// Sidecars: egress hosts that name nothing, and two for one workload.
#include "mesh/egresshosts.h"
#include "mesh/lints_p.h"
#include "mesh/order.h"
#include "mesh/registry.h"
#include "mesh/virtualservices.h"

#include <algorithm>
#include <map>

namespace plimsoll::mesh {
namespace {

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

class EgressLinter {
public:
    EgressLinter(const cluster::Cluster& cluster, const MeshSettings& settings, std::vector<Lint>& out)
        : m_cluster(cluster)
        , m_settings(settings)
        , m_registry(cluster, settings)
        , m_virtualServices(cluster, settings)
        , m_out(out) {}

    void check(const cluster::Sidecar& sidecar) {
        for (std::size_t i = 0; i < sidecar.egress.size(); ++i) {
            const auto& hosts = sidecar.egress[i].hosts;
            for (std::size_t j = 0; j < hosts.size(); ++j) {
                const auto field = "spec.egress[" + std::to_string(i) + "].hosts[" + std::to_string(j) + ']';
                check(sidecar, hosts[j], field);
            }
        }
    }

private:
    void check(const cluster::Sidecar& sidecar, std::string_view text, const std::string& field) {
        if (text.starts_with('~')) {
            return; // nothing, or an exclusion: either may well name what is not there
        }
        const auto ns = sidecar.meta.ns.view();
        const auto host = egressHostOf(text, ns, m_registry.sizes().atLeast(31));
        if (!host) {
            add(LintRule::EgressNoMatch, sidecar, field,
                quoted(text) + " is not NAMESPACE/HOST, so istiod leaves it out.",
                "Write the namespace, one slash and the host, such as ./*");
            return;
        }
        if (host->dns == "*" ? namesNamespace(*host) : names(*host)) {
            return;
        }
        if (!host->dns.starts_with('*') && shortName(host->dns)) {
            addShort(sidecar, *host, field);
            return;
        }
        if (knowable(host->dns)) {
            add(LintRule::EgressNoMatch, sidecar, field,
                quoted(text) + " matches no Service, ServiceEntry or VirtualService.",
                "Name one that exists, or take the host out");
        }
    }

    static bool shortName(std::string_view dns) { return std::count(dns.begin(), dns.end(), '.') < 2; }

    /// "./reviews" and "./reviews.shop": Kubernetes would complete them, istiod does not.
    void addShort(const cluster::Sidecar& sidecar, const EgressHost& host, const std::string& field) {
        const auto dot = host.dns.find('.');
        const std::string name(host.dns.substr(0, dot));
        std::string ns =
            dot == std::string_view::npos ? std::string(host.ns) : std::string(host.dns.substr(dot + 1));
        const bool exists = m_cluster.find<cluster::Service>(ns, name) != nullptr;
        if (ns == "*") {
            ns = "NAMESPACE";
        }
        add(LintRule::EgressShortName, sidecar, field,
            quoted(host.text) + " is a short name, which istiod does not complete: it matches nothing.",
            (exists || dot == std::string_view::npos ? "Write " : "If a Service is meant, write ") + ns +
                '/' + name + '.' + ns + ".svc." + m_settings.clusterDomain);
    }

    [[nodiscard]] bool namesNamespace(const EgressHost& host) const {
        if (host.ns == "*" || !m_registry.of(host.ns).empty()) {
            return true;
        }
        const auto& services = m_virtualServices.all();
        return m_cluster.find<cluster::Namespace>({}, host.ns) != nullptr || // empty for now
               std::any_of(services.begin(), services.end(),
                           [&](const auto& service) { return service.source->meta.ns == host.ns; });
    }

    [[nodiscard]] bool names(const EgressHost& host) const {
        const auto& services = m_registry.services();
        if (std::any_of(services.begin(), services.end(),
                        [&](const auto& service) { return host.names(service.ns, service.host); })) {
            return true;
        }
        const auto& routes = m_virtualServices.all();
        return std::any_of(routes.begin(), routes.end(), [&](const auto& route) {
            return route.mesh && (host.ns == "*" || route.source->meta.ns == host.ns) &&
                   std::any_of(route.hosts.begin(), route.hosts.end(),
                               [&](const auto& own) { return hostsMeet(host.dns, own); });
        });
    }

    /// All that could have that name was read.
    [[nodiscard]] bool knowable(std::string_view dns) const {
        using cluster::Kind;
        const bool inCluster = dns.ends_with(".svc." + m_settings.clusterDomain);
        return readable(m_cluster.status(Kind::Service)) &&
               readable(m_cluster.status(Kind::VirtualService)) &&
               (inCluster || readable(m_cluster.status(Kind::ServiceEntry)));
    }

    void add(LintRule rule, const cluster::Sidecar& sidecar, const std::string& field, std::string message,
             std::string fix) {
        m_out.push_back({rule, "Sidecar", sidecar.meta.ns.str(), sidecar.meta.name.str(), field,
                         std::move(message), std::move(fix)});
    }

    const cluster::Cluster& m_cluster;
    const MeshSettings& m_settings;
    Registry m_registry;
    VirtualServices m_virtualServices;
    std::vector<Lint>& m_out;
};

/// The younger ones of each two that could apply to the same pod.
void lintDoubles(const cluster::Cluster& cluster, std::vector<Lint>& out) {
    std::map<std::string, std::vector<const cluster::Sidecar*>> older;
    for (const auto* sidecar : byAge<cluster::Sidecar>(cluster)) {
        auto& before = older[sidecar->meta.ns.str()];
        const auto [first, last] = cluster.in<cluster::Pod>(sidecar->meta.ns);
        for (const auto* other : before) {
            std::string why;
            if (!sidecar->hasSelector && !other->hasSelector) {
                why = "It has no workloadSelector, and neither has the older ";
            }
            for (auto it = first; why.empty() && sidecar->hasSelector && other->hasSelector && it != last;
                 ++it) {
                const auto& labels = it->second.meta.labels;
                if (!it->second.finished() && cluster::matches(sidecar->selector, labels) &&
                    cluster::matches(other->selector, labels)) {
                    why = "Its workloadSelector matches the pod " + it->second.meta.name.str() +
                          ", and so does that of the older ";
                }
            }
            if (!why.empty()) {
                out.push_back({LintRule::SidecarsForOneWorkload, "Sidecar", sidecar->meta.ns.str(),
                               sidecar->meta.name.str(), "spec.workloadSelector",
                               why + other->meta.name.str() + ", which is the one that applies.",
                               "Delete one of them, or let their selectors exclude each other"});
                break;
            }
        }
        before.push_back(sidecar);
    }
}

} // namespace

void lintSidecars(const cluster::Cluster& cluster, const MeshSettings& settings, std::vector<Lint>& out) {
    if (cluster.all<cluster::Sidecar>().empty()) {
        return;
    }
    EgressLinter linter(cluster, settings, out);
    for (const auto& [key, sidecar] : cluster.all<cluster::Sidecar>()) {
        linter.check(sidecar);
    }
    lintDoubles(cluster, out);
}

} // namespace plimsoll::mesh
