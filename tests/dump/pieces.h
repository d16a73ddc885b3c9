// SPDX-License-Identifier: Apache-2.0
// Reading text as a dump, whole or in pieces.
#pragma once

#include "dump/reader.h"

#include <string>
#include <string_view>

namespace plimsoll::test {

inline Result<dump::Dump> readText(std::string_view text, std::size_t piece = std::string_view::npos) {
    dump::DumpReader reader;
    while (!text.empty()) {
        const auto part = text.substr(0, piece);
        if (auto fed = reader.feed(part); !fed) {
            return tl::unexpected(fed.error());
        }
        text.remove_prefix(part.size());
    }
    return reader.finish();
}

} // namespace plimsoll::test
