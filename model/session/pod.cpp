// SPDX-License-Identifier: Apache-2.0
#include "cluster/selectors.h"
#include "session/address.h"
#include "session/value.h"

namespace plimsoll::session {
namespace {

/// An internal listener's host names the real one in its endpoint id:
/// "envoy://connect_originate/10.0.0.1:8080".
std::optional<std::string> hostOf(const Value& value) {
    if (value.host) {
        return value.host;
    }
    constexpr std::string_view scheme = "envoy://";
    if (!value.address || !value.address->starts_with(scheme)) {
        return std::nullopt;
    }
    const auto slash = value.address->find('/', scheme.size());
    return slash == std::string::npos ? std::nullopt : splitAddress(value.address->substr(slash + 1)).host;
}

} // namespace

std::optional<PodMatch> podOf(const Value& value, const cluster::Cluster& cluster) {
    const auto host = hostOf(value);
    const cluster::Pod* pod = host ? cluster::PodIndex(cluster).byAddress(*host) : nullptr;
    if (pod == nullptr) {
        return std::nullopt;
    }
    return PodMatch{pod->meta.ns.str(), pod->meta.name.str(),
                    std::string(cluster::valueOf(pod->meta.labels, "serving.knative.dev/revision")),
                    pod->ready && !pod->terminating() && pod->phase == "Running"};
}

} // namespace plimsoll::session
