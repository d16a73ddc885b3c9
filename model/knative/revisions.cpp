// SPDX-License-Identifier: Apache-2.0
#include "knative/revisions.h"

#include "knative/revisionstates.h"

namespace plimsoll::knative {

std::string_view name(Visibility visibility) {
    switch (visibility) {
    case Visibility::Visible:
        return "visible";
    case Visibility::Hidden:
        return "hidden";
    case Visibility::Restricted:
        return "restricted";
    case Visibility::Partial:
        break;
    }
    return "partial";
}

std::string Witness::sentence() const {
    std::string text = kind + " " + name;
    if (!field.empty()) {
        text += ", " + field;
    }
    if (percent) {
        text += ", " + std::to_string(*percent) + " %";
    }
    return tag.empty() ? text : text + ", tag " + tag;
}

std::vector<RevisionState> revisions(const cluster::Cluster& cluster, const mesh::MeshSettings& settings,
                                     UnixSeconds clock) {
    RevisionStates states;
    states.update(cluster, settings, clock);
    return *states.states();
}

} // namespace plimsoll::knative
