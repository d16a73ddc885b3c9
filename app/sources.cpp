// SPDX-License-Identifier: Apache-2.0
#include "app/sources.h"

#include "app/commands/commands.h"
#include "app/consent.h"
#include "cluster/demo/demosource.h"
#include "cluster/files.h"
#include "cluster/live.h"

namespace plimsoll::app {
namespace {

/// The kubeconfig's context, or the pod's service account where there is no kubeconfig at all, as kubectl
/// does.
Result<kube::Config> configFrom(const Arguments& arguments) {
    const auto environment = kube::Environment::ofProcess();
    const auto kubeconfig = kube::Kubeconfig::load(arguments.kube, environment);
    if (kubeconfig) {
        return kubeconfig->resolve(arguments.kube);
    }
    if (kubeconfig.error().code == ErrorCode::NotFound && !arguments.kube.kubeconfig) {
        if (auto pod = kube::inCluster(environment)) {
            return pod;
        }
    }
    return tl::unexpected(kubeconfig.error());
}

} // namespace

Result<engine::SourceFactory> sourceFrom(const Arguments& arguments, const SourceOptions& options) {
    using Made = std::unique_ptr<cluster::Source>;
    if (arguments.demo) {
        return [revisions = *arguments.demo, alive = options.alive](cluster::Cluster& cluster) -> Made {
            return std::make_unique<cluster::DemoSource>(revisions, alive, cluster);
        };
    }
    if (arguments.from) {
        return [path = *arguments.from](cluster::Cluster& cluster) -> Made {
            return std::make_unique<cluster::FileSource>(path, cluster);
        };
    }
    const auto config = configFrom(arguments);
    if (!config) {
        return tl::unexpected(config.error());
    }
    cluster::LiveOptions live;
    if (options.consent) {
        live.execConsent = [consent = options.consent, context = config->context](
                               const std::string& commandLine, const std::function<void(bool)>& decide) {
            consent(context, commandLine, decide);
        };
    }
    return [config = *config, live](cluster::Cluster& cluster) -> Made {
        return std::make_unique<cluster::LiveSource>(config, live, cluster);
    };
}

Result<std::unique_ptr<engine::Loader>> loadFrom(const Arguments& arguments) {
    SourceOptions options;
    options.consent = [allow = arguments.allowExec](const std::string& context,
                                                    const std::string& commandLine,
                                                    const std::function<void(bool)>& decide) {
        decide(allow || consentOnTerminal(context, commandLine));
    };
    const auto factory = sourceFrom(arguments, options);
    if (!factory) {
        return tl::unexpected(factory.error());
    }
    auto loader = std::make_unique<engine::Loader>(*factory);
    const auto loaded = loader->load(arguments.requestTimeout);
    for (const auto& warning : loader->warnings()) {
        print("warning: " + warning.sentence() + "\n", stderr);
    }
    if (!loaded) {
        return tl::unexpected(loaded.error());
    }
    return loader;
}

std::optional<mesh::Version> istioVersion(const Arguments& arguments) {
    return arguments.istioVersion.empty() ? std::nullopt : mesh::parseVersion(arguments.istioVersion);
}

} // namespace plimsoll::app
