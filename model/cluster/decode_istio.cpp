// SPDX-License-Identifier: Apache-2.0
// Istio's kinds but VirtualService. Source: istio.io/api networking, security, extensions *.proto.
#include "cluster/decoders.h"

#include <charconv>

namespace plimsoll::cluster {
namespace {

/// {number, name, protocol}, as Gateway, Sidecar and ServiceEntry write a port.
SidecarPort readPort(const Field& port) {
    return {port["number"].port(), port["name"].text(), port["protocol"].text()};
}

WorkloadEndpoint readEndpoint(const Field& e) {
    WorkloadEndpoint endpoint{
        e["address"].text(),        e["labels"].labels(), {},
        e["serviceAccount"].text(), e["locality"].text(), e["weight"].integer().value_or(0)};
    e["ports"].eachMember(
        [&](std::string_view name, const Field& port) { endpoint.ports.emplace(name, port.port()); });
    return endpoint;
}

TrafficPolicy readPolicy(const Field& policy) {
    TrafficPolicy result;
    result.tlsMode = policy["tls"]["mode"].text();
    const auto balancer = policy["loadBalancer"];
    result.loadBalancer = balancer["simple"].text();
    if (balancer["consistentHash"].present()) {
        result.loadBalancer = policy.pool().intern("CONSISTENT_HASH");
    }
    for (const auto* member : {"connectionPool", "outlierDetection", "tunnel", "proxyProtocol"}) {
        result.extras += policy[member].weight();
    }
    return result;
}

} // namespace

void read(const Field& root, DestinationRule& out) {
    const auto spec = root["spec"];
    out.host = spec["host"].text();
    out.exportTo = spec["exportTo"].texts();
    out.workloadSelector = spec["workloadSelector"]["matchLabels"].labels();
    spec["subsets"].each([&](const Field& subset) {
        out.subsets.push_back(
            {subset["name"].text(), subset["labels"].labels(), readPolicy(subset["trafficPolicy"])});
    });
    out.policy = readPolicy(spec["trafficPolicy"]);
    spec["trafficPolicy"]["portLevelSettings"].each([&](const Field& settings) {
        out.portPolicies.emplace(settings["port"]["number"].port(), readPolicy(settings));
    });
}

void read(const Field& root, IstioGateway& out) {
    const auto spec = root["spec"];
    out.selector = spec["selector"].labels();
    spec["servers"].each([&](const Field& s) {
        const auto port = readPort(s["port"]);
        GatewayServer server;
        server.port = port.number;
        server.portName = port.name;
        server.protocol = port.protocol;
        server.bind = s["bind"].text();
        server.name = s["name"].text();
        server.hosts = s["hosts"].texts();
        const auto tls = s["tls"];
        if (tls.present()) {
            server.tlsMode = tls["mode"].textOr("PASSTHROUGH"); // the enumeration's zero
            server.credential = tls["credentialName"].text();
            server.httpsRedirect = tls["httpsRedirect"].boolean();
        }
        out.servers.push_back(std::move(server));
    });
}

void read(const Field& root, ServiceEntry& out) {
    const auto spec = root["spec"];
    out.hosts = spec["hosts"].texts();
    out.addresses = spec["addresses"].texts();
    spec["ports"].each([&](const Field& p) {
        const auto port = readPort(p);
        out.ports.push_back({port.name, port.protocol, {}, port.number, p["targetPort"].intOrString()});
    });
    out.external = spec["location"].view() != "MESH_INTERNAL";
    out.resolution = spec["resolution"].textOr("NONE");
    spec["endpoints"].each([&](const Field& e) { out.endpoints.push_back(readEndpoint(e)); });
    out.workloadSelector = spec["workloadSelector"]["labels"].labels();
    out.hasSelector = spec["workloadSelector"].present();
    out.exportTo = spec["exportTo"].texts();
    out.subjectAltNames = spec["subjectAltNames"].texts();
    root["status"]["addresses"].each([&](const Field& address) {
        if (auto value = address["value"].text(); !value.empty()) {
            out.statusAddresses.push_back(std::move(value));
        }
    });
}

void read(const Field& root, Sidecar& out) {
    const auto spec = root["spec"];
    const auto selector = spec["workloadSelector"];
    out.hasSelector = selector.present();
    out.selector = selector["labels"].labels();
    spec["egress"].each([&](const Field& e) {
        out.egress.push_back(
            {e["hosts"].texts(), readPort(e["port"]), e["bind"].text(), e["captureMode"].text()});
    });
    spec["ingress"].each([&](const Field& i) {
        out.ingress.push_back({readPort(i["port"]), i["bind"].text(), i["defaultEndpoint"].text()});
    });
    out.hasOutboundPolicy = spec["outboundTrafficPolicy"].present();
    out.outboundMode = spec["outboundTrafficPolicy"]["mode"].text();
}

void read(const Field& root, EnvoyFilter& out) {
    const auto spec = root["spec"];
    out.selector = spec["workloadSelector"]["labels"].labels();
    spec["configPatches"].each([&](const Field& p) {
        const auto match = p["match"];
        const auto patch = p["patch"];
        const auto value = patch["value"];
        const auto cluster = match["cluster"];
        EnvoyFilterPatch filter;
        filter.applyTo = p["applyTo"].text();
        filter.context = match["context"].text();
        filter.operation = patch["operation"].text();
        filter.cluster = cluster["name"].text();
        if (filter.cluster.empty()) {
            filter.cluster = cluster["service"].text();
        }
        filter.valueName = value["name"].text();
        filter.valueType = value["typed_config"]["@type"].text();
        if (filter.valueType.empty()) {
            filter.valueType = value["typedConfig"]["@type"].text(); // protobuf JSON takes both spellings
        }
        out.patches.push_back(std::move(filter));
    });
}

void read(const Field& root, WasmPlugin& out) {
    const auto spec = root["spec"];
    out.selector = spec["selector"]["matchLabels"].labels();
    out.url = spec["url"].text();
    out.phase = spec["phase"].text();
    out.failStrategy = spec["failStrategy"].text();
    out.imagePullSecret = spec["imagePullSecret"].text();
}

void read(const Field& root, PeerAuthentication& out) {
    const auto spec = root["spec"];
    out.selector = spec["selector"]["matchLabels"].labels();
    out.mode = spec["mtls"]["mode"].text();
    spec["portLevelMtls"].eachMember([&](std::string_view key, const Field& mtls) {
        std::uint16_t port = 0;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), port);
        if (error == std::errc() && end == key.data() + key.size()) {
            out.portModes.emplace(port, mtls["mode"].text());
        }
    });
}

} // namespace plimsoll::cluster
