// SPDX-License-Identifier: Apache-2.0
// The demo estate as an API server holds it: objects by name, lists, merge patches with optimistic locking.
#pragma once

#include "base/error.h"
#include "cluster/access.h"
#include "cluster/demo/render.h"

#include <functional>

namespace plimsoll::cluster::demo {

class Store {
public:
    explicit Store(int revisions) : m_estate(generate(revisions)) {}

    [[nodiscard]] const Estate& estate() const { return m_estate; }

    [[nodiscard]] Result<json> get(const ObjectId& id) const;
    [[nodiscard]] FreshList list(Kind kind, const std::string& ns) const;
    /// Conflict when metadata.resourceVersion of the patch is not the object's; a patch that changes nothing
    /// gives no new resourceVersion, as the API server does it.
    [[nodiscard]] Result<json> patch(const Patch& patch);

    /// Every object of the given Knative service, or of none: the fixed ones.
    using Visit = std::function<void(Kind, const json&)>;
    void visitFixed(const Visit& visit) const;
    void visitService(std::size_t index, const Visit& visit) const;

    /// Lets `change` edit one service and gives what differs afterwards, in the order in which controllers
    /// write.
    struct Difference {
        Kind kind;
        std::string name;
        json now; // null: gone
    };
    [[nodiscard]] std::vector<Difference> edit(std::size_t index,
                                               const std::function<void(Estate&, DemoService&)>& change);
    void advance(UnixSeconds seconds) { m_estate.clock += seconds; }

private:
    [[nodiscard]] std::optional<json> rendered(const ObjectId& id) const;
    Estate m_estate;
};

} // namespace plimsoll::cluster::demo
