// SPDX-License-Identifier: Apache-2.0
// Gateway API's kinds. Source: sigs.k8s.io/gateway-api apis/v1.
#include "cluster/decoders.h"

#include <algorithm>
#include <cctype>

namespace plimsoll::cluster {
namespace {

using What = HeaderChange::What;

BackendRef readBackend(const Field& ref) {
    return {ref["kind"].textOr("Service"), ref["namespace"].text(), ref["name"].text(), ref["port"].port(),
            ref["weight"].integer().value_or(1)};
}

AllowedRoutes readAllowed(const Field& allowed) {
    AllowedRoutes out;
    const auto namespaces = allowed["namespaces"];
    out.from = namespaces["from"].text();
    out.labels = namespaces["selector"]["matchLabels"].labels();
    namespaces["selector"]["matchExpressions"].each([&](const Field& e) {
        out.requirements.push_back({e["key"].text(), e["operator"].text(), e["values"].texts()});
    });
    allowed["kinds"].each([&](const Field& kind) { out.kinds.push_back(kind["kind"].text()); });
    return out;
}

GatewayListener readListener(const Field& l, const Text& ns) {
    GatewayListener out{l["name"].text(), l["hostname"].text(), l["protocol"].text(), l["port"].port()};
    out.allowed = readAllowed(l["allowedRoutes"]);
    if (const auto tls = l["tls"]; tls.present()) {
        out.tlsMode = tls["mode"].textOr("Terminate");
        tls["certificateRefs"].each([&](const Field& ref) {
            out.certificates.push_back(
                l.pool().intern(ref["namespace"].textOr(ns).str() + '/' + ref["name"].text().str()));
        });
    }
    return out;
}

/// Of several equal names, which differ in case at most, the first counts.
void readHeaders(const Field& modifier, std::vector<HeaderChange>& out, TextPool& pool) {
    for (const auto& [member, what] : {std::pair("set", What::Set), std::pair("add", What::Add)}) {
        std::vector<Text> seen;
        modifier[member].each([&](const Field& header) {
            auto name = header["name"].text().str();
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            auto text = pool.intern(name);
            if (std::find(seen.begin(), seen.end(), text) == seen.end()) {
                seen.push_back(text);
                out.push_back({what, std::move(text), header["value"].text()});
            }
        });
    }
    for (auto& name : modifier["remove"].texts()) {
        out.push_back({What::Remove, std::move(name), {}});
    }
}

void readHeaderFilters(const Field& filter, std::vector<HeaderChange>& out) {
    readHeaders(filter["requestHeaderModifier"], out, filter.pool());
    readHeaders(filter["responseHeaderModifier"], out, filter.pool());
}

/// "=text", "^text" or "~text", as HeaderMatch::value has it. A prefix is one of whole path segments.
Text readValue(const Field& match, std::string_view otherwise) {
    const auto type = match["type"].view();
    auto value = std::string(match["value"].view().empty() ? otherwise : match["value"].view());
    const bool path = !otherwise.empty();
    const bool prefix = path && (type.empty() || type == "PathPrefix");
    if (prefix && value.size() > 1 && value.ends_with('/')) {
        value.pop_back();
    }
    const char mark = prefix ? '^' : type == "RegularExpression" ? '~' : '=';
    return match.pool().intern(mark + value);
}

VirtualServiceMatch readMatch(const Field& match) {
    VirtualServiceMatch out;
    out.uri = readValue(match["path"], "/");
    match["headers"].each([&](const Field& h) {
        out.headers.push_back({h["name"].text(), readValue(h, {})});
    });
    if (const auto method = match["method"]; method.present()) {
        out.headers.push_back(
            {match.pool().intern(":method"), match.pool().intern('=' + std::string(method.view()))});
    }
    match["queryParams"].each([&](const Field& q) {
        out.headers.push_back({match.pool().intern('?' + std::string(q["name"].view())), readValue(q, {})});
    });
    return out;
}

void readRedirect(const Field& redirect, VirtualServiceRoute& out) {
    out.redirect = true;
    out.redirectCode = redirect["statusCode"].integer().value_or(0);
    out.redirectScheme = redirect["scheme"].text();
    out.redirectPort = redirect["port"].port();
    out.redirectToRequestPort = out.redirectPort == 0 && out.redirectScheme.empty();
    out.rewriteAuthority = redirect["hostname"].text();
    const auto path = redirect["path"];
    out.rewrite = path["replaceFullPath"].present() ? path["replaceFullPath"].text()
                                                    : path["replacePrefixMatch"].text();
}

void readRewrite(const Field& rewrite, VirtualServiceRoute& out) {
    out.rewriteAuthority = rewrite["hostname"].text();
    if (const auto prefix = rewrite["path"]["replacePrefixMatch"]; prefix.present()) {
        auto value = std::string(prefix.view());
        if (value.ends_with('/')) {
            value.pop_back();
        }
        out.rewrite = prefix.pool().intern(value.empty() ? "/" : value);
    } else if (const auto full = rewrite["path"]["replaceFullPath"]; full.present()) {
        out.rewrite = full.text();
    }
}

/// The filters, timeouts and retries of a rule.
void readRule(const Field& r, VirtualServiceRoute& out) {
    out.name = r["name"].text();
    r["matches"].each([&](const Field& match) { out.matches.push_back(readMatch(match)); });
    r["filters"].each([&](const Field& filter) {
        readHeaderFilters(filter, out.headers);
        if (const auto redirect = filter["requestRedirect"]; redirect.present()) {
            readRedirect(redirect, out);
        }
        if (const auto rewrite = filter["urlRewrite"]; rewrite.present()) {
            readRewrite(rewrite, out);
        }
        out.extras += filter["cors"].weight();
    });
    const auto retry = r["retry"];
    if (retry.present()) {
        out.attempts = retry["attempts"].integer().value_or(2);
        std::string on = "connect-failure,refused-stream,unavailable,cancelled";
        retry["codes"].each(
            [&](const Field& code) { on += ',' + std::to_string(code.integer().value_or(0)); });
        out.retryOn = r.pool().intern(on);
    }
    const auto timeouts = r["timeouts"];
    out.timeout = timeouts["request"].text();
    if (const auto each = timeouts["backendRequest"]; each.present()) {
        (retry.present() ? out.perTryTimeout : out.timeout) = each.text();
    }
}

HttpRouteRule readHttpRule(const Field& r) {
    HttpRouteRule rule;
    readRule(r, rule.route);
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
        ref["filters"].each([&](const Field& filter) {
            mirror(filter); // a backend may mirror on its own
            readHeaderFilters(filter, rule.backends.back().headers);
        });
    });
    r["filters"].each(mirror);
    return rule;
}

} // namespace

void read(const Field& root, Gateway& out) {
    const auto spec = root["spec"];
    out.className = spec["gatewayClassName"].text();
    const auto ns = root["metadata"]["namespace"].text();
    spec["listeners"].each([&](const Field& l) { out.listeners.push_back(readListener(l, ns)); });
    spec["addresses"].each([&](const Field& address) {
        if (address["type"].view() == "Hostname") {
            out.hostnames.push_back(address["value"].text());
        }
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
    spec["rules"].each([&](const Field& r) { out.rules.push_back(readHttpRule(r)); });
}

} // namespace plimsoll::cluster
