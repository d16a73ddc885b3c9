// SPDX-License-Identifier: Apache-2.0
#include "cluster/decode.h"

#include "cluster/decoders.h"
#include "cluster/jsontext.h"

#include <algorithm>

namespace plimsoll::cluster {
namespace {

constexpr std::array<std::string_view, 24> annotations{
    "networking.istio.io/",
    "sidecar.istio.io/",
    "traffic.sidecar.istio.io/",
    "traffic.istio.io/",
    "inject.istio.io/",
    "istio.io/",
    "gateway.istio.io/name-override",
    "ambient.istio.io/",
    "proxy.istio.io/config",
    "serving.knative.dev/routes",
    "serving.knative.dev/routingStateModified",
    "serving.knative.dev/creator",
    "serving.knative.dev/no-gc",
    "serving.knative.dev/rolloutDuration",
    "serving.knative.dev/rollout-duration",
    "networking.internal.knative.dev/rollout",
    "networking.internal.knative.dev/tag-to-host",
    "networking.knative.dev/ingress.class",
    "networking.knative.dev/visibility",
    "autoscaling.knative.dev/class",
    "autoscaling.knative.dev/min-scale",
    "autoscaling.knative.dev/minScale",
    "autoscaling.knative.dev/target-burst-capacity",
    "autoscaling.knative.dev/targetBurstCapacity",
};

constexpr std::string_view istioNamespace = "istio-system";
constexpr std::string_view knativeNamespace = "knative-serving";

template <std::size_t I>
Object build(Reading& reading) {
    using T = std::variant_alternative_t<I, Object>;
    T object;
    object.meta = readMeta(reading, T::kind);
    read(Field(reading), object);
    return object;
}

template <std::size_t... I>
constexpr auto builders(std::index_sequence<I...>) {
    return std::array<Object (*)(Reading&), sizeof...(I)>{&build<I>...};
}

/// What the object calls itself, where it does, must be what was asked for: a Status or a Service of another
/// group would otherwise decode to an empty shell.
std::optional<std::string> otherKind(Kind kind, const Tree::Node& root) {
    const auto member = [&](std::string_view name) {
        const auto* value = Tree::member(root, name);
        return value != nullptr && value->type == Tree::Type::String ? value->text : std::string_view();
    };
    const auto& wanted = info(kind);
    const auto name = member("kind");
    const auto apiVersion = member("apiVersion");
    const auto slash = apiVersion.find('/');
    const auto group = slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
    if ((name.empty() || name == wanted.name) && (apiVersion.empty() || group == wanted.group)) {
        return std::nullopt;
    }
    return shortened(apiVersion, 60) + " " + shortened(name, 60);
}

Result<Decoded> decodeTree(Kind kind, const Tree::Node& root, TextPool& pool) {
    const auto what = [kind] { return "an object of kind " + std::string(info(kind).name); };
    if (root.type != Tree::Type::Map) {
        return fail(ErrorCode::Input, "is no JSON object", what());
    }
    if (const auto other = otherKind(kind, root)) {
        return fail(ErrorCode::Input, "is \"" + *other + "\", not a " + std::string(info(kind).name), what());
    }
    Reading reading(kind, root, pool);
    if (Field(reading)["metadata"]["name"].view().empty()) {
        return fail(ErrorCode::Input, "has no metadata.name; left out", what(),
                    "Look for it with kubectl get -o yaml; an API server gives every object a name");
    }
    static constexpr auto build = builders(std::make_index_sequence<kindCount>{});
    auto object = build[static_cast<std::size_t>(kind)](reading);
    return Decoded{std::move(object), reading.takeWarnings()};
}

} // namespace

Result<Decoded> decode(Kind kind, std::string_view json, TextPool& pool) {
    Tree tree;
    if (tree.parse(json)) {
        return decodeTree(kind, tree.root(), pool);
    }
    auto parsed = parseJson(json, "an object of kind " + std::string(info(kind).name)); // knows what is wrong
    return parsed ? decode(kind, *parsed, pool) : tl::unexpected(std::move(parsed.error()));
}

Result<Decoded> decode(Kind kind, const nlohmann::json& json, TextPool& pool) {
    Tree tree;
    tree.copy(json);
    return decodeTree(kind, tree.root(), pool);
}

std::span<const std::string_view> keptAnnotations() {
    return annotations;
}

bool keepsAnnotation(std::string_view key) {
    return std::ranges::any_of(annotations, [&](std::string_view kept) {
        return kept.ends_with('/') ? key.starts_with(kept) : key == kept;
    });
}

bool keepsLabel(std::string_view key) {
    constexpr std::string_view domain = "serving.knative.dev/";
    if (!key.starts_with(domain)) {
        return true;
    }
    key.remove_prefix(domain.size());
    return key != "configurationGeneration" && key != "configurationUID" && key != "revisionUID" &&
           key != "serviceUID";
}

bool keptConfigMap(std::string_view ns, std::string_view name) {
    if (ns == knativeNamespace) {
        return name.starts_with("config-");
    }
    // "istio", and "istio-REVISION" of revisioned control planes; the others that begin so are no mesh
    // configuration, and the injector's template alone is 100 kB.
    constexpr std::array<std::string_view, 8> others{
        "istio-ca-",  "istio-sidecar-injector", "istio-leader",   "istio-namespace-controller-election",
        "istio-cni-", "istio-ip-autoallocate",  "istio-gateway-", "istio-validation-",
    };
    return ns == istioNamespace && (name == "istio" || name.starts_with("istio-")) &&
           std::ranges::none_of(others, [&](std::string_view other) { return name.starts_with(other); });
}

bool isKept(const Object& object) {
    const auto& meta = metaOf(object);
    switch (kindOf(object)) {
    case Kind::ConfigMap:
        return keptConfigMap(meta.ns, meta.name);
    case Kind::Deployment:
        return meta.ns == istioNamespace || meta.ns == knativeNamespace ||
               valueOf(meta.labels, "app") == "istiod";
    case Kind::EndpointSlice:
        return valueOf(meta.labels, "endpointslice.kubernetes.io/managed-by") !=
               "endpointslice-controller.k8s.io";
    default:
        return true;
    }
}

} // namespace plimsoll::cluster
