// SPDX-License-Identifier: Apache-2.0
// A small Cluster read afresh from the API server, to decide about one revision on: what changes quickly is
// new, what need not be (namespaces, mesh settings, the service's other revisions) comes from the one held.
#pragma once

#include "knative/changecontext.h"

#include <functional>

namespace plimsoll::knative {

struct FreshNeeds {
    std::string ns;
    std::string revision;
    bool services = true;  // the Revision and its namespace's Services; failing to read them is an error
    bool witnesses = true; // what may name it; failing is a state of that kind, see unreadWitnesses()
};

using FreshCluster = std::shared_ptr<const cluster::Cluster>;

/// `base`: where the Revision and Services come from when they are not asked for. Error: the Revision does
/// not exist, or Services cannot be listed.
void readFresh(const ContextPtr& context, const FreshNeeds& needs, const FreshCluster& base,
               std::function<void(Result<FreshCluster>)> done);

/// The Services of a revision by label: public first. Missing ones are left out.
[[nodiscard]] std::vector<cluster::Service> servicesOf(const cluster::Cluster& cluster, const std::string& ns,
                                                       const std::string& revision);

} // namespace plimsoll::knative
