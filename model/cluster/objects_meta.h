// SPDX-License-Identifier: Apache-2.0
// What objects of every kind have: names, labels, an owner, conditions.
#pragma once

#include "base/text.h"
#include "base/time.h"
#include "cluster/kinds.h"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace plimsoll::cluster {

/// Sorted by key; few entries, so a flat vector.
using Labels = std::vector<std::pair<Text, Text>>;
[[nodiscard]] std::string_view valueOf(const Labels& labels, std::string_view key); // "" when absent
[[nodiscard]] bool has(const Labels& labels, std::string_view key);
/// Every pair of `selector` is in `labels`. An empty selector matches everything (the caller decides what
/// that means).
[[nodiscard]] bool matches(const Labels& selector, const Labels& labels);

struct Owner { // the controlling ownerReference
    Text kind;
    Text name;
    Text uid;
    bool operator==(const Owner&) const = default;
};

struct Meta {
    Text ns; // empty for kinds without namespace
    Text name;
    Text uid;
    Text resourceVersion;
    UnixSeconds created = 0;
    UnixSeconds deleted = 0; // deletionTimestamp; 0: not being deleted
    Labels labels;
    Labels annotations; // only those that a rule reads, see keptAnnotations in decode.h
    Owner owner;
    bool operator==(const Meta&) const = default;
};

struct Condition {
    Text type;
    Text status; // "True", "False", "Unknown"
    Text reason;
    Text message;
    UnixSeconds since = 0;
    bool operator==(const Condition&) const = default;
};
using Conditions = std::vector<Condition>;
[[nodiscard]] const Condition* find(const Conditions& conditions, std::string_view type);
[[nodiscard]] bool isTrue(const Conditions& conditions, std::string_view type);

} // namespace plimsoll::cluster
