// SPDX-License-Identifier: Apache-2.0
#include "app/sources.h"

#include "app/commands/commands.h"
#include "app/consent.h"
#include "app/namespaces.h"
#include "cluster/demo/demosource.h"
#include "cluster/files.h"
#include "cluster/live.h"

namespace plimsoll::app {

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
    const auto config = kube::configFor(arguments.kube, kube::Environment::ofProcess());
    if (!config) {
        return tl::unexpected(config.error());
    }
    cluster::LiveOptions live;
    if (arguments.narrows()) {
        live.namespaces = arguments.namespaces;
    }
    live.withEndpoints = arguments.withEndpoints;
    live.countFirst = options.countFirst;
    live.savedNamespaces = savedNamespaces(config->context);
    live.plugins = options.plugins;
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
    const auto loaded = loader->load(0);
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
