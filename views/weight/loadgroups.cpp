// SPDX-License-Identifier: Apache-2.0
#include "weight/loadgroups.h"

#include <algorithm>
#include <map>

namespace plimsoll::views {
namespace {

LoadBar barOf(const mesh::ProxyWeight& proxy, std::size_t index) {
    LoadBar bar;
    bar.proxy = index;
    bar.gateway = proxy.gateway;
    const auto estimate = mesh::estimateMemory(proxy.load);
    bar.memoryLow = static_cast<double>(estimate.low);
    bar.memoryHigh = static_cast<double>(estimate.high);
    bar.memory = (bar.memoryLow + bar.memoryHigh) / 2;
    bar.pushed = static_cast<double>(proxy.load.bytes.total());
    bar.reservePushed = std::min(static_cast<double>(proxy.reserveBytes), bar.pushed);
    // The heap follows the configuration, so the reserve has the same share of both.
    bar.reserveMemory = bar.pushed > 0 ? bar.memory * bar.reservePushed / bar.pushed : 0;
    if (proxy.memoryLimit) {
        bar.limit = static_cast<double>(*proxy.memoryLimit);
    }
    return bar;
}

std::string keyOf(const mesh::ProxyWeight& proxy, LoadGrouping grouping) {
    switch (grouping) {
    case LoadGrouping::Scope:
        return (proxy.gateway ? "0/" + proxy.workload + "/" : "1/") + proxy.scope;
    case LoadGrouping::Namespace:
        return proxy.ns;
    case LoadGrouping::Proxy:
        return proxy.ns + "/" + proxy.name;
    }
    return {};
}

void name(LoadBar& bar, const mesh::ProxyWeight& proxy, LoadGrouping grouping) {
    if (grouping == LoadGrouping::Proxy) {
        bar.title = proxy.name;
        bar.detail = proxy.ns;
        return;
    }
    bar.title = grouping == LoadGrouping::Scope && proxy.gateway ? proxy.workload : proxy.ns;
    bar.detail = std::to_string(bar.proxies) + (bar.proxies == 1 ? " proxy" : " proxies");
}

} // namespace

std::vector<LoadBar> loadBars(const engine::Picture& picture, LoadGrouping grouping,
                              const std::vector<std::string>& namespaces) {
    std::map<std::string, LoadBar> groups;
    const auto& proxies = picture.weights->proxies;
    for (std::size_t i = 0; i < proxies.size(); ++i) {
        const auto& proxy = proxies[i];
        if (!namespaces.empty() &&
            std::find(namespaces.begin(), namespaces.end(), proxy.ns) == namespaces.end()) {
            continue;
        }
        auto bar = barOf(proxy, i);
        const auto [group, fresh] = groups.try_emplace(keyOf(proxy, grouping), bar);
        if (!fresh) {
            bar.proxies = group->second.proxies + 1;
            if (bar.memory <= group->second.memory) {
                group->second.proxies = bar.proxies;
            } else {
                group->second = bar;
            }
        }
    }
    std::vector<LoadBar> bars;
    bars.reserve(groups.size());
    for (auto& [key, bar] : groups) {
        name(bar, proxies[bar.proxy], grouping);
        bars.push_back(std::move(bar));
    }
    std::stable_sort(bars.begin(), bars.end(),
                     [](const auto& a, const auto& b) { return a.memory > b.memory; });
    return bars;
}

} // namespace plimsoll::views
