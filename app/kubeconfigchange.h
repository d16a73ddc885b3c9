// SPDX-License-Identifier: Apache-2.0
// What a changed kubeconfig means for the context that is open.
#pragma once

#include "kube/kubeconfig.h"

#include <optional>

namespace plimsoll::app {

struct KubeconfigChange {
    bool open = false;    // the context, anew
    bool warning = false; // it can no longer be opened: the connection stays as it was
    std::string text;     // for the user; empty: nothing that concerns the context
};

/// `before`: what is connected to; nothing: it could not be opened. `now`: the same context, as it stands
/// now.
[[nodiscard]] KubeconfigChange changeOf(const std::optional<kube::Config>& before,
                                        const Result<kube::Config>& now);

} // namespace plimsoll::app
