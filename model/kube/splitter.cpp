// SPDX-License-Identifier: Apache-2.0
#include "kube/splitter.h"

#include <charconv>
#include <cstring>

namespace plimsoll::kube {
namespace {

// What surrounds the items (kind, metadata, a Status) is small; more than this of one member is not kept.
constexpr std::size_t memberLimit = 1U << 20U;
constexpr std::size_t keyLimit = 64U << 10U;
constexpr std::size_t statusLimit = 64U << 10U;

std::string inMegabytes(std::size_t bytes) {
    return std::to_string(bytes / 1'000'000) + " MB";
}

} // namespace

ListSplitter::ListSplitter(Item item, std::size_t itemLimit)
    : m_item(std::move(item)), m_itemLimit(itemLimit) {}

Failure ListSplitter::reject(std::string what, std::string hint) {
    m_error = Error{ErrorCode::Server, std::move(what), {}, std::move(hint), 0};
    return tl::unexpected(*m_error);
}

Result<void> ListSplitter::feed(std::string_view bytes) {
    if (m_error) {
        return tl::unexpected(*m_error);
    }
    while (!bytes.empty()) {
        if (m_where == Where::Key || m_where == Where::Value || m_where == Where::Item) {
            const auto used = scan(bytes);
            if (!used) {
                return tl::unexpected(used.error());
            }
            m_offset += *used;
            bytes.remove_prefix(*used);
            continue;
        }
        const char c = bytes.front();
        if (isJsonSpace(c)) {
            if (++m_gap > m_itemLimit) {
                return reject("the list holds more than " + inMegabytes(m_itemLimit) + " of white space");
            }
        } else {
            m_gap = 0;
            if (auto ok = token(c); !ok) {
                return ok;
            }
            if (m_where == Where::Key || m_where == Where::Value || m_where == Where::Item) {
                continue; // its first byte belongs to what is scanned now
            }
        }
        ++m_offset;
        bytes.remove_prefix(1);
    }
    return {};
}

/// One byte between keys, values and items.
Result<void> ListSplitter::token(char c) {
    const auto begin = [this](Where where) {
        m_where = where;
        m_scanner = {};
        m_length = 0;
        return Result<void>{};
    };
    switch (m_where) {
    case Where::Start:
        if (c == '{') {
            m_where = Where::FirstKey;
            return {};
        }
        if (c == '<') {
            return reject("the answer is HTML or XML, not JSON",
                          "Check that the address is that of a Kubernetes API server, not of a login page or "
                          "a proxy");
        }
        return reject("the answer is not a JSON object (it begins with '" +
                      shortened(std::string_view(&c, 1)) + "')");
    case Where::FirstKey:
    case Where::NextKey:
        if (c == '"') {
            return begin(Where::Key);
        }
        break;
    case Where::BeforeValue:
        if (m_key == "items" && c == '[') {
            m_hasItems = true;
            m_members.clear();
            m_where = Where::FirstItem;
            return {};
        }
        if (c != ',' && c != '}' && c != ']' && c != ':') {
            return begin(Where::Value);
        }
        break;
    case Where::FirstItem:
    case Where::NextItem:
        if (c == '{') {
            return begin(Where::Item);
        }
        break;
    default:
        break;
    }
    return between(c);
}

/// Commas, colons and closing brackets of the list itself.
Result<void> ListSplitter::between(char c) {
    const auto go = [this](Where where) {
        m_where = where;
        return Result<void>{};
    };
    if (m_where == Where::Colon && c == ':') {
        return go(Where::BeforeValue);
    }
    if (m_where == Where::AfterValue && c == ',') {
        return go(Where::NextKey);
    }
    if ((m_where == Where::AfterValue || m_where == Where::FirstKey) && c == '}') {
        return go(Where::Done);
    }
    if (m_where == Where::AfterItem && c == ',') {
        return go(Where::NextItem);
    }
    if ((m_where == Where::AfterItem || m_where == Where::FirstItem) && c == ']') {
        return go(Where::AfterValue);
    }
    const std::string at = " at byte " + std::to_string(m_offset);
    if (m_where == Where::FirstItem || m_where == Where::NextItem) {
        return reject("item " + std::to_string(m_items + 1) + " of the list is not an object" + at);
    }
    if (m_where == Where::Done) {
        return reject("the list is followed by something else" + at);
    }
    return reject("the answer is broken JSON" + at);
}

/// Takes what belongs to the key, value or item under way; gives it on when it is whole, without a copy where
/// it arrived in one piece.
Result<std::size_t> ListSplitter::scan(std::string_view bytes) {
    const auto piece = bytes.substr(0, m_scanner.feed(bytes));
    const std::size_t limit = m_where == Where::Key ? keyLimit : m_itemLimit;
    m_length += piece.size();
    if (m_length > limit) {
        const std::string name = m_where == Where::Item  ? "item " + std::to_string(m_items + 1)
                                 : m_where == Where::Key ? std::string("a key")
                                                         : "the member \"" + shortened(m_key) + "\"";
        return reject(name + " of the list is larger than " +
                          (m_where == Where::Key ? std::string("64 kB") : inMegabytes(limit)),
                      "Look at that object with kubectl");
    }
    const bool keep = m_where == Where::Item || m_length <= memberLimit;
    if (!m_scanner.done()) {
        if (keep) {
            m_buffer.append(piece);
        }
        return piece.size();
    }
    Result<void> taken;
    if (m_buffer.empty()) {
        taken = scanned(piece);
    } else {
        m_buffer.append(keep ? piece : std::string_view());
        taken = scanned(m_buffer);
        m_buffer.clear();
        if (m_buffer.capacity() > memberLimit) {
            m_buffer.shrink_to_fit(); // one huge item must not stay in memory
        }
    }
    return taken.map([&] { return piece.size(); });
}

Result<void> ListSplitter::scanned(std::string_view value) {
    if (m_where == Where::Item) {
        ++m_items;
        m_where = Where::AfterItem;
        m_item(value);
        return {};
    }
    if (m_where == Where::Key) {
        m_key = stringOf(value).value_or(std::string());
        m_where = Where::Colon;
        return {};
    }
    m_where = Where::AfterValue;
    return member(value);
}

Result<void> ListSplitter::member(std::string_view value) {
    if (m_length > memberLimit) {
        if (m_key == "metadata" || m_key == "kind") {
            return reject("the " + m_key + " of the list is larger than " + inMegabytes(memberLimit));
        }
        return {};
    }
    if (m_key == "kind") {
        m_kind = stringOf(value).value_or(std::string());
    } else if (m_key == "metadata") {
        readMetadata(value);
    } else if (m_key == "items") {
        if (value != "null") { // Go writes an empty list so, unless it takes care
            return reject("the items of the list are not an array");
        }
        m_hasItems = true;
    }
    if (!m_hasItems && m_members.size() + value.size() < statusLimit) {
        m_members += (m_members.empty() ? "\"" : ",\"") + m_key + "\":";
        m_members += value;
    }
    return {};
}

void ListSplitter::readMetadata(std::string_view value) {
    eachMember(value, [this](std::string_view key, std::string_view text) {
        if (key == "resourceVersion") {
            m_resourceVersion = stringOf(text).value_or(std::string());
        } else if (key == "continue") {
            m_continue = stringOf(text).value_or(std::string());
        } else if (key == "remainingItemCount") {
            std::from_chars(text.data(), text.data() + text.size(), m_remaining);
        }
        return true;
    });
}

Result<void> ListSplitter::finish() {
    if (m_error) {
        return tl::unexpected(*m_error);
    }
    if (m_where == Where::Start) {
        return reject("the answer is empty");
    }
    if (m_where != Where::Done) {
        return reject("the list was cut off after " + std::to_string(m_items) + " items and " +
                          std::to_string(m_offset) + " bytes",
                      "It is asked for again");
    }
    if (!m_hasItems) {
        return reject("the answer is " +
                      (m_kind.empty() ? std::string("an object without a kind") : "a " + shortened(m_kind)) +
                      ", not a list");
    }
    return {};
}

std::string ListSplitter::status() const {
    return m_kind == "Status" && !m_hasItems ? "{" + m_members + "}" : std::string();
}

Result<void> LineSplitter::feed(std::string_view bytes, const std::function<void(std::string_view)>& line) {
    const auto give = [&line](std::string_view text) {
        if (text.ends_with('\r')) {
            text.remove_suffix(1);
        }
        if (!text.empty()) {
            line(text);
        }
    };
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto piece = bytes.substr(0, end);
        if (m_rest.size() + piece.size() > m_limit) {
            return fail(ErrorCode::Server, "a line of the watch is larger than " + inMegabytes(m_limit));
        }
        if (end == std::string_view::npos) {
            m_rest.append(piece);
            return {};
        }
        if (m_rest.empty()) {
            give(piece);
        } else {
            m_rest.append(piece);
            const std::string whole = std::exchange(m_rest, {});
            give(whole);
        }
        bytes.remove_prefix(end + 1);
    }
    return {};
}

} // namespace plimsoll::kube
