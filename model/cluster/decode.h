// SPDX-License-Identifier: Apache-2.0
// From an API server's JSON object to a slim one. Tolerant: a field of the wrong type counts as absent and
// gives a warning that names object and field; only an object without a name cannot be kept.
#pragma once

#include "base/error.h"
#include "cluster/objects.h"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <vector>

namespace plimsoll::cluster {

struct Decoded {
    Object object;
    std::vector<Error> warnings;
};

/// `json`: the text of one object. `kind` is what was asked for; the object's own `kind` may be missing
/// (lists).
[[nodiscard]] Result<Decoded> decode(Kind kind, std::string_view json, TextPool& pool);
[[nodiscard]] Result<Decoded> decode(Kind kind, const nlohmann::json& json, TextPool& pool);

/// The annotations that Meta keeps, all kinds together (networking.istio.io/exportTo, …); an entry that ends
/// with '/' stands for all of that domain.
[[nodiscard]] std::span<const std::string_view> keptAnnotations();
[[nodiscard]] bool keepsAnnotation(std::string_view key);
/// Labels of kinds that no selector chooses from (all but Pods, Deployments, Namespaces): uids and counters
/// that no rule reads are left out.
[[nodiscard]] bool keepsLabel(std::string_view key);
/// ConfigMaps by namespace and name: mesh configuration of istio-system, config-* of knative-serving.
[[nodiscard]] bool keptConfigMap(std::string_view ns, std::string_view name);
/// What a Cluster holds of an unfiltered source: ConfigMaps by keptConfigMap, Deployments of the control
/// planes' namespaces (and istiods elsewhere), EndpointSlices that Kubernetes' own controller did not write.
/// A live source asks for no others; files hold everything.
[[nodiscard]] bool isKept(const Object& object);

} // namespace plimsoll::cluster
