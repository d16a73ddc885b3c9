// SPDX-License-Identifier: Apache-2.0
// Workloads that are no Knative services, and the routes of the users' own.
#include "cluster/demo/fixed.h"
#include "cluster/demo/render.h"

namespace plimsoll::cluster::demo {
namespace {

struct Plain {
    const char* ns;
    const char* name;
    int replicas;
    const char* portName;
    int number;
    bool headless;
};

constexpr Plain plains[] = {
    {"shop", "frontend", 3, "http", 8080, false},
    {"shop", "catalog-db", 1, "tcp-postgres", 5432, false},
    {"shop", "redis", 2, "tcp-redis", 6379, true},
    {"payments", "gateway-adapter", 2, "grpc", 9000, false},
    {"payments", "vault", 1, "https", 8200, false},
    {"media", "object-store", 2, "http", 9000, false},
    {"internal", "kafka", 3, "tcp-kafka", 9092, true},
    {"internal", "identity", 2, "http", 8080, false},
    {"search", "elasticsearch", 3, "http", 9200, true},
    {"batch", "scheduler", 1, "http", 8080, false},
    {"default", "welcome", 1, "http", 8080, false},
};

void addPlain(Estate& estate, const Plain& plain) {
    Workload workload;
    workload.ns = plain.ns;
    workload.name = plain.name;
    workload.labels = {{"app", plain.name}};
    workload.image = "registry.example.com/" + workload.ns + '/' + workload.name + ":2.3";
    workload.container = plain.name;
    workload.replicas = plain.replicas;
    workload.containerPorts = json::array({containerPort("main", plain.number)});
    workload.servicePorts = json::array(
        {port(plain.portName, plain.headless || plain.number != 8080 ? plain.number : 80, plain.number)});
    workload.headless = plain.headless;
    workload.sidecar = injected(workload.ns) && workload.ns != "default";
    workload.nativeSidecar = workload.ns == "internal" || workload.ns == "search";
    workload.proxyMemory = workload.ns == "payments" ? "512Mi" : "1Gi";
    addService(estate, workload);
    addPods(estate, workload);
}

/// A Service without selector: a machine outside the cluster, named by an EndpointSlice made by hand.
void addOutsideMachine(Estate& estate) {
    Workload erp;
    erp.ns = "payments";
    erp.name = "legacy-erp";
    erp.servicePorts = json::array({port("tcp-erp", 1521, 1521)});
    addService(estate, erp);
    json slice = object(
        Kind::EndpointSlice, erp.ns, "legacy-erp-1",
        {{{"endpointslice.kubernetes.io/managed-by", "deployer"}, {"kubernetes.io/service-name", erp.name}},
         json::object(),
         fixedCreation(),
         1});
    slice["addressType"] = "IPv4";
    slice["endpoints"] =
        json::array({{{"addresses", json::array({"192.0.2.77"})}, {"conditions", {{"ready", true}}}}});
    slice["ports"] = json::array({{{"name", "tcp-erp"}, {"port", 1521}, {"protocol", "TCP"}}});
    keep(estate, Kind::EndpointSlice, std::move(slice));
}

json virtualService(const std::string& ns, const std::string& name, json spec) {
    json result =
        object(Kind::VirtualService, ns, name, {json::object(), json::object(), fixedCreation(), 1});
    result["spec"] = std::move(spec);
    return result;
}

json destination(const std::string& host, int number) {
    return {{"destination", {{"host", host}, {"port", {{"number", number}}}}}};
}

void addOwnRoutes(Estate& estate) {
    json gateway = object(Kind::IstioGateway, "shop", "storefront",
                          {json::object(), json::object(), fixedCreation(), 1});
    gateway["spec"] = {
        {"selector", {{"istio", "ingressgateway"}}},
        {"servers", json::array({{{"hosts", json::array({"shop/www.shop.example.org"})},
                                  {"port", {{"name", "http"}, {"number", 80}, {"protocol", "HTTP"}}}}})}};
    keep(estate, Kind::IstioGateway, std::move(gateway));
    keep(
        estate, Kind::VirtualService,
        virtualService("shop", "www",
                       {{"gateways", json::array({"storefront"})},
                        {"hosts", json::array({"www.shop.example.org"})},
                        {"http", json::array({{{"name", "pages"},
                                               {"route", json::array({destination(
                                                             "frontend.shop.svc.cluster.local", 80)})}}})}}));
    keep(estate, Kind::VirtualService,
         virtualService(
             "internal", "identity-retries",
             {{"exportTo", json::array({"."})},
              {"hosts", json::array({"identity.internal.svc.cluster.local"})},
              {"http", json::array({{{"retries", {{"attempts", 3}, {"perTryTimeout", "2s"}}},
                                     {"route", json::array({destination("identity.internal.svc.cluster.local",
                                                                        80)})}}})}}));
}

void addGatewayApi(Estate& estate) {
    Workload pods;
    pods.ns = "media";
    pods.name = "public-istio";
    pods.labels = {{"gateway.networking.k8s.io/gateway-name", "public"}};
    pods.gateway = true;
    pods.proxyMemory = "512Mi";
    pods.containerPorts = json::array({containerPort("http", 80)});
    pods.servicePorts = json::array({port("status-port", 15021, 15021, "tcp"), port("http", 80, 80, "http")});
    addService(estate, pods);
    addPods(estate, pods);

    json gateway =
        object(Kind::Gateway, "media", "public", {json::object(), json::object(), fixedCreation(), 1});
    gateway["spec"] = {
        {"gatewayClassName", "istio"},
        {"listeners", json::array({{{"name", "http"},
                                    {"port", 80},
                                    {"protocol", "HTTP"},
                                    {"allowedRoutes", {{"namespaces", {{"from", "All"}}}}}}})}};
    gateway["status"] = {
        {"addresses", json::array({{{"type", "IPAddress"}, {"value", "192.0.2.11"}}})},
        {"conditions", json::array({condition("Accepted", "True", fixedCreation(), "Accepted"),
                                    condition("Programmed", "True", fixedCreation(), "Programmed")})}};
    keep(estate, Kind::Gateway, std::move(gateway));

    json route =
        object(Kind::HttpRoute, "media", "files", {json::object(), json::object(), fixedCreation(), 1});
    route["spec"] = {
        {"hostnames", json::array({"files.example.org"})},
        {"parentRefs",
         json::array({{{"group", "gateway.networking.k8s.io"}, {"kind", "Gateway"}, {"name", "public"}}})},
        {"rules",
         json::array({{{"backendRefs", json::array({{{"group", ""},
                                                     {"kind", "Service"},
                                                     {"name", "object-store"},
                                                     {"port", 9000},
                                                     {"weight", 1}}})},
                       {"matches", json::array({{{"path", {{"type", "PathPrefix"}, {"value", "/"}}}}})}}})}};
    keep(estate, Kind::HttpRoute, std::move(route));
}

} // namespace

void addPlainWorkloads(Estate& estate) {
    for (const Plain& plain : plains) {
        addPlain(estate, plain);
    }
    addOutsideMachine(estate);
    addOwnRoutes(estate);
    addGatewayApi(estate);
}

} // namespace plimsoll::cluster::demo
