// SPDX-License-Identifier: Apache-2.0
// What kubectl refuses in a context, in its words. Source: clientcmd/validation.go.
#pragma once

#include "kube/kubeconfigfile.h"

namespace plimsoll::kube {

/// The stanzas that one context leads to, flags applied.
struct Chosen {
    std::string contextName;
    std::string clusterName;
    std::string userName;
    ContextStanza context;
    ClusterStanza cluster;
    UserStanza user;
};

/// All are Input, and name the stanza and its file.
[[nodiscard]] Result<void> validate(const Chosen& chosen);
[[nodiscard]] Result<void> validateNamespace(const std::string& ns, const std::string& where);

/// With a scheme (http unless TLS is configured, as in client-go) and without trailing slashes.
[[nodiscard]] std::string serverUrl(const ClusterStanza& cluster);

} // namespace plimsoll::kube
