// SPDX-License-Identifier: Apache-2.0
// One function a kind of object that belongs to a Knative service; called by render() only.
#pragma once

#include "cluster/demo/render.h"

namespace plimsoll::cluster::demo {

// render_revision.cpp
[[nodiscard]] json renderRevision(const DemoService& service, const Item& item);
[[nodiscard]] json renderPodAutoscaler(const DemoService& service, const Item& item);
[[nodiscard]] json renderServerlessService(const DemoService& service, const Item& item);
[[nodiscard]] json renderRevisionService(const DemoService& service, const Item& item);
[[nodiscard]] json renderRevisionPod(const DemoService& service, const Item& item);
[[nodiscard]] json templateSpec(const DemoService& service, int number);

// render_service.cpp
[[nodiscard]] json renderKnativeService(const DemoService& service, const Item& item);
[[nodiscard]] json renderConfiguration(const DemoService& service, const Item& item);
[[nodiscard]] json renderRoute(const DemoService& service, const Item& item);

// render_ingress.cpp
[[nodiscard]] json renderIngress(const DemoService& service, const Item& item);
[[nodiscard]] json renderVirtualService(const DemoService& service, const Item& item);
[[nodiscard]] json renderPlaceholder(const DemoService& service, const Item& item);
[[nodiscard]] std::string localHost(const DemoService& service, const std::string& tag); // without scheme
[[nodiscard]] std::string publicHost(const DemoService& service, const std::string& tag);

inline constexpr std::string_view conditionTrue = "True";
inline constexpr std::string_view conditionFalse = "False";
inline constexpr std::string_view conditionUnknown = "Unknown";

} // namespace plimsoll::cluster::demo
