// SPDX-License-Identifier: Apache-2.0
#include "engine/heavyparts.h"

#include <QElapsedTimer>

namespace plimsoll::engine {

void HeavyJob::run() {
    QElapsedTimer clock;
    clock.start();
    weights = weigher->weigh(cluster, settings);
    graph = graph::build(cluster, revisions, weights, settings);
    cluster = {}; // objects that have changed since are not kept for it
    cost = clock.elapsed();
}

} // namespace plimsoll::engine
