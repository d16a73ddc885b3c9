// SPDX-License-Identifier: Apache-2.0
#include "mesh/settings.h"

#include "mesh/meshyaml.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace plimsoll::mesh {
namespace {

struct ControlPlane {
    const cluster::Deployment* deployment = nullptr;
    const cluster::Container* container = nullptr; // `discovery`
    std::optional<Version> version;
};

/// "docker.io/istio/pilot:1.30.3-distroless@sha256:…" gives "1.30.3-distroless".
std::string_view imageTag(std::string_view image) {
    image = image.substr(0, image.find('@'));
    const auto slash = image.rfind('/');
    const auto colon = image.find(':', slash == std::string_view::npos ? 0 : slash);
    return colon == std::string_view::npos ? std::string_view{} : image.substr(colon + 1);
}

std::optional<ControlPlane> asControlPlane(const cluster::Deployment& deployment) {
    const auto discovery = std::find_if(deployment.containers.begin(), deployment.containers.end(),
                                        [](const cluster::Container& c) { return c.name == "discovery"; });
    const bool labelled = cluster::valueOf(deployment.meta.labels, "app") == "istiod" ||
                          cluster::valueOf(deployment.podLabels, "app") == "istiod";
    const bool named = discovery != deployment.containers.end();
    if (deployment.containers.empty() || (!labelled && !named)) {
        return {};
    }
    const auto* container = named ? &*discovery : &deployment.containers.front();
    return ControlPlane{&deployment, container, parseVersion(imageTag(container->image))};
}

std::string_view revisionOf(const cluster::Deployment& deployment) {
    for (const auto* labels : {&deployment.meta.labels, &deployment.podLabels}) {
        if (const auto revision = cluster::valueOf(*labels, "istio.io/rev"); !revision.empty()) {
            return revision;
        }
    }
    return "default";
}

/// One of each revision, the oldest first: what that does not honour yet, some proxies do not see.
std::vector<ControlPlane> controlPlanes(const cluster::Cluster& cluster) {
    std::vector<ControlPlane> planes;
    for (const auto& [key, deployment] : cluster.all<cluster::Deployment>()) {
        if (const auto found = asControlPlane(deployment)) {
            planes.push_back(*found);
        }
    }
    std::stable_sort(planes.begin(), planes.end(), [](const auto& a, const auto& b) {
        return a.version && (!b.version || *a.version < *b.version);
    });
    std::vector<ControlPlane> ofRevision;
    for (const auto& plane : planes) {
        if (std::none_of(ofRevision.begin(), ofRevision.end(), [&](const auto& known) {
                return revisionOf(*known.deployment) == revisionOf(*plane.deployment);
            })) {
            ofRevision.push_back(plane);
        }
    }
    return ofRevision;
}

/// Go's strconv.ParseBool, as istiod reads its environment; nothing when it is neither.
std::optional<bool> parseBool(std::string_view text) {
    constexpr std::array<std::string_view, 6> yes{"1", "t", "T", "true", "TRUE", "True"};
    constexpr std::array<std::string_view, 6> no{"0", "f", "F", "false", "FALSE", "False"};
    if (std::find(yes.begin(), yes.end(), text) != yes.end()) {
        return true;
    }
    if (std::find(no.begin(), no.end(), text) != no.end()) {
        return false;
    }
    return {};
}

bool readFlag(MeshSettings& settings, std::string_view name, bool byDefault) {
    const auto it = settings.pilotEnv.find(name);
    if (it == settings.pilotEnv.end() || it->second.empty()) {
        return byDefault;
    }
    const auto value = parseBool(it->second);
    if (!value) {
        settings.warnings.push_back(Error{ErrorCode::Input,
                                          std::string(name) + " is \"" + shortened(it->second) +
                                              "\", neither true nor false; istiod uses its default",
                                          "Deployment istiod", "set it to true or false", 0});
    }
    return value.value_or(byDefault);
}

void readEnvironment(MeshSettings& settings, const ControlPlane& plane) {
    for (const auto& [name, value] : plane.container->env) {
        if (name.view().starts_with("PILOT_") || name.view().starts_with("ENABLE_")) {
            settings.pilotEnv.emplace(name.str(), value.str());
        }
    }
}

void readFlags(MeshSettings& settings) {
    const Version version = settings.istio.value_or(Version{1, 20, 0});
    const bool in18 = version.major == 1 && version.minor == 8; // the only release that had it on
    settings.filterGatewayClusters = readFlag(settings, "PILOT_FILTER_GATEWAY_CLUSTER_CONFIG", in18);
    settings.persistentSessions = readFlag(settings, "PILOT_ENABLE_PERSISTENT_SESSION_FILTER", false);
}

/// `istio`, or `istio-<revision>` where the control plane has a revision; in its namespace.
const cluster::ConfigMap* meshConfigMap(const cluster::Cluster& cluster, std::string_view ns,
                                        const std::string& revision) {
    if (const auto* own = cluster.find<cluster::ConfigMap>(ns, "istio-" + revision)) {
        return own;
    }
    if (const auto* found = cluster.find<cluster::ConfigMap>(ns, "istio")) {
        return found;
    }
    const auto [first, last] = cluster.in<cluster::ConfigMap>(ns);
    for (auto it = first; it != last; ++it) {
        if (it->first.name.view().starts_with("istio-") && it->second.data.contains("mesh")) {
            return &it->second;
        }
    }
    return nullptr;
}

bool istioKindServed(const cluster::Cluster& cluster) {
    using cluster::Kind;
    constexpr std::array kinds{Kind::VirtualService, Kind::DestinationRule, Kind::IstioGateway,
                               Kind::ServiceEntry,   Kind::Sidecar,         Kind::EnvoyFilter};
    return std::any_of(kinds.begin(), kinds.end(), [&](Kind kind) {
        return cluster.status(kind).state != cluster::KindStatus::State::NotServed;
    });
}

} // namespace

