// SPDX-License-Identifier: Apache-2.0
// The yardstick: curl fetching the lists that Plimsoll reads, with the same query, User-Agent and as many
// connections, and discarding them.
#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>

namespace plimsoll::bench {

/// The lists' paths and queries, one a collection that a live source reads.
[[nodiscard]] QStringList listPaths(bool withEndpoints = false);
/// Of curl; ends with the URLs.
[[nodiscard]] QStringList curlArguments(const QString& kubeconfig, const QStringList& paths);

} // namespace plimsoll::bench
