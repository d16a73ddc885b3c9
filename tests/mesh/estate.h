// SPDX-License-Identifier: Apache-2.0
// A mesh written down in a few words, an object a line, for tables of rules:
//
//     ns NAME [label=K:V]
//     pod NS/NAME sidecar|gateway|plain [ip=IP] [label=K:V]… [sa=NAME] [notready]
//     svc NS/NAME 80/http,53/dns/UDP [export=WORDS] [ip=None] [select=K:V] [to=EXTERNALNAME] [created=N]
//         [rev=REVISION]: one of the Services of a Knative revision
//     rev NS/NAME reserve|active
//     se NS/NAME HOST 443/tls/TLS [resolution=DNS] [export=WORDS] [addr=IP] [ep=IP]… [internal] [created=N]
//     sidecar NS/NAME [egress=HOST,HOST[@80/HTTP]]… [select=K:V] [ingress=8080/HTTP] [created=N]
//     vs NS/NAME HOST,HOST DESTINATION[:PORT],… [gateways=…] [export=WORDS] [from=NS] [type=tcp|tls]
//     [sni=HOST] [mirrored] gw NS/NAME select=K:V server=PORT+PROTOCOL+HOST,HOST[+TLSMODE]… dr NS/NAME HOST
//     [subsets=V1,V2] [export=WORDS] mtls NS STRICT|PERMISSIVE|DISABLE
//     k8sgw NS/NAME listener=NAME+PROTOCOL+PORT[+HOST[+FROM[+TLSMODE]]]… [class=C] [to=SERVICE]
//     route NS/NAME [NS/]GATEWAY[#SECTION] HOST,HOST SERVICE:PORT[:WEIGHT],… [path=…]… [kind=Service]
#pragma once

#include "mesh/objects.h"

#include <QtTest>

#include <sstream>
#include <vector>

