// SPDX-License-Identifier: Apache-2.0
// Things in a fixed order along a line, each as near to where it wants to be as its neighbours allow.
#pragma once

#include <vector>

namespace plimsoll::layout {

struct Spread {
    double wanted = 0; // of its port
    double before = 0; // what it takes before and after its port
    double after = 0;
};
/// Positions of the ports: the least sum of squared distances to what was wanted, `gap` apart at least.
[[nodiscard]] std::vector<double> spread(const std::vector<Spread>& things, double gap);

} // namespace plimsoll::layout
