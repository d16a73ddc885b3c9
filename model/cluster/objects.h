// SPDX-License-Identifier: Apache-2.0
// What we remember of each object: only the fields that some rule reads. Slim values, compared with ==.
// A field that the API server's object lacks keeps its default; `std::optional` where "absent" means
// something.
#pragma once

#include "base/text.h"
#include "base/time.h"
#include "cluster/kinds.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace plimsoll::cluster {

/// Sorted by key; few entries, so a flat vector.
using Labels = std::vector<std::pair<Text, Text>>;
[[nodiscard]] std::string_view valueOf(const Labels& labels, std::string_view key); // "" when absent
[[nodiscard]] bool has(const Labels& labels, std::string_view key);
/// Every pair of `selector` is in `labels`. An empty selector matches everything (the caller decides what
/// that means).
[[nodiscard]] bool matches(const Labels& selector, const Labels& labels);

struct Owner { // the controlling ownerReference
    Text kind;
    Text name;
    Text uid;
    bool operator==(const Owner&) const = default;
};

struct Meta {
    Text ns; // empty for kinds without namespace
    Text name;
    Text uid;
    Text resourceVersion;
    UnixSeconds created = 0;
    UnixSeconds deleted = 0; // deletionTimestamp; 0: not being deleted
    Labels labels;
    Labels annotations; // only those that a rule reads, see keptAnnotations in decode.h
    Owner owner;
    bool operator==(const Meta&) const = default;
};

struct Condition {
    Text type;
    Text status; // "True", "False", "Unknown"
    Text reason;
    Text message;
    UnixSeconds since = 0;
    bool operator==(const Condition&) const = default;
};
using Conditions = std::vector<Condition>;
[[nodiscard]] const Condition* find(const Conditions& conditions, std::string_view type);
[[nodiscard]] bool isTrue(const Conditions& conditions, std::string_view type);

struct Namespace {
    static constexpr Kind kind = Kind::Namespace;
    Meta meta;
    bool operator==(const Namespace&) const = default;
};

struct ServicePort {
    Text name;
    Text protocol;    // "TCP" when the object has none
    Text appProtocol; // empty when absent
    std::uint16_t port = 0;
    Text targetPort; // a number as text or a container port's name; empty when absent
    bool operator==(const ServicePort&) const = default;
};

struct Service {
    static constexpr Kind kind = Kind::Service;
    Meta meta;
    Text type;                    // "ClusterIP" when the object has none
    std::vector<Text> clusterIPs; // {"None"} is headless
    Text externalName;
    Labels selector;
    std::vector<ServicePort> ports;
    bool publishNotReadyAddresses = false;
    [[nodiscard]] bool headless() const { return !clusterIPs.empty() && clusterIPs.front() == "None"; }
    bool operator==(const Service&) const = default;
};

struct ContainerPort {
    Text name;
    Text protocol;
    std::uint16_t port = 0;
    bool operator==(const ContainerPort&) const = default;
};

/// The istio-proxy container, among `containers` or (native sidecar) among `initContainers`.
struct Proxy {
    Text image;
    bool router = false;                     // its args say `router`: a gateway
    std::optional<std::int64_t> memoryLimit; // bytes
    std::optional<std::int64_t> memoryRequest;
    bool operator==(const Proxy&) const = default;
};

struct Pod {
    static constexpr Kind kind = Kind::Pod;
    Meta meta;
    Text phase;
    std::vector<Text> ips; // status.podIPs, else status.podIP
    bool ready = false;
    Text node;
    Text serviceAccount;
    bool hostNetwork = false;
    std::vector<Text> containers; // names, in order, without init containers
    std::vector<ContainerPort> ports;
    std::optional<Proxy> proxy;
    [[nodiscard]] bool terminating() const { return meta.deleted != 0; }
    /// Succeeded and Failed pods keep their labels and lose their traffic.
    [[nodiscard]] bool finished() const { return phase == "Succeeded" || phase == "Failed"; }
    bool operator==(const Pod&) const = default;
};

struct ConfigMap { // only those that a rule reads, see keptConfigMap in decode.h
    static constexpr Kind kind = Kind::ConfigMap;
    Meta meta;
    std::map<std::string, std::string, std::less<>> data;
    bool operator==(const ConfigMap&) const = default;
};

struct Container {
    Text name;
    Text image;
    Labels env; // literal values only
    std::vector<Text> args = {};
    bool operator==(const Container&) const = default;
};

struct Deployment { // control planes: istiod and Knative's own
    static constexpr Kind kind = Kind::Deployment;
    Meta meta;
    Labels podLabels; // spec.template.metadata.labels
    std::vector<Container> containers;
    int replicas = 1;
    int readyReplicas = 0;
    bool operator==(const Deployment&) const = default;
};

struct Endpoint {
    std::vector<Text> addresses;
    bool ready = true;
    Text targetKind; // "Pod" usually
    Text targetNamespace;
    Text targetName;
    bool operator==(const Endpoint&) const = default;
};

struct EndpointSlice { // hand-made and mirrored ones only
    static constexpr Kind kind = Kind::EndpointSlice;
    Meta meta;
    Text service; // label kubernetes.io/service-name
    Text addressType;
    std::vector<Endpoint> endpoints;
    std::vector<ServicePort> ports; // name, protocol, appProtocol, port
    bool operator==(const EndpointSlice&) const = default;
};

