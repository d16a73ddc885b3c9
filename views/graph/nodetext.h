// SPDX-License-Identifier: Apache-2.0
// What the tooltip says of a thing in the graph: what it is, its state, and why.
#pragma once

#include "graph/scene.h"

namespace plimsoll::views {

[[nodiscard]] QString describe(const engine::Picture& picture, const graph::Node& node);
[[nodiscard]] QString describe(const graph::NamespaceSummary& summary);

/// Why there is nothing to draw: a title, and a sentence with the next step. Empty title: there is something.
struct EmptyText {
    QString title;
    QString sentence;
};
[[nodiscard]] EmptyText emptyText(const engine::Picture* picture, bool narrowed);

} // namespace plimsoll::views
