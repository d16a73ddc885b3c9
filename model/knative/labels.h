// SPDX-License-Identifier: Apache-2.0
// The labels and annotations by which Knative ties its objects together (serving
// pkg/apis/serving/register.go, networking pkg/apis/networking/register.go).
#pragma once

#include <string_view>

namespace plimsoll::knative::label {

inline constexpr std::string_view service = "serving.knative.dev/service";
inline constexpr std::string_view configuration = "serving.knative.dev/configuration";
inline constexpr std::string_view revision = "serving.knative.dev/revision";
inline constexpr std::string_view routingState = "serving.knative.dev/routingState";
inline constexpr std::string_view routingStateModified =
    "serving.knative.dev/routingStateModified"; // annotation
inline constexpr std::string_view serverlessService = "networking.internal.knative.dev/serverlessservice";
inline constexpr std::string_view serviceType =
    "networking.internal.knative.dev/serviceType"; // Public, Private
inline constexpr std::string_view ingress = "networking.internal.knative.dev/ingress";

} // namespace plimsoll::knative::label
