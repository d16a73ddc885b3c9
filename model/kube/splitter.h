// SPDX-License-Identifier: Apache-2.0
// Cuts a Kubernetes List that arrives in pieces into its items, and a watch stream into its lines, without
// ever holding the whole: memory is that of the largest item.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace plimsoll::kube {

class ListSplitter {
public:
    using Item = std::function<void(std::string_view json)>;
    explicit ListSplitter(Item item, std::size_t itemLimit = 256U << 20U);

    /// Error: not JSON, not a List (HTML, a Status is kept in status()), an item over the limit.
    [[nodiscard]] Result<void> feed(std::string_view bytes);
    /// Error when the body was cut off.
    [[nodiscard]] Result<void> finish();

    // Known once finish() succeeded (metadata may follow the items).
    [[nodiscard]] const std::string& resourceVersion() const { return m_resourceVersion; }
    [[nodiscard]] const std::string& continueToken() const { return m_continue; }
    [[nodiscard]] std::int64_t remaining() const { return m_remaining; } // remainingItemCount, -1 unknown
    [[nodiscard]] const std::string& listKind() const { return m_kind; } // "ServiceList", "List", "Status", …

private:
    enum class Where { Start, Object, Items, Done };
    Result<void> step(char c);
    Result<void> memberDone();

    Item m_item;
    std::size_t m_itemLimit;
    Where m_where = Where::Start;
    std::string m_buffer; // the item or the other member under way
    std::string m_key;
    int m_depth = 0;
    bool m_inString = false;
    bool m_escaped = false;
    bool m_expectKey = true;
    bool m_inValue = false;
    std::string m_resourceVersion;
    std::string m_continue;
    std::string m_kind;
    std::int64_t m_remaining = -1;
    std::uint64_t m_offset = 0;
};

class LineSplitter {
public:
    explicit LineSplitter(std::size_t lineLimit = 256U << 20U) : m_limit(lineLimit) {}
    [[nodiscard]] Result<void> feed(std::string_view bytes,
                                    const std::function<void(std::string_view)>& line);
    [[nodiscard]] bool partial() const { return !m_rest.empty(); }

private:
    std::size_t m_limit;
    std::string m_rest;
};

} // namespace plimsoll::kube
