// SPDX-License-Identifier: Apache-2.0
#include "cluster/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace plimsoll::cluster {
namespace {

__extension__ using Wide = unsigned __int128;

struct Unit {
    std::string_view suffix;
    int base;
    int exponent;
};
constexpr std::array<Unit, 16> units{{
    {"", 10, 0},
    {"n", 10, -9},
    {"u", 10, -6},
    {"m", 10, -3},
    {"k", 10, 3},
    {"M", 10, 6},
    {"G", 10, 9},
    {"T", 10, 12},
    {"P", 10, 15},
    {"E", 10, 18},
    {"Ki", 1024, 1},
    {"Mi", 1024, 2},
    {"Gi", 1024, 3},
    {"Ti", 1024, 4},
    {"Pi", 1024, 5},
    {"Ei", 1024, 6},
}};

std::optional<Unit> unitOf(std::string_view suffix) {
    for (const auto& unit : units) {
        if (unit.suffix == suffix) {
            return unit;
        }
    }
    if (suffix.size() < 2 || (suffix.front() != 'e' && suffix.front() != 'E')) {
        return std::nullopt;
    }
    suffix.remove_prefix(1);
    if (suffix.front() == '+' && suffix.size() > 1) {
        suffix.remove_prefix(1);
    }
    Unit unit{"e", 10, 0};
    const auto [end, error] = std::from_chars(suffix.data(), suffix.data() + suffix.size(), unit.exponent);
    if (error != std::errc() || end != suffix.data() + suffix.size()) {
        return std::nullopt;
    }
    return unit;
}

} // namespace

std::optional<std::int64_t> parseQuantity(std::string_view text) {
    constexpr auto most = static_cast<Wide>(std::numeric_limits<std::int64_t>::max());
    std::size_t at = !text.empty() && text.front() == '+' ? 1 : 0;
    Wide digits = 0;
    int fraction = 0;
    bool any = false;
    bool point = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') {
            break;
        }
        any = true;
        if (digits < most) { // 19 digits say more than an int64 can hold; the rest cannot matter
            digits = digits * 10 + static_cast<Wide>(c - '0');
            fraction += point ? 1 : 0;
        } else {
            fraction -= point ? 0 : 1;
        }
    }
    auto unit = unitOf(text.substr(at));
    if (!any || !unit) {
        return std::nullopt;
    }
    // digits * base^exponent / 10^fraction, exactly, rounded up.
    if (unit->base == 10) {
        fraction -= std::clamp(unit->exponent, -1000, 1000);
        unit->exponent = 0;
    }
    for (; unit->exponent > 0; --unit->exponent) {
        digits *= 1024; // at most 2^67 times 1024^6: fits
    }
    for (; fraction < 0 && digits != 0 && digits <= most; ++fraction) {
        digits *= 10;
    }
    for (; fraction > 0 && digits > 1; --fraction) {
        digits = (digits + 9) / 10; // rounding up in steps equals rounding up once
    }
    return static_cast<std::int64_t>(std::min(digits, most));
}

} // namespace plimsoll::cluster
