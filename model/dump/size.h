// SPDX-License-Identifier: Apache-2.0
// How many bytes a message takes on the wire as protobuf, told from its JSON form.
#pragma once

#include "cluster/tree.h"
#include "dump/fields.h"

#include <cstdint>
#include <string_view>

namespace plimsoll::dump {

using Node = cluster::Tree::Node;

class Sizer {
public:
    /// What Envoy prints although nobody sent it is left out: "@type" of what is no Any here, and in load
    /// assignments the default overprovisioning factor and empty health_check_configs.
    enum class Of { Anything, LoadAssignment };
    explicit Sizer(Of of = Of::Anything) : m_loadAssignment(of == Of::LoadAssignment) {}

    /// `type` null: not known; fields are then encoded as their values look.
    [[nodiscard]] std::int64_t message(const Node& map, const Message* type);
    /// One field of a message with all its values: its tags are counted too.
    [[nodiscard]] std::int64_t member(const Message* type, std::string_view name, const Node& value);
    /// A field that holds so many bytes.
    [[nodiscard]] static std::int64_t framed(std::int64_t bytes, std::int64_t tag = 1);

    /// Something was nested deeper than protobuf allows, and counted as empty.
    [[nodiscard]] bool tooDeep() const { return m_tooDeep; }

private:
    [[nodiscard]] std::int64_t any(const Node& map, std::string_view url);
    [[nodiscard]] std::int64_t field(const Field& field, const Node& value, bool guess);
    [[nodiscard]] std::int64_t list(const Field& field, const Node& list, bool guess);
    [[nodiscard]] std::int64_t map(const Field& field, const Node& map, bool guess);
    /// Without the tag, with a length where there is one.
    [[nodiscard]] std::int64_t single(const Field& field, const Node& value, bool guess);
    [[nodiscard]] std::int64_t plain(const Field& field, const Node& value, bool guess);
    [[nodiscard]] std::int64_t nested(const Node& map, const Message* type);
    [[nodiscard]] std::int64_t structBytes(const Node& map);
    [[nodiscard]] std::int64_t valueBytes(const Node& value);
    [[nodiscard]] std::int64_t listBytes(const Node& list);
    [[nodiscard]] bool added(std::string_view name, const Node& value) const;

    bool m_loadAssignment;
    bool m_tooDeep = false;
    int m_depth = 0;
};

} // namespace plimsoll::dump
