// SPDX-License-Identifier: Apache-2.0
// What in the mesh's own objects does not do what it seems to, or could be had for less: each finding names
// the object, the field and the way out. Where a kind could not be read whole, what its absence would say is
// not said.
#pragma once

#include "cluster/cluster.h"
#include "mesh/settings.h"

#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::mesh {

enum class LintRule {
    EgressShortName,      // a Sidecar's egress host is a short name, which istiod does not complete
    EgressNoMatch,        // an egress host names nothing
    ExportToMissing,      // exportTo names a namespace that does not exist
    ExportToNobody,       // exportTo reaches no namespace that exists; "~" says so for less of istiod's work
    ExportToLeavesOutOwn, // exportTo lists namespaces, and not the object's own
    ExportToReadAsPublic, // this version of Istio takes the value for public
    ExportToSpaces,       // this version does not trim the spaces in it
    SidecarsForOneWorkload, // two Sidecars apply to the same pods; the older one wins
    NoSidecar,              // a namespace where a Sidecar would save much
};
[[nodiscard]] std::string_view wordOf(LintRule rule); // "egress-short-name", …

struct Lint {
    LintRule rule = LintRule::EgressNoMatch;
    std::string kind; // of the object
    std::string ns;
    std::string name;
    std::string field; // "spec.egress[0].hosts[1]"
    std::string message;
    std::string fix;
    bool operator==(const Lint&) const = default;
};

/// Ordered by rule, namespace and name; NoSidecar by what it saves, the most first.
[[nodiscard]] std::vector<Lint> lint(const cluster::Cluster& cluster, const MeshSettings& settings);

} // namespace plimsoll::mesh
