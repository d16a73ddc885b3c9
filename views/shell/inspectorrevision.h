// SPDX-License-Identifier: Apache-2.0
// What the inspector says about a revision.
#pragma once

#include "shell/inspectorcontent.h"

namespace plimsoll::views {

[[nodiscard]] InspectorContent describeRevision(const engine::Picture& picture,
                                                const knative::RevisionState& revision);

} // namespace plimsoll::views
