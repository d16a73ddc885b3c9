// SPDX-License-Identifier: Apache-2.0
// Tolerant reading of one object's JSON, for the decoders of this room only: what is absent or null has a
// default, what has the wrong type too, and leaves a warning that names object and field.
#pragma once

#include "base/error.h"
#include "cluster/objects.h"
#include "cluster/tree.h"

#include <string>
#include <vector>

namespace plimsoll::cluster {

/// The object being decoded.
class Reading {
public:
    Reading(Kind kind, const Tree::Node& root, TextPool& pool) : m_kind(kind), m_root(root), m_pool(pool) {}

    [[nodiscard]] TextPool& pool() const { return m_pool; }
    [[nodiscard]] const Tree::Node& root() const { return m_root; }
    /// "Service shop/cart"
    [[nodiscard]] std::string name() const;
    /// `value` is part of the root and is not what it should be ("a list").
    void warn(const Tree::Node& value, std::string_view expected);
    void warn(std::string what);
    std::vector<Error> takeWarnings() { return std::move(m_warnings); }

private:
    Kind m_kind;
    const Tree::Node& m_root;
    TextPool& m_pool;
    std::vector<Error> m_warnings;
    std::vector<const Tree::Node*> m_warned;
};

/// A value somewhere in the object, or its absence. Cheap to copy; valid as long as the Reading.
class Field {
public:
    explicit Field(Reading& reading) : Field(reading, &reading.root()) {}
    Field(Reading& reading, const Tree::Node* value)
        : m_reading(&reading)
        , m_value(value != nullptr && value->type == Tree::Type::Null ? nullptr : value) {}

    [[nodiscard]] Field operator[](std::string_view member) const;
    [[nodiscard]] bool present() const { return m_value != nullptr; }
    [[nodiscard]] TextPool& pool() const { return m_reading->pool(); }

    [[nodiscard]] std::string_view view() const; // "" when absent
    [[nodiscard]] Text text() const;             // shared with equal ones
    [[nodiscard]] Text textOr(std::string_view fallback) const;
    [[nodiscard]] Text ownText() const; // for what hardly repeats: uids, messages
    [[nodiscard]] bool boolean(bool fallback = false) const;
    [[nodiscard]] std::optional<std::int64_t> number() const;
    [[nodiscard]] std::optional<int> integer() const;
    [[nodiscard]] std::uint16_t port() const; // 0 when absent
    [[nodiscard]] Text intOrString() const;
    [[nodiscard]] UnixSeconds time() const;                     // 0 when absent
    [[nodiscard]] std::optional<std::int64_t> quantity() const; // of bytes, rounded up
    [[nodiscard]] std::vector<Text> texts() const;
    /// Bytes of the value written as compact JSON, 0 when absent: for parts of which only the size matters.
    [[nodiscard]] std::int64_t weight() const;
    /// A map of strings, sorted, of the keys that are kept.
    [[nodiscard]] Labels labels(bool (*keeps)(std::string_view key) = [](std::string_view /*key*/) {
        return true;
    }) const;

    /// How many items a list has, null or not: for reserve().
    [[nodiscard]] std::size_t count() const;
    /// The items of a list that are not null.
    template <class F>
    void each(const F& use) const {
        if (isList()) {
            Tree::eachItem(*m_value, [&](const Tree::Node& item) {
                if (item.type != Tree::Type::Null) {
                    use(Field(*m_reading, &item));
                }
            });
        }
    }
    /// The members of a map that are not null, as they stand in the text; a later one of a name counts.
    template <class F>
    void eachMember(const F& use) const {
        if (isMap()) {
            Tree::eachMember(*m_value, [&](std::string_view key, const Tree::Node& item) {
                if (item.type != Tree::Type::Null) {
                    use(key, Field(*m_reading, &item));
                }
            });
        }
    }

private:
    [[nodiscard]] bool isList() const;
    [[nodiscard]] bool isMap() const;
    void warn(std::string_view expected) const { m_reading->warn(*m_value, expected); }

    Reading* m_reading;
    const Tree::Node* m_value;
};

[[nodiscard]] Meta readMeta(Reading& reading, Kind kind);
[[nodiscard]] Conditions readConditions(const Field& conditions);

} // namespace plimsoll::cluster
