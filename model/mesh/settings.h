// SPDX-License-Identifier: Apache-2.0
// What the control plane says about the mesh: Istio's version and the mesh configuration that decides
// visibility. Sources: istiod's Deployment (image tag, env), ConfigMap istio-system/istio (`mesh:` YAML).
#pragma once

#include "cluster/cluster.h"

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::mesh {

struct Version {
    int major = 0;
    int minor = 0;
    int patch = 0;
    auto operator<=>(const Version&) const = default; // NOLINT(modernize-use-nullptr): clang-tidy 14 errs
    [[nodiscard]] std::string text() const;           // "1.30.3"
};
[[nodiscard]] std::optional<Version> parseVersion(std::string_view text); // "1.30.3-distroless", "v1.30", …

/// Of one control plane. Where there are several, the oldest one's, with the others' in `others`.
struct MeshSettings {
    std::optional<Version> istio;                  // none: unknown
    std::string revision = "default";              // istio.io/rev of the control plane
    bool istioServed = true;                       // false: no Istio kinds on this server, no control plane
    std::vector<std::string> serviceExportTo{"*"}; // meshConfig.defaultServiceExportTo
    std::vector<std::string> virtualServiceExportTo{"*"};
    std::vector<std::string> destinationRuleExportTo{"*"};
    std::string rootNamespace = "istio-system";
    bool outboundAllowAny = true;
    bool autoMtls = true;
    bool filterGatewayClusters = false; // PILOT_FILTER_GATEWAY_CLUSTER_CONFIG
    bool persistentSessions = false;    // PILOT_ENABLE_PERSISTENT_SESSION_FILTER
    bool accessLog = false;             // accessLogFile or defaultProviders.accessLogging is set
    std::string clusterDomain = "cluster.local";
    /// Completes "cart" to "cart.shop.svc.cluster.local". False where a control plane is there that was
    /// started without --domain: it completes to "cart.shop", which is no service (config.Meta.Domain is
    /// empty).
    bool completesShortNames = true;
    std::string trustDomain = "cluster.local";
    /// meshConfig.discoverySelectors: ORed; empty: every namespace.
    struct Selector {
        cluster::Labels matchLabels;
        struct Expression {
            std::string key;
            std::string op; // In, NotIn, Exists, DoesNotExist
            std::vector<std::string> values;
            bool operator==(const Expression&) const = default;
        };
        std::vector<Expression> expressions;
        bool operator==(const Selector&) const = default;
    };
    std::vector<Selector> discoverySelectors;
    std::map<std::string, std::string, std::less<>> pilotEnv; // PILOT_* and ENABLE_* of istiod
    std::vector<Error> warnings;                              // a mesh ConfigMap that does not parse, …
    std::vector<MeshSettings> others; // of further revisions of the control plane, older ones first
    bool operator==(const MeshSettings&) const = default;
};

/// The revision of the control plane that a pod is connected to, by its label or annotation istio.io/rev,
/// else by its namespace's label.
[[nodiscard]] std::string_view controlPlaneOf(const cluster::Pod& pod, const cluster::Cluster& cluster);
/// Those of its control plane; the oldest one's where that is unknown.
[[nodiscard]] const MeshSettings& settingsOf(const cluster::Pod& pod, const cluster::Cluster& cluster,
                                             const MeshSettings& settings);

/// `istioVersion` given by hand wins over what the control planes say, and is for all proxies.
[[nodiscard]] MeshSettings readSettings(const cluster::Cluster& cluster,
                                        std::optional<Version> istioVersion = {});

} // namespace plimsoll::mesh
