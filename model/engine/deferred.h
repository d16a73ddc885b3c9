// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace plimsoll::engine {

/// Ends what ends by deleteLater on this thread although no event loop runs any more: network managers have
/// threads that must be gone before the program's own globals are.
void finishDeferredDeletes();

} // namespace plimsoll::engine
