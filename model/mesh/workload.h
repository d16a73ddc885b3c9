// SPDX-License-Identifier: Apache-2.0
// The Deployment-like name of a pod.
#pragma once

#include "cluster/objects.h"

#include <string>

namespace plimsoll::mesh {

/// Of the controlling owner: a ReplicaSet's name without its pod-template-hash, a StatefulSet's or
/// DaemonSet's as it is. Without an owner the pod's own name.
[[nodiscard]] std::string workloadOf(const cluster::Pod& pod);
/// Its service and revision in telemetry, by labels, else by the workload.
[[nodiscard]] std::string canonicalName(const cluster::Pod& pod);
[[nodiscard]] std::string_view canonicalRevision(const cluster::Pod& pod);

} // namespace plimsoll::mesh
