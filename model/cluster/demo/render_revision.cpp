// SPDX-License-Identifier: Apache-2.0
// A revision with its PodAutoscaler, ServerlessService, two Services and pods. Shapes: knative/serving
// pkg/reconciler/{revision,autoscaling,serverlessservice}.
#include "cluster/demo/render_parts.h"

namespace plimsoll::cluster::demo {
namespace {

constexpr std::uint32_t serviceAddresses = 0x0a600000U; // 10.96.0.0
constexpr std::uint32_t podAddresses = 0x0aa00000U;     // 10.160.0.0

struct Scale {
    int ready = 0;
    int wanted = 0;
    bool serve = false; // straight to the pods
    [[nodiscard]] bool zero() const { return wanted == 0; }
};

Scale scaleOf(const DemoService& service, const DemoRevision& revision) {
    Scale scale;
    scale.ready = readyPods(revision);
    for (const DemoPod& pod : revision.pods) {
        scale.wanted += pod.deleted == 0 ? 1 : 0;
    }
    scale.serve = service.burstCapacity == "0" && scale.ready > 0;
    return scale;
}

json templateAnnotations(const DemoService& service) {
    json annotations = {{"serving.knative.dev/creator", "deployer"}};
    if (!service.burstCapacity.empty()) {
        annotations["autoscaling.knative.dev/target-burst-capacity"] = service.burstCapacity;
    }
    return annotations;
}

json configurationLabels(const DemoService& service, const DemoRevision& revision) {
    return {{"serving.knative.dev/service", service.name},
            {"serving.knative.dev/serviceUID", uidOf("KnativeService", service.ns, service.name)},
            {"serving.knative.dev/configuration", service.name},
            {"serving.knative.dev/configurationUID", uidOf("Configuration", service.ns, service.name)},
            {"serving.knative.dev/configurationGeneration", std::to_string(revision.number)},
            {"team", service.ns}};
}

/// Labels of everything below the revision.
json revisionLabels(const DemoService& service, const DemoRevision& revision) {
    const std::string name = revisionName(service, revision.number);
    json labels = configurationLabels(service, revision);
    labels["app"] = name;
    labels["serving.knative.dev/revision"] = name;
    labels["serving.knative.dev/revisionUID"] = uidOf("Revision", service.ns, name);
    return labels;
}

json autoscalerAnnotations(const DemoService& service) {
    json annotations = templateAnnotations(service);
    annotations["autoscaling.knative.dev/class"] = "kpa.autoscaling.knative.dev";
    return annotations;
}

json activeCondition(const DemoRevision& revision, const Scale& scale, bool info) {
    const std::string_view severity = info ? "Info" : "";
    if (!revision.failure.empty()) {
        return condition("Active", conditionUnknown, revision.settled, "Deploying", {}, severity);
    }
    if (scale.zero()) {
        return condition("Active", conditionFalse, revision.settled, "NoTraffic",
                         "The target is not receiving traffic.", severity);
    }
    if (scale.ready == 0) {
        return condition("Active", conditionUnknown, revision.settled, "Queued",
                         "Requests to the target are being buffered as resources are provisioned.", severity);
    }
    return condition("Active", conditionTrue, revision.settled, {}, {}, severity);
}

json revisionConditions(const DemoRevision& revision, const Scale& scale) {
    const UnixSeconds since = revision.created + 3;
    json active = activeCondition(revision, scale, true);
    if (!revision.failure.empty()) {
        const auto failed = [&](std::string_view type) {
            return condition(type, conditionFalse, since + 10, revision.failure, revision.failureText);
        };
        return json::array({std::move(active),
                            condition("ContainerHealthy", conditionUnknown, since, "Deploying"),
                            failed("Ready"), failed("ResourcesAvailable")});
    }
    if (revision.starting) {
        const auto waiting = [&](std::string_view type) {
            return condition(type, conditionUnknown, since, "Deploying");
        };
        return json::array({std::move(active), waiting("ContainerHealthy"), waiting("Ready"),
                            waiting("ResourcesAvailable")});
    }
    return json::array({std::move(active), condition("ContainerHealthy", conditionTrue, since),
                        condition("Ready", conditionTrue, since),
                        condition("ResourcesAvailable", conditionTrue, since)});
}

json readyCondition(std::string_view type, bool ready, UnixSeconds since) {
    return ready ? condition(type, conditionTrue, since)
                 : condition(type, conditionUnknown, since, "NoHealthyBackends", "K8s Service is not ready");
}

std::string imageOf(const DemoService& service, int number) {
    return "registry.example.com/" + service.ns + '/' + service.name + ":1." + std::to_string(number) + ".0";
}

} // namespace

json templateSpec(const DemoService& service, int number) {
    json container = {{"image", imageOf(service, number)},
                      {"name", "user-container"},
                      {"env", json::array({{{"name", "RELEASE"}, {"value", std::to_string(number)}}})},
                      {"readinessProbe", {{"successThreshold", 1}, {"tcpSocket", {{"port", 0}}}}},
                      {"resources", {{"requests", {{"cpu", "100m"}, {"memory", "128Mi"}}}}}};
    if (service.h2c) {
        container["ports"] = json::array({{{"containerPort", 8080}, {"name", "h2c"}, {"protocol", "TCP"}}});
    }
    return {{"containerConcurrency", 50},
            {"containers", json::array({std::move(container)})},
            {"enableServiceLinks", false},
            {"timeoutSeconds", 300}};
}

json renderRevision(const DemoService& service, const Item& item) {
    const DemoRevision& revision = *item.revision;
    const Scale scale = scaleOf(service, revision);
    json labels = configurationLabels(service, revision);
    labels["serving.knative.dev/routingState"] = revision.active ? "active" : "reserve";
    json annotations = templateAnnotations(service);
    annotations["serving.knative.dev/routingStateModified"] = formatTime(revision.routingChanged);
    if (revision.active) {
        annotations["serving.knative.dev/routes"] = service.name;
    }
    json result = object(Kind::Revision, service.ns, item.name,
                         {std::move(labels), std::move(annotations), revision.created, 1});
    setOwner(result, Kind::Configuration, service.ns, service.name);
    result["spec"] = templateSpec(service, revision.number);
    result["status"] = {{"actualReplicas", scale.ready},
                        {"desiredReplicas", scale.wanted},
                        {"conditions", revisionConditions(revision, scale)},
                        {"observedGeneration", 1}};
    return result;
}

json renderPodAutoscaler(const DemoService& service, const Item& item) {
    const DemoRevision& revision = *item.revision;
    const Scale scale = scaleOf(service, revision);
    json annotations = autoscalerAnnotations(service);
    annotations["autoscaling.knative.dev/metric"] = "concurrency";
    json result =
        object(Kind::PodAutoscaler, service.ns, item.name,
               {revisionLabels(service, revision), std::move(annotations), revision.created + 1, 1});
    setOwner(result, Kind::Revision, service.ns, item.name);
    result["spec"] = {
        {"containerConcurrency", 50},
        {"protocolType", service.h2c ? "h2c" : "http1"},
        {"reachability", revision.active ? "Reachable" : "Unreachable"},
        {"scaleTargetRef",
         {{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"name", childName(item.name, "-deployment")}}}};
    json active = activeCondition(revision, scale, false);
    json ready = active;
    ready["type"] = "Ready";
    result["status"] = {
        {"actualScale", scale.ready},
        {"desiredScale", scale.wanted},
        {"metricsServiceName", childName(item.name, "-private")},
        {"serviceName", item.name},
        {"observedGeneration", 1},
        {"conditions",
         json::array({std::move(active), std::move(ready),
                      scale.ready > 0 ? condition("SKSReady", conditionTrue, revision.settled)
                                      : condition("SKSReady", conditionUnknown, revision.settled, "NotReady",
                                                  "K8s Service is not ready"),
                      revision.starting || !revision.failure.empty()
                          ? condition("ScaleTargetInitialized", conditionUnknown, revision.created + 2)
                          : condition("ScaleTargetInitialized", conditionTrue, revision.created + 3)})}};
    return result;
}

json renderServerlessService(const DemoService& service, const Item& item) {
    const DemoRevision& revision = *item.revision;
    const Scale scale = scaleOf(service, revision);
    json result =
        object(Kind::ServerlessService, service.ns, item.name,
               {revisionLabels(service, revision), autoscalerAnnotations(service), revision.created + 1, 1});
    setOwner(result, Kind::PodAutoscaler, service.ns, item.name);
    result["spec"] = {
        {"mode", scale.serve ? "Serve" : "Proxy"},
        {"numActivators", revision.activators},
        {"objectRef",
         {{"apiVersion", "apps/v1"}, {"kind", "Deployment"}, {"name", childName(item.name, "-deployment")}}},
        {"protocolType", service.h2c ? "h2c" : "http1"}};
    json throughActivator =
        scale.serve ? condition("ActivatorEndpointsPopulated", conditionFalse, revision.settled,
                                "ActivatorEndpointsPopulated", "Revision is backed by the user pods", "Info")
                    : condition("ActivatorEndpointsPopulated", conditionTrue, revision.settled,
                                "ActivatorEndpointsPopulated", "Revision is backed by Activator", "Info");
    result["status"] = {
        {"conditions", json::array({std::move(throughActivator),
                                    readyCondition("EndpointsPopulated", scale.ready > 0, revision.settled),
                                    readyCondition("Ready", scale.ready > 0, revision.settled)})},
        {"observedGeneration", 1},
        {"privateServiceName", childName(item.name, "-private")},
        {"serviceName", item.name}};
    return result;
}

json renderRevisionService(const DemoService& service, const Item& item) {
    const DemoRevision& revision = *item.revision;
    const std::string name = revisionName(service, revision.number);
    const bool isPublic = item.name == name;
    json labels = revisionLabels(service, revision);
    json selector = {{"serving.knative.dev/revisionUID", labels.at("serving.knative.dev/revisionUID")}};
    labels["networking.internal.knative.dev/serverlessservice"] = name;
    labels["networking.internal.knative.dev/serviceType"] = isPublic ? "Public" : "Private";
    json result = object(Kind::Service, service.ns, item.name,
                         {std::move(labels), autoscalerAnnotations(service), revision.created + 2, 0});
    setOwner(result, Kind::ServerlessService, service.ns, name);

    const int target = service.h2c ? 8013 : 8012;
    json ports = json::array();
    if (isPublic && service.h2c) {
        ports.push_back(port("http2", 81, target, "kubernetes.io/h2c"));
    } else {
        ports.push_back(port(service.h2c ? "http2" : "http", 80, target));
    }
    ports.push_back(port("https", 443, 8112));
    if (!isPublic) { // as before Knative 1.21, with the queue's admin port
        ports.push_back(port("http-autometric", 9090, "http-autometric"));
        ports.push_back(port("http-usermetric", 9091, "http-usermetric"));
        ports.push_back(port("http-queueadm", 8022, 8022));
        ports.push_back(port(service.h2c ? "http2-istio" : "http-istio", target, target));
    }
    const std::string ip = address(serviceAddresses, revision.serial * 2U + (isPublic ? 0U : 1U) + 1024U);
    result["spec"] = {{"clusterIP", ip},
                      {"clusterIPs", json::array({ip})},
                      {"internalTrafficPolicy", "Cluster"},
                      {"ipFamilies", json::array({"IPv4"})},
                      {"ipFamilyPolicy", "SingleStack"},
                      {"ports", std::move(ports)},
                      {"sessionAffinity", "None"},
                      {"type", "ClusterIP"}};
    if (!isPublic) {
        result["spec"]["selector"] = std::move(selector);
    }
    result["status"] = {{"loadBalancer", json::object()}};
    return result;
}

json renderRevisionPod(const DemoService& service, const Item& item) {
    const DemoRevision& revision = *item.revision;
    const std::string name = revisionName(service, revision.number);
    json labels = revisionLabels(service, revision);
    labels["service.istio.io/canonical-name"] = service.name;
    labels["service.istio.io/canonical-revision"] = name;
    json result =
        object(Kind::Pod, service.ns, item.name,
               {std::move(labels), {{"serving.knative.dev/creator", "deployer"}}, item.pod->created, 0});
    const std::string replicaSet = item.name.substr(0, item.name.rfind('-'));
    setOwner(result, "apps/v1", "ReplicaSet", uidOf("ReplicaSet", service.ns, replicaSet), replicaSet);
    const auto containerPort = [](std::string_view portName, int number) -> json {
        return {{"containerPort", number}, {"name", portName}, {"protocol", "TCP"}};
    };
    json user = {{"name", "user-container"},
                 {"image", imageOf(service, revision.number)},
                 {"ports", json::array({containerPort("user-port", 8080)})},
                 {"resources", {{"requests", {{"cpu", "100m"}, {"memory", "128Mi"}}}}}};
    json queue = {
        {"name", "queue-proxy"},
        {"image", "gcr.io/knative-releases/knative.dev/serving/cmd/queue:v" + std::string(knativeVersion())},
        {"ports", json::array({containerPort("http-queueadm", 8022), containerPort("http-autometric", 9090),
                               containerPort("http-usermetric", 9091),
                               containerPort("queue-port", service.h2c ? 8013 : 8012),
                               containerPort("https-port", 8112)})},
        {"resources", {{"requests", {{"cpu", "25m"}}}}}};
    result["spec"] = {{"containers", json::array({std::move(user), std::move(queue)})}};
    if (injected(service.ns)) {
        const bool native = service.ns.starts_with("internal") || service.ns.starts_with("search");
        addSidecar(result, native, service.ns.starts_with("payments") ? "512Mi" : "1Gi");
    }
    setPodState(result, {"node-" + std::to_string(item.pod->serial % 12 + 1),
                         address(podAddresses, item.pod->serial + 256U), item.pod->created, item.pod->ready,
                         item.pod->deleted, revision.failure});
    return result;
}

} // namespace plimsoll::cluster::demo
