// SPDX-License-Identifier: Apache-2.0
// Source: k8s.io/client-go rest.InClusterConfig.
#include "kube/kubeconfigfile.h"
#include "kube/validate.h"
#include "kube/words.h"

namespace plimsoll::kube {
Result<Config> inCluster(const Environment& env) {
    const auto host = env.variable("KUBERNETES_SERVICE_HOST");
    const auto port = env.variable("KUBERNETES_SERVICE_PORT");
    if (!host || host->empty() || !port || port->empty()) {
        return fail(ErrorCode::NotFound,
                    "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and "
                    "KUBERNETES_SERVICE_PORT must be defined",
                    {}, "Name a kubeconfig with --kubeconfig");
    }
    const auto& base = env.serviceAccount;
    Config config;
    config.tokenFile = base + "/token";
    if (auto token = readFile(config.tokenFile); !token) {
        return tl::unexpected(token.error());
    }
    if (auto ca = readFile(base + "/ca.crt")) {
        config.caPem = std::move(*ca);
    }
    const bool v6 = host->find(':') != std::string::npos;
    config.server = "https://" + (v6 ? "[" + *host + "]" : *host) + ":" + *port;
    config.ns = trimmed(env.variable("POD_NAMESPACE").value_or(std::string()));
    if (const auto file = readFile(base + "/namespace"); config.ns.empty() && file) {
        config.ns = trimmed(*file);
    }
    if (config.ns.empty()) {
        config.ns = "default";
    }
    return config;
}

} // namespace plimsoll::kube
