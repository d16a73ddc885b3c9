// SPDX-License-Identifier: Apache-2.0
#include "knative/objects.h"

#include <nlohmann/json.hpp>

namespace plimsoll::test {
namespace {

using nlohmann::json;

json parsed(std::string_view text) {
    return json::parse(text, nullptr, false);
}

json object(std::string_view kind, std::string_view version, std::string_view ns, std::string_view name) {
    json meta{{"name", name},
              {"uid", std::string(ns) + "/" + std::string(name) + "/" + std::string(kind)},
              {"resourceVersion", "100"},
              {"creationTimestamp", "2026-11-21T07:00:00Z"}};
    if (!ns.empty()) {
        meta["namespace"] = ns;
    }
    return {{"kind", kind}, {"apiVersion", version}, {"metadata", meta}};
}

} // namespace

std::string revisionJson(const RevisionText& text) {
    auto revision = object("Revision", "serving.knative.dev/v1", text.ns, text.name);
    auto& meta = revision["metadata"];
    meta["creationTimestamp"] = text.created;
    meta["labels"] = {{"serving.knative.dev/service", text.service},
                      {"serving.knative.dev/configuration", text.service}};
    if (!text.state.empty()) {
        meta["labels"]["serving.knative.dev/routingState"] = text.state;
        meta["annotations"]["serving.knative.dev/routingStateModified"] = text.modified;
    }
    revision["status"]["conditions"] = parsed(R"([{"type":"Ready","status":"True"},
        {"type":"Active","status":"False","reason":"NoTraffic","message":"not receiving traffic"}])");
    if (!text.replicas.empty()) {
        revision["status"]["actualReplicas"] = parsed(text.replicas);
    }
    return revision.dump();
}

std::string serviceJson(const RevisionText& text, bool isPublic) {
    const auto privateName = text.privateName.empty() ? text.name + "-private" : text.privateName;
    auto service = object("Service", "v1", text.ns, isPublic ? text.name : privateName);
    auto& meta = service["metadata"];
    meta["labels"] = {{"networking.internal.knative.dev/serverlessservice", text.name},
                      {"networking.internal.knative.dev/serviceType", isPublic ? "Public" : "Private"},
                      {"serving.knative.dev/revision", text.name}};
    meta["annotations"]["serving.knative.dev/creator"] = "somebody";
    if (const auto& exportTo = isPublic ? text.publicExportTo : text.privateExportTo) {
        meta["annotations"]["networking.istio.io/exportTo"] = *exportTo;
    }
    service["spec"]["ports"] = isPublic ? parsed(R"([{"name":"http","port":80},{"name":"https","port":443}])")
                                        : parsed(R"([{"name":"http","port":80},{"name":"https","port":443},
            {"name":"http-autometric","port":9090},{"name":"http-usermetric","port":9091},
            {"name":"http-istio","port":8012}])");
    return service.dump();
}

std::string textOf(const RevisionText& text) {
    auto all = revisionJson(text);
    if (text.withPublic) {
        all += "," + serviceJson(text, true);
    }
    if (text.withPrivate) {
        all += "," + serviceJson(text, false);
    }
    return all;
}

std::string namespaceText(std::string_view name) {
    return object("Namespace", "v1", "", name).dump();
}

std::string routeText(std::string_view name, std::string_view spec, std::string_view status,
                      std::string_view ready) {
    auto route = object("Route", "serving.knative.dev/v1", "shop", name);
    route["spec"]["traffic"] = parsed(spec);
    route["status"]["traffic"] = parsed(status);
    route["status"]["conditions"] = {{{"type", "Ready"}, {"status", ready}, {"reason", "Uninitialized"}}};
    return route.dump();
}

std::string ingressText(std::string_view name, const std::vector<std::string>& services) {
    auto ingress = object("Ingress", "networking.internal.knative.dev/v1alpha1", "shop", name);
    for (const auto& service : services) {
        json split{
            {"serviceName", service}, {"serviceNamespace", "shop"}, {"servicePort", 80}, {"percent", 100}};
        json path{{"splits", json::array({split})}};
        ingress["spec"]["rules"].push_back({{"hosts", {std::string(name) + ".example.com"}},
                                            {"visibility", "ExternalIP"},
                                            {"http", {{"paths", json::array({path})}}}});
    }
    ingress["status"]["publicLoadBalancer"]["ingress"] = {
        {{"domainInternal", "gate.edge.svc.cluster.local"}}};
    return ingress.dump();
}

std::string virtualServiceText(std::string_view ns, std::string_view name, std::string_view http,
                               std::string_view gateways, std::string_view labels) {
    auto service = object("VirtualService", "networking.istio.io/v1", ns, name);
    service["metadata"]["labels"] = parsed(labels);
    service["spec"] = {
        {"hosts", {"cart.example.com"}}, {"gateways", parsed(gateways)}, {"http", parsed(http)}};
    return service.dump();
}

std::string httpRouteText(std::string_view ns, std::string_view name, std::string_view rules,
                          std::string_view parents) {
    auto route = object("HTTPRoute", "gateway.networking.k8s.io/v1", ns, name);
    route["spec"] = {{"parentRefs", parsed(parents)}, {"rules", parsed(rules)}};
    return route.dump();
}

std::string istioGatewayText(std::string_view ns, std::string_view name, std::string_view app) {
    auto gateway = object("Gateway", "networking.istio.io/v1", ns, name);
    gateway["spec"]["selector"] = {{"app", app}};
    return gateway.dump();
}

std::string gatewayPodText(std::string_view ns, std::string_view labels) {
    auto pod = object("Pod", "v1", ns, "gate");
    pod["metadata"]["labels"] = parsed(labels);
    pod["spec"]["containers"] = parsed(R"([{"name":"istio-proxy","args":["proxy","router"]}])");
    pod["status"]["phase"] = "Running";
    return pod.dump();
}

std::string podText(std::string_view ns, std::string_view name, std::string_view revision, bool terminating) {
    auto pod = object("Pod", "v1", ns, name);
    pod["metadata"]["labels"] = {{"serving.knative.dev/revision", revision}};
    if (terminating) {
        pod["metadata"]["deletionTimestamp"] = "2026-11-21T08:10:00Z";
    }
    pod["spec"]["containers"] = parsed(R"([{"name":"user-container"}])");
    pod["status"]["phase"] = "Running";
    return pod.dump();
}

std::string array(const std::vector<std::string>& objects) {
    std::string text = "[";
    for (const auto& one : objects) {
        text += (text.size() > 1 ? "," : "") + one;
    }
    return text + "]";
}

} // namespace plimsoll::test
