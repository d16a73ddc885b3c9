// SPDX-License-Identifier: Apache-2.0
#include "cluster/kindwords.h"

namespace plimsoll::cluster {
namespace {

using State = KindStatus::State;

std::string joined(const std::vector<std::string>& names) {
    static constexpr std::size_t shown = 5;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < shown; ++i) {
        text += (i == 0 ? "" : ", ") + names[i];
    }
    return names.size() > shown ? text + " and " + std::to_string(names.size() - shown) + " more" : text;
}

std::string grantHint(const KindInfo& kind) {
    return "Ask for get, list and watch on " + resourceNameOf(kind);
}

/// Nothing was said about the kind as a whole, but some namespaces are not there.
Error missingOf(const KindInfo& kind, const KindStatus& status) {
    const auto which = resourceNameOf(kind);
    return {ErrorCode::Forbidden, "not read in " + joined(status.missingNamespaces), which,
            grantHint(kind) + " there, or name the namespaces that you may read", 0};
}

} // namespace

std::string_view stateName(State state) {
    switch (state) {
    case State::Waiting:
        return "waiting";
    case State::Listing:
        return "listing";
    case State::Live:
        return "live";
    case State::Stale:
        return "stale";
    case State::Denied:
        return "denied";
    case State::NotServed:
        return "not served";
    case State::Failed:
        return "failed";
    }
    return "failed";
}

std::string resourceNameOf(const KindInfo& kind) {
    return std::string(kind.plural) + (kind.group.empty() ? "" : "." + std::string(kind.group));
}

std::optional<Error> gapOf(const KindInfo& kind, const KindStatus& status) {
    if (status.state == State::NotServed) {
        return std::nullopt;
    }
    if (status.error) {
        Error error = *status.error;
        if (status.state == State::Denied && error.code == ErrorCode::Forbidden) {
            error.hint = grantHint(kind) + ", or name the namespaces that you may read";
        } else if (status.state == State::Failed && error.hint.empty()) {
            error.hint = "It is tried again by itself";
        }
        return error;
    }
    if (!status.missingNamespaces.empty()) {
        return missingOf(kind, status);
    }
    return std::nullopt;
}

} // namespace plimsoll::cluster
