// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <algorithm>

namespace plimsoll {

std::string Error::sentence() const {
    std::string line;
    if (!where.empty()) {
        line += where + ": ";
    }
    line += what;
    if (!hint.empty()) {
        line += ". " + hint;
    }
    if (line.empty() || (line.back() != '.' && line.back() != '?' && line.back() != '!')) {
        line += '.';
    }
    return line;
}

Failure fail(ErrorCode code, std::string what, std::string where, std::string hint) {
    return Failure(Error{code, std::move(what), std::move(where), std::move(hint), 0});
}

std::string shortened(std::string_view text, std::size_t limit) {
    std::size_t end = std::min(text.size(), limit);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end; // do not cut inside a UTF-8 sequence
    }
    std::string out;
    out.reserve(end + 24);
    for (const char c : text.substr(0, end)) {
        const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
        out += control ? '?' : c;
    }
    if (end < text.size()) {
        out += "… (" + std::to_string(text.size()) + " bytes)";
    }
    return out;
}

} // namespace plimsoll
