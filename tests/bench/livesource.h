// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cluster/live.h"
#include "engine/model.h"
#include "kube/kubeconfig.h"

#include <QString>

namespace plimsoll::bench {

/// The current context; an empty configuration when there is none.
[[nodiscard]] inline kube::Config configOf(const QString& kubeconfig) {
    kube::Flags flags;
    flags.kubeconfig = kubeconfig.toStdString();
    const auto loaded = kube::Kubeconfig::load(flags, kube::Environment::ofProcess());
    const auto config = loaded ? loaded->resolve(flags) : tl::unexpected(loaded.error());
    return config ? *config : kube::Config{};
}

[[nodiscard]] inline engine::SourceFactory liveSource(const kube::Config& config,
                                                      const cluster::LiveOptions& options = {}) {
    return [config, options](cluster::Cluster& cluster) -> std::unique_ptr<cluster::Source> {
        return std::make_unique<cluster::LiveSource>(config, options, cluster);
    };
}
[[nodiscard]] inline engine::SourceFactory liveSource(const QString& kubeconfig) {
    return liveSource(configOf(kubeconfig));
}

} // namespace plimsoll::bench
