// SPDX-License-Identifier: Apache-2.0
// One JSON object as a flat row of nodes that point into its text, for the decoders. A list of 90 MB is read
// so without a DOM an object, most of whose time goes into allocating keys and values that nobody asks for.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::cluster {

class Tree {
public:
    enum class Type : std::uint8_t { Null, True, False, Number, String, List, Map };
    struct Node {
        std::string_view text;  // of strings without quotes and escapes, of numbers as written
        std::uint32_t next = 0; // nodes from here to the one behind this value; a map holds keys and values
        Type type = Type::Null; // by turns, keys being strings
    };

    /// False: no valid JSON (as nlohmann would judge), or larger than 4 GB. What is called managedFields
    /// becomes null unread. The text must outlive the tree's use.
    [[nodiscard]] bool parse(std::string_view json);
    /// The same of a tree that is there already; it must outlive this one's use.
    void copy(const nlohmann::json& json);

    [[nodiscard]] const Node& root() const { return m_nodes.front(); }

    /// Calls use(node) for each child of a list, use(key, value) for each of a map.
    template <class F>
    static void eachItem(const Node& list, const F& use) {
        const Node* const end = &list + list.next;
        for (const Node* at = &list + 1; at != end; at += at->next) {
            use(*at);
        }
    }
    template <class F>
    static void eachMember(const Node& map, const F& use) {
        const Node* const end = &map + map.next;
        for (const Node* at = &map + 1; at != end;) {
            const Node& key = *at++;
            const Node& value = *at;
            use(key.text, value);
            at += value.next;
        }
    }
    /// Of two members with one name the last counts. Null when there is none.
    [[nodiscard]] static const Node* member(const Node& map, std::string_view name);

private:
    class Parser;
    void add(const nlohmann::json& json);

    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_open;          // containers not yet ended, while reading
    std::forward_list<std::string> m_unescaped; // what cannot be a piece of the text
};

} // namespace plimsoll::cluster
