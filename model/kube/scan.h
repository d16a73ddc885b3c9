// SPDX-License-Identifier: Apache-2.0
// Finds where JSON values end, without decoding them: what lets a list of 90 MB be cut into items, and a
// watch event into its parts, at the speed of memchr. Brackets are counted, not matched: whoever decodes the
// value (cluster::decode) is the one who judges its inside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::kube {

/// Walks over one value that may arrive in pieces.
class ValueScanner {
public:
    /// How many of the bytes belong to the value, whose first byte is the first one ever fed. A number or a
    /// word ends before the first byte that cannot be part of it; everything else with its last byte.
    std::size_t feed(std::string_view bytes);
    [[nodiscard]] bool done() const { return m_done; }

private:
    [[nodiscard]] std::size_t feedScalar(std::string_view bytes);
    const char* skipString(const char* at, const char* end);

    bool m_started = false;
    bool m_scalar = false;
    bool m_inString = false;
    bool m_escaped = false; // the last byte was a backslash that is not itself escaped
    bool m_done = false;
    std::int64_t m_depth = 0;
};

[[nodiscard]] constexpr bool isJsonSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Calls `member` with each key (as written, without quotes) and value of a whole JSON object until it
/// answers false. False when the text is no object as far as it was read.
bool eachMember(std::string_view object,
                const std::function<bool(std::string_view key, std::string_view value)>& member);

/// The text of a JSON string value with its quotes; nothing when it is not a valid string.
[[nodiscard]] std::optional<std::string> stringOf(std::string_view value);

/// metadata.resourceVersion of an object, "" when it has none. Reads no further than that.
[[nodiscard]] std::string resourceVersionOf(std::string_view object);

} // namespace plimsoll::kube
