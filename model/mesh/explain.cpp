// SPDX-License-Identifier: Apache-2.0
#include "mesh/explain.h"

#include "mesh/egresshosts.h"
#include "mesh/gatewayload.h"
#include "mesh/import.h"

#include <algorithm>

namespace plimsoll::mesh {
namespace {

using Effect = Reason::Effect;

std::string inQuotes(std::string_view text) {
    return '"' + std::string(text) + '"';
}

std::string joined(const std::set<std::string, std::less<>>& words) {
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

Reason about(const cluster::Meta& meta, std::string_view kind, std::string_view field, Effect effect,
             std::string rule) {
    return {effect, std::string(kind), meta.ns.str(), meta.name.str(), std::string(field), std::move(rule)};
}

class Explainer {
public:
    Explainer(const cluster::Cluster& cluster, const MeshSettings& settings, const cluster::Pod& pod)
        : m_cluster(cluster)
        , m_settings(settings)
        , m_pod(pod)
        , m_registry(cluster, settings)
        , m_virtualServices(cluster, settings)
        , m_rules(cluster, settings)
        , m_gateways(m_registry, m_virtualServices, m_rules)
        , m_scope(SidecarChoice(cluster, settings).scopeOf(pod))
        , m_import(importOf(m_scope, m_registry, m_virtualServices)) {}

    Result<Explanation> run(std::string_view wanted) {
        m_made.proxy = m_pod.meta.ns.str() + '/' + m_pod.meta.name.str();
        const auto* service = find(wanted);
        if (service == nullptr) {
            return unknown(wanted);
        }
        m_made.service = service->host;
        m_made.carries = m_import.knows(*service);
        addProxy();
        addExport(*service);
        if (m_scope.sidecar != nullptr) {
            addEgress(*service);
        }
        addPulls(*service);
        addDuplicate(*service);
        addGatewayFilter(*service);
        addKind(*service);
        if (m_made.carries) {
            addClusters(*service);
        }
        return std::move(m_made);
    }

private:
    [[nodiscard]] const RegistryService* find(std::string_view wanted) const {
        const auto slash = wanted.find('/');
        const auto ns = slash == std::string_view::npos ? m_pod.meta.ns.view() : wanted.substr(0, slash);
        const auto name = slash == std::string_view::npos ? wanted : wanted.substr(slash + 1);
        for (const auto* service : m_registry.of(ns)) {
            if (service->name == name) {
                return service;
            }
        }
        const auto& found = m_registry.all(name);
        for (const auto* service : found) {
            if (m_import.knows(*service)) {
                return service;
            }
        }
        return found.empty() ? nullptr : found.front();
    }

    void addClusters(const RegistryService& service) {
        for (const auto& imported : m_import.clusters) {
            for (std::size_t i = 0; imported.service == &service && i < service.ports.size(); ++i) {
                if (imported.has(i)) {
                    m_made.clusters.push_back(service.clusterName(service.ports[i].number));
                }
            }
        }
    }

    /// There is none of that name for istiod, though perhaps for Kubernetes.
    Result<Explanation> unknown(std::string_view wanted) {
        const auto slash = wanted.find('/');
        const auto ns = slash == std::string_view::npos ? m_pod.meta.ns.view() : wanted.substr(0, slash);
        const auto name = slash == std::string_view::npos ? wanted : wanted.substr(slash + 1);
        const auto* service = m_cluster.find<cluster::Service>(ns, name);
        if (service == nullptr) {
            return fail(ErrorCode::NotFound, "no such service", "Service " + std::string(wanted),
                        "Give NAMESPACE/NAME, or the host of a Service or ServiceEntry");
        }
        m_made.service = std::string(name) + '.' + std::string(ns) + ".svc." + m_settings.clusterDomain;
        addProxy();
        meshSays("discoverySelectors", Effect::Refuses,
                 "istiod watches only namespaces that a selector matches; " + std::string(ns) +
                     " is none of them, so the Service does not exist for it.");
        return std::move(m_made);
    }

    void meshSays(std::string_view field, Effect effect, std::string rule) {
        m_made.chain.push_back({effect, "ConfigMap", m_settings.rootNamespace, "istio",
                                "data.mesh: " + std::string(field), std::move(rule)});
    }

    void addProxy() {
        const auto& ns = m_scope.ns;
        if (m_scope.gateway) {
            m_made.chain.push_back(
                about(m_pod.meta, "Pod", "spec.containers[istio-proxy].args", Effect::Tells,
                      "It is a gateway: no Sidecar applies to it, it is offered all that is "
                      "exported to its namespace " +
                          ns + '.'));
            return;
        }
        const auto* sidecar = m_scope.sidecar;
        if (sidecar == nullptr) {
            m_made.chain.push_back(about(m_pod.meta, "Pod", "metadata.namespace", Effect::Tells,
                                         "No Sidecar applies to it: it is offered all that is exported to "
                                         "its namespace " +
                                             ns + '.'));
            return;
        }
        const bool own = sidecar->meta.ns == ns;
        m_made.chain.push_back(about(
            sidecar->meta, "Sidecar", sidecar->hasSelector ? "spec.workloadSelector" : "spec", Effect::Tells,
            sidecar->hasSelector ? "This Sidecar applies: of those whose selector matches the pod it is "
                                   "the oldest."
            : own ? "This Sidecar applies: no selector of its namespace matches the pod, and it is the "
                    "oldest without one."
                  : "This Sidecar of the root namespace applies: the pod's namespace has none for it."));
    }

    void addExport(const RegistryService& service) {
        const auto annotation = service.source == nullptr
                                    ? std::string_view()
                                    : cluster::valueOf(service.source->meta.annotations, exportToAnnotation);
        const bool byDefault =
            service.source != nullptr ? annotation.empty() : service.entry->exportTo.empty();
        const bool reaches = service.reach.includes(m_scope.ns);
        auto rule = exportRule(service, reaches);
        if (byDefault && m_settings.serviceExportTo != std::vector<std::string>{"*"}) {
            meshSays("defaultServiceExportTo", reaches ? Effect::Admits : Effect::Refuses, std::move(rule));
            return;
        }
        if (byDefault) {
            rule = "It says nothing of exportTo, and the mesh's default exports to every namespace.";
        }
        const auto effect = reaches ? Effect::Admits : Effect::Refuses;
        if (service.source != nullptr) {
            m_made.chain.push_back(about(service.source->meta, "Service",
                                         "metadata.annotations[" + std::string(exportToAnnotation) + ']',
                                         effect, std::move(rule)));
        } else {
            m_made.chain.push_back(
                about(service.entry->meta, "ServiceEntry", "spec.exportTo", effect, std::move(rule)));
        }
    }

    [[nodiscard]] std::string exportRule(const RegistryService& service, bool reaches) const {
        const auto& reach = service.reach;
        if (reach.isEveryone()) {
            return "It is exported to every namespace.";
        }
        if (reach.namespaces().empty()) {
            return "It is exported to no namespace, its own neither.";
        }
        if (reaches) {
            return "It is exported to the proxy's namespace " + m_scope.ns + '.';
        }
        std::string rule =
            "It is exported to " + joined(reach.namespaces()) + " only, the proxy is in " + m_scope.ns + '.';
        if (!reach.includesExisting(m_cluster)) {
            rule += " No such namespace exists, so nobody sees it.";
        }
        return rule;
    }

    void addEgress(const RegistryService& service) {
        const auto& sidecar = *m_scope.sidecar;
        if (sidecar.egress.empty()) {
            m_made.chain.push_back(about(sidecar.meta, "Sidecar", "spec.egress", Effect::Tells,
                                         "Without egress it lets in all that is exported."));
        }
        if (!service.reach.includes(m_scope.ns)) {
            return; // exportTo comes first: a Sidecar cannot import what is not exported
        }
        const auto first = m_made.chain.size();
        bool admits = false;
        for (std::size_t i = 0; i < sidecar.egress.size(); ++i) {
            addEgress(service, sidecar.egress[i], "spec.egress[" + std::to_string(i) + ']');
            admits = admits || m_made.chain.back().effect == Effect::Admits;
        }
        for (auto i = first; admits && i < m_made.chain.size(); ++i) { // one listener is enough
            auto& effect = m_made.chain[i].effect;
            effect = effect == Effect::Refuses ? Effect::Tells : effect;
        }
    }

    void addEgress(const RegistryService& service, const cluster::SidecarEgress& egress,
                   const std::string& field) {
        const auto& meta = m_scope.sidecar->meta;
        const EgressHosts hosts(egress, m_scope.ns, m_registry.sizes().atLeast(31));
        const auto* host = hosts.decisive(service.ns, service.host);
        if (host == nullptr) {
            m_made.chain.push_back(about(meta, "Sidecar", field + ".hosts", Effect::Refuses,
                                         "None of its hosts names " + service.ns + '/' + service.host + '.'));
            return;
        }
        const auto at = std::find_if(egress.hosts.begin(), egress.hosts.end(),
                                     [&](const Text& text) { return text == host->text; });
        const auto place = field + ".hosts[" + std::to_string(at - egress.hosts.begin()) + ']';
        if (host->excludes) {
            m_made.chain.push_back(about(meta, "Sidecar", place, Effect::Refuses,
                                         inQuotes(host->text) + " excludes it, whatever other hosts say."));
            return;
        }
        const bool hasPort =
            egress.port.number == 0 || egress.port.protocol == "HTTP_PROXY" ||
            std::any_of(service.ports.begin(), service.ports.end(),
                        [&](const RegistryPort& port) { return port.number == egress.port.number; });
        if (!hasPort) {
            m_made.chain.push_back(about(meta, "Sidecar", field + ".port", Effect::Refuses,
                                         inQuotes(host->text) + " names it, but this listener is for port " +
                                             std::to_string(egress.port.number) +
                                             ", which the service has not."));
            return;
        }
        m_made.chain.push_back(
            about(meta, "Sidecar", place, Effect::Admits, inQuotes(host->text) + " lets it in."));
    }

    /// A VirtualService that the proxy imports leads there.
    void addPulls(const RegistryService& service) {
        if (m_scope.gateway || !m_made.carries || imported(service)) {
            return;
        }
        for (const auto& listener : m_import.listeners) {
            for (const auto* prepared : listener.virtualServices) {
                if (std::any_of(prepared->targets.begin(), prepared->targets.end(),
                                [&](const auto& target) { return target.host == service.host; })) {
                    const bool own = service.ns == m_scope.ns;
                    const bool route = prepared->route != nullptr;
                    m_made.chain.push_back(
                        about(route ? prepared->route->meta : prepared->source->meta,
                              route ? "HTTPRoute" : "VirtualService", "spec", Effect::Admits,
                              own ? "The proxy imports this route, which leads there; services of the "
                                    "proxy's own namespace come with it whatever their exportTo says."
                                  : "The proxy imports this route, which leads there; the service "
                                    "comes with it."));
                    return;
                }
            }
        }
    }

    [[nodiscard]] bool imported(const RegistryService& service) const {
        return std::any_of(m_import.listeners.begin(), m_import.listeners.end(),
                           [&](const auto& listener) { return listener.find(service) != nullptr; });
    }

    void addDuplicate(const RegistryService& service) {
        if (m_made.carries || !service.ambiguous) {
            return;
        }
        for (const auto* other : m_registry.all(service.host)) {
            if (other != &service && m_import.knows(*other)) {
                const auto& meta = other->source != nullptr ? other->source->meta : other->entry->meta;
                m_made.chain.push_back(
                    about(meta, other->source != nullptr ? "Service" : "ServiceEntry",
                          other->source != nullptr ? "metadata.name" : "spec.hosts", Effect::Refuses,
                          "It has the same host and is preferred: of the proxy's own namespace, else of "
                          "Kubernetes, else the oldest."));
                return;
            }
        }
    }

    void addGatewayFilter(const RegistryService& service) {
        if (!m_scope.gateway || !m_made.carries) {
            return;
        }
        const auto gateways = m_gateways.gatewaysOf(m_pod);
        const auto only = m_gateways.destinations(gateways, m_scope.ns);
        if (!only) {
            istiodSays(Effect::Tells,
                       "PILOT_FILTER_GATEWAY_CLUSTER_CONFIG is not true: a gateway carries also "
                       "what none of its VirtualServices leads to.");
            return;
        }
        if (!only->contains(service.host)) {
            m_made.carries = false;
            istiodSays(Effect::Refuses,
                       "PILOT_FILTER_GATEWAY_CLUSTER_CONFIG is true, and no VirtualService of "
                       "the Gateways that select the pod leads there.");
            return;
        }
        for (const auto& prepared : m_virtualServices.all()) {
            const bool leads = std::any_of(prepared.targets.begin(), prepared.targets.end(),
                                           [&](const auto& target) { return target.host == service.host; });
            if (leads && prepared.reach.includes(m_scope.ns) && attached(prepared, gateways)) {
                const bool route = prepared.route != nullptr;
                m_made.chain.push_back(about(route ? prepared.route->meta : prepared.source->meta,
                                             route ? "HTTPRoute" : "VirtualService",
                                             route ? "spec.parentRefs" : "spec.gateways", Effect::Admits,
                                             "It leads there from a Gateway that selects the pod, so the "
                                             "gateway's filter keeps the service."));
                return;
            }
        }
    }

    static bool attached(const PreparedVirtualService& prepared, const Gateways& gateways) {
        return std::any_of(gateways.begin(), gateways.end(), [&](const auto& gateway) {
            const auto name = gateway->meta.ns.str() + '/' + gateway->meta.name.str();
            return std::find(prepared.gateways.begin(), prepared.gateways.end(), name) !=
                   prepared.gateways.end();
        });
    }

    void istiodSays(Effect effect, std::string rule) {
        Reason reason{effect,
                      "Deployment",
                      m_settings.rootNamespace,
                      "istiod",
                      "spec.template.spec.containers[discovery].env",
                      std::move(rule)};
        for (const auto& [key, deployment] : m_cluster.all<cluster::Deployment>()) {
            if (cluster::valueOf(deployment.meta.labels, "app") == "istiod") {
                reason.ns = key.ns.str();
                reason.name = key.name.str();
                break;
            }
        }
        m_made.chain.push_back(std::move(reason));
    }

    /// Some kinds of service have no Envoy cluster anywhere.
    void addKind(const RegistryService& service) {
        const bool alias = service.resolution == Resolution::Alias;
        if (!m_made.carries || (!alias && !service.ports.empty())) {
            return;
        }
        m_made.carries = false;
        const auto& meta = service.source != nullptr ? service.source->meta : service.entry->meta;
        m_made.chain.push_back(about(meta, service.source != nullptr ? "Service" : "ServiceEntry",
                                     alias ? "spec.type" : "spec.ports", Effect::Refuses,
                                     alias ? "An ExternalName Service has no Envoy cluster since 1.21: its "
                                             "name is one more domain of the "
                                             "service that it stands for."
                                           : "It has no port but UDP, and UDP has no Envoy cluster."));
    }

    const cluster::Cluster& m_cluster;
    const MeshSettings& m_settings;
    const cluster::Pod& m_pod;
    Registry m_registry;
    VirtualServices m_virtualServices;
    DestinationRules m_rules;
    GatewayLoads m_gateways;
    Scope m_scope;
    Import m_import;
    Explanation m_made;
};

} // namespace

Result<Explanation> explain(const cluster::Cluster& cluster, const MeshSettings& settings,
                            std::string_view ns, std::string_view pod, std::string_view service) {
    const auto* found = cluster.find<cluster::Pod>(ns, pod);
    if (found == nullptr || !found->proxy) {
        return fail(ErrorCode::NotFound, "no such proxy", "Pod " + std::string(ns) + '/' + std::string(pod),
                    "'plimsoll weight' lists the pods that have one");
    }
    return Explainer(cluster, settingsOf(*found, cluster, settings), *found).run(service);
}

} // namespace plimsoll::mesh
