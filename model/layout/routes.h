// SPDX-License-Identifier: Apache-2.0
// Points for every edge, once all nodes have their places.
#pragma once

#include "layout/groups.h"

namespace plimsoll::layout {

/// Fills Output::edges and Output::bounds.
void route(const Input& input, Placement& placement);

} // namespace plimsoll::layout
