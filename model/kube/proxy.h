// SPDX-License-Identifier: Apache-2.0
// Which proxy leads to a server, chosen as Go's http.ProxyFromEnvironment does (Qt's own choice knows no
// CIDRs and would send localhost through a proxy).
#pragma once

#include "kube/kubeconfig.h"

#include <QNetworkProxy>

namespace plimsoll::kube {

/// proxy-url, else HTTPS_PROXY or HTTP_PROXY unless NO_PROXY or a loopback address says otherwise. Input: an
/// https:// proxy, which Qt cannot speak to, or a proxy that is no URL.
[[nodiscard]] Result<QNetworkProxy> proxyFor(const Config& config, const Environment& env);

} // namespace plimsoll::kube
