// SPDX-License-Identifier: Apache-2.0
#include "layout/spread.h"

#include <cstddef>

namespace plimsoll::layout {

std::vector<double> spread(const std::vector<Spread>& things, double gap) {
    // With the offset of a tight stack taken off, "apart" becomes "not decreasing": isotonic regression by
    // pooling adjacent violators.
    struct Pool {
        double sum = 0;
        std::size_t size = 0;
        [[nodiscard]] double mean() const { return sum / static_cast<double>(size); }
    };
    std::vector<double> offsets;
    std::vector<Pool> pools;
    double offset = 0;
    for (std::size_t i = 0; i < things.size(); ++i) {
        if (i > 0) {
            offset += things[i - 1].after + gap + things[i].before;
        }
        offsets.push_back(offset);
        Pool pool{things[i].wanted - offset, 1};
        while (!pools.empty() && pools.back().mean() >= pool.mean()) {
            pool.sum += pools.back().sum;
            pool.size += pools.back().size;
            pools.pop_back();
        }
        pools.push_back(pool);
    }
    std::vector<double> positions;
    positions.reserve(things.size());
    for (const auto& pool : pools) {
        for (std::size_t i = 0; i < pool.size; ++i) {
            positions.push_back(pool.mean() + offsets[positions.size()]);
        }
    }
    return positions;
}

} // namespace plimsoll::layout
