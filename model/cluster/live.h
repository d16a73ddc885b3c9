// SPDX-License-Identifier: Apache-2.0
// A cluster kept in step with its API server: discovery, then a reflector for each kind that it serves.
#pragma once

#include "cluster/liveendpoints.h"
#include "cluster/source.h"
#include "kube/client.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace plimsoll::cluster {

struct LiveOptions {
    std::vector<std::string> namespaces;      // -n; empty: all
    std::vector<std::string> savedNamespaces; // read where the cluster-wide list is denied; empty: looked for
    kube::ExecConsent execConsent;            // none: credential plugins run unasked
    std::shared_ptr<kube::PluginCache> plugins; // what they gave, shared with other contexts; may be null
    std::chrono::milliseconds heartbeat{10'000};
    std::chrono::milliseconds lookAgain{60'000}; // for kinds that were not served, and for rights
    bool countFirst = false; // ask how many objects there are, so that progress is true from the start
    std::size_t mostNamespaces = 10; // read one by one: each costs a connection a kind
    bool withEndpoints = false;      // also keep core Endpoints, of which no use is made: see LiveEndpoints
};

/// ConfigMaps and Deployments are read of istio-system and knative-serving only, whatever the namespaces are.
///
/// Narrowed by `namespaces`, these are read, and beside them: what may route to a revision from anywhere
/// (VirtualServices, HTTPRoutes, Knative Ingresses) of all namespaces, and what the mesh's own settings and
/// gateways consist of in the control planes' namespaces, as far as the user may.
///
/// Where listing in all namespaces is denied, namespaces are read one by one (see LiveNamespaces), and the
/// kind's missingNamespaces says what is not. Kinds that the server does not know, and rights that were
/// lacking, are looked for again once a minute.
class LiveSource final : public Source {
    Q_OBJECT

public:
    LiveSource(kube::Config config, LiveOptions options, Cluster& cluster, QObject* parent = nullptr);
    ~LiveSource() override;

    void start() override;
    [[nodiscard]] SourceInfo info() const override;
    [[nodiscard]] Access* access() override;
    void refresh() override;
    /// What reading core Endpoints came to; zeros without the option. On this object's thread.
    [[nodiscard]] LiveEndpoints::Tally endpoints() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::cluster
