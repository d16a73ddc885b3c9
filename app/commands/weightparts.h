// SPDX-License-Identifier: Apache-2.0
// What `weight` tells besides the proxies: why one carries a service, what levers save, whose bytes they are.
#pragma once

#include "app/arguments.h"
#include "cluster/cluster.h"
#include "mesh/weight.h"

#include <nlohmann/json_fwd.hpp>

namespace plimsoll::app {

/// The counts and bytes of `weight -o json`.
[[nodiscard]] nlohmann::ordered_json loadJson(const mesh::Load& load);

int explainCommand(const Arguments& arguments, const cluster::Cluster& cluster);
int whatIfCommand(const Arguments& arguments, const cluster::Cluster& cluster);
int byCommand(const Arguments& arguments, const cluster::Cluster& cluster);

} // namespace plimsoll::app
