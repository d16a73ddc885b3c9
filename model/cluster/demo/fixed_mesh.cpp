// SPDX-License-Identifier: Apache-2.0
// Mesh configuration of the users: Sidecars, mTLS, outside services, and a session-affinity set-up for the
// activator in which one part is missing: the plugin that turns the session cookie into the destination
// header.
#include "cluster/demo/fixed.h"
#include "cluster/demo/render.h"

namespace plimsoll::cluster::demo {
namespace {

json mesh(Kind kind, const std::string& ns, const std::string& name, json spec) {
    json result = object(kind, ns, name, {json::object(), json::object(), fixedCreation(), 1});
    result["spec"] = std::move(spec);
    return result;
}

json egress(json hosts) {
    return {{"egress", json::array({{{"hosts", std::move(hosts)}}})}};
}

void addSidecars(Estate& estate) {
    keep(estate, Kind::Sidecar,
         mesh(Kind::Sidecar, "payments", "default", egress({"./*", "istio-system/*", "knative-serving/*"})));
    keep(estate, Kind::Sidecar,
         mesh(Kind::Sidecar, "search", "default",
              egress({"./*", "internal/*", "istio-system/*", "knative-serving/*"})));
    json selective = egress({"./object-store.media.svc.cluster.local", "istio-system/*"});
    selective["workloadSelector"] = {{"labels", {{"app", "object-store"}}}};
    keep(estate, Kind::Sidecar, mesh(Kind::Sidecar, "media", "object-store-only", std::move(selective)));
}

/// Four of five parts: Sidecar, session filter, PassthroughCluster by header, config-network. No WasmPlugin.
void addSessionAffinity(Estate& estate) {
    const json selector = {{"labels", {{"app", "activator"}}}};
    json sidecar = egress({"./*", "istio-system/*", "shop/*"});
    sidecar["workloadSelector"] = selector;
    sidecar["outboundTrafficPolicy"] = {{"mode", "ALLOW_ANY"}};
    keep(estate, Kind::Sidecar, mesh(Kind::Sidecar, "knative-serving", "activator", std::move(sidecar)));

    const json cookie = {
        {"@type",
         "type.googleapis.com/envoy.extensions.http.stateful_session.cookie.v3.CookieBasedSessionState"},
        {"cookie", {{"name", "knative-session"}, {"path", "/"}, {"ttl", "0s"}}}};
    const json filter = {
        {"@type", "type.googleapis.com/envoy.extensions.filters.http.stateful_session.v3.StatefulSession"},
        {"session_state", {{"name", "envoy.http.stateful_session.cookie"}, {"typed_config", cookie}}}};
    const json beforeRouter = {{"filterChain",
                                {{"filter",
                                  {{"name", "envoy.filters.network.http_connection_manager"},
                                   {"subFilter", {{"name", "envoy.filters.http.router"}}}}}}}};
    keep(
        estate, Kind::EnvoyFilter,
        mesh(Kind::EnvoyFilter, "knative-serving", "activator-session",
             {{"workloadSelector", selector},
              {"configPatches",
               json::array(
                   {{{"applyTo", "HTTP_FILTER"},
                     {"match", {{"context", "SIDECAR_OUTBOUND"}, {"listener", beforeRouter}}},
                     {"patch",
                      {{"operation", "INSERT_BEFORE"},
                       {"value",
                        {{"name", "envoy.filters.http.stateful_session"}, {"typed_config", filter}}}}}}})}}));
    keep(estate, Kind::EnvoyFilter,
         mesh(Kind::EnvoyFilter, "knative-serving", "activator-passthrough",
              {{"workloadSelector", selector},
               {"configPatches",
                json::array(
                    {{{"applyTo", "CLUSTER"},
                      {"match",
                       {{"context", "SIDECAR_OUTBOUND"}, {"cluster", {{"name", "PassthroughCluster"}}}}},
                      {"patch",
                       {{"operation", "MERGE"},
                        {"value", {{"original_dst_lb_config", {{"use_http_header", true}}}}}}}}})}}));
}

void addRules(Estate& estate) {
    keep(estate, Kind::PeerAuthentication,
         mesh(Kind::PeerAuthentication, "payments", "default", {{"mtls", {{"mode", "STRICT"}}}}));
    keep(estate, Kind::DestinationRule,
         mesh(Kind::DestinationRule, "shop", "frontend",
              {{"host", "frontend.shop.svc.cluster.local"},
               {"trafficPolicy", {{"connectionPool", {{"http", {{"http2MaxRequests", 200}}}}}}}}));
    keep(estate, Kind::DestinationRule,
         mesh(Kind::DestinationRule, "payments", "legacy-erp",
              {{"host", "legacy-erp.payments.svc.cluster.local"},
               {"exportTo", json::array({"."})},
               {"trafficPolicy", {{"tls", {{"mode", "DISABLE"}}}}}}));
    keep(estate, Kind::ServiceEntry,
         mesh(Kind::ServiceEntry, "payments", "card-network",
              {{"hosts", json::array({"api.cards.example.net"})},
               {"location", "MESH_EXTERNAL"},
               {"ports", json::array({{{"name", "tls"}, {"number", 443}, {"protocol", "TLS"}}})},
               {"resolution", "DNS"}}));
    keep(estate, Kind::WasmPlugin,
         mesh(Kind::WasmPlugin, "istio-system", "request-tags",
              {{"selector", {{"matchLabels", {{"istio", "ingressgateway"}}}}},
               {"url", "oci://registry.example.com/mesh/request-tags:1.4"},
               {"phase", "AUTHN"}}));
}

} // namespace

void addMeshObjects(Estate& estate) {
    addSidecars(estate);
    addSessionAffinity(estate);
    addRules(estate);
}

} // namespace plimsoll::cluster::demo
