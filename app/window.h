// SPDX-License-Identifier: Apache-2.0
// The window: made, wired to sources, and kept until it closes.
#pragma once

#include "app/arguments.h"

namespace plimsoll::app {

/// Runs until the window is closed; the exit code.
int runWindow(const Arguments& arguments);

/// Where there is no display: the graph drawn to a PNG and an SVG, and where they are on stdout.
int renderInstead(const Arguments& arguments);

} // namespace plimsoll::app
