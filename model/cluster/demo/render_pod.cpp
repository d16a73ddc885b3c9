// SPDX-License-Identifier: Apache-2.0
// Pods and what Istio's injection adds to them.
#include "cluster/demo/render.h"

namespace plimsoll::cluster::demo {
namespace {

json initContainer() {
    return {{"name", "istio-init"},
            {"image", "docker.io/istio/proxyv2:" + std::string(istioVersion())},
            {"args", {"istio-iptables", "-p", "15001", "-z", "15006", "-u", "1337", "-m", "REDIRECT"}}};
}

json statusOf(const json& container, const PodParts& parts, bool waits) {
    json state = {{"running", {{"startedAt", formatTime(parts.created + 1)}}}};
    if (waits) {
        state = {{"waiting", {{"reason", parts.waiting}}}};
    }
    return {{"name", container.at("name")},
            {"image", container.at("image")},
            {"ready", parts.ready && !waits},
            {"restartCount", 0},
            {"state", std::move(state)}};
}

} // namespace

json proxyContainer(bool router, std::string_view memoryLimit) {
    json args = {"proxy", router ? "router" : "sidecar", "--domain", "$(POD_NAMESPACE).svc.cluster.local",
                 "--proxyLogLevel=warning"};
    return {{"name", "istio-proxy"},
            {"image", "docker.io/istio/proxyv2:" + std::string(istioVersion())},
            {"args", std::move(args)},
            {"ports",
             json::array({{{"name", "http-envoy-prom"}, {"containerPort", 15090}, {"protocol", "TCP"}}})},
            {"resources",
             {{"limits", {{"cpu", "2"}, {"memory", memoryLimit}}},
              {"requests", {{"cpu", "100m"}, {"memory", "128Mi"}}}}}};
}

void addSidecar(json& pod, bool native, std::string_view memoryLimit) {
    json proxy = proxyContainer(false, memoryLimit);
    json& spec = pod["spec"];
    spec["initContainers"].push_back(initContainer());
    pod["metadata"]["labels"]["security.istio.io/tlsMode"] = "istio";
    pod["metadata"]["annotations"]["istio.io/rev"] = "default";
    pod["metadata"]["annotations"]["sidecar.istio.io/status"] =
        native ? R"({"initContainers":["istio-init","istio-proxy"],"containers":null,"revision":"default"})"
               : R"({"initContainers":["istio-init"],"containers":["istio-proxy"],"revision":"default"})";
    if (native) {
        proxy["restartPolicy"] = "Always";
        spec["initContainers"].push_back(std::move(proxy));
    } else {
        spec["containers"].push_back(std::move(proxy));
    }
}

void setPodState(json& pod, const PodParts& parts) {
    pod["spec"]["nodeName"] = parts.node;
    pod["spec"]["restartPolicy"] = "Always";
    if (!pod["spec"].contains("serviceAccountName")) {
        pod["spec"]["serviceAccountName"] = "default";
    }
    if (parts.deleted != 0) {
        pod["metadata"]["deletionTimestamp"] = formatTime(parts.deleted);
        pod["metadata"]["deletionGracePeriodSeconds"] = 300;
    }
    json statuses = json::array();
    bool first = true;
    for (const auto& container : pod["spec"]["containers"]) {
        statuses.push_back(statusOf(container, parts, first && !parts.waiting.empty()));
        first = false;
    }
    const std::string_view ready = parts.ready ? "True" : "False";
    const std::string_view reason = parts.ready ? "" : "ContainersNotReady";
    pod["status"] = {
        {"phase", parts.waiting.empty() ? "Running" : "Pending"},
        {"hostIP", address(0x0a000000U, static_cast<std::uint32_t>(hashOf(parts.node) % 200 + 10))},
        {"podIP", parts.ip},
        {"podIPs", json::array({{{"ip", parts.ip}}})},
        {"qosClass", "Burstable"},
        {"startTime", formatTime(parts.created)},
        {"containerStatuses", std::move(statuses)},
        {"conditions", json::array({condition("Initialized", "True", parts.created + 1),
                                    condition("Ready", ready, parts.created + 3, reason),
                                    condition("ContainersReady", ready, parts.created + 3, reason),
                                    condition("PodScheduled", "True", parts.created)})}};
}

} // namespace plimsoll::cluster::demo
