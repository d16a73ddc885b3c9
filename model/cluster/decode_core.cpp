// SPDX-License-Identifier: Apache-2.0
// Kubernetes' own kinds. Source: k8s.io/api core/v1, apps/v1, discovery/v1 types.go.
#include "cluster/decoders.h"

#include <algorithm>

namespace plimsoll::cluster {
namespace {

ServicePort readServicePort(const Field& port) {
    return {port["name"].text(), port["protocol"].textOr("TCP"), port["appProtocol"].text(),
            port["port"].port(), port["targetPort"].intOrString()};
}

bool saysRouter(const Field& args) {
    bool router = false;
    args.each([&](const Field& arg) { router = router || arg.view() == "router"; });
    return router;
}

Proxy readProxy(const Field& container) {
    const auto resources = container["resources"];
    return {container["image"].text(), saysRouter(container["args"]),
            resources["limits"]["memory"].quantity(), resources["requests"]["memory"].quantity()};
}

void readPorts(const Field& container, std::vector<ContainerPort>& out) {
    container["ports"].each([&](const Field& port) {
        out.push_back({port["name"].text(), port["protocol"].textOr("TCP"), port["containerPort"].port()});
    });
}

} // namespace

void read(const Field& /*root*/, Namespace& /*out*/) {}

void read(const Field& root, Service& out) {
    const auto spec = root["spec"];
    out.type = spec["type"].textOr("ClusterIP");
    out.clusterIPs = spec["clusterIPs"].texts();
    if (auto ip = spec["clusterIP"].text(); out.clusterIPs.empty() && !ip.empty()) {
        out.clusterIPs.push_back(std::move(ip)); // before Kubernetes 1.20, and in hand-made files
    }
    out.externalName = spec["externalName"].text();
    out.selector = spec["selector"].labels();
    out.ports.reserve(spec["ports"].count());
    spec["ports"].each([&](const Field& port) { out.ports.push_back(readServicePort(port)); });
    out.publishNotReadyAddresses = spec["publishNotReadyAddresses"].boolean();
}

void read(const Field& root, Pod& out) {
    const auto spec = root["spec"];
    const auto status = root["status"];
    out.phase = status["phase"].text();
    status["podIPs"].each([&](const Field& ip) {
        if (auto text = ip["ip"].ownText(); !text.empty()) {
            out.ips.push_back(std::move(text));
        }
    });
    if (auto ip = status["podIP"].ownText(); out.ips.empty() && !ip.empty()) {
        out.ips.push_back(std::move(ip));
    }
    status["conditions"].each([&](const Field& condition) {
        if (condition["type"].view() == "Ready") {
            out.ready = condition["status"].view() == "True";
        }
    });
    out.node = spec["nodeName"].text();
    out.serviceAccount = spec["serviceAccountName"].text();
    out.hostNetwork = spec["hostNetwork"].boolean();
    const auto consider = [&](const Field& container) {
        if (container["name"].view() == "istio-proxy") {
            out.proxy = readProxy(container);
        }
    };
    spec["containers"].each([&](const Field& container) {
        out.containers.push_back(container["name"].text());
        readPorts(container, out.ports);
        consider(container);
    });
    spec["initContainers"].each([&](const Field& container) {
        // Native sidecars run beside the containers; other init containers are over before traffic comes.
        if (container["restartPolicy"].view() == "Always" || container["name"].view() == "istio-proxy") {
            readPorts(container, out.ports);
            consider(container);
        }
    });
}

void read(const Field& root, ConfigMap& out) {
    root["data"].eachMember([&](std::string_view key, const Field& value) {
        if (key != "_example") { // Knative's commented defaults: long, and read by nobody
            out.data.emplace(key, value.view());
        }
    });
}

void read(const Field& root, Deployment& out) {
    const auto spec = root["spec"];
    out.podLabels = spec["template"]["metadata"]["labels"].labels();
    spec["template"]["spec"]["containers"].each([&](const Field& c) {
        Container container{c["name"].text(), c["image"].text(), {}, c["args"].texts()};
        c["env"].each([&](const Field& variable) {
            if (variable["value"].present()) {
                container.env.emplace_back(variable["name"].text(), variable["value"].text());
            }
        });
        std::ranges::stable_sort(container.env, {}, [](const auto& pair) { return pair.first.view(); });
        out.containers.push_back(std::move(container));
    });
    out.replicas = spec["replicas"].integer().value_or(1);
    out.readyReplicas = root["status"]["readyReplicas"].integer().value_or(0);
}

void read(const Field& root, EndpointSlice& out) {
    out.service = root["metadata"]["labels"]["kubernetes.io/service-name"].text();
    out.addressType = root["addressType"].text();
    root["endpoints"].each([&](const Field& e) {
        Endpoint endpoint;
        endpoint.addresses = e["addresses"].texts();
        endpoint.ready = e["conditions"]["ready"].boolean(true); // absent means ready
        const auto target = e["targetRef"];
        endpoint.targetKind = target["kind"].text();
        endpoint.targetNamespace = target["namespace"].text();
        endpoint.targetName = target["name"].text();
        out.endpoints.push_back(std::move(endpoint));
    });
    root["ports"].each([&](const Field& port) { out.ports.push_back(readServicePort(port)); });
}

} // namespace plimsoll::cluster
