// SPDX-License-Identifier: Apache-2.0
// The demo estate written to a real API server, and what is true of its revisions by an independent reading
// of the JSON that was written: simple loops over text, none of the program's own rules.
#pragma once

#include "support/apiserver.h"

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace plimsoll::test {

struct Expected {
    bool routed = false;
    int percent = 0;
    std::set<std::string> tags;
    int replicas = 0;
    std::string routingState;
    int envoyClusters = 0;
};

class Estate {
public:
    /// Objects of the demo estate of that size, as its API would answer them.
    static Estate ofDemo(int revisions);

    /// Creates namespaces, then everything else, then statuses. The server must have the CRDs.
    Result<void> writeTo(ApiServer& server) const;

    /// By "namespace/name".
    [[nodiscard]] std::map<std::string, Expected> expected() const;
    [[nodiscard]] const std::vector<nlohmann::json>& of(cluster::Kind kind) const;
    [[nodiscard]] std::size_t size() const;

private:
    std::map<cluster::Kind, std::vector<nlohmann::json>> m_objects;
};

} // namespace plimsoll::test
