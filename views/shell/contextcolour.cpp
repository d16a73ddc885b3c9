// SPDX-License-Identifier: Apache-2.0
#include "shell/contextcolour.h"

#include <cstdint>

namespace plimsoll::views {
namespace {

// FNV-1a: qHash is seeded differently in every run.
std::uint32_t stableHash(const QByteArray& bytes) {
    std::uint32_t hash = 2166136261U;
    for (const char c : bytes) {
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
    }
    return hash ^ (hash >> 15U);
}

} // namespace

QColor contextColour(const QString& name, bool dark) {
    // 75° (yellow green) to 325° (magenta): red and amber have meanings of their own.
    constexpr std::uint32_t first = 75;
    constexpr std::uint32_t span = 250;
    const int hue = static_cast<int>(first + stableHash(name.toUtf8()) % span);
    return dark ? QColor::fromHsl(hue, 150, 165) : QColor::fromHsl(hue, 165, 88);
}

} // namespace plimsoll::views
