// SPDX-License-Identifier: Apache-2.0
#include "mesh/outbound.h"

namespace plimsoll::mesh {
namespace {

/// A cluster's shape as a traffic policy changes it: TLS of its own, no endpoints where it passes through.
void apply(ClusterShape& shape, const cluster::TrafficPolicy& policy, const RegistryPort& port,
           const Sizes& sizes) {
    const auto mode = policy.tlsMode.view();
    if (mode == "DISABLE") {
        shape.tls = ClusterTls::None;
    } else if (mode == "ISTIO_MUTUAL") {
        shape.tls = ClusterTls::Socket;
    } else if (!mode.empty()) { // SIMPLE, MUTUAL: certificates of the user's
        shape.tls = ClusterTls::None;
        shape.policy += sizes.table().userTls;
    }
    if (policy.loadBalancer == "PASSTHROUGH") {
        shape.type = ClusterType::OriginalDst;
        if (shape.tls == ClusterTls::Matches) {
            const auto& sum = port.endpoints;
            shape.tls = sum.count > 0 && sum.mtls == sum.count ? ClusterTls::Socket : ClusterTls::None;
        }
    } else if (policy.loadBalancer == "CONSISTENT_HASH") {
        shape.policy += sizes.table().hashPolicy;
    }
    shape.policy += policy.extras / 8; // numbers take a byte or two where JSON writes a name and digits
}

class Clusters {
public:
    Clusters(ScopeLoad& into, const Client& client, const Registry& registry, const DestinationRules& rules)
        : m_into(into), m_client(client), m_registry(registry), m_sizes(registry.sizes()), m_rules(rules) {}

    void addFixed() {
        const auto& table = m_sizes.table();
        auto& tally = m_into.tally;
        tally.cluster(table.blackHole, [] { return std::string("BlackHoleCluster"); });
        if (!m_client.scope.gateway) {
            tally.cluster(table.passthrough, [] { return std::string("PassthroughCluster"); });
            const bool ipv4 = !m_sizes.atLeast(23);
            tally.cluster(table.inboundPassthrough, [&] {
                return std::string(ipv4 ? "InboundPassthroughClusterIpv4" : "InboundPassthroughCluster");
            });
        }
    }

    void add(const Imported& imported) {
        const auto& service = *imported.service;
        if (service.resolution == Resolution::Alias) {
            return;
        }
        if (service.share.plain && !m_into.tally.lists() && m_rules.empty() && imported.whole()) {
            addPlain(service);
            return;
        }
        const auto before = m_into.tally.load.bytes.total();
        const auto* rule = m_rules.find(m_client.scope.ns, m_client.labels, service);
        for (std::size_t i = 0; i < service.ports.size(); ++i) {
            // A ServiceEntry of several addresses is as many services of one host, with one Envoy cluster.
            if (imported.has(i) &&
                (!service.ambiguous || m_named.emplace(service.host, service.ports[i].number).second)) {
                addPort(service, service.ports[i], rule);
            }
        }
        m_into.reserveBytes += service.reserve ? m_into.tally.load.bytes.total() - before : 0;
    }

private:
    void addPlain(const RegistryService& service) {
        const auto& share = service.share;
        const auto bytes = m_client.scope.gateway ? share.gatewayCds : share.cds;
        m_into.tally.clusters(share.clusters, bytes);
        m_into.tally.assignments(share.eds, share.endpoints);
        m_into.reserveBytes += service.reserve ? bytes + share.eds : 0;
    }

    void addPort(const RegistryService& service, const RegistryPort& port, const AppliedRule* rule) {
        const bool inlined =
            service.resolution == Resolution::Dns || service.resolution == Resolution::DnsRoundRobin;
        if (inlined && port.endpoints.count == 0) {
            return; // a DNS cluster without endpoints is none
        }
        const bool gateway = m_client.scope.gateway;
        const bool eds = !inlined && (gateway || service.resolution == Resolution::Eds);
        const auto name = [&] { return service.clusterName(port.number); };
        if (rule == nullptr) {
            m_into.tally.cluster(gateway ? port.gatewayClusterBytes : port.clusterBytes, name);
            if (eds) {
                m_into.tally.assignment(port.assignmentBytes, port.endpoints.count, name);
            }
            return;
        }
        auto shape = m_registry.shapeOf(service, port, gateway);
        shape.rule = pb::length(rule->source->meta.ns) + pb::length(rule->source->meta.name);
        if (rule->policy != nullptr) {
            const auto own = rule->policy->portPolicies.find(port.number);
            apply(shape, own == rule->policy->portPolicies.end() ? rule->policy->policy : own->second, port,
                  m_sizes);
        }
        m_into.tally.cluster(m_sizes.cluster(shape), name);
        if (eds && shape.type == ClusterType::Eds) {
            const bool plain = port.tls != ClusterTls::None && shape.tls == ClusterTls::None;
            m_into.tally.assignment(
                plain ? m_sizes.assignment(shape.name,
                                           m_registry.endpointsOf(service, port, {nullptr, false, true}))
                      : port.assignmentBytes,
                port.endpoints.count, name);
        }
        for (const auto* subset : rule->subsets) {
            addSubset(service, port, shape, *subset);
        }
    }

    void addSubset(const RegistryService& service, const RegistryPort& port, ClusterShape shape,
                   const cluster::Subset& subset) {
        const bool plain = port.tls != ClusterTls::None && shape.tls == ClusterTls::None;
        const auto sum = m_registry.endpointsOf(service, port, {&subset.labels, false, plain});
        const bool inlined = shape.type == ClusterType::StrictDns || shape.type == ClusterType::LogicalDns;
        if (inlined && sum.count == 0) {
            return;
        }
        shape.subset = pb::length(subset.name);
        shape.name += shape.subset;
        apply(shape, subset.policy, port, m_sizes);
        if (inlined) {
            shape.assignment = pb::wideField(m_sizes.assignment(shape.name, sum));
        }
        const auto name = [&] { return service.clusterName(port.number, subset.name); };
        m_into.tally.cluster(m_sizes.cluster(shape), name);
        if (shape.type == ClusterType::Eds) {
            m_into.tally.assignment(m_sizes.assignment(shape.name, sum), sum.count, name);
        }
    }

    ScopeLoad& m_into;
    const Client& m_client;
    const Registry& m_registry;
    const Sizes& m_sizes;
    const DestinationRules& m_rules;
    std::set<std::pair<std::string_view, std::uint16_t>> m_named; // of hosts that several services have
};

} // namespace

void addClusters(ScopeLoad& into, const Import& import, const Client& client, const Registry& registry,
                 const DestinationRules& rules) {
    Clusters clusters(into, client, registry, rules);
    clusters.addFixed();
    for (const auto& imported : import.clusters) {
        clusters.add(imported);
    }
}

} // namespace plimsoll::mesh
