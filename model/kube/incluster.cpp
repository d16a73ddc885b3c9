// SPDX-License-Identifier: Apache-2.0
// A pod's own cluster, and when it is meant. Source: k8s.io/client-go rest.InClusterConfig and
// clientcmd/merged_client_builder.go.
#include "kube/validate.h"
#include "kube/words.h"

#include <QFileInfo>

namespace plimsoll::kube {
namespace {

std::string variable(const Environment& env, const std::string& name) {
    return env.variable(name).value_or(std::string());
}

/// Whether rest.InClusterConfig is to be had.
bool inPod(const Environment& env) {
    const QFileInfo token(QString::fromStdString(env.serviceAccount + "/token"));
    return !variable(env, "KUBERNETES_SERVICE_HOST").empty() &&
           !variable(env, "KUBERNETES_SERVICE_PORT").empty() && token.exists() && !token.isDir();
}

std::string podNamespace(const Environment& env) {
    auto ns = trimmed(variable(env, "POD_NAMESPACE"));
    if (const auto file = readFile(env.serviceAccount + "/namespace"); ns.empty() && file) {
        ns = trimmed(*file);
    }
    return ns;
}

/// What kubectl makes of no kubeconfig at all.
bool isDefault(const Config& config) {
    return config.server == "http://localhost:8080" && config.proxyUrl.empty() &&
           !config.disableCompression && config.impersonateUser.empty();
}

Result<Config> fromMaster(const Flags& flags, const std::string& master) {
    Chosen chosen;
    chosen.clusterName = "$KUBERNETES_MASTER";
    chosen.cluster.server = master;
    override(chosen, flags);
    return finish(std::move(chosen), flags);
}

bool namesNamespace(const Kubeconfig& kubeconfig, const std::string& context) {
    for (const auto& info : kubeconfig.contexts()) {
        if (info.name == context) {
            return !info.ns.empty();
        }
    }
    return false;
}

/// A context without a namespace means the pod's, inside one.
Result<Config> inItsNamespace(Config config, const Kubeconfig& kubeconfig, const Flags& flags,
                              const Environment& env) {
    if (given(flags.ns) || !inPod(env) || namesNamespace(kubeconfig, config.context)) {
        return config;
    }
    if (auto ns = podNamespace(env); !ns.empty()) {
        config.ns = std::move(ns);
    }
    return config;
}

} // namespace

Result<Config> inCluster(const Environment& env, const Flags& flags) {
    const auto host = variable(env, "KUBERNETES_SERVICE_HOST");
    const auto port = variable(env, "KUBERNETES_SERVICE_PORT");
    if (host.empty() || port.empty()) {
        return fail(ErrorCode::NotFound,
                    "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and "
                    "KUBERNETES_SERVICE_PORT must be defined",
                    {}, "Name a kubeconfig with --kubeconfig");
    }
    Chosen chosen;
    chosen.clusterName = "in-cluster";
    chosen.userName = "in-cluster";
    chosen.user.tokenFile = env.serviceAccount + "/token";
    if (auto token = readFile(chosen.user.tokenFile); !token) {
        return tl::unexpected(token.error());
    }
    const bool v6 = host.find(':') != std::string::npos;
    chosen.cluster.server = "https://" + (v6 ? "[" + host + "]" : host) + ":" + port;
    if (const auto ca = env.serviceAccount + "/ca.crt"; QFileInfo::exists(QString::fromStdString(ca))) {
        chosen.cluster.certificateAuthority = ca;
    }
    chosen.context.ns = podNamespace(env);
    override(chosen, flags);
    return finish(std::move(chosen), flags);
}

Result<Config> configFor(const Flags& flags, const Environment& env) {
    const auto kubeconfig = Kubeconfig::load(flags, env);
    if (!kubeconfig && (kubeconfig.error().code != ErrorCode::NotFound || given(flags.kubeconfig))) {
        return tl::unexpected(kubeconfig.error());
    }
    if (!kubeconfig && given(flags.context)) {
        return fail(ErrorCode::NotFound, "context " + inQuotes(*flags.context) + " does not exist", {},
                    kubeconfig.error().sentence());
    }
    if (kubeconfig && !kubeconfig->leadsNowhere(flags)) {
        auto config = kubeconfig->resolve(flags);
        if (!config) {
            return config;
        }
        return isDefault(*config) && inPod(env) ? inCluster(env, flags)
                                                : inItsNamespace(std::move(*config), *kubeconfig, flags, env);
    }
    if (inPod(env)) {
        return inCluster(env, flags);
    }
    if (const auto master = variable(env, "KUBERNETES_MASTER"); !master.empty()) {
        return fromMaster(flags, master);
    }
    return kubeconfig ? kubeconfig->resolve(flags) : Result<Config>(tl::unexpect, kubeconfig.error());
}

} // namespace plimsoll::kube
