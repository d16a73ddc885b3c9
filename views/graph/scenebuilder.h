// SPDX-License-Identifier: Apache-2.0
// Picture → scene: what is shown and in which order, sizes by font metrics, places by the layouter.
#pragma once

#include "graph/scene.h"
#include "layout/layout.h"

#include <stop_token>

namespace plimsoll::views {

/// Error Cancelled when `stop` was requested. Runs in any one thread; the layouter belongs to that thread.
[[nodiscard]] Result<ScenePtr> buildScene(const SceneRequest& request, layout::Layouter& layouter,
                                          const std::stop_token& stop);

/// What stands open at first, in the window and in exported files alike.
inline constexpr std::size_t openBudget = 150;

} // namespace plimsoll::views
