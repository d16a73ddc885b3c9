// SPDX-License-Identifier: Apache-2.0
// From flags to where the cluster comes from.
#pragma once

#include "app/arguments.h"
#include "engine/loader.h"
#include "kube/pluginsession.h"

#include <memory>

namespace plimsoll::app {

/// Who may let a credential plugin run: asked with the context's name and the command line.
using AskConsent = std::function<void(const std::string& context, const std::string& commandLine,
                                      std::function<void(bool)> decide)>;

struct SourceOptions {
    bool alive = false;      // the demo estate goes on living; reading commands see it at a fixed moment
    bool countFirst = false; // for a progress bar
    AskConsent consent;
    std::shared_ptr<kube::PluginCache> plugins; // shared by all that is opened; may be null
};

/// Fails where the flags alone tell that there is nothing: no kubeconfig, unknown context, broken file.
[[nodiscard]] Result<engine::SourceFactory> sourceFrom(const Arguments& arguments,
                                                       const SourceOptions& options);

/// A source read to the end for a command; its warnings are printed on stderr.
[[nodiscard]] Result<std::unique_ptr<engine::Loader>> loadFrom(const Arguments& arguments);

/// The Istio version given by hand, if any.
[[nodiscard]] std::optional<mesh::Version> istioVersion(const Arguments& arguments);

} // namespace plimsoll::app
