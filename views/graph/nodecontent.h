// SPDX-License-Identifier: Apache-2.0
// What stands in a node: its texts, state, squares and size. The widths of one part's cards are made equal
// before the texts are placed, so that columns are straight.
#pragma once

#include "graph/scene.h"

namespace plimsoll::views {

/// The width that a node would like for its texts, within the limits of its kind.
[[nodiscard]] double wantedWidth(const engine::Picture& picture, const graph::Node& node,
                                 const TextMetrics& metrics);
/// The node at (0, 0), that wide.
[[nodiscard]] SceneNode contentOf(const engine::Picture& picture, std::uint32_t index, double width,
                                  const TextMetrics& metrics);
[[nodiscard]] NodeState stateOf(const engine::Picture& picture, const graph::Node& node);
[[nodiscard]] const knative::RevisionState* revisionOf(const engine::Picture& picture,
                                                       const graph::Node& node);

/// The header of an open namespace, or the texts of its card; the box's size is set, at (0, 0).
[[nodiscard]] SceneGroup groupOf(const graph::NamespaceSummary& summary, bool open,
                                 const TextMetrics& metrics);
/// Cuts the texts of a header down to the width that its box got.
void fitHeader(SceneGroup& group, const TextMetrics& metrics);

} // namespace plimsoll::views
