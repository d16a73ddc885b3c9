// SPDX-License-Identifier: Apache-2.0
#include "graph/textmetrics.h"

#include "theme/theme.h"

namespace plimsoll::views {
namespace {

constexpr qsizetype longest = 400; // characters that are measured at all: input may hold megabytes

QFont made(const FontSpec& spec, int pixels, QFont::Weight weight) {
    QFont font;
    font.setFamilies(spec.families);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

} // namespace

FontSpec FontSpec::application() {
    // Not the application's: it may be asked before the look is applied, and must agree with it even then.
    const QFont font = views::font(TextSize::Body);
    return {font.families().isEmpty() ? QStringList(font.family()) : font.families()};
}

TextMetrics::TextMetrics(const FontSpec& spec) {
    m_fonts = {made(spec, 13, QFont::DemiBold), made(spec, 13, QFont::Normal),
               made(spec, 12, QFont::Normal),   made(spec, 12, QFont::DemiBold),
               made(spec, 10, QFont::Normal),   made(spec, 15, QFont::DemiBold)};
    for (const auto& font : m_fonts) {
        m_metrics.emplace_back(font);
    }
}

double TextMetrics::width(const QString& text, TextRole role) const {
    return m_metrics[static_cast<std::size_t>(role)].horizontalAdvance(text.left(longest));
}

QString TextMetrics::fitted(const QString& text, TextRole role, double room, Qt::TextElideMode mode) const {
    QString line = text.size() > longest ? text.left(longest) + QChar(0x2026) : text;
    for (QChar& letter : line) {
        if (letter.category() == QChar::Other_Control) {
            letter = u' ';
        }
    }
    if (m_metrics[static_cast<std::size_t>(role)].horizontalAdvance(line) <= room) {
        return line;
    }
    return m_metrics[static_cast<std::size_t>(role)].elidedText(line, mode, room);
}

} // namespace plimsoll::views
