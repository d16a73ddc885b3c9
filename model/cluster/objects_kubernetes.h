// SPDX-License-Identifier: Apache-2.0
// Kubernetes' own kinds.
#pragma once

#include "cluster/objects_meta.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::cluster {

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

} // namespace plimsoll::cluster
