// SPDX-License-Identifier: Apache-2.0
// Kinds of the Gateway API.
#pragma once

#include "cluster/objects_meta.h"

#include <cstdint>
#include <vector>

namespace plimsoll::cluster {

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

} // namespace plimsoll::cluster
