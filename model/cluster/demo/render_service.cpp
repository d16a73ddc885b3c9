// SPDX-License-Identifier: Apache-2.0
// The Knative Service with its Configuration and Route.
#include "cluster/demo/render_parts.h"

namespace plimsoll::cluster::demo {
namespace {

struct RouteJudgement {
    std::string_view status = conditionTrue;
    std::string_view reason;
    std::string message;
};

RouteJudgement judge(const DemoService& service) {
    if (service.routeBroken) {
        for (const Target& target : service.spec) {
            if (!target.latest && findRevision(service, target.number) == nullptr) {
                return {conditionFalse, "RevisionMissing",
                        "Revision \"" + revisionName(service, target.number) +
                            "\" referenced in traffic not found."};
            }
        }
    }
    if (service.rollout) {
        return {conditionUnknown, "RolloutInProgress",
                "A gradual rollout of the latest revision(s) is in progress."};
    }
    return {};
}

json routeConditions(const DemoService& service) {
    const RouteJudgement judged = judge(service);
    const UnixSeconds since = service.routeChanged;
    json assigned = condition("AllTrafficAssigned", conditionTrue, service.created + 20);
    json ingress = condition("IngressReady", judged.status, since, judged.reason, judged.message);
    if (service.routeBroken) {
        assigned = condition("AllTrafficAssigned", conditionFalse, since, judged.reason, judged.message);
        ingress = condition("IngressReady", conditionUnknown, since, "IngressNotConfigured",
                            "Ingress has not yet been reconciled.");
    }
    return json::array({std::move(assigned),
                        condition("CertificateProvisioned", conditionTrue, service.created + 20,
                                  "TLSNotEnabled", "external-domain-tls is not enabled"),
                        std::move(ingress),
                        condition("Ready", judged.status, since, judged.reason, judged.message)});
}

/// The latest created revision's trouble, or that it is still starting.
json configurationCondition(const DemoService& service, std::string_view type) {
    const DemoRevision& latest = service.revisions.back();
    if (!latest.failure.empty()) {
        return condition(type, conditionFalse, latest.created + 13, "RevisionFailed",
                         "Revision \"" + revisionName(service, latest.number) +
                             "\" failed with message: " + latest.failureText + '.');
    }
    return latest.starting ? condition(type, conditionUnknown, latest.created)
                           : condition(type, conditionTrue, latest.created + 5);
}

json specTraffic(const DemoService& service, bool ofRoute) {
    json traffic = json::array();
    for (const Target& target : service.spec) {
        json entry = {{"latestRevision", target.latest}, {"percent", target.percent}};
        if (!target.latest) {
            entry["revisionName"] = revisionName(service, target.number);
        } else if (ofRoute) {
            entry["configurationName"] = service.name;
        }
        if (!target.tag.empty()) {
            entry["tag"] = target.tag;
        }
        traffic.push_back(std::move(entry));
    }
    return traffic;
}

std::string urlOf(const DemoService& service, const std::string& tag) {
    return "http://" + (service.clusterLocal ? localHost(service, tag) : publicHost(service, tag));
}

json statusTrafficJson(const DemoService& service) {
    json traffic = json::array();
    for (const Target& target : statusTraffic(service)) {
        json entry = {{"latestRevision", target.latest},
                      {"percent", target.percent},
                      {"revisionName", revisionName(service, target.number)}};
        if (!target.tag.empty()) {
            entry["tag"] = target.tag;
            entry["url"] = urlOf(service, target.tag);
        }
        traffic.push_back(std::move(entry));
    }
    return traffic;
}

json userAnnotations() {
    return {{"serving.knative.dev/creator", "deployer"}, {"serving.knative.dev/lastModifier", "deployer"}};
}

json templateOf(const DemoService& service) {
    json meta = {{"labels", {{"team", service.ns}}}};
    if (!service.burstCapacity.empty()) {
        meta["annotations"] = {{"autoscaling.knative.dev/target-burst-capacity", service.burstCapacity}};
    }
    return {{"metadata", std::move(meta)}, {"spec", templateSpec(service, latestCreated(service))}};
}

} // namespace

json renderKnativeService(const DemoService& service, const Item& item) {
    json labels = json::object();
    if (service.clusterLocal) {
        labels["networking.knative.dev/visibility"] = "cluster-local";
    }
    json annotations = userAnnotations();
    if (service.rollout) {
        annotations["serving.knative.dev/rollout-duration"] = "120s";
    }
    json result = object(Kind::KnativeService, service.ns, item.name,
                         {std::move(labels), std::move(annotations), service.created, service.generation});
    result["spec"] = {{"template", templateOf(service)}, {"traffic", specTraffic(service, false)}};
    const RouteJudgement route = judge(service);
    json configurations = configurationCondition(service, "ConfigurationsReady");
    json ready = configurations;
    ready["type"] = "Ready";
    if (configurations.at("status") == conditionTrue && route.status != conditionTrue) {
        ready = condition("Ready", route.status, service.routeChanged, route.reason, route.message);
    }
    result["status"] = {
        {"address", {{"url", "http://" + localHost(service, {})}}},
        {"conditions", json::array({std::move(configurations), std::move(ready),
                                    condition("RoutesReady", route.status, service.routeChanged, route.reason,
                                              route.message)})},
        {"latestCreatedRevisionName", revisionName(service, latestCreated(service))},
        {"latestReadyRevisionName", revisionName(service, service.latestReady)},
        {"observedGeneration", service.generation},
        {"traffic", statusTrafficJson(service)},
        {"url", urlOf(service, {})}};
    return result;
}

json renderConfiguration(const DemoService& service, const Item& item) {
    json labels = {{"serving.knative.dev/service", service.name},
                   {"serving.knative.dev/serviceUID", uidOf("KnativeService", service.ns, service.name)}};
    json annotations = userAnnotations();
    annotations["serving.knative.dev/routes"] = service.name;
    json result = object(Kind::Configuration, service.ns, item.name,
                         {std::move(labels), std::move(annotations), service.created, service.generation});
    setOwner(result, Kind::KnativeService, service.ns, service.name);
    result["spec"] = {{"template", templateOf(service)}};
    result["status"] = {{"conditions", json::array({configurationCondition(service, "Ready")})},
                        {"latestCreatedRevisionName", revisionName(service, latestCreated(service))},
                        {"latestReadyRevisionName", revisionName(service, service.latestReady)},
                        {"observedGeneration", service.generation}};
    return result;
}

json renderRoute(const DemoService& service, const Item& item) {
    json labels = {{"serving.knative.dev/service", service.name}};
    if (service.clusterLocal) {
        labels["networking.knative.dev/visibility"] = "cluster-local";
    }
    json annotations = userAnnotations();
    if (service.rollout) {
        annotations["serving.knative.dev/rollout-duration"] = "120s";
    }
    json result =
        object(Kind::Route, service.ns, item.name,
               {std::move(labels), std::move(annotations), service.created, service.routeGeneration});
    result["metadata"]["finalizers"] = json::array({"routes.serving.knative.dev"});
    setOwner(result, Kind::KnativeService, service.ns, service.name);
    result["spec"] = {{"traffic", specTraffic(service, true)}};
    result["status"] = {{"address", {{"url", "http://" + localHost(service, {})}}},
                        {"conditions", routeConditions(service)},
                        {"observedGeneration", service.routeGeneration},
                        {"traffic", statusTrafficJson(service)},
                        {"url", urlOf(service, {})}};
    return result;
}

json render(const DemoService& service, const Item& item) {
    switch (item.kind) {
    case Kind::KnativeService:
        return renderKnativeService(service, item);
    case Kind::Configuration:
        return renderConfiguration(service, item);
    case Kind::Revision:
        return renderRevision(service, item);
    case Kind::PodAutoscaler:
        return renderPodAutoscaler(service, item);
    case Kind::ServerlessService:
        return renderServerlessService(service, item);
    case Kind::Service:
        return item.revision == nullptr ? renderPlaceholder(service, item)
                                        : renderRevisionService(service, item);
    case Kind::Pod:
        return renderRevisionPod(service, item);
    case Kind::KnativeIngress:
        return renderIngress(service, item);
    case Kind::VirtualService:
        return renderVirtualService(service, item);
    default:
        return renderRoute(service, item);
    }
}

} // namespace plimsoll::cluster::demo
