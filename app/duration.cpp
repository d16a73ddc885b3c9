// SPDX-License-Identifier: Apache-2.0
// Source: client-go clientcmd.ParseTimeout and Go's time.ParseDuration.
#include "app/duration.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace plimsoll::app {
namespace {

struct Unit {
    std::string_view name;
    double ms;
};
// "ms" before "m", "us" before "s": the first that fits is taken.
constexpr std::array<Unit, 7> units{
    {{"ns", 1e-6}, {"us", 1e-3}, {"µs", 1e-3}, {"ms", 1}, {"s", 1e3}, {"m", 6e4}, {"h", 3.6e6}}};
constexpr double most = 1e12; // ms, 31 years

/// Cuts the number off the front; digits and a point only, as Go's durations have no exponent.
std::optional<double> takeNumber(std::string_view& text) {
    const auto end = std::min(text.size(), text.find_first_not_of("0123456789."));
    double value = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + end, value);
    if (error != std::errc() || at != text.data() + end) {
        return std::nullopt;
    }
    text.remove_prefix(end);
    return value;
}

std::optional<double> takeUnit(std::string_view& text) {
    for (const auto& unit : units) {
        if (text.starts_with(unit.name)) {
            text.remove_prefix(unit.name.size());
            return unit.ms;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<std::chrono::milliseconds> parseDuration(std::string_view text) {
    if (text.empty()) {
        return std::nullopt;
    }
    double total = 0;
    if (text.find_first_not_of("0123456789") == std::string_view::npos) {
        total = std::stod(std::string(text)) * 1000;
        text = {};
    }
    while (!text.empty()) {
        const auto number = takeNumber(text);
        const auto unit = number ? takeUnit(text) : std::nullopt;
        if (!unit) {
            return std::nullopt;
        }
        total += *number * *unit;
    }
    if (!(total <= most)) {
        return std::nullopt;
    }
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(total)));
}

} // namespace plimsoll::app
