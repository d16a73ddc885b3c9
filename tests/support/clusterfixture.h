// SPDX-License-Identifier: Apache-2.0
// A small Cluster from the text of Kubernetes objects, for tests of rules. Kinds that are not mentioned are
// Live and empty, as on a cluster that serves all of them.
#pragma once

#include "cluster/cluster.h"

#include <QString>

#include <memory>
#include <string>
#include <string_view>

namespace plimsoll::test {

/// `json`: an object, a List, or an array of objects. Fails the running test (and gives what it could read)
/// when an object does not decode.
[[nodiscard]] std::unique_ptr<cluster::Cluster> clusterOf(std::string_view json);
/// Adds to (or replaces in) a cluster.
void addTo(cluster::Cluster& cluster, std::string_view json);
/// All `*.json` files of a folder, each a List. Kinds that no file holds are NotServed.
[[nodiscard]] std::unique_ptr<cluster::Cluster> clusterOfFolder(const QString& path);

/// The folder of truth data beside the source tree; empty when it is not there.
[[nodiscard]] QString sharedData(const QString& below);

} // namespace plimsoll::test
