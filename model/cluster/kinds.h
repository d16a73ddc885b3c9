// SPDX-License-Identifier: Apache-2.0
// The kinds of objects that Plimsoll reads, and how the API server names them.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace plimsoll::cluster {

enum class Kind {
    Namespace,
    Service,
    Pod,
    ConfigMap,
    Deployment,
    EndpointSlice,
    KnativeService,
    Configuration,
    Revision,
    Route,
    ServerlessService,
    PodAutoscaler,
    KnativeIngress,
    VirtualService,
    DestinationRule,
    IstioGateway,
    ServiceEntry,
    Sidecar,
    EnvoyFilter,
    WasmPlugin,
    PeerAuthentication,
    Gateway, // Gateway API
    HttpRoute,
};
inline constexpr std::size_t kindCount = 23;

struct KindInfo {
    Kind kind;
    std::string_view name;                      // "VirtualService", as in `kind:`
    std::string_view group;                     // "" is the core group
    std::string_view plural;                    // "virtualservices"
    std::span<const std::string_view> versions; // the ones we understand, preferred first
    bool namespaced;
};

[[nodiscard]] const KindInfo& info(Kind kind);
[[nodiscard]] std::span<const KindInfo> allKinds();
/// The kind of an object by its `kind` and `apiVersion` ("serving.knative.dev/v1"); null when we do not read
/// it.
[[nodiscard]] const KindInfo* findKind(std::string_view kindName, std::string_view apiVersion);

} // namespace plimsoll::cluster