struct KnativeService {
    static constexpr Kind kind = Kind::KnativeService;
    Meta meta;
    Text latestCreated;
    Text latestReady;
    Text url;
    Conditions conditions;
    bool operator==(const KnativeService&) const = default;
};

struct Configuration {
    static constexpr Kind kind = Kind::Configuration;
    Meta meta;
    Text latestCreated;
    Text latestReady;
    Conditions conditions;
    bool operator==(const Configuration&) const = default;
};

struct Revision {
    static constexpr Kind kind = Kind::Revision;
    Meta meta; // labels: serving.knative.dev/{service,configuration,routingState,…}
    std::optional<int> actualReplicas;
    std::optional<int> desiredReplicas;
    Conditions conditions;
    bool operator==(const Revision&) const = default;
};

struct TrafficTarget {
    Text revision;
    Text configuration;
    Text tag;
    Text url;
    std::optional<int> percent;
    bool latest = false;
    bool operator==(const TrafficTarget&) const = default;
};

struct Route {
    static constexpr Kind kind = Kind::Route;
    Meta meta;
    std::vector<TrafficTarget> spec;
    std::vector<TrafficTarget> status;
    Text url;
    Text address; // status.address.url
    std::int64_t generation = 0;
    std::int64_t observedGeneration = 0;
    Conditions conditions;
    bool operator==(const Route&) const = default;
};

struct ServerlessService {
    static constexpr Kind kind = Kind::ServerlessService;
    Meta meta;
    Text mode; // "Proxy" or "Serve"
    int activators = 0;
    Text protocol;           // "http1" or "h2c"
    Text serviceName;        // status.serviceName: the public Service
    Text privateServiceName; // status.privateServiceName
    Conditions conditions;
    bool operator==(const ServerlessService&) const = default;
};

struct PodAutoscaler {
    static constexpr Kind kind = Kind::PodAutoscaler;
    Meta meta;
    Text reachability;
    std::optional<int> actualScale;
    std::optional<int> desiredScale;
    Conditions conditions;
    bool operator==(const PodAutoscaler&) const = default;
};

struct IngressSplit {
    Text service;
    Text ns;
    Text port;
    int percent = 0;
    bool operator==(const IngressSplit&) const = default;
};

struct IngressRule {
    std::vector<Text> hosts;
    bool clusterLocal = false; // visibility: ClusterLocal
    std::vector<std::vector<IngressSplit>> paths;
    bool operator==(const IngressRule&) const = default;
};

struct KnativeIngress {
    static constexpr Kind kind = Kind::KnativeIngress;
    Meta meta;
    std::vector<IngressRule> rules;
    std::vector<Text> publicGateways;  // status.publicLoadBalancer.ingress[].domainInternal
    std::vector<Text> privateGateways; // status.privateLoadBalancer.ingress[].domainInternal
    Conditions conditions;
    bool operator==(const KnativeIngress&) const = default;
};

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
    std::int64_t extras = 0; // bytes of JSON that corsPolicy and directResponse hold
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

struct GatewayListener {
    Text name;
    Text hostname;
    Text protocol;
    std::uint16_t port = 0;
    bool operator==(const GatewayListener&) const = default;
};

struct Gateway {
    static constexpr Kind kind = Kind::Gateway;
    Meta meta;
    Text className;
    std::vector<GatewayListener> listeners;
    std::vector<Text> addresses; // status.addresses[].value
    Conditions conditions;
    bool operator==(const Gateway&) const = default;
};

struct ParentRef {
    Text kind; // "Gateway" when absent
    Text ns;   // the route's own when absent
    Text name;
    Text sectionName;
    std::uint16_t port = 0;
    bool operator==(const ParentRef&) const = default;
};

struct BackendRef {
    Text kind; // "Service" when absent
    Text ns;   // the route's own when absent
    Text name;
    std::uint16_t port = 0;
    int weight = 1;
    bool operator==(const BackendRef&) const = default;
};

struct HttpRouteRule {
    std::vector<Text> paths; // match path values
    std::vector<BackendRef> backends;
    std::vector<BackendRef> mirrors;
    bool operator==(const HttpRouteRule&) const = default;
};

struct HttpRoute {
    static constexpr Kind kind = Kind::HttpRoute;
    Meta meta;
    std::vector<ParentRef> parents;
    std::vector<Text> hostnames;
    std::vector<HttpRouteRule> rules;
    bool operator==(const HttpRoute&) const = default;
};

using Object = std::variant<Namespace, Service, Pod, ConfigMap, Deployment, EndpointSlice, KnativeService,
                            Configuration, Revision, Route, ServerlessService, PodAutoscaler, KnativeIngress,
                            VirtualService, DestinationRule, IstioGateway, ServiceEntry, Sidecar, EnvoyFilter,
                            WasmPlugin, PeerAuthentication, Gateway, HttpRoute>;

[[nodiscard]] const Meta& metaOf(const Object& object);
[[nodiscard]] Kind kindOf(const Object& object);

} // namespace plimsoll::cluster
