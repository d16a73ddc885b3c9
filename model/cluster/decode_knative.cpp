// SPDX-License-Identifier: Apache-2.0
// Knative Serving's kinds. Source: knative.dev/serving pkg/apis, knative.dev/networking pkg/apis.
#include "cluster/decoders.h"

namespace plimsoll::cluster {
namespace {

std::vector<TrafficTarget> readTraffic(const Field& traffic) {
    std::vector<TrafficTarget> result;
    traffic.each([&](const Field& target) {
        result.push_back({target["revisionName"].text(), target["configurationName"].text(),
                          target["tag"].text(), target["url"].text(), target["percent"].integer(),
                          target["latestRevision"].boolean()});
    });
    return result;
}

std::vector<Text> readGateways(const Field& loadBalancer) {
    std::vector<Text> result;
    loadBalancer["ingress"].each([&](const Field& ingress) {
        if (auto host = ingress["domainInternal"].text(); !host.empty()) {
            result.push_back(std::move(host));
        }
    });
    return result;
}

std::vector<IngressSplit> readSplits(const Field& splits) {
    std::vector<IngressSplit> result;
    bool missing = false;
    splits.each([&](const Field& split) {
        const auto percent = split["percent"].integer();
        missing = !percent;
        result.push_back({split["serviceName"].text(), split["serviceNamespace"].text(),
                          split["servicePort"].intOrString(), percent.value_or(0)});
    });
    if (result.size() == 1 && missing) {
        result.front().percent = 100; // KIngress defaulting: the only split takes everything
    }
    return result;
}

} // namespace

void read(const Field& root, KnativeService& out) {
    const auto status = root["status"];
    out.latestCreated = status["latestCreatedRevisionName"].text();
    out.latestReady = status["latestReadyRevisionName"].text();
    out.url = status["url"].text();
    out.conditions = readConditions(status["conditions"]);
}

void read(const Field& root, Configuration& out) {
    const auto status = root["status"];
    out.latestCreated = status["latestCreatedRevisionName"].text();
    out.latestReady = status["latestReadyRevisionName"].text();
    out.conditions = readConditions(status["conditions"]);
}

void read(const Field& root, Revision& out) {
    const auto status = root["status"];
    out.actualReplicas = status["actualReplicas"].integer();
    out.desiredReplicas = status["desiredReplicas"].integer();
    out.conditions = readConditions(status["conditions"]);
}

void read(const Field& root, Route& out) {
    const auto status = root["status"];
    out.spec = readTraffic(root["spec"]["traffic"]);
    out.status = readTraffic(status["traffic"]);
    out.url = status["url"].text();
    out.address = status["address"]["url"].text();
    out.generation = root["metadata"]["generation"].number().value_or(0);
    out.observedGeneration = status["observedGeneration"].number().value_or(0);
    out.conditions = readConditions(status["conditions"]);
}

void read(const Field& root, ServerlessService& out) {
    const auto spec = root["spec"];
    const auto status = root["status"];
    out.mode = spec["mode"].text();
    out.activators = spec["numActivators"].integer().value_or(0);
    out.protocol = spec["protocolType"].text();
    out.serviceName = status["serviceName"].text();
    out.privateServiceName = status["privateServiceName"].text();
    out.conditions = readConditions(status["conditions"]);
}

void read(const Field& root, PodAutoscaler& out) {
    const auto status = root["status"];
    out.reachability = root["spec"]["reachability"].text();
    out.actualScale = status["actualScale"].integer();
    out.desiredScale = status["desiredScale"].integer();
    out.conditions = readConditions(status["conditions"]);
}

void read(const Field& root, KnativeIngress& out) {
    root["spec"]["rules"].each([&](const Field& r) {
        IngressRule rule;
        rule.hosts = r["hosts"].texts();
        rule.clusterLocal = r["visibility"].view() == "ClusterLocal";
        r["http"]["paths"].each([&](const Field& path) { rule.paths.push_back(readSplits(path["splits"])); });
        out.rules.push_back(std::move(rule));
    });
    const auto status = root["status"];
    out.publicGateways = readGateways(status["publicLoadBalancer"]);
    out.privateGateways = readGateways(status["privateLoadBalancer"]);
    out.conditions = readConditions(status["conditions"]);
}

} // namespace plimsoll::cluster
