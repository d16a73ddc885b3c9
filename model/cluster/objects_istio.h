// SPDX-License-Identifier: Apache-2.0
// Istio's kinds.
#pragma once

#include "cluster/objects_kubernetes.h" // ServicePort
#include "cluster/objects_meta.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::cluster {

/// headers.{request,response}.{set,add,remove} of a route or a destination.
struct HeaderChange {
    enum class What { Set, Add, Remove };
    What what = What::Set;
    Text name;
    Text value;
    bool operator==(const HeaderChange&) const = default;
};

struct Destination {
    Text host; // as written: short names are relative to the VirtualService's namespace
    Text subset;
    std::uint16_t port = 0; // 0: not given
    std::optional<int> weight;
    std::vector<HeaderChange> headers = {};
    bool operator==(const Destination&) const = default;
};

/// A StringMatch: '=' exact, '^' prefix, '~' regular expression, before its text; empty when absent.
struct HeaderMatch {
    Text name; // ":authority", ":method", ":scheme" for these; "?name" for a query parameter
    Text value;
    bool operator==(const HeaderMatch&) const = default;
};

struct VirtualServiceMatch { // the parts that decide where a route applies, and what they weigh
    std::vector<Text> gateways;
    std::vector<Text> sniHosts;
    std::uint16_t port = 0;
    Text sourceNamespace;
    Labels sourceLabels;
    Text authority; // exact or prefix, with '=' or '^' before it; empty when absent
    Text name;
    Text uri; // as in HeaderMatch::value
    std::vector<HeaderMatch> headers;
    bool hasSubnets = false; // destinationSubnets
    bool operator==(const VirtualServiceMatch&) const = default;
};

struct VirtualServiceRoute {
    enum class Type { Http, Tcp, Tls };
    Type type = Type::Http;
    std::vector<VirtualServiceMatch> matches;
    std::vector<Destination> destinations;
    std::vector<Destination> mirrors;
    bool redirect = false;
    bool fault = false;
    Text name;
    std::vector<HeaderChange> headers;
    Text rewrite;                // rewrite.uri or redirect.uri
    Text rewriteAuthority;       // rewrite.authority or redirect.authority
    Text timeout;                // "5s"; empty when absent
    std::optional<int> attempts; // retries.attempts; 0 when retries has none
    Text perTryTimeout;
    Text retryOn;
    Text faultDelay; // fault.delay.fixedDelay
    bool faultAbort = false;
    int redirectCode = 0; // 0: not given
    Text redirectScheme;
    std::uint16_t redirectPort = 0;     // 0: not given
    bool redirectToRequestPort = false; // derivePort: FROM_REQUEST_PORT
    int directStatus = 0;               // directResponse.status; 0: none
    std::int64_t directBody = 0;        // bytes
    std::int64_t extras = 0;            // bytes of JSON that corsPolicy holds
    bool operator==(const VirtualServiceRoute&) const = default;
};

struct VirtualService {
    static constexpr Kind kind = Kind::VirtualService;
    Meta meta;
    std::vector<Text> hosts;
    std::vector<Text> gateways; // empty means "mesh"
    std::vector<Text> exportTo; // empty means the mesh default
    std::vector<VirtualServiceRoute> routes;
    bool operator==(const VirtualService&) const = default;
};

/// What of a trafficPolicy changes an Envoy cluster's kind or size.
struct TrafficPolicy {
    Text tlsMode;            // empty when absent
    Text loadBalancer;       // simple, or "CONSISTENT_HASH"; empty when absent
    std::int64_t extras = 0; // bytes of YAML that connectionPool, outlierDetection and such hold
    [[nodiscard]] bool empty() const { return tlsMode.empty() && loadBalancer.empty() && extras == 0; }
    bool operator==(const TrafficPolicy&) const = default;
};

struct Subset {
    Text name;
    Labels labels;
    TrafficPolicy policy;
    bool operator==(const Subset&) const = default;
};

