// SPDX-License-Identifier: Apache-2.0
// Short ways to write cluster objects in tests of what the mesh makes of them.
#pragma once

#include "cluster/cluster.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace plimsoll::test {

using Pairs = std::initializer_list<std::pair<std::string_view, std::string_view>>;

inline cluster::Labels labels(Pairs pairs) {
    cluster::Labels result;
    for (const auto& [key, value] : pairs) {
        result.emplace_back(Text(key), Text(value));
    }
    std::sort(result.begin(), result.end());
    return result;
}

inline cluster::Meta meta(std::string_view ns, std::string_view name, Pairs own = {}) {
    cluster::Meta result;
    result.ns = Text(ns);
    result.name = Text(name);
    result.uid = Text("uid-" + std::string(ns) + "-" + std::string(name));
    result.labels = labels(own);
    return result;
}

inline void putNamespace(cluster::Cluster& cluster, std::string_view name) {
    cluster::Namespace object;
    object.meta = meta({}, name);
    cluster.put(object);
    cluster.editStatus(cluster::Kind::Namespace).state = cluster::KindStatus::State::Live;
}

/// A control plane with that image; `env` of its discovery container.
inline cluster::Deployment istiod(std::string_view name, std::string_view image, Pairs env = {}) {
    cluster::Deployment object;
    object.meta = meta("istio-system", name, {{"app", "istiod"}});
    object.containers.push_back({Text("discovery"), Text(image), labels(env)});
    return object;
}

inline cluster::ConfigMap meshConfig(std::string_view ns, std::string_view yaml) {
    cluster::ConfigMap object;
    object.meta = meta(ns, "istio");
    object.data.emplace("mesh", std::string(yaml));
    return object;
}

/// "80/http" is port 80 named http, "53/dns/UDP" has a protocol, "80/http/TCP/8080" a target port.
inline cluster::ServicePort port(std::string_view text) {
    const auto next = [&text] {
        const auto slash = text.find('/');
        const auto part = text.substr(0, slash);
        text = slash == std::string_view::npos ? std::string_view{} : text.substr(slash + 1);
        return part;
    };
    cluster::ServicePort result;
    result.port = static_cast<std::uint16_t>(std::stoi(std::string(next())));
    result.name = Text(next());
    const auto protocol = next();
    result.protocol = Text(protocol.empty() ? "TCP" : protocol);
    result.targetPort = Text(next());
    return result;
}

inline cluster::Service service(std::string_view ns, std::string_view name,
                                std::initializer_list<std::string_view> ports, Pairs selector = {},
                                std::string_view exportTo = {}) {
    cluster::Service object;
    object.meta = meta(ns, name);
    object.type = Text("ClusterIP");
    object.clusterIPs = {Text("10.0.0.1")};
    object.selector = labels(selector);
    for (const auto text : ports) {
        object.ports.push_back(port(text));
    }
    if (!exportTo.empty()) {
        object.meta.annotations = labels({{"networking.istio.io/exportTo", exportTo}});
    }
    return object;
}

enum class ProxyKind { None, Sidecar, Gateway };

inline cluster::Pod pod(std::string_view ns, std::string_view name, Pairs own, ProxyKind proxy,
                        std::string_view ip = "10.1.0.1") {
    cluster::Pod object;
    object.meta = meta(ns, name, own);
    object.phase = Text("Running");
    object.ready = true;
    object.ips = {Text(ip)};
    object.serviceAccount = Text("default");
    if (proxy != ProxyKind::None) {
        object.proxy = cluster::Proxy{Text("proxyv2:1.30.3"), proxy == ProxyKind::Gateway, {}, {}};
        object.meta.labels.emplace_back(Text("security.istio.io/tlsMode"), Text("istio"));
        std::sort(object.meta.labels.begin(), object.meta.labels.end());
    }
    return object;
}

} // namespace plimsoll::test
