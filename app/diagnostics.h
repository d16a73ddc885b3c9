// SPDX-License-Identifier: Apache-2.0
// What helps to find a fault, as text to paste into a ticket: versions, source, kinds, the log's end; no
// tokens.
#pragma once

#include "engine/picture.h"

#include <QString>

namespace plimsoll::app {

[[nodiscard]] QString diagnostics(const engine::Picture& picture);

} // namespace plimsoll::app
