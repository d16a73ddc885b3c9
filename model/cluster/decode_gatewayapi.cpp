// SPDX-License-Identifier: Apache-2.0
// Gateway API's kinds. Source: sigs.k8s.io/gateway-api apis/v1.
#include "cluster/decoders.h"

namespace plimsoll::cluster {
namespace {

BackendRef readBackend(const Field& ref) {
    return {ref["kind"].textOr("Service"), ref["namespace"].text(), ref["name"].text(), ref["port"].port(),
            ref["weight"].integer().value_or(1)};
}

} // namespace

void read(const Field& root, Gateway& out) {
    const auto spec = root["spec"];
    out.className = spec["gatewayClassName"].text();
    spec["listeners"].each([&](const Field& l) {
        out.listeners.push_back(
            {l["name"].text(), l["hostname"].text(), l["protocol"].text(), l["port"].port()});
    });
    root["status"]["addresses"].each([&](const Field& address) {
        if (auto value = address["value"].text(); !value.empty()) {
            out.addresses.push_back(std::move(value));
        }
    });
    out.conditions = readConditions(root["status"]["conditions"]);
}

void read(const Field& root, HttpRoute& out) {
    const auto spec = root["spec"];
    spec["parentRefs"].each([&](const Field& ref) {
        out.parents.push_back({ref["kind"].textOr("Gateway"), ref["namespace"].text(), ref["name"].text(),
                               ref["sectionName"].text(), ref["port"].port()});
    });
    out.hostnames = spec["hostnames"].texts();
    spec["rules"].each([&](const Field& r) {
        HttpRouteRule rule;
        r["matches"].each([&](const Field& match) {
            if (auto path = match["path"]["value"].text(); !path.empty()) {
                rule.paths.push_back(std::move(path));
            }
        });
        const auto mirror = [&](const Field& filter) {
            if (const auto ref = filter["requestMirror"]["backendRef"]; ref.present()) {
                rule.mirrors.push_back(readBackend(ref));
            }
        };
        r["backendRefs"].each([&](const Field& ref) {
            rule.backends.push_back(readBackend(ref));
            ref["filters"].each(mirror); // a backend may mirror on its own
        });
        r["filters"].each(mirror);
        out.rules.push_back(std::move(rule));
    });
}

} // namespace plimsoll::cluster
