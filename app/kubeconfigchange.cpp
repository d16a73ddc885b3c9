// SPDX-License-Identifier: Apache-2.0
#include "app/kubeconfigchange.h"

#include "kube/kubeconfigwatch.h"

namespace plimsoll::app {
namespace {

std::string named(const kube::Config& config) {
    return config.context.empty() ? "the server" : "context \"" + config.context + "\"";
}

} // namespace

KubeconfigChange changeOf(const std::optional<kube::Config>& before, const Result<kube::Config>& now) {
    if (!before && !now) {
        return {}; // it was told when it was to be opened; the welcome page shows what is wrong now
    }
    if (!now) {
        return {false, true,
                "The kubeconfig changed, and " + named(*before) +
                    " can no longer be opened from it. The connection stays as it was. " +
                    now.error().sentence()};
    }
    if (!before) {
        return {true, false, "The kubeconfig changed: " + named(*now) + " can be opened now."};
    }
    const auto what = kube::differences(*before, *now);
    if (what.empty()) {
        return {};
    }
    return {true, false,
            "The kubeconfig changed: " + named(*now) + " has other " + what +
                ". It is read anew with what the file says now."};
}

} // namespace plimsoll::app
