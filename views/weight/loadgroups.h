// SPDX-License-Identifier: Apache-2.0
// Proxies put together for the load line: by scope, by namespace, or each on its own. Pure, so that it is
// tested without a screen.
#pragma once

#include "engine/picture.h"

#include <optional>
#include <string>
#include <vector>

namespace plimsoll::views {

enum class LoadGrouping { Scope, Namespace, Proxy };

/// One bar: the heaviest proxy of a group stands for it.
struct LoadBar {
    std::string title;
    std::string detail;    // "3 proxies", the namespace of a proxy
    std::size_t proxy = 0; // index into Weights::proxies of the heaviest
    int proxies = 1;
    bool gateway = false;
    double memory = 0; // bytes, middle of the estimate
    double memoryLow = 0;
    double memoryHigh = 0;
    double reserveMemory = 0; // the part that revisions in reserve cause
    double pushed = 0;        // bytes of pushed configuration, computed
    double reservePushed = 0;
    std::optional<double> limit; // bytes, of its istio-proxy container
    [[nodiscard]] bool over() const { return limit && memory > *limit; }
};

/// Heaviest first. `namespaces`: only proxies of these; empty: all.
[[nodiscard]] std::vector<LoadBar> loadBars(const engine::Picture& picture, LoadGrouping grouping,
                                            const std::vector<std::string>& namespaces);

} // namespace plimsoll::views
