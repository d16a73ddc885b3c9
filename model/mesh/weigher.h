// SPDX-License-Identifier: Apache-2.0
// Weighs one state of a cluster after another, and follows what has changed: of Services that nothing else
// hangs on, and of Sidecars, only the scopes and proxies that they touch are weighed again. Anything else
// that weights depend on makes it weigh everything. The result is always that of weigh().
#pragma once

#include "mesh/weight.h"

#include <memory>

namespace plimsoll::mesh {

class Weigher {
public:
    Weigher();
    ~Weigher();
    Weigher(Weigher&&) noexcept;
    Weigher& operator=(Weigher&&) noexcept;

    /// The states of one cluster, one after another; `cluster` need not be the same object each time.
    const Weights& weigh(const cluster::Cluster& cluster, const MeshSettings& settings);
    /// How many of the states were weighed by what had changed alone.
    [[nodiscard]] int followed() const;

private:
    struct State;
    std::unique_ptr<State> m_state; // null: nothing yet, or several control planes
    Weights m_several;              // of these, each of which weighs its own proxies
    int m_followed = 0;
};

} // namespace plimsoll::mesh
