// SPDX-License-Identifier: Apache-2.0
// Source: istio.io/api networking/v1alpha3/virtual_service.proto.
#include "cluster/decoders.h"

namespace plimsoll::cluster {
namespace {

using Type = VirtualServiceRoute::Type;

Destination readDestination(const Field& destination, std::optional<int> weight) {
    return {destination["host"].text(), destination["subset"].text(), destination["port"]["number"].port(),
            weight};
}

/// Exact and prefix only: a regular expression says nothing that a rule here could use.
Text readAuthority(const Field& authority, TextPool& pool) {
    for (const auto& [member, mark] : {std::pair("exact", '='), std::pair("prefix", '^')}) {
        if (const auto value = authority[member].view(); !value.empty()) {
            return pool.intern(mark + std::string(value));
        }
    }
    return {};
}

VirtualServiceMatch readMatch(const Field& match, TextPool& pool) {
    return {match["gateways"].texts(),      match["sniHosts"].texts(),
            match["port"].port(),           match["sourceNamespace"].text(),
            match["sourceLabels"].labels(), readAuthority(match["authority"], pool)};
}

VirtualServiceRoute readRoute(const Field& route, Type type, TextPool& pool) {
    VirtualServiceRoute result;
    result.type = type;
    route["match"].each([&](const Field& match) { result.matches.push_back(readMatch(match, pool)); });
    route["route"].each([&](const Field& target) {
        result.destinations.push_back(readDestination(target["destination"], target["weight"].integer()));
    });
    if (type == Type::Http) {
        if (const auto mirror = route["mirror"]; mirror.present()) {
            result.mirrors.push_back(readDestination(mirror, std::nullopt));
        }
        route["mirrors"].each([&](const Field& mirror) {
            result.mirrors.push_back(readDestination(mirror["destination"], std::nullopt));
        });
        result.redirect = route["redirect"].present();
        result.fault = route["fault"].present();
    }
    return result;
}

} // namespace

void read(const Field& root, VirtualService& out) {
    const auto spec = root["spec"];
    out.hosts = spec["hosts"].texts();
    out.gateways = spec["gateways"].texts();
    out.exportTo = spec["exportTo"].texts();
    for (const auto& [member, type] :
         {std::pair("http", Type::Http), std::pair("tcp", Type::Tcp), std::pair("tls", Type::Tls)}) {
        spec[member].each([&, kind = type](const Field& route) {
            out.routes.push_back(readRoute(route, kind, root.pool()));
        });
    }
}

} // namespace plimsoll::cluster
