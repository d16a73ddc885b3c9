// SPDX-License-Identifier: Apache-2.0
// Cuts what Envoy's /config_dump answers into single resources while it arrives, so that a dump of several
// hundred MB is never held. What a section or a field means is the reader's business.
#pragma once

#include "base/error.h"
#include "kube/scan.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::dump {

/// The largest single resource. A route configuration of 20,000 virtual hosts has some 30 MB, indented.
inline constexpr std::size_t pieceLimit = 64U << 20U;

class DumpSplitter {
public:
    struct Piece {
        std::string_view type;  // of the section, or of the element where a dump holds only one list
        std::string_view field; // of the section, as written; empty: `json` is a whole such element
        std::string_view json;  // an item where the field is a list, else its value
    };
    using Take = std::function<Result<void>(const Piece&)>;
    /// A section's (or lone element's) type and its length in the file.
    using End = std::function<void(std::string_view type, std::int64_t bytes)>;

    DumpSplitter(Take take, End end, std::size_t limit = pieceLimit);

    /// After an error every further call gives the same one.
    [[nodiscard]] Result<void> feed(std::string_view bytes);
    [[nodiscard]] Result<void> finish();
    [[nodiscard]] std::int64_t sections() const { return m_sections; }

private:
    enum class Frame : std::uint8_t { Wrapper, Configs, Section, List };
    enum class Where : std::uint8_t {
        Start,
        FirstKey,
        NextKey,
        Key,
        Colon,
        BeforeValue,
        FirstItem,
        NextItem,
        Value, // of a member, or an item
        After,
        Done
    };

    [[nodiscard]] Failure reject(std::string what, std::string hint = {});
    [[nodiscard]] Failure broken();
    [[nodiscard]] Result<void> token(char c);
    [[nodiscard]] Result<void> start(char c);
    [[nodiscard]] Result<void> value(char c);
    [[nodiscard]] Result<void> between(char c);
    [[nodiscard]] bool opens(char c);
    void close();
    [[nodiscard]] Result<std::size_t> scan(std::string_view bytes);
    [[nodiscard]] Result<void> scanned(std::string_view text);
    [[nodiscard]] Result<void> member(std::string_view text);
    void wholeElement();

    Take m_take;
    End m_end;
    std::size_t m_limit;
    std::optional<Error> m_error;

    std::vector<Frame> m_frames; // what is open around the place where we are
    Where m_where = Where::Start;
    kube::ValueScanner m_scanner;
    std::string m_buffer; // of the key or value under way, as far as it came in earlier pieces
    std::size_t m_length = 0;
    std::size_t m_gap = 0; // white space in a row
    std::int64_t m_offset = 0;

    std::string m_key;
    std::string m_type;   // of the section
    std::string m_list;   // its field whose items are read
    bool m_found = false; // `configs`
    std::int64_t m_sectionFrom = 0;
    std::int64_t m_valueEnd = 0;
    std::int64_t m_sections = 0;
};

} // namespace plimsoll::dump