namespace plimsoll::test {

inline std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(at);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

inline std::vector<Text> texts(std::string_view list) {
    std::vector<Text> result;
    for (const auto& word : split(list, ',')) {
        result.emplace_back(word);
    }
    return result;
}

class EstateLine {
public:
    explicit EstateLine(const std::string& line) {
        std::istringstream stream(line);
        for (std::string word; stream >> word;) {
            const auto equals = word.find('=');
            if (equals == std::string::npos || m_words.size() < 2) {
                m_words.push_back(word);
            } else {
                m_values.emplace_back(word.substr(0, equals), word.substr(equals + 1));
            }
        }
    }
    [[nodiscard]] bool empty() const { return m_words.empty(); }
    [[nodiscard]] std::string word(std::size_t i) const { return i < m_words.size() ? m_words[i] : ""; }
    [[nodiscard]] bool says(std::string_view word) const {
        return std::find(m_words.begin(), m_words.end(), word) != m_words.end();
    }
    [[nodiscard]] std::vector<std::string> all(std::string_view key) const {
        std::vector<std::string> found;
        for (const auto& [own, value] : m_values) {
            if (own == key) {
                found.push_back(value);
            }
        }
        return found;
    }
    [[nodiscard]] std::string value(std::string_view key, std::string_view otherwise = {}) const {
        const auto found = all(key);
        return found.empty() ? std::string(otherwise) : found.front();
    }
    [[nodiscard]] cluster::Labels labels(std::string_view key) const {
        cluster::Labels result;
        for (const auto& pair : all(key)) {
            const auto parts = split(pair, ':');
            result.emplace_back(Text(parts.at(0)), Text(parts.at(1)));
        }
        std::sort(result.begin(), result.end());
        return result;
    }
    [[nodiscard]] cluster::Meta meta() const {
        const auto parts = split(word(1), '/');
        auto result = parts.size() == 2 ? test::meta(parts[0], parts[1]) : test::meta({}, parts[0]);
        result.created = std::stoi(value("created", "0"));
        return result;
    }
    [[nodiscard]] std::vector<Text> words(std::string_view key) const {
        return all(key).empty() ? std::vector<Text>{} : texts(value(key));
    }

private:
    std::vector<std::string> m_words;
    std::vector<std::pair<std::string, std::string>> m_values;
};

inline std::vector<cluster::ServicePort> portsOf(std::string_view list) {
    std::vector<cluster::ServicePort> ports;
    for (const auto& text : split(list, ',')) {
        ports.push_back(port(text));
    }
    return ports;
}

inline cluster::Service serviceOf(const EstateLine& line) {
    cluster::Service object;
    object.meta = line.meta();
    object.type = Text("ClusterIP");
    object.ports = portsOf(line.word(2));
    object.clusterIPs = {Text(line.value("ip", "10.0.0.1"))};
    object.selector = line.labels("select");
    if (const auto to = line.value("to"); !to.empty()) {
        object.type = Text("ExternalName");
        object.externalName = Text(to);
        object.clusterIPs.clear();
    }
    if (const auto words = line.value("export"); !words.empty()) {
        object.meta.annotations = labels({{"networking.istio.io/exportTo", words}});
    }
    if (const auto revision = line.value("rev"); !revision.empty()) {
        object.meta.labels = labels({{"networking.internal.knative.dev/serverlessservice", revision},
                                     {"serving.knative.dev/revision", revision}});
    }
    return object;
}

inline cluster::ServiceEntry entryOf(const EstateLine& line) {
    cluster::ServiceEntry object;
    object.meta = line.meta();
    object.hosts = texts(line.word(2));
    object.ports = portsOf(line.word(3));
    object.resolution = Text(line.value("resolution", "NONE"));
    object.external = !line.says("internal");
    object.exportTo = line.words("export");
    object.addresses = line.words("addr");
    for (const auto& address : line.all("ep")) {
        cluster::WorkloadEndpoint endpoint;
        endpoint.address = Text(address);
        object.endpoints.push_back(endpoint);
    }
    return object;
}

inline cluster::SidecarPort sidecarPort(std::string_view text) {
    const auto parts = split(text, '/');
    return {static_cast<std::uint16_t>(std::stoi(parts.at(0))), Text("p"), Text(parts.at(1))};
}

inline cluster::Sidecar sidecarOf(const EstateLine& line) {
    cluster::Sidecar object;
    object.meta = line.meta();
    object.selector = line.labels("select");
    object.hasSelector = !object.selector.empty();
    for (const auto& text : line.all("egress")) {
        const auto parts = split(text, '@');
        cluster::SidecarEgress egress;
        egress.hosts = texts(parts[0]);
        if (parts.size() == 2) {
            egress.port = sidecarPort(parts[1]);
        }
        object.egress.push_back(egress);
    }
    for (const auto& text : line.all("ingress")) {
        object.ingress.push_back({sidecarPort(text), {}, Text("127.0.0.1:9000")});
    }
    return object;
}

inline cluster::VirtualService virtualServiceOf(const EstateLine& line) {
    using Type = cluster::VirtualServiceRoute::Type;
    cluster::VirtualService object;
    object.meta = line.meta();
    object.hosts = texts(line.word(2));
    object.gateways = line.words("gateways");
    object.exportTo = line.words("export");
    const auto type = line.value("type", "http");
    cluster::VirtualServiceRoute route;
    route.type = type == "tcp" ? Type::Tcp : type == "tls" ? Type::Tls : Type::Http;
    for (const auto& text : split(line.word(3), ',')) {
        const auto parts = split(text, ':');
        cluster::Destination destination;
        destination.host = Text(parts[0]);
        destination.port = parts.size() == 2 ? static_cast<std::uint16_t>(std::stoi(parts[1])) : 0;
        (line.says("mirrored") && !route.destinations.empty() ? route.mirrors : route.destinations)
            .push_back(destination);
    }
    cluster::VirtualServiceMatch match;
    match.sourceNamespace = Text(line.value("from"));
    for (const auto& host : line.all("sni")) {
        match.sniHosts.emplace_back(host);
    }
    if (!match.sourceNamespace.empty() || !match.sniHosts.empty()) {
        route.matches.push_back(match);
    }
    object.routes.push_back(route);
    return object;
}

inline cluster::IstioGateway gatewayOf(const EstateLine& line) {
    cluster::IstioGateway object;
    object.meta = line.meta();
    object.selector = line.labels("select");
    for (const auto& text : line.all("server")) {
        const auto parts = split(text, '+');
        cluster::GatewayServer server;
        server.port = static_cast<std::uint16_t>(std::stoi(parts.at(0)));
        server.portName = Text("p" + parts.at(0));
        server.protocol = Text(parts.at(1));
        server.hosts = texts(parts.at(2));
        server.tlsMode = Text(parts.size() == 4 ? parts[3] : "");
        object.servers.push_back(server);
    }
    return object;
}

/// Of the Gateway API.
inline cluster::Gateway kubernetesGatewayOf(const EstateLine& line) {
    cluster::Gateway object;
    object.meta = line.meta();
    object.className = Text(line.value("class", "istio"));
    object.hostnames = line.words("to");
    for (const auto& text : line.all("listener")) {
        auto parts = split(text, '+');
        parts.resize(6);
        cluster::GatewayListener listener{Text(parts[0]), Text(parts[3]), Text(parts[1]),
                                          static_cast<std::uint16_t>(std::stoi(parts[2]))};
        listener.allowed.from = Text(parts[4].empty() ? "Same" : parts[4]);
        listener.tlsMode = Text(parts[5]);
        if (parts[4].starts_with("Selector:")) {
            const auto label = split(parts[4], ':');
            listener.allowed.from = Text("Selector");
            listener.allowed.labels = {{Text(label.at(1)), Text(label.at(2))}};
        }
        object.listeners.push_back(listener);
    }
    return object;
}

inline cluster::HttpRoute httpRouteOf(const EstateLine& line) {
    cluster::HttpRoute object;
    object.meta = line.meta();
    cluster::ParentRef parent;
    const auto section = split(line.word(2), '#');
    const auto names = split(section.at(0), '/');
    parent.kind = Text(line.value("kind", "Gateway"));
    parent.ns = Text(names.size() == 2 ? names[0] : "");
    parent.name = Text(names.back());
    parent.sectionName = Text(section.size() == 2 ? section[1] : "");
    object.parents.push_back(parent);
    if (line.word(3) != "-") {
        object.hostnames = texts(line.word(3));
    }
    cluster::HttpRouteRule rule;
    for (const auto& text : split(line.word(4), ',')) {
        auto parts = split(text, ':');
        parts.resize(3);
        cluster::BackendRef backend;
        backend.kind = Text("Service");
        backend.name = Text(parts[0]);
        backend.port = static_cast<std::uint16_t>(parts[1].empty() ? 0 : std::stoi(parts[1]));
        backend.weight = parts[2].empty() ? 1 : std::stoi(parts[2]);
        rule.backends.push_back(backend);
    }
    for (const auto& path : line.all("path")) {
        cluster::VirtualServiceMatch match;
        match.uri = Text(path);
        rule.route.matches.push_back(match);
    }
    object.rules.push_back(rule);
    return object;
}

inline cluster::DestinationRule ruleOf(const EstateLine& line) {
    cluster::DestinationRule object;
    object.meta = line.meta();
    object.host = Text(line.word(2));
    object.exportTo = line.words("export");
    for (const auto& name : line.words("subsets")) {
        object.subsets.push_back({name, labels({{"version", name}}), {}});
    }
    return object;
}

inline cluster::Pod podOf(const EstateLine& line) {
    const auto parts = split(line.word(1), '/');
    const auto kind = line.word(2) == "gateway"   ? ProxyKind::Gateway
                      : line.word(2) == "sidecar" ? ProxyKind::Sidecar
                                                  : ProxyKind::None;
    auto object = pod(parts.at(0), parts.at(1), {}, kind, line.value("ip", "10.1.0.1"));
    for (const auto& label : line.labels("label")) {
        object.meta.labels.push_back(label);
    }
    std::sort(object.meta.labels.begin(), object.meta.labels.end());
    object.serviceAccount = Text(line.value("sa", "default"));
    object.ready = !line.says("notready");
    return object;
}

/// Fails the test on a line that it does not understand.
inline void add(cluster::Cluster& cluster, const std::string& text) {
    const EstateLine line(text);
    const auto kind = line.word(0);
    if (kind == "ns") {
        cluster::Namespace object;
        object.meta = line.meta();
        object.meta.labels = line.labels("label");
        cluster.put(object);
        cluster.editStatus(cluster::Kind::Namespace).state = cluster::KindStatus::State::Live;
    } else if (kind == "pod") {
        cluster.put(podOf(line));
    } else if (kind == "svc") {
        cluster.put(serviceOf(line));
    } else if (kind == "se") {
        cluster.put(entryOf(line));
    } else if (kind == "sidecar") {
        cluster.put(sidecarOf(line));
    } else if (kind == "vs") {
        cluster.put(virtualServiceOf(line));
    } else if (kind == "gw") {
        cluster.put(gatewayOf(line));
    } else if (kind == "dr") {
        cluster.put(ruleOf(line));
    } else if (kind == "k8sgw") {
        cluster.put(kubernetesGatewayOf(line));
    } else if (kind == "route") {
        cluster.put(httpRouteOf(line));
    } else if (kind == "rev") {
        cluster::Revision object;
        object.meta = line.meta();
        object.meta.labels = labels({{"serving.knative.dev/routingState", line.word(2)}});
        cluster.put(object);
    } else if (kind == "mtls") {
        cluster::PeerAuthentication object;
        object.meta = test::meta(line.word(1), "default");
        object.mode = Text(line.word(2));
        cluster.put(object);
    } else if (!line.empty()) {
        QFAIL(("no such object: " + text).c_str());
    }
}

inline cluster::Cluster estate(std::string_view text) {
    cluster::Cluster cluster;
    for (const auto& line : split(text, '\n')) {
        add(cluster, line);
    }
    return cluster;
}

} // namespace plimsoll::test