std::string Version::text() const {
    return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

std::optional<Version> parseVersion(std::string_view text) {
    if (text.starts_with('v')) {
        text.remove_prefix(1);
    }
    std::array<int, 3> numbers{};
    std::size_t count = 0;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (count < numbers.size()) {
        const auto [next, error] = std::from_chars(at, end, numbers[count]);
        if (error != std::errc{} || numbers[count] < 0) {
            break;
        }
        at = next;
        ++count;
        if (at == end || *at != '.') {
            break;
        }
        ++at;
    }
    if (count < 2) {
        return {};
    }
    return Version{numbers[0], numbers[1], numbers[2]};
}

namespace {

MeshSettings readPlane(const cluster::Cluster& cluster, const ControlPlane* plane,
                       std::optional<Version> istioVersion) {
    MeshSettings settings;
    if (plane != nullptr) {
        settings.istio = plane->version;
        settings.revision = std::string(revisionOf(*plane->deployment));
        settings.rootNamespace = plane->deployment->meta.ns.str();
        readEnvironment(settings, *plane);
        const auto& args = plane->container->args;
        settings.completesShortNames = std::any_of(
            args.begin(), args.end(), [](const Text& arg) { return arg.view().starts_with("--domain"); });
    }
    if (istioVersion) {
        settings.istio = istioVersion;
    }
    settings.istioServed = plane != nullptr || istioKindServed(cluster);
    readFlags(settings);
    if (const auto* config = meshConfigMap(cluster, settings.rootNamespace, settings.revision)) {
        const std::string where = "ConfigMap " + config->meta.ns.str() + "/" + config->meta.name.str();
        if (const auto mesh = config->data.find("mesh"); mesh != config->data.end()) {
            readMeshYaml(mesh->second, where, settings);
        }
    }
    return settings;
}

} // namespace

MeshSettings readSettings(const cluster::Cluster& cluster, std::optional<Version> istioVersion) {
    const auto planes = controlPlanes(cluster);
    auto settings = readPlane(cluster, planes.empty() ? nullptr : &planes.front(), istioVersion);
    for (std::size_t i = 1; i < planes.size() && !istioVersion; ++i) {
        settings.others.push_back(readPlane(cluster, &planes[i], {}));
    }
    return settings;
}

std::string_view controlPlaneOf(const cluster::Pod& pod, const cluster::Cluster& cluster) {
    constexpr std::string_view key = "istio.io/rev";
    for (const auto* labels : {&pod.meta.labels, &pod.meta.annotations}) {
        if (const auto revision = cluster::valueOf(*labels, key); !revision.empty()) {
            return revision;
        }
    }
    const auto* ns = cluster.find<cluster::Namespace>({}, pod.meta.ns);
    const auto revision = ns == nullptr ? std::string_view() : cluster::valueOf(ns->meta.labels, key);
    return revision.empty() ? "default" : revision;
}

const MeshSettings& settingsOf(const cluster::Pod& pod, const cluster::Cluster& cluster,
                               const MeshSettings& settings) {
    if (!settings.others.empty()) {
        const auto revision = controlPlaneOf(pod, cluster);
        for (const auto& other : settings.others) {
            if (other.revision == revision) {
                return other;
            }
        }
    }
    return settings;
}

} // namespace plimsoll::mesh
