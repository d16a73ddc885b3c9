// SPDX-License-Identifier: Apache-2.0
// Cuts a Kubernetes List that arrives in pieces into its items, and a watch stream into its lines, without
// ever holding the whole: memory is that of the largest item.
#pragma once

#include "base/error.h"
#include "kube/scan.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::kube {

/// A server that takes in objects of 3 MB at most (etcd: 1.5) gives out none that are larger: what goes
/// beyond this is no object, and would only fill the memory.
inline constexpr std::size_t objectLimit = 16U << 20U;

class ListSplitter {
public:
    using Item = std::function<void(std::string_view json)>;
    explicit ListSplitter(Item item, std::size_t itemLimit = objectLimit);

    /// Error: not JSON, not a List (HTML, a Status is kept in status()), an item over the limit. After an
    /// error every further call gives the same one. The item is called with whole objects only.
    [[nodiscard]] Result<void> feed(std::string_view bytes);
    /// Error when the body was cut off, or was an object without items.
    [[nodiscard]] Result<void> finish();

    // Known once finish() succeeded (metadata may follow the items).
    [[nodiscard]] const std::string& resourceVersion() const { return m_resourceVersion; }
    [[nodiscard]] const std::string& continueToken() const { return m_continue; }
    [[nodiscard]] std::int64_t remaining() const { return m_remaining; } // remainingItemCount, -1 unknown
    // Known as soon as they were read.
    [[nodiscard]] const std::string& listKind() const { return m_kind; } // "ServiceList", "List", "Status", …
    [[nodiscard]] std::int64_t items() const { return m_items; }         // given so far
    /// The JSON of the Status object that came instead of a list, else empty.
    [[nodiscard]] std::string status() const;

private:
    enum class Where {
        Start,
        FirstKey,
        NextKey,
        Key,
        Colon,
        BeforeValue,
        Value,
        AfterValue,
        FirstItem,
        NextItem,
        Item,
        AfterItem,
        Done
    };
    Result<void> token(char c);
    Result<void> between(char c);
    Result<std::size_t> scan(std::string_view bytes);
    Result<void> scanned(std::string_view value);
    Result<void> member(std::string_view value);
    void readMetadata(std::string_view value);
    Failure reject(std::string what, std::string hint = {});

    Item m_item;
    std::size_t m_itemLimit;
    Where m_where = Where::Start;
    ValueScanner m_scanner;
    std::string m_buffer;     // what came so far of the key, value or item under way
    std::size_t m_length = 0; // of it, also where it is too long to be kept
    std::size_t m_gap = 0;    // white space since the last token
    std::string m_key;
    bool m_hasItems = false;
    std::string m_resourceVersion;
    std::string m_continue;
    std::string m_kind;
    std::string m_members; // of the object itself, for status(); empty once it is known to be a list
    std::int64_t m_remaining = -1;
    std::int64_t m_items = 0;
    std::uint64_t m_offset = 0;
    std::optional<Error> m_error;
};

/// Empty lines are left out, "\r\n" ends a line too.
class LineSplitter {
public:
    explicit LineSplitter(std::size_t lineLimit = objectLimit) : m_limit(lineLimit) {}
    /// Error: a line over the limit.
    [[nodiscard]] Result<void> feed(std::string_view bytes,
                                    const std::function<void(std::string_view)>& line);
    /// Whether a line was begun and not ended.
    [[nodiscard]] bool partial() const { return !m_rest.empty(); }

private:
    std::size_t m_limit;
    std::string m_rest;
};

} // namespace plimsoll::kube
