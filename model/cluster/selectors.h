// SPDX-License-Identifier: Apache-2.0
// Pods by label selector and by address, quick for thousands of Services: built once for a computation.
#pragma once

#include "cluster/cluster.h"

#include <span>
#include <unordered_map>
#include <vector>

namespace plimsoll::cluster {

class PodIndex {
public:
    explicit PodIndex(const Cluster& cluster);

    /// Pods of the namespace that a Service with this selector has, finished pods left out, terminating ones
    /// kept; an empty selector selects nothing. Ordered by name.
    [[nodiscard]] std::vector<const Pod*> select(std::string_view ns, const Labels& selector) const;
    /// The pod with that address that is not finished; host-network pods last. Null when none.
    [[nodiscard]] const Pod* byAddress(std::string_view ip) const;

private:
    struct LabelKey {
        std::string_view ns;
        std::string_view key;
        std::string_view value;
        bool operator==(const LabelKey&) const = default;
    };
    struct LabelHash {
        std::size_t operator()(const LabelKey& k) const noexcept;
    };
    std::unordered_map<LabelKey, std::vector<const Pod*>, LabelHash> m_byLabel;
    std::unordered_map<std::string_view, const Pod*> m_byAddress;
};

} // namespace plimsoll::cluster
