// SPDX-License-Identifier: Apache-2.0
// Kinds of the Gateway API.
#pragma once

#include "cluster/objects_istio.h" // HeaderChange, VirtualServiceRoute
#include "cluster/objects_meta.h"

#include <cstdint>
#include <vector>

namespace plimsoll::cluster {

/// One of allowedRoutes.namespaces.selector.matchExpressions.
struct LabelRequirement {
    Text key;
    Text op; // In, NotIn, Exists, DoesNotExist
    std::vector<Text> values;
    bool operator==(const LabelRequirement&) const = default;
};

/// Which routes a listener lets in.
struct AllowedRoutes {
    Text from; // All, Same, None or Selector; empty: Same
    Labels labels;
    std::vector<LabelRequirement> requirements;
    std::vector<Text> kinds; // of routes; empty: those that go with the protocol
    bool operator==(const AllowedRoutes&) const = default;
};

struct GatewayListener {
    Text name;
    Text hostname;
    Text protocol;
    std::uint16_t port = 0;
    AllowedRoutes allowed = {};
    Text tlsMode = {};                   // Terminate or Passthrough; empty: no tls
    std::vector<Text> certificates = {}; // "ns/name" of Secrets
    bool operator==(const GatewayListener&) const = default;
};

struct Gateway {
    static constexpr Kind kind = Kind::Gateway;
    Meta meta;
    Text className;
    std::vector<GatewayListener> listeners;
    std::vector<Text> addresses; // status.addresses[].value
    std::vector<Text> hostnames; // spec.addresses[].value of type Hostname: Services that serve it
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
    std::vector<HeaderChange> headers = {}; // filters of its own
    bool operator==(const BackendRef&) const = default;
};

struct HttpRouteRule {
    std::vector<Text> paths; // match path values
    std::vector<BackendRef> backends;
    std::vector<BackendRef> mirrors;
    VirtualServiceRoute route = {}; // matches and filters, as Istio's own routes have them; no destinations
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

} // namespace plimsoll::cluster
