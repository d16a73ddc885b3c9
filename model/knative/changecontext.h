// SPDX-License-Identifier: Apache-2.0
// What every part of a change needs, and the token by which a late answer sees that nobody waits any more.
#pragma once

#include "cluster/source.h"
#include "knative/change.h"
#include "knative/journal.h"

#include <memory>

namespace plimsoll::knative {

struct ChangeContext {
    const cluster::Cluster& cluster;
    cluster::Source& source;
    Journal journal;
    std::optional<mesh::Version> istioVersion; // set by hand; else what the control plane tells

    /// The mesh's settings as `fresh` has them.
    [[nodiscard]] mesh::MeshSettings settings(const cluster::Cluster& fresh) const {
        return mesh::readSettings(fresh, istioVersion);
    }
    [[nodiscard]] UnixSeconds clock() const {
        const auto fixed = source.info().clock;
        return fixed != 0 ? fixed : now();
    }
};

/// Held by the Changer; a callback does nothing once it is gone.
using ContextPtr = std::shared_ptr<ChangeContext>;
using WeakContext = std::weak_ptr<ChangeContext>;

/// Wraps a callback so that it is dropped when the Changer is gone: `f` gets the context first.
template <class F>
auto whileAlive(const ContextPtr& context, F f) {
    return [weak = WeakContext(context), f = std::move(f)](auto&&... answer) mutable {
        if (const auto alive = weak.lock()) {
            f(std::forward<decltype(answer)>(answer)...);
        }
    };
}

} // namespace plimsoll::knative
