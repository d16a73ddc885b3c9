// SPDX-License-Identifier: Apache-2.0
#include "engine/deferred.h"

#include <QCoreApplication>

namespace plimsoll::engine {

void finishDeferredDeletes() {
    // Each of a chain (reader, stream, reply, manager) lets go of the next only when it goes itself, and what
    // is posted from inside such a call waits for the next round.
    constexpr int longestChain = 8;
    for (int round = 0; round < longestChain; ++round) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

} // namespace plimsoll::engine
