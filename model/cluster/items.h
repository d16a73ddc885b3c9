// SPDX-License-Identifier: Apache-2.0
// The objects in a file of JSON or YAML, one at a time: of a List, of a bare list, of a stream of YAML
// documents, or the file's only one. No more than one object is held as a tree.
#pragma once

#include "base/error.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::cluster {

/// What a List says of itself; its items may leave it out ("ServiceList", "v1").
struct ListHead {
    std::string kind;
    std::string apiVersion;
    bool operator==(const ListHead&) const = default;
};

struct Item {
    nlohmann::json object;
    ListHead list;          // as far as it was read: in sorted JSON `kind` comes after `items`
    std::int64_t bytes = 0; // of text, about
};

/// Returns false to end the reading.
using UseItem = std::function<bool(Item&& item)>;

/// Parsers give up on anything deeper: no API object is, and nothing here may overflow the stack.
inline constexpr std::size_t deepestNesting = 200;

/// What the (last) list of the text says of itself, its end included; empty for single objects and when `use`
/// ended the reading. Error: where the text stops being JSON or YAML (line and column); what came before was
/// used.
[[nodiscard]] Result<ListHead> readJsonItems(std::string_view text, const UseItem& use);
[[nodiscard]] Result<ListHead> readYamlItems(std::string_view text, const UseItem& use);

/// Puts parser events together to objects. managedFields are dropped.
class ItemBuilder {
public:
    explicit ItemBuilder(const UseItem& use) : m_use(use) {}

    /// False: nested too deeply, or the user has enough (stopped()).
    bool start(nlohmann::json container);
    bool end();
    bool value(nlohmann::json value);
    void key(std::string key) { m_key = std::move(key); }

    [[nodiscard]] bool stopped() const { return m_stopped; }
    [[nodiscard]] std::size_t depth() const { return m_open.size() + m_skipping; }
    /// The value that the last end() or value() completed, until the next event; null when it was used up.
    [[nodiscard]] nlohmann::json* completed() const { return m_completed; }
    /// The innermost open map; null in lists.
    [[nodiscard]] nlohmann::json* openMap() const;
    void at(std::int64_t offset) { m_offset = offset; }
    [[nodiscard]] const ListHead& head() const { return m_head; } // of the last complete list

private:
    nlohmann::json* place(nlohmann::json&& value);
    bool deliver(nlohmann::json&& object);

    const UseItem& m_use;
    nlohmann::json m_root;
    nlohmann::json m_item;
    nlohmann::json* m_completed = nullptr;
    std::vector<nlohmann::json*> m_open; // null: the list whose elements are the items
    std::size_t m_skipping = 0;          // open containers inside managedFields
    std::string m_key;
    ListHead m_head;
    bool m_isList = false;
    bool m_stopped = false;
    std::int64_t m_offset = 0;
    std::int64_t m_began = 0;
};

} // namespace plimsoll::cluster
