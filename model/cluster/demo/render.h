// SPDX-License-Identifier: Apache-2.0
// From the compact state to objects as an API server prints them. Pure: the same state gives the same JSON.
#pragma once

#include "cluster/demo/estate.h"

#include <string_view>
#include <vector>

namespace plimsoll::cluster::demo {

/// One object of a Knative service; the pointers are into the service.
struct Item {
    Kind kind = Kind::Revision;
    std::string name;
    const DemoRevision* revision = nullptr;
    const DemoPod* pod = nullptr;
    std::string tag; // placeholder Service of a tag
};
/// In the order in which Knative's controllers come to them.
[[nodiscard]] std::vector<Item> itemsOf(const DemoService& service);
/// Without resourceVersion, and without what users made of it.
[[nodiscard]] json render(const DemoService& service, const Item& item);

/// The finished object: with resourceVersion and what users made of it.
[[nodiscard]] json finished(const Estate& estate, const ObjectId& id, json rendered);

// Parts that several files build with.
struct MetaParts {
    json labels = json::object();
    json annotations = json::object();
    UnixSeconds created = 0;
    int generation = 0; // 0: the kind has none
};
[[nodiscard]] json object(Kind kind, const std::string& ns, const std::string& name, MetaParts parts);
void setOwner(json& object, Kind kind, const std::string& ns, const std::string& name);
void setOwner(json& object, std::string_view apiVersion, std::string_view kind, const std::string& uid,
              const std::string& name);
[[nodiscard]] std::string uidOf(std::string_view kind, std::string_view ns, std::string_view name);
[[nodiscard]] std::uint64_t hashOf(std::string_view text);
/// "reason" and "message" are left out when empty.
[[nodiscard]] json condition(std::string_view type, std::string_view status, UnixSeconds since,
                             std::string_view reason = {}, std::string_view message = {},
                             std::string_view severity = {});
[[nodiscard]] json port(std::string_view name, int number, const json& target,
                        std::string_view appProtocol = {});
[[nodiscard]] std::string address(std::uint32_t base, std::uint32_t offset); // base + offset as dotted quad

/// The istio-proxy container of a pod; `router`: of a gateway.
[[nodiscard]] json proxyContainer(bool router, std::string_view memoryLimit);
/// Puts a sidecar into a pod: among the containers, or as a native one among the init containers.
void addSidecar(json& pod, bool native, std::string_view memoryLimit);
struct PodParts {
    std::string node;
    std::string ip;
    UnixSeconds created = 0;
    bool ready = true;
    UnixSeconds deleted = 0;
    std::string waiting; // reason word of the first container while it does not run
};
/// Fills spec.nodeName and status.
void setPodState(json& pod, const PodParts& parts);
[[nodiscard]] std::string_view istioVersion();
[[nodiscard]] std::string_view knativeVersion();
/// Namespaces without Istio's injection label.
[[nodiscard]] bool injected(std::string_view ns);

} // namespace plimsoll::cluster::demo
