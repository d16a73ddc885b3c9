// SPDX-License-Identifier: Apache-2.0
// The control planes of Istio and Knative with their configuration, and the gateways.
#include "cluster/demo/fixed.h"
#include "cluster/demo/render.h"

namespace plimsoll::cluster::demo {
namespace {

json variable(std::string_view name, std::string_view value) {
    return {{"name", name}, {"value", value}};
}

void addIstiod(Estate& estate) {
    Workload istiod;
    istiod.ns = "istio-system";
    istiod.name = "istiod";
    istiod.labels = {{"app", "istiod"}, {"istio", "pilot"}, {"istio.io/rev", "default"}};
    istiod.image = "docker.io/istio/pilot:" + std::string(istioVersion());
    istiod.container = "discovery";
    istiod.replicas = 2;
    istiod.containerPorts = json::array({containerPort("grpc-xds", 15010), containerPort("tls-xds", 15012)});
    istiod.servicePorts =
        json::array({port("grpc-xds", 15010, 15010), port("https-dns", 15012, 15012),
                     port("https-webhook", 443, 15017), port("http-monitoring", 15014, 15014)});
    istiod.env = json::array({variable("REVISION", "default"), variable("PILOT_CERT_PROVIDER", "istiod"),
                              variable("PILOT_TRACE_SAMPLING", "1"), variable("CLUSTER_ID", "Kubernetes")});
    addDeployment(estate, istiod);
    addService(estate, istiod);
    addPods(estate, istiod);
}

void addGateways(Estate& estate) {
    Workload gateway;
    gateway.ns = "istio-system";
    gateway.name = "istio-ingressgateway";
    gateway.labels = {{"app", "istio-ingressgateway"}, {"istio", "ingressgateway"}};
    gateway.replicas = 3;
    gateway.gateway = true;
    gateway.proxyMemory = "2Gi";
    gateway.serviceType = "LoadBalancer";
    gateway.containerPorts = json::array({containerPort("status-port", 15021), containerPort("http2", 8080),
                                          containerPort("https", 8443), containerPort("local", 8081)});
    gateway.servicePorts =
        json::array({port("status-port", 15021, 15021), port("http2", 80, 8080), port("https", 443, 8443)});
    addService(estate, gateway);
    addPods(estate, gateway);
    addDeployment(estate, gateway);

    Workload local = gateway; // the same pods, by the port for traffic inside the cluster
    local.name = "knative-local-gateway";
    local.serviceType = "ClusterIP";
    local.servicePorts = json::array({port("http2", 80, 8081), port("https", 443, 8444)});
    addService(estate, local);

    const auto addGateway = [&](const std::string& name, int number) {
        json result = object(
            Kind::IstioGateway, "knative-serving", name,
            {{{"networking.knative.dev/ingress-provider", "istio"}}, json::object(), fixedCreation(), 1});
        result["spec"] = {
            {"selector", {{"istio", "ingressgateway"}}},
            {"servers",
             json::array({{{"hosts", json::array({"*"})},
                           {"port", {{"name", "http"}, {"number", number}, {"protocol", "HTTP"}}}}})}};
        keep(estate, Kind::IstioGateway, std::move(result));
    };
    addGateway("knative-ingress-gateway", 80);
    addGateway("knative-local-gateway", 8081);
}

Workload knative(const std::string& name, int replicas) {
    Workload part;
    part.ns = "knative-serving";
    part.name = name;
    part.labels = {{"app", name},
                   {"app.kubernetes.io/name", "knative-serving"},
                   {"app.kubernetes.io/version", knativeVersion()}};
    part.image =
        "gcr.io/knative-releases/knative.dev/serving/cmd/" + name + ":v" + std::string(knativeVersion());
    part.container = name;
    part.replicas = replicas;
    part.containerPorts = json::array({containerPort("metrics", 9090)});
    return part;
}

void addKnative(Estate& estate) {
    Workload activator = knative("activator", 3);
    activator.sidecar = true;
    activator.containerPorts = json::array({containerPort("metrics", 9090), containerPort("http1", 8012),
                                            containerPort("h2c", 8013), containerPort("https", 8112)});
    activator.servicePorts =
        json::array({port("http-metrics", 9090, 9090), port("http-profiling", 8008, 8008),
                     port("http", 80, 8012), port("http2", 81, 8013), port("https", 443, 8112)});
    addDeployment(estate, activator);
    addPods(estate, activator);
    activator.name = "activator-service";
    activator.labels = {{"app", "activator"}};
    addService(estate, activator);

    for (const char* name : {"autoscaler", "controller", "webhook", "net-istio-controller"}) {
        Workload part = knative(name, 1);
        addDeployment(estate, part);
        addPods(estate, part);
    }
    Workload autoscaler = knative("autoscaler", 1);
    autoscaler.servicePorts = json::array({port("http-metrics", 9090, 9090), port("http", 8080, 8080)});
    addService(estate, autoscaler);
}

void addConfigMap(Estate& estate, const std::string& ns, const std::string& name, json data) {
    json map = object(Kind::ConfigMap, ns, name, {json::object(), json::object(), fixedCreation(), 0});
    map["data"] = std::move(data);
    keep(estate, Kind::ConfigMap, std::move(map));
}

void addConfiguration(Estate& estate) {
    addConfigMap(estate, "istio-system", "istio",
                 {{"mesh", "accessLogFile: /dev/stdout\n"
                           "defaultConfig:\n"
                           "  discoveryAddress: istiod.istio-system.svc:15012\n"
                           "enablePrometheusMerge: true\n"
                           "rootNamespace: istio-system\n"
                           "trustDomain: cluster.local\n"},
                  {"meshNetworks", "networks: {}"}});
    addConfigMap(
        estate, "knative-serving", "config-network",
        {{"ingress-class", "istio.ingress.networking.knative.dev"}, {"mesh-compatibility-mode", "disabled"}});
    addConfigMap(estate, "knative-serving", "config-autoscaler",
                 {{"scale-to-zero-grace-period", "30s"}, {"target-burst-capacity", "211"}});
    addConfigMap(estate, "knative-serving", "config-domain", {{"example.com", ""}});
    for (const char* name :
         {"config-defaults", "config-deployment", "config-features", "config-gc", "config-istio"}) {
        addConfigMap(estate, "knative-serving", name, json::object());
    }
}

} // namespace

void addControlPlanes(Estate& estate) {
    addIstiod(estate);
    addGateways(estate);
    addKnative(estate);
    addConfiguration(estate);
}

} // namespace plimsoll::cluster::demo
