// SPDX-License-Identifier: Apache-2.0
// Where an arrow key leads from what is selected, and what a search finds.
#pragma once

#include "graph/scene.h"

#include <QStringList>

namespace plimsoll::views {

enum class Direction { Left, Right, Up, Down };

/// Left and right along an edge where there is one, else to the nearest that way; the id of a node or card,
/// `from` itself where there is nothing.
[[nodiscard]] QString neighbour(const Scene& scene, const QString& from, Direction direction);
/// The first thing to select: an alarm, else what is topmost and leftmost.
[[nodiscard]] QString firstOf(const Scene& scene);

/// Ids of nodes and namespaces whose name, host, tag, reason or pods contain the text, in the order of the
/// graph.
[[nodiscard]] QStringList matchesOf(const engine::Picture& picture, const std::set<std::string>& namespaces,
                                    const QString& text);

/// The place of a node or group; nothing when it is not in the scene.
[[nodiscard]] std::optional<QRectF> boxOf(const Scene& scene, const QString& id);

} // namespace plimsoll::views
