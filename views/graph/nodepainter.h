// SPDX-License-Identifier: Apache-2.0
// The forms of the graph: hexagon, pill, card with a stripe, plain card, pods. Colour and form both tell the
// state, so that grey scale loses nothing.
#pragma once

#include "graph/scene.h"
#include "theme/theme.h"

class QPainter;

namespace plimsoll::views {

/// Everything of the node but its texts.
void paintNode(QPainter& painter, const SceneNode& node, const Theme& theme);
[[nodiscard]] QColor colourOf(NodeState state, const Theme& theme);
/// Two colours mixed: `share` of the second.
[[nodiscard]] QColor mixed(const QColor& first, const QColor& second, double share);

} // namespace plimsoll::views
