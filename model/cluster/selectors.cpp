// SPDX-License-Identifier: Apache-2.0
#include "cluster/selectors.h"

#include <algorithm>

namespace plimsoll::cluster {

std::size_t PodIndex::LabelHash::operator()(const LabelKey& k) const noexcept {
    const std::hash<std::string_view> hash;
    auto seed = hash(k.ns);
    for (const auto part : {k.key, k.value}) {
        seed ^= hash(part) + 0x9e3779b97f4a7c15ULL + (seed << 6U) + (seed >> 2U);
    }
    return seed;
}

PodIndex::PodIndex(const Cluster& cluster) {
    const auto& pods = cluster.all<Pod>();
    m_byLabel.reserve(pods.size() * 2);
    m_byAddress.reserve(pods.size());
    for (const auto& [key, pod] : pods) {
        if (pod.finished()) {
            continue;
        }
        for (const auto& [name, value] : pod.meta.labels) {
            m_byLabel[{key.ns, name, value}].push_back(&pod); // ordered by name, as the table is
        }
        for (const auto& ip : pod.ips) {
            const auto [it, isNew] = m_byAddress.try_emplace(ip.view(), &pod);
            // A node's address is shared by all its host-network pods, so it says least about them. Of two
            // pods that claim one address the one that goes away is the older owner.
            const auto rank = [](const Pod* p) { return std::pair(p->hostNetwork, p->terminating()); };
            if (!isNew && rank(&pod) < rank(it->second)) {
                it->second = &pod;
            }
        }
    }
}

std::vector<const Pod*> PodIndex::select(std::string_view ns, const Labels& selector) const {
    // The pair that fewest pods carry leaves least to check.
    const std::vector<const Pod*>* fewest = nullptr;
    for (const auto& [name, value] : selector) {
        const auto it = m_byLabel.find({ns, name, value});
        if (it == m_byLabel.end()) {
            return {};
        }
        if (fewest == nullptr || it->second.size() < fewest->size()) {
            fewest = &it->second;
        }
    }
    std::vector<const Pod*> found;
    if (fewest != nullptr) {
        std::ranges::copy_if(*fewest, std::back_inserter(found),
                             [&](const Pod* pod) { return matches(selector, pod->meta.labels); });
    }
    return found;
}

const Pod* PodIndex::byAddress(std::string_view ip) const {
    const auto it = m_byAddress.find(ip);
    return it == m_byAddress.end() ? nullptr : it->second;
}

} // namespace plimsoll::cluster
