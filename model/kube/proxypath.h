// SPDX-License-Identifier: Apache-2.0
// GET through the API server to a Service or a pod (services/proxy, pods/proxy): the path, and what its
// refusals mean. For Prometheus and metrics; istiod's and Envoy's debug pages refuse such callers, because
// the API server takes the credential off: those need Exec or PortForward.
#pragma once

#include "kube/client.h"

#include <optional>
#include <string>

namespace plimsoll::kube {

struct ProxyTarget {
    enum class Kind { Service, Pod };
    Kind kind = Kind::Service;
    std::string ns;
    std::string name;
    std::string port;   // of a Service its own number or name, of a pod a number; empty: the only one
    std::string scheme; // "", "http" or "https", whose certificate nobody checks
};

/// `path` begins with "/", is percent-encoded and may have a query.
[[nodiscard]] std::string proxyPath(const ProxyTarget& target, const std::string& path);

/// None for a success. NotFound: no such Service, pod or port. Unreachable: nothing answers behind it.
/// Forbidden names the exact resource that a role must allow. What the thing itself answered is Server, with
/// its status.
[[nodiscard]] std::optional<Error> checkProxied(const Response& response, const ProxyTarget& target);

/// A GET; the answer of the thing behind, or why there is none.
void getThrough(Client& client, const ProxyTarget& target, const std::string& path,
                std::function<void(Result<Response>)> done);

} // namespace plimsoll::kube
