// SPDX-License-Identifier: Apache-2.0
// The way from a host to revisions: KIngress, the two VirtualServices that net-istio makes of it, placeholder
// Services.
#include "cluster/demo/render_parts.h"

#include <array>

namespace plimsoll::cluster::demo {
namespace {

constexpr std::string_view localGateway = "knative-local-gateway.istio-system.svc.cluster.local";
constexpr std::string_view ingressGateway = "istio-ingressgateway.istio-system.svc.cluster.local";

struct Name { // the main URL or a tag's
    std::string tag;
    std::vector<Target> splits;
};

std::vector<Name> namesOf(const DemoService& service) {
    std::vector<Name> names{{{}, mainSplits(service)}};
    for (const Target& target : statusTraffic(service)) {
        if (!target.tag.empty()) {
            names.push_back({target.tag, {{target.number, 100, {}, false}}});
        }
    }
    return names;
}

json revisionHeaders(const DemoService& service, int number) {
    return {{"Knative-Serving-Namespace", service.ns},
            {"Knative-Serving-Revision", revisionName(service, number)}};
}

json ingressPaths(const DemoService& service, const Name& name) {
    json splits = json::array();
    for (const Target& split : name.splits) {
        splits.push_back({{"appendHeaders", revisionHeaders(service, split.number)},
                          {"percent", split.percent},
                          {"serviceName", revisionName(service, split.number)},
                          {"serviceNamespace", service.ns},
                          {"servicePort", service.h2c ? 81 : 80}});
    }
    return {{"paths", json::array({{{"splits", std::move(splits)}}})}};
}

json localHosts(const DemoService& service, const std::string& tag) {
    const std::string full = localHost(service, tag);
    const std::string_view domain = ".svc.cluster.local";
    const std::string shortest = full.substr(0, full.size() - domain.size());
    return json::array({shortest, shortest + ".svc", full});
}

json ingressAnnotations(const DemoService& service) {
    json revisions = json::array();
    for (const Target& split : mainSplits(service)) {
        revisions.push_back(
            {{"revisionName", revisionName(service, split.number)}, {"percent", split.percent}});
    }
    json configuration = {
        {"configurationName", service.name}, {"percent", 100}, {"revisions", std::move(revisions)}};
    if (service.rollout) {
        configuration["stepParams"] = {{"stepDuration", 2000000000}, {"stepSize", 5}};
    }
    const json rollout = {{"configurations", json::array({std::move(configuration)})}};
    return {{"networking.internal.knative.dev/rollout", rollout.dump()},
            {"networking.knative.dev/ingress.class", "istio.ingress.networking.knative.dev"},
            {"serving.knative.dev/creator", "deployer"},
            {"serving.knative.dev/lastModifier", "deployer"}};
}

json httpRoute(const DemoService& service, const Name& name, const std::string& hostPrefix,
               std::string_view gateway) {
    json destinations = json::array();
    for (const Target& split : name.splits) {
        destinations.push_back(
            {{"destination",
              {{"host", revisionName(service, split.number) + '.' + service.ns + ".svc.cluster.local"},
               {"port", {{"number", service.h2c ? 81 : 80}}}}},
             {"headers", {{"request", {{"set", revisionHeaders(service, split.number)}}}}},
             {"weight", split.percent}});
    }
    json match = {{"authority", {{"prefix", hostPrefix}}}, {"gateways", json::array({gateway})}};
    return {{"match", json::array({std::move(match)})},
            {"retries", json::object()},
            {"route", std::move(destinations)}};
}

/// net-istio's probe of the gateway: the same route, for requests that ask for the configuration's hash.
json probeRoute(json route, const DemoService& service) {
    const std::string hash = uidOf("probe", service.ns, route.dump());
    route["headers"] = {{"request", {{"set", {{"K-Network-Hash", hash}}}}}};
    route["match"][0]["headers"] = {{"K-Network-Hash", {{"exact", "override"}}}};
    return route;
}

} // namespace

std::string localHost(const DemoService& service, const std::string& tag) {
    return (tag.empty() ? service.name : tag + '-' + service.name) + '.' + service.ns + ".svc.cluster.local";
}

std::string publicHost(const DemoService& service, const std::string& tag) {
    return (tag.empty() ? service.name : tag + '-' + service.name) + '.' + service.ns + ".example.com";
}

json renderIngress(const DemoService& service, const Item& item) {
    json result = object(Kind::KnativeIngress, service.ns, item.name,
                         {{{"serving.knative.dev/route", service.name},
                           {"serving.knative.dev/routeNamespace", service.ns},
                           {"serving.knative.dev/service", service.name}},
                          ingressAnnotations(service),
                          service.created + 3,
                          service.routeGeneration});
    setOwner(result, Kind::Route, service.ns, service.name);
    json rules = json::array();
    for (const Name& name : namesOf(service)) {
        rules.push_back({{"hosts", localHosts(service, name.tag)},
                         {"http", ingressPaths(service, name)},
                         {"visibility", "ClusterLocal"}});
        if (!service.clusterLocal) {
            rules.push_back({{"hosts", json::array({publicHost(service, name.tag)})},
                             {"http", ingressPaths(service, name)},
                             {"visibility", "ExternalIP"}});
        }
    }
    const auto loadBalancer = [](std::string_view host) -> json {
        return {{"ingress", json::array({{{"domainInternal", host}}})}};
    };
    const UnixSeconds since = service.routeChanged;
    result["spec"] = {{"httpOption", "Enabled"}, {"rules", std::move(rules)}};
    result["status"] = {{"conditions", json::array({condition("LoadBalancerReady", conditionTrue, since),
                                                    condition("NetworkConfigured", conditionTrue, since),
                                                    condition("Ready", conditionTrue, since)})},
                        {"observedGeneration", service.routeGeneration},
                        {"privateLoadBalancer", loadBalancer(localGateway)},
                        {"publicLoadBalancer", loadBalancer(ingressGateway)}};
    return result;
}

json renderVirtualService(const DemoService& service, const Item& item) {
    const bool mesh = item.name == childName(service.name, "-mesh");
    json result = object(Kind::VirtualService, service.ns, item.name,
                         {{{"networking.internal.knative.dev/ingress", service.name},
                           {"serving.knative.dev/route", service.name},
                           {"serving.knative.dev/routeNamespace", service.ns}},
                          ingressAnnotations(service),
                          service.created + 3,
                          service.routeGeneration});
    setOwner(result, Kind::KnativeIngress, service.ns, service.name);
    json hosts = json::array();
    json http = json::array();
    const auto addRoute = [&](const Name& name, const std::string& prefix, std::string_view gateway) {
        json route = httpRoute(service, name, prefix, gateway);
        http.push_back(probeRoute(route, service));
        http.push_back(std::move(route));
    };
    for (const Name& name : namesOf(service)) {
        json local = localHosts(service, name.tag);
        const auto prefix = local.front().get<std::string>();
        hosts.insert(hosts.end(), local.begin(), local.end());
        addRoute(name, prefix, mesh ? "mesh" : "knative-serving/knative-local-gateway");
        if (!mesh && !service.clusterLocal) {
            hosts.push_back(publicHost(service, name.tag));
            addRoute(name, publicHost(service, name.tag), "knative-serving/knative-ingress-gateway");
        }
    }
    json gateways = json::array({"mesh"});
    if (!mesh) {
        gateways = json::array({"knative-serving/knative-local-gateway"});
        if (!service.clusterLocal) {
            gateways.push_back("knative-serving/knative-ingress-gateway");
        }
    }
    result["spec"] = {
        {"gateways", std::move(gateways)}, {"hosts", std::move(hosts)}, {"http", std::move(http)}};
    return result;
}

json renderPlaceholder(const DemoService& service, const Item& item) {
    json labels = {{"serving.knative.dev/route", service.name},
                   {"serving.knative.dev/service", service.name}};
    if (!item.tag.empty()) {
        labels["serving.knative.dev/tag"] = item.tag;
    }
    json result = object(
        Kind::Service, service.ns, item.name,
        {std::move(labels),
         {{"serving.knative.dev/creator", "deployer"}, {"serving.knative.dev/lastModifier", "deployer"}},
         service.created + 3,
         0});
    setOwner(result, Kind::Route, service.ns, service.name);
    result["spec"] = {{"externalName", localGateway},
                      {"ports", json::array({port("http2", 80, 80, "kubernetes.io/h2c")})},
                      {"sessionAffinity", "None"},
                      {"type", "ExternalName"}};
    result["status"] = {{"loadBalancer", json::object()}};
    return result;
}

} // namespace plimsoll::cluster::demo
