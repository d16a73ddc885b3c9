// SPDX-License-Identifier: Apache-2.0
// URLs and names of API resources.
#pragma once

#include "cluster/kinds.h"

#include <string>
#include <string_view>

namespace plimsoll::cluster {

/// "/apis/serving.knative.dev/v1/namespaces/shop/revisions/cart-1"; without `name` the collection, without
/// `ns` that of all namespaces.
[[nodiscard]] std::string resourcePath(const KindInfo& kind, std::string_view version, std::string_view ns,
                                       std::string_view name = {});

/// For messages: "Service shop/cart", "Services in namespace shop", "Services".
[[nodiscard]] std::string resourceName(const KindInfo& kind, std::string_view ns, std::string_view name);
[[nodiscard]] std::string collectionName(const KindInfo& kind, std::string_view ns);

} // namespace plimsoll::cluster
