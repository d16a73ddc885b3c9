// SPDX-License-Identifier: Apache-2.0
// Source: istio.io/api networking/v1alpha3/virtual_service.proto.
#include "cluster/decoders.h"

namespace plimsoll::cluster {
namespace {

using Type = VirtualServiceRoute::Type;

using What = HeaderChange::What;

void readHeaders(const Field& headers, std::vector<HeaderChange>& out) {
    for (const auto* side : {"request", "response"}) {
        const auto changes = headers[side];
        for (const auto& [member, what] : {std::pair("set", What::Set), std::pair("add", What::Add)}) {
            for (auto& [name, value] : changes[member].labels()) {
                out.push_back({what, std::move(name), std::move(value)});
            }
        }
        for (auto& name : changes["remove"].texts()) {
            out.push_back({What::Remove, std::move(name), {}});
        }
    }
}

Destination readDestination(const Field& destination, std::optional<int> weight) {
    return {destination["host"].text(), destination["subset"].text(), destination["port"]["number"].port(),
            weight};
}

/// A StringMatch as HeaderMatch::value has it.
Text readString(const Field& match, TextPool& pool) {
    for (const auto& [member, mark] :
         {std::pair("exact", '='), std::pair("prefix", '^'), std::pair("regex", '~')}) {
        if (const auto value = match[member]; value.present()) {
            return pool.intern(mark + std::string(value.view()));
        }
    }
    return {};
}

/// Exact and prefix only: a regular expression says nothing about which host is meant.
Text readAuthority(const Field& authority, TextPool& pool) {
    auto text = readString(authority, pool);
    return text.view().size() > 1 && !text.view().starts_with('~') ? text : Text{};
}

void readHeaderMatches(const Field& match, std::vector<HeaderMatch>& out, TextPool& pool) {
    match["headers"].eachMember([&](std::string_view name, const Field& value) {
        out.push_back({pool.intern(name), readString(value, pool)});
    });
    for (const auto* pseudo : {"authority", "method", "scheme"}) {
        if (match[pseudo].present()) {
            out.push_back({pool.intern(':' + std::string(pseudo)), readString(match[pseudo], pool)});
        }
    }
    match["queryParams"].eachMember([&](std::string_view name, const Field& value) {
        out.push_back({pool.intern('?' + std::string(name)), readString(value, pool)});
    });
}

VirtualServiceMatch readMatch(const Field& match, TextPool& pool) {
    VirtualServiceMatch result;
    result.gateways = match["gateways"].texts();
    result.sniHosts = match["sniHosts"].texts();
    result.port = match["port"].port();
    result.sourceNamespace = match["sourceNamespace"].text();
    result.sourceLabels = match["sourceLabels"].labels();
    result.authority = readAuthority(match["authority"], pool);
    result.name = match["name"].text();
    result.uri = readString(match["uri"], pool);
    result.hasSubnets = match["destinationSubnets"].present();
    readHeaderMatches(match, result.headers, pool);
    return result;
}

void readHttp(const Field& route, VirtualServiceRoute& out) {
    if (const auto mirror = route["mirror"]; mirror.present()) {
        out.mirrors.push_back(readDestination(mirror, std::nullopt));
    }
    route["mirrors"].each([&](const Field& mirror) {
        out.mirrors.push_back(readDestination(mirror["destination"], std::nullopt));
    });
    const auto redirect = route["redirect"];
    const auto rewrite = route["rewrite"];
    const auto& change = redirect.present() ? redirect : rewrite;
    out.redirect = redirect.present();
    out.rewrite = change["uri"].text();
    out.rewriteAuthority = change["authority"].text();
    out.name = route["name"].text();
    readHeaders(route["headers"], out.headers);
    out.timeout = route["timeout"].text();
    if (const auto retries = route["retries"]; retries.present()) {
        out.attempts = retries["attempts"].integer().value_or(0);
        out.perTryTimeout = retries["perTryTimeout"].text();
        out.retryOn = retries["retryOn"].text();
    }
    const auto fault = route["fault"];
    out.fault = fault.present();
    out.faultDelay = fault["delay"]["fixedDelay"].text();
    out.faultAbort = fault["abort"].present();
    out.redirectCode = redirect["redirectCode"].integer().value_or(0);
    out.redirectScheme = redirect["scheme"].text();
    out.redirectPort = redirect["port"].port();
    out.redirectToRequestPort = redirect["derivePort"].view() == "FROM_REQUEST_PORT";
    const auto direct = route["directResponse"];
    out.directStatus = direct["status"].integer().value_or(0);
    out.directBody = static_cast<std::int64_t>(direct["body"]["string"].view().size() +
                                               direct["body"]["bytes"].view().size() * 3 / 4);
    out.extras = route["corsPolicy"].weight();
}

VirtualServiceRoute readRoute(const Field& route, Type type, TextPool& pool) {
    VirtualServiceRoute result;
    result.type = type;
    route["match"].each([&](const Field& match) { result.matches.push_back(readMatch(match, pool)); });
    route["route"].each([&](const Field& target) {
        result.destinations.push_back(readDestination(target["destination"], target["weight"].integer()));
        readHeaders(target["headers"], result.destinations.back().headers);
    });
    if (type == Type::Http) {
        readHttp(route, result);
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
