// SPDX-License-Identifier: Apache-2.0
#include "cluster/demo/fixed.h"

#include "cluster/demo/render.h"

namespace plimsoll::cluster::demo {
namespace {

constexpr std::uint32_t fixedServiceAddresses = 0x0a6f0000U; // 10.111.0.0
constexpr std::uint32_t podAddresses = 0x0aa00000U;          // 10.160.0.0, as those of revisions

json mainContainer(const Workload& workload) {
    if (workload.gateway) {
        json container = proxyContainer(true, workload.proxyMemory);
        for (const auto& known : workload.containerPorts) {
            container["ports"].push_back(known);
        }
        return container;
    }
    json container = {{"name", workload.container},
                      {"image", workload.image},
                      {"ports", workload.containerPorts},
                      {"resources", {{"requests", {{"cpu", "100m"}, {"memory", "256Mi"}}}}}};
    if (!workload.env.empty()) {
        container["env"] = workload.env;
    }
    return container;
}

} // namespace

UnixSeconds fixedCreation() {
    return demoMoment() - 190LL * 86400;
}

void keep(Estate& estate, Kind kind, json object) {
    const auto& meta = object.at("metadata");
    ObjectId id{kind, meta.value("namespace", ""), meta.at("name").get<std::string>()};
    estate.fixed.insert_or_assign(std::move(id), std::move(object));
}

json containerPort(std::string_view name, int number) {
    return {{"containerPort", number}, {"name", name}, {"protocol", "TCP"}};
}

void addPods(Estate& estate, const Workload& workload) {
    for (int i = 0; i < workload.replicas; ++i) {
        const std::uint32_t serial = estate.nextPod++;
        const std::uint64_t hash = hashOf(workload.ns + '/' + workload.name);
        const std::string replicaSet = workload.name + '-' + suffixWord(hash, 10);
        const std::string name = replicaSet + '-' + suffixWord(serial + 0x517cc1b7ULL, 5);
        json labels = workload.labels;
        labels["service.istio.io/canonical-name"] = workload.name;
        labels["service.istio.io/canonical-revision"] = "latest";
        const UnixSeconds created = demoMoment() - 3600LL * static_cast<UnixSeconds>(hash % 400 + 30) + i;
        json pod = object(Kind::Pod, workload.ns, name, {std::move(labels), json::object(), created, 0});
        setOwner(pod, "apps/v1", "ReplicaSet", uidOf("ReplicaSet", workload.ns, replicaSet), replicaSet);
        pod["spec"] = {{"containers", json::array({mainContainer(workload)})},
                       {"serviceAccountName", workload.name}};
        if (workload.sidecar) {
            addSidecar(pod, workload.nativeSidecar, workload.proxyMemory);
        }
        setPodState(pod, {"node-" + std::to_string(serial % 12 + 1),
                          address(podAddresses, serial + 256U),
                          created,
                          true,
                          0,
                          {}});
        keep(estate, Kind::Pod, std::move(pod));
    }
}

void addService(Estate& estate, const Workload& workload) {
    json service = object(Kind::Service, workload.ns, workload.name,
                          {workload.labels, json::object(), fixedCreation(), 0});
    const std::string ip = workload.headless ? "None"
                                             : address(fixedServiceAddresses,
                                                       static_cast<std::uint32_t>(estate.fixed.size()) + 1U);
    service["spec"] = {{"clusterIP", ip},
                       {"clusterIPs", json::array({ip})},
                       {"ports", workload.servicePorts},
                       {"sessionAffinity", "None"},
                       {"type", workload.serviceType}};
    if (!workload.labels.empty()) {
        service["spec"]["selector"] = workload.labels;
    }
    service["status"] = {{"loadBalancer", json::object()}};
    if (workload.serviceType == "LoadBalancer") {
        service["status"]["loadBalancer"] = {{"ingress", json::array({{{"ip", "192.0.2.10"}}})}};
    }
    keep(estate, Kind::Service, std::move(service));
}

void addDeployment(Estate& estate, const Workload& workload) {
    json deployment = object(Kind::Deployment, workload.ns, workload.name,
                             {workload.labels, json::object(), fixedCreation(), 1});
    deployment["spec"] = {{"replicas", workload.replicas},
                          {"selector", {{"matchLabels", workload.labels}}},
                          {"template",
                           {{"metadata", {{"labels", workload.labels}}},
                            {"spec", {{"containers", json::array({mainContainer(workload)})}}}}}};
    deployment["status"] = {
        {"observedGeneration", 1}, {"replicas", workload.replicas}, {"readyReplicas", workload.replicas}};
    keep(estate, Kind::Deployment, std::move(deployment));
}

void addFixedObjects(Estate& estate, const std::set<std::string>& namespaces) {
    std::set<std::string> all = namespaces;
    all.insert({"default", "istio-system", "knative-serving", "kube-system"});
    for (const auto& name : all) {
        json labels = {{"kubernetes.io/metadata.name", name}};
        if (injected(name) && name != "default" && name != "kube-system") {
            labels["istio-injection"] = "enabled";
        }
        json ns = object(Kind::Namespace, {}, name, {std::move(labels), json::object(), fixedCreation(), 0});
        ns["spec"] = {{"finalizers", json::array({"kubernetes"})}};
        ns["status"] = {{"phase", "Active"}};
        keep(estate, Kind::Namespace, std::move(ns));
    }
    addControlPlanes(estate);
    addPlainWorkloads(estate);
    addMeshObjects(estate);
}

} // namespace plimsoll::cluster::demo
