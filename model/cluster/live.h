// SPDX-License-Identifier: Apache-2.0
// A cluster kept in step with its API server: discovery, then a reflector for each kind that it serves.
#pragma once

#include "cluster/source.h"
#include "kube/client.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace plimsoll::cluster {

struct LiveOptions {
    std::vector<std::string> namespaces; // -n; empty: all
    kube::ExecConsent execConsent;       // none: credential plugins run unasked
    std::chrono::milliseconds heartbeat{10'000};
};

/// ConfigMaps and Deployments are read of istio-system and knative-serving only, whatever the namespaces are.
/// Where listing all namespaces is forbidden, the context's own is read instead, and the kind's
/// missingNamespaces says "all others". Kinds that the server does not know are looked for again once a
/// minute.
class LiveSource final : public Source {
    Q_OBJECT

public:
    LiveSource(kube::Config config, LiveOptions options, Cluster& cluster, QObject* parent = nullptr);
    ~LiveSource() override;

    void start() override;
    [[nodiscard]] SourceInfo info() const override;
    [[nodiscard]] Access* access() override;
    void refresh() override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::cluster
