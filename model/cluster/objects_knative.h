// SPDX-License-Identifier: Apache-2.0
// Knative's kinds.
#pragma once

#include "cluster/objects_meta.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace plimsoll::cluster {

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

} // namespace plimsoll::cluster
