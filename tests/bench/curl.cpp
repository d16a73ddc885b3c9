// SPDX-License-Identifier: Apache-2.0
#include "bench/curl.h"

#include "bench/livesource.h"
#include "cluster/kinds.h"
#include "cluster/resource.h"

namespace plimsoll::bench {
QStringList listPaths(bool withEndpoints) {
    using cluster::Kind;
    QStringList paths;
    const auto add = [&paths](const cluster::KindInfo& info, std::string_view ns, const char* more) {
        paths << QString::fromStdString(cluster::resourcePath(info, info.versions.front(), ns)) +
                     QStringLiteral("?resourceVersion=0") + QLatin1String(more);
    };
    for (const auto& info : cluster::allKinds()) {
        if (info.kind == Kind::ConfigMap || info.kind == Kind::Deployment) {
            add(info, "istio-system", "");
            add(info, "knative-serving", "");
        } else if (info.kind == Kind::EndpointSlice) {
            add(info, {},
                "&labelSelector=endpointslice.kubernetes.io%2Fmanaged-by%21%3D"
                "endpointslice-controller.k8s.io");
        } else {
            add(info, {}, "");
        }
    }
    if (withEndpoints) {
        paths << QStringLiteral("/api/v1/endpoints?resourceVersion=0");
    }
    return paths;
}

QStringList curlArguments(const QString& kubeconfig, const QStringList& paths) {
    const auto config = configOf(kubeconfig);
    QStringList arguments{QStringLiteral("--silent"),
                          QStringLiteral("--show-error"),
                          QStringLiteral("--insecure"),
                          QStringLiteral("--http1.1"),
                          QStringLiteral("--parallel"),
                          QStringLiteral("--parallel-immediate"),
                          QStringLiteral("--parallel-max"),
                          QString::number(paths.size()),
                          QStringLiteral("--user-agent"),
                          QStringLiteral("plimsoll/" PLIMSOLL_VERSION),
                          QStringLiteral("--header"),
                          QStringLiteral("Accept: application/json"),
                          QStringLiteral("--header"),
                          QStringLiteral("Authorization: Bearer ") + QString::fromStdString(config.token)};
    for (const auto& path : paths) {
        arguments << QStringLiteral("--output") << QStringLiteral("/dev/null")
                  << QString::fromStdString(config.server) + path;
    }
    return arguments;
}

} // namespace plimsoll::bench
