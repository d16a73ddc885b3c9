// SPDX-License-Identifier: Apache-2.0
// The routes of the graph: Knative's, and VirtualServices and HTTPRoutes that a user wrote. Inner header of
// the graph room.
#pragma once

#include "graph/gateways.h"
#include "graph/workloads.h"

namespace plimsoll::graph {

/// Knative Routes with their splits and tags, and Ingresses that belong to no Route (domain mappings).
void addKnativeRoutes(const cluster::Cluster& cluster, Gateways& gateways, Workloads& workloads,
                      Builder& builder);

/// VirtualServices and HTTPRoutes that Knative did not make.
void addOwnRoutes(const cluster::Cluster& cluster, const mesh::MeshSettings& settings, Gateways& gateways,
                  Workloads& workloads, Builder& builder);

} // namespace plimsoll::graph
