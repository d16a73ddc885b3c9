// SPDX-License-Identifier: Apache-2.0
// What the inspector says about everything in the graph that is no revision.
#pragma once

#include "shell/inspectorcontent.h"

namespace plimsoll::views {

[[nodiscard]] InspectorContent describeEstate(const engine::Picture& picture);
[[nodiscard]] InspectorContent describeNamespace(const graph::NamespaceSummary& summary);
[[nodiscard]] InspectorContent describeProxy(const engine::Picture& picture, const mesh::ProxyWeight& proxy);
/// Gateways, routes, Services, pods and the activator; `index` into the graph's nodes.
[[nodiscard]] InspectorContent describeNode(const engine::Picture& picture, std::size_t index);

} // namespace plimsoll::views