struct DestinationRule {
    static constexpr Kind kind = Kind::DestinationRule;
    Meta meta;
    Text host;
    std::vector<Text> exportTo;
    Labels workloadSelector;
    std::vector<Subset> subsets;
    TrafficPolicy policy;
    std::map<std::uint16_t, TrafficPolicy> portPolicies; // trafficPolicy.portLevelSettings
    bool operator==(const DestinationRule&) const = default;
};

struct GatewayServer {
    std::uint16_t port = 0;
    Text portName;
    Text protocol;
    Text bind;
    Text name;
    std::vector<Text> hosts; // "ns/host" or "host"
    Text tlsMode;            // empty: no tls
    Text credential;         // tls.credentialName
    bool httpsRedirect = false;
    bool operator==(const GatewayServer&) const = default;
};

struct IstioGateway {
    static constexpr Kind kind = Kind::IstioGateway;
    Meta meta;
    Labels selector;
    std::vector<GatewayServer> servers;
    bool operator==(const IstioGateway&) const = default;
};

struct WorkloadEndpoint {
    Text address;
    Labels labels;
    std::map<std::string, std::uint16_t, std::less<>> ports;
    Text serviceAccount;
    Text locality; // "region/zone/subzone"
    int weight = 0;
    bool operator==(const WorkloadEndpoint&) const = default;
};

struct ServiceEntry {
    static constexpr Kind kind = Kind::ServiceEntry;
    Meta meta;
    std::vector<Text> hosts;
    std::vector<Text> addresses;
    std::vector<ServicePort> ports; // protocol holds Istio's (HTTP, TCP, TLS, …)
    bool external = true;           // location MESH_EXTERNAL
    Text resolution;                // NONE, STATIC, DNS, DNS_ROUND_ROBIN, DYNAMIC_DNS
    std::vector<WorkloadEndpoint> endpoints;
    Labels workloadSelector;
    bool hasSelector = false;
    std::vector<Text> exportTo;
    std::vector<Text> subjectAltNames;
    std::vector<Text> statusAddresses; // auto-allocated
    bool operator==(const ServiceEntry&) const = default;
};

struct SidecarPort {
    std::uint16_t number = 0; // 0: no port given
    Text name;
    Text protocol;
    bool operator==(const SidecarPort&) const = default;
};

struct SidecarEgress {
    std::vector<Text> hosts; // "ns/dnsName"
    SidecarPort port;
    Text bind;
    Text captureMode;
    bool operator==(const SidecarEgress&) const = default;
};

struct SidecarIngress {
    SidecarPort port;
    Text bind;
    Text defaultEndpoint;
    bool operator==(const SidecarIngress&) const = default;
};

struct Sidecar {
    static constexpr Kind kind = Kind::Sidecar;
    Meta meta;
    bool hasSelector = false;
    Labels selector;
    std::vector<SidecarEgress> egress;
    std::vector<SidecarIngress> ingress;
    bool hasOutboundPolicy = false;
    Text outboundMode; // outboundTrafficPolicy.mode; empty when absent
    bool operator==(const Sidecar&) const = default;
};

struct EnvoyFilterPatch {
    Text applyTo;
    Text context;
    Text operation;
    Text cluster;   // match.cluster.name or .service
    Text valueName; // patch.value.name
    Text valueType; // patch.value.typed_config.@type
    bool operator==(const EnvoyFilterPatch&) const = default;
};

struct EnvoyFilter {
    static constexpr Kind kind = Kind::EnvoyFilter;
    Meta meta;
    Labels selector;
    std::vector<EnvoyFilterPatch> patches;
    bool operator==(const EnvoyFilter&) const = default;
};

struct WasmPlugin {
    static constexpr Kind kind = Kind::WasmPlugin;
    Meta meta;
    Labels selector;
    Text url;
    Text phase;
    Text failStrategy;
    Text imagePullSecret;
    bool operator==(const WasmPlugin&) const = default;
};

struct PeerAuthentication {
    static constexpr Kind kind = Kind::PeerAuthentication;
    Meta meta;
    Labels selector;
    Text mode; // empty or UNSET: inherited
    std::map<std::uint16_t, Text> portModes;
    bool operator==(const PeerAuthentication&) const = default;
};

} // namespace plimsoll::cluster
