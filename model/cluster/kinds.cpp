// SPDX-License-Identifier: Apache-2.0
#include "cluster/kinds.h"

#include <algorithm>

namespace plimsoll::cluster {
namespace {

using Versions = std::array<std::string_view, 3>;

constexpr Versions v1{"v1"};
constexpr Versions v1alpha1{"v1alpha1"};
constexpr Versions slices{"v1", "v1beta1"};                 // v1 since Kubernetes 1.21
constexpr Versions istio{"v1", "v1beta1", "v1alpha3"};      // v1 since Istio 1.22
constexpr Versions envoyFilter{"v1alpha3"};                 // never left alpha
constexpr Versions istioSecurity{"v1", "v1beta1"};          // v1 since Istio 1.22
constexpr Versions gatewayApi{"v1", "v1beta1", "v1alpha2"}; // v1 since Gateway API 1.0

constexpr std::string_view serving = "serving.knative.dev";
constexpr std::string_view knativeNetworking = "networking.internal.knative.dev";
constexpr std::string_view istioNetworking = "networking.istio.io";
constexpr std::string_view gatewayNetworking = "gateway.networking.k8s.io";

template <std::size_t N>
constexpr std::span<const std::string_view> first(const Versions& versions) {
    return std::span(versions).template first<N>();
}

// In the order of the enumeration: info() indexes it.
constexpr std::array<KindInfo, kindCount> table{{
    {Kind::Namespace, "Namespace", "", "namespaces", first<1>(v1), false},
    {Kind::Service, "Service", "", "services", first<1>(v1), true},
    {Kind::Pod, "Pod", "", "pods", first<1>(v1), true},
    {Kind::ConfigMap, "ConfigMap", "", "configmaps", first<1>(v1), true},
    {Kind::Deployment, "Deployment", "apps", "deployments", first<1>(v1), true},
    {Kind::EndpointSlice, "EndpointSlice", "discovery.k8s.io", "endpointslices", first<2>(slices), true},
    {Kind::KnativeService, "Service", serving, "services", first<1>(v1), true},
    {Kind::Configuration, "Configuration", serving, "configurations", first<1>(v1), true},
    {Kind::Revision, "Revision", serving, "revisions", first<1>(v1), true},
    {Kind::Route, "Route", serving, "routes", first<1>(v1), true},
    {Kind::ServerlessService, "ServerlessService", knativeNetworking, "serverlessservices",
     first<1>(v1alpha1), true},
    {Kind::PodAutoscaler, "PodAutoscaler", "autoscaling.internal.knative.dev", "podautoscalers",
     first<1>(v1alpha1), true},
    {Kind::KnativeIngress, "Ingress", knativeNetworking, "ingresses", first<1>(v1alpha1), true},
    {Kind::VirtualService, "VirtualService", istioNetworking, "virtualservices", first<3>(istio), true},
    {Kind::DestinationRule, "DestinationRule", istioNetworking, "destinationrules", first<3>(istio), true},
    {Kind::IstioGateway, "Gateway", istioNetworking, "gateways", first<3>(istio), true},
    {Kind::ServiceEntry, "ServiceEntry", istioNetworking, "serviceentries", first<3>(istio), true},
    {Kind::Sidecar, "Sidecar", istioNetworking, "sidecars", first<3>(istio), true},
    {Kind::EnvoyFilter, "EnvoyFilter", istioNetworking, "envoyfilters", first<1>(envoyFilter), true},
    {Kind::WasmPlugin, "WasmPlugin", "extensions.istio.io", "wasmplugins", first<1>(v1alpha1), true},
    {Kind::PeerAuthentication, "PeerAuthentication", "security.istio.io", "peerauthentications",
     first<2>(istioSecurity), true},
    {Kind::Gateway, "Gateway", gatewayNetworking, "gateways", first<3>(gatewayApi), true},
    {Kind::HttpRoute, "HTTPRoute", gatewayNetworking, "httproutes", first<3>(gatewayApi), true},
}};

constexpr bool inOrder() {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].kind) != i) {
            return false;
        }
    }
    return true;
}
static_assert(inOrder());

} // namespace

const KindInfo& info(Kind kind) {
    return table[static_cast<std::size_t>(kind)];
}

std::span<const KindInfo> allKinds() {
    return table;
}

const KindInfo* findKind(std::string_view kindName, std::string_view apiVersion) {
    const auto slash = apiVersion.find('/');
    const auto group = slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
    const auto version = slash == std::string_view::npos ? apiVersion : apiVersion.substr(slash + 1);
    const auto it = std::ranges::find_if(table, [&](const KindInfo& k) {
        return k.name == kindName && k.group == group && std::ranges::count(k.versions, version) > 0;
    });
    return it == table.end() ? nullptr : &*it;
}

} // namespace plimsoll::cluster
