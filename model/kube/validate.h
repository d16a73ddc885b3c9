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

/// Input, with all that is wrong, naming stanza and file.
[[nodiscard]] Result<void> validate(const Chosen& chosen);
[[nodiscard]] Result<void> validateNamespace(const std::string& ns, const std::string& where);

/// With a scheme (http where none is written, as in client-go), without query and trailing slashes.
[[nodiscard]] std::string serverUrl(const ClusterStanza& cluster);

/// Lays the flags over the stanzas; what a flag overrides is cleared together with what would contradict it.
void override(Chosen& chosen, const Flags& flags);

/// The stanzas, overridden, judged and with their files read, as one configuration.
[[nodiscard]] Result<Config> finish(Chosen chosen, const Flags& flags);

} // namespace plimsoll::kube
