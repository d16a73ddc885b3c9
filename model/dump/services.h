// SPDX-License-Identifier: Apache-2.0
// Whose resources they are: Envoy clusters carry their service's host in their names, and what names only the
// clusters of one host belongs to that host too.
#pragma once

#include "dump/dump.h"
#include "dump/size.h"

#include <string_view>
#include <unordered_map>

namespace plimsoll::dump {

class ServiceParts {
public:
    using Id = std::uint32_t;
    static constexpr Id rest = 0;

    /// Of an Envoy cluster's name: "outbound|80|v1|cart.shop.svc.cluster.local", "outbound_.80_.v1_.cart…".
    [[nodiscard]] Id ofCluster(std::string_view name);
    /// Of a virtual host named "cart.shop.svc.cluster.local:80", else of the one host that it leads to.
    [[nodiscard]] Id ofVirtualHost(std::string_view name, const Node& host);
    /// Of the one host whose clusters are named in it.
    [[nodiscard]] Id namedIn(const Node& node);

    /// What istiod writes into a cluster's metadata.
    void call(Id id, std::string_view ns, std::string_view name);
    void add(Id id, std::int64_t clusters, std::int64_t bytes);
    /// The heaviest first; nothing is left here.
    [[nodiscard]] std::vector<ServicePart> takeParts();

private:
    struct Part {
        std::string host;
        std::string ns;
        std::string name;
        std::int64_t clusters = 0;
        std::int64_t bytes = 0;
    };
    [[nodiscard]] Id ofHost(std::string_view host);

    std::vector<Part> m_parts{Part{}};
    std::unordered_map<std::string, Id> m_ids; // by host
    std::string m_key;
};

} // namespace plimsoll::dump
