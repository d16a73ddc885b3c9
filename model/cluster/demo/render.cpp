// SPDX-License-Identifier: Apache-2.0
#include "cluster/demo/render.h"

#include <algorithm>
#include <array>

namespace plimsoll::cluster::demo {
namespace {

std::string hex(std::uint64_t value, int digits) {
    constexpr std::string_view alphabet = "0123456789abcdef";
    std::string text(static_cast<std::size_t>(digits), '0');
    for (int i = digits - 1; i >= 0; --i, value >>= 4U) {
        text[static_cast<std::size_t>(i)] = alphabet[value & 15U];
    }
    return text;
}

std::string apiVersionOf(Kind kind) {
    const KindInfo& known = info(kind);
    const std::string version(known.versions.front());
    return known.group.empty() ? version : std::string(known.group) + '/' + version;
}

std::string placeholderName(const DemoService& service, const std::string& tag) {
    return tag.empty() ? service.name : childName(tag + '-' + service.name, "");
}

/// Of an object that nobody touched since the estate was made.
std::uint64_t firstResourceVersion(const ObjectId& id) {
    return 1000 + hashOf(std::to_string(static_cast<int>(id.kind)) + '/' + id.ns + '/' + id.name) % 500'000;
}

} // namespace

std::string_view istioVersion() {
    return "1.30.3";
}

std::string_view knativeVersion() {
    return "1.20.0";
}

bool injected(std::string_view ns) {
    return !ns.starts_with("batch") && ns != "istio-system";
}

std::uint64_t hashOf(std::string_view text) { // FNV-1a with a final mix
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text) {
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 1099511628211ULL;
    }
    hash ^= hash >> 33U;
    hash *= 0xff51afd7ed558ccdULL;
    return hash ^ (hash >> 33U);
}

std::string uidOf(std::string_view kind, std::string_view ns, std::string_view name) {
    std::string key(kind);
    key += '/';
    key += ns;
    key += '/';
    key += name;
    const std::uint64_t high = hashOf(key);
    const std::uint64_t low = hashOf(key += '#');
    return hex(high >> 32U, 8) + '-' + hex(high >> 16U, 4) + "-4" + hex(high, 3) + "-a" + hex(low >> 48U, 3) +
           '-' + hex(low, 12);
}

std::string address(std::uint32_t base, std::uint32_t offset) {
    const std::uint32_t value = base + offset;
    std::string text;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        text += std::to_string((value >> shift) & 255U);
        if (shift != 0) {
            text += '.';
        }
    }
    return text;
}

json object(Kind kind, const std::string& ns, const std::string& name, MetaParts parts) {
    json meta = {{"creationTimestamp", formatTime(parts.created)},
                 {"name", name},
                 {"uid", uidOf(info(kind).name, ns, name)}};
    if (!ns.empty()) {
        meta["namespace"] = ns;
    }
    if (!parts.labels.empty()) {
        meta["labels"] = std::move(parts.labels);
    }
    if (!parts.annotations.empty()) {
        meta["annotations"] = std::move(parts.annotations);
    }
    if (parts.generation > 0) {
        meta["generation"] = parts.generation;
    }
    return {{"apiVersion", apiVersionOf(kind)}, {"kind", info(kind).name}, {"metadata", std::move(meta)}};
}

void setOwner(json& object, Kind kind, const std::string& ns, const std::string& name) {
    setOwner(object, apiVersionOf(kind), info(kind).name, uidOf(info(kind).name, ns, name), name);
}

void setOwner(json& object, std::string_view apiVersion, std::string_view kind, const std::string& uid,
              const std::string& name) {
    json owner = {{"apiVersion", apiVersion},
                  {"blockOwnerDeletion", true},
                  {"controller", true},
                  {"kind", kind},
                  {"name", name},
                  {"uid", uid}};
    object["metadata"]["ownerReferences"] = json::array({std::move(owner)});
}

json condition(std::string_view type, std::string_view status, UnixSeconds since, std::string_view reason,
               std::string_view message, std::string_view severity) {
    json result = {{"lastTransitionTime", formatTime(since)}, {"status", status}, {"type", type}};
    if (!reason.empty()) {
        result["reason"] = reason;
    }
    if (!message.empty()) {
        result["message"] = message;
    }
    if (!severity.empty()) {
        result["severity"] = severity;
    }
    return result;
}

json port(std::string_view name, int number, const json& target, std::string_view appProtocol) {
    json result = {{"name", name}, {"port", number}, {"protocol", "TCP"}, {"targetPort", target}};
    if (!appProtocol.empty()) {
        result["appProtocol"] = appProtocol;
    }
    return result;
}

std::vector<Item> itemsOf(const DemoService& service) {
    std::vector<Item> items;
    items.push_back({Kind::KnativeService, service.name, nullptr, nullptr, {}});
    items.push_back({Kind::Configuration, service.name, nullptr, nullptr, {}});
    for (const DemoRevision& revision : service.revisions) {
        const std::string name = revisionName(service, revision.number);
        items.push_back({Kind::Revision, name, &revision, nullptr, {}});
        items.push_back({Kind::PodAutoscaler, name, &revision, nullptr, {}});
        items.push_back({Kind::ServerlessService, name, &revision, nullptr, {}});
        items.push_back({Kind::Service, name, &revision, nullptr, {}});
        items.push_back({Kind::Service, childName(name, "-private"), &revision, nullptr, {}});
        for (const DemoPod& pod : revision.pods) {
            items.push_back({Kind::Pod, podName(service, revision, pod), &revision, &pod, {}});
        }
    }
    items.push_back({Kind::KnativeIngress, service.name, nullptr, nullptr, {}});
    items.push_back({Kind::VirtualService, childName(service.name, "-ingress"), nullptr, nullptr, {}});
    items.push_back({Kind::VirtualService, childName(service.name, "-mesh"), nullptr, nullptr, {}});
    items.push_back({Kind::Service, service.name, nullptr, nullptr, {}});
    for (const Target& target : service.spec) {
        if (!target.tag.empty()) {
            items.push_back(
                {Kind::Service, placeholderName(service, target.tag), nullptr, nullptr, target.tag});
        }
    }
    items.push_back({Kind::Route, service.name, nullptr, nullptr, {}});
    return items;
}

json finished(const Estate& estate, const ObjectId& id, json rendered) {
    const auto touched = estate.touched.find(id);
    std::uint64_t resourceVersion = 0;
    if (touched != estate.touched.end()) {
        rendered.merge_patch(touched->second.overlay);
        resourceVersion = touched->second.resourceVersion;
    } else {
        resourceVersion = firstResourceVersion(id);
    }
    rendered["metadata"]["resourceVersion"] = std::to_string(resourceVersion);
    return rendered;
}

} // namespace plimsoll::cluster::demo
