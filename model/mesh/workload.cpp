// SPDX-License-Identifier: Apache-2.0
#include "mesh/workload.h"

#include <algorithm>

namespace plimsoll::mesh {
namespace {

/// Kubernetes makes its suffixes of these letters only, so that they spell nothing (apimachinery util/rand).
bool isHash(std::string_view text, std::size_t shortest, std::size_t longest) {
    constexpr std::string_view letters = "bcdfghjklmnpqrstvwxz2456789";
    return text.size() >= shortest && text.size() <= longest &&
           text.find_first_not_of(letters) == std::string_view::npos;
}

std::string_view withoutLast(std::string_view name) {
    const auto dash = name.rfind('-');
    return dash == std::string_view::npos || dash == 0 ? name : name.substr(0, dash);
}

std::string_view last(std::string_view name) {
    return name.substr(std::min(withoutLast(name).size() + 1, name.size()));
}

} // namespace

std::string workloadOf(const cluster::Pod& pod) {
    const auto& owner = pod.meta.owner;
    if (owner.kind == "ReplicaSet") {
        const auto hash = cluster::valueOf(pod.meta.labels, "pod-template-hash");
        const auto name = owner.name.view();
        return std::string(last(name) == hash || isHash(last(name), 5, 10) ? withoutLast(name) : name);
    }
    if (!owner.name.empty()) {
        return owner.name.str();
    }
    auto name = pod.meta.name.view(); // "cart-6584df65c5-jhbvq"
    if (isHash(last(name), 5, 5)) {
        name = withoutLast(name);
        if (isHash(last(name), 8, 10)) {
            name = withoutLast(name);
        }
    }
    return std::string(name);
}

std::string canonicalName(const cluster::Pod& pod) {
    for (const auto* label : {"service.istio.io/canonical-name", "app.kubernetes.io/name", "app"}) {
        if (const auto value = cluster::valueOf(pod.meta.labels, label); !value.empty()) {
            return std::string(value);
        }
    }
    // Without an owner istiod takes the pod's own name.
    return pod.meta.owner.name.empty() ? pod.meta.name.str() : workloadOf(pod);
}

std::string_view canonicalRevision(const cluster::Pod& pod) {
    for (const auto* label :
         {"service.istio.io/canonical-revision", "app.kubernetes.io/version", "version"}) {
        if (const auto value = cluster::valueOf(pod.meta.labels, label); !value.empty()) {
            return value;
        }
    }
    return "latest";
}

} // namespace plimsoll::mesh
