// SPDX-License-Identifier: Apache-2.0
// The JSON of small Knative and Istio objects, shaped as an API server gives them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::test {

/// What a test varies of one revision and its two Services. The defaults are a revision that may be hidden.
struct RevisionText {
    std::string ns = "shop";
    std::string name = "cart-00001";
    std::string service = "cart";
    std::string state = "reserve"; // empty: no label
    std::string modified = "2026-11-21T08:00:00Z";
    std::string created = "2026-11-21T07:00:00Z";
    std::string replicas = "0"; // JSON of status.actualReplicas; empty: absent
    std::optional<std::string> publicExportTo;
    std::optional<std::string> privateExportTo;
    std::string privateName; // empty: name + "-private"
    bool withPublic = true;
    bool withPrivate = true;
};

[[nodiscard]] std::string revisionJson(const RevisionText& text);
/// The Revision and its Services, comma-separated.
[[nodiscard]] std::string textOf(const RevisionText& text);
[[nodiscard]] std::string serviceJson(const RevisionText& text, bool isPublic);
[[nodiscard]] std::string namespaceText(std::string_view name);
/// `spec`, `status`: JSON arrays of traffic targets.
[[nodiscard]] std::string routeText(std::string_view name, std::string_view spec, std::string_view status,
                                    std::string_view ready = "True");
/// A Knative Ingress of namespace shop, one rule for each Service name, with a public load balancer.
[[nodiscard]] std::string ingressText(std::string_view name, const std::vector<std::string>& services);
/// `http`: JSON array of spec.http; `gateways`: JSON array, `labels`: JSON object.
[[nodiscard]] std::string virtualServiceText(std::string_view ns, std::string_view name,
                                             std::string_view http, std::string_view gateways = "[]",
                                             std::string_view labels = "{}");
[[nodiscard]] std::string httpRouteText(std::string_view ns, std::string_view name, std::string_view rules,
                                        std::string_view parents = "[]");
[[nodiscard]] std::string istioGatewayText(std::string_view ns, std::string_view name, std::string_view app);
/// A gateway's pod.
[[nodiscard]] std::string gatewayPodText(std::string_view ns, std::string_view labels);
/// A pod of the revision.
[[nodiscard]] std::string podText(std::string_view ns, std::string_view name, std::string_view revision,
                                  bool terminating = false);
/// "[a,b,c]"
[[nodiscard]] std::string array(const std::vector<std::string>& objects);

} // namespace plimsoll::test
