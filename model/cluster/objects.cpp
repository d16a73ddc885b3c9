// SPDX-License-Identifier: Apache-2.0
#include "cluster/objects.h"

#include <algorithm>

namespace plimsoll::cluster {
namespace {

auto lowerBound(const Labels& labels, std::string_view key) {
    return std::ranges::lower_bound(labels, key, {}, [](const auto& pair) { return pair.first.view(); });
}

// kindOf() relies on the variant and the enumeration having one order.
template <std::size_t... I>
constexpr bool inOrder(std::index_sequence<I...>) {
    return ((std::variant_alternative_t<I, Object>::kind == static_cast<Kind>(I)) && ...);
}
static_assert(std::variant_size_v<Object> == kindCount);
static_assert(inOrder(std::make_index_sequence<kindCount>{}));

} // namespace

std::string_view valueOf(const Labels& labels, std::string_view key) {
    const auto it = lowerBound(labels, key);
    return it != labels.end() && it->first == key ? it->second.view() : std::string_view();
}

bool has(const Labels& labels, std::string_view key) {
    const auto it = lowerBound(labels, key);
    return it != labels.end() && it->first == key;
}

bool matches(const Labels& selector, const Labels& labels) {
    return std::ranges::all_of(selector, [&](const auto& wanted) {
        const auto it = lowerBound(labels, wanted.first);
        return it != labels.end() && it->first == wanted.first && it->second == wanted.second;
    });
}

const Condition* find(const Conditions& conditions, std::string_view type) {
    const auto it = std::ranges::find_if(conditions, [&](const Condition& c) { return c.type == type; });
    return it == conditions.end() ? nullptr : &*it;
}

bool isTrue(const Conditions& conditions, std::string_view type) {
    const auto* condition = find(conditions, type);
    return condition != nullptr && condition->status == "True";
}

const Meta& metaOf(const Object& object) {
    return std::visit([](const auto& o) -> const Meta& { return o.meta; }, object);
}

Kind kindOf(const Object& object) {
    return static_cast<Kind>(object.index());
}

} // namespace plimsoll::cluster
