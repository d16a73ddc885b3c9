// SPDX-License-Identifier: Apache-2.0
// The interesting cases of the demo estate: Knative services with a scripted past.
#pragma once

#include "cluster/demo/estate.h"

#include <span>

namespace plimsoll::cluster::demo {

struct Case {
    std::string_view ns;
    std::string_view name;
    int revisions; // how many it needs
    void (*arrange)(Estate& estate, DemoService& service);
};
/// The most telling first: a small estate takes as many as fit.
[[nodiscard]] std::span<const Case> cases();

/// Puts the exportTo annotation on one or both Services of a revision, as a user's patch.
void hide(Estate& estate, const DemoService& service, int number, bool publicService, bool privateService,
          const std::string& exportTo = "~");

} // namespace plimsoll::cluster::demo
