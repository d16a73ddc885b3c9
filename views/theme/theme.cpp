// SPDX-License-Identifier: Apache-2.0
#include "theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLocale>
#include <QPalette>

#include <algorithm>
#include <array>
#include <cmath>

namespace plimsoll::views {
namespace {

Theme& applied() {
    static Theme theme = Theme::light(); // one application, one look; set by apply() only
    return theme;
}

QFont baseFont() {
    QFont base = QGuiApplication::font();
    static const bool inter = QFontDatabase::hasFamily(QStringLiteral("Inter"));
    if (inter) {
        base.setFamilies({QStringLiteral("Inter")});
    }
    return base;
}

} // namespace

Theme Theme::light() {
    Theme t;
    t.ground = QColor(0xF4, 0xF6, 0xF8);
    t.card = QColor(0xFF, 0xFF, 0xFF);
    t.line = QColor(0xD8, 0xDE, 0xE6);
    t.grid = QColor(0xEC, 0xEF, 0xF3);
    t.text = QColor(0x18, 0x21, 0x2B);
    t.muted = QColor(0x5A, 0x67, 0x76);
    t.accent = QColor(0x0A, 0x66, 0xC2);
    t.accentSoft = QColor(0xE2, 0xEF, 0xFB);
    t.routed = QColor(0x00, 0x72, 0xB2);
    t.reserve = QColor(0xC7, 0x77, 0x00);
    t.hidden = QColor(0x8A, 0x96, 0xA3);
    t.alarm = QColor(0xD0, 0x40, 0x2B);
    t.alarmSoft = QColor(0xFD, 0xE8, 0xE5);
    t.ok = QColor(0x00, 0x87, 0x5F);
    t.control = QColor(0xEE, 0xF2, 0xF6);
    t.onAccent = QColor(0xFF, 0xFF, 0xFF);
    return t;
}

Theme Theme::darkTheme() {
    Theme t;
    t.ground = QColor(0x0F, 0x14, 0x1A);
    t.card = QColor(0x17, 0x1E, 0x26);
    t.line = QColor(0x2A, 0x35, 0x41);
    t.grid = QColor(0x1C, 0x24, 0x2D);
    t.text = QColor(0xE8, 0xED, 0xF3);
    t.muted = QColor(0x93, 0xA1, 0xB0);
    t.accent = QColor(0x58, 0xA6, 0xFF);
    t.accentSoft = QColor(0x16, 0x2E, 0x4B);
    t.routed = QColor(0x56, 0xB4, 0xE9);
    t.reserve = QColor(0xF0, 0xA9, 0x3B);
    t.hidden = QColor(0x6C, 0x79, 0x87);
    t.alarm = QColor(0xFF, 0x6B, 0x57);
    t.alarmSoft = QColor(0x3A, 0x1A, 0x17);
    t.ok = QColor(0x3D, 0xDB, 0xA4);
    t.control = QColor(0x20, 0x2A, 0x34);
    t.onAccent = QColor(0x0B, 0x11, 0x17);
    t.dark = true;
    return t;
}

Theme Theme::print() {
    Theme t = light();
    t.ground = Qt::white;
    return t;
}

Theme resolve(ThemeChoice choice) {
    if (choice == ThemeChoice::System) {
        // Qt 6.4 has no colour scheme hint: the platform's palette tells.
        const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
        return dark ? Theme::darkTheme() : Theme::light();
    }
    return choice == ThemeChoice::Dark ? Theme::darkTheme() : Theme::light();
}

const Theme& current() {
    return applied();
}

void apply(QApplication& app, const Theme& theme) {
    applied() = theme;
    QPalette palette;
    palette.setColor(QPalette::Window, theme.ground);
    palette.setColor(QPalette::WindowText, theme.text);
    palette.setColor(QPalette::Base, theme.card);
    palette.setColor(QPalette::AlternateBase, theme.grid);
    palette.setColor(QPalette::Text, theme.text);
    palette.setColor(QPalette::Button, theme.card);
    palette.setColor(QPalette::ButtonText, theme.text);
    palette.setColor(QPalette::ToolTipBase, theme.card);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::PlaceholderText, theme.muted);
    palette.setColor(QPalette::Highlight, theme.accentSoft);
    palette.setColor(QPalette::HighlightedText, theme.text);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::Mid, theme.line);
    palette.setColor(QPalette::Dark, theme.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, theme.hidden);
    }
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setPalette(palette);
    QApplication::setFont(font(TextSize::Body));
    app.setStyleSheet(styleSheet(theme));
}

QFont font(TextSize size, QFont::Weight weight) {
    QFont f = baseFont();
    f.setWeight(weight);
    switch (size) {
    case TextSize::Small:
        f.setPixelSize(12); // 11.5 in the sketches; QFont takes whole pixels
        break;
    case TextSize::Body:
        f.setPixelSize(13);
        break;
    case TextSize::Heading:
        f.setPixelSize(15);
        break;
    case TextSize::Figure:
        f.setPixelSize(24);
        break;
    }
    return f;
}

QFont monospaced(TextSize size) {
    QFont f = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    f.setPixelSize(size == TextSize::Small ? 11 : 13);
    return f;
}

QString bytesText(std::int64_t bytes) {
    static constexpr std::array<const char*, 5> units{"B", "kB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (std::abs(value) >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    const int decimals = unit == 0 || std::abs(value) >= 99.95 ? 0 : 1;
    return QLocale::c().toString(value, 'f', decimals) + QChar(0xA0) + QLatin1String(units.at(unit));
}

QString countText(std::int64_t count) {
    return QLocale(QLocale::English).toString(static_cast<qlonglong>(count));
}

QString qs(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString toolTipOf(const QString& text) {
    static constexpr qsizetype longest = 2000;
    if (text.isEmpty()) {
        return {};
    }
    const QString cut = text.size() > longest ? text.left(longest) + QChar(0x2026) : text;
    return QStringLiteral("<p style=\"white-space:pre-wrap; margin:0\">%1</p>").arg(cut.toHtmlEscaped());
}

QString spanText(std::int64_t milliseconds) {
    static constexpr std::int64_t second = 1000;
    static constexpr std::int64_t minute = 60 * second;
    static constexpr std::int64_t hour = 60 * minute;
    static constexpr std::int64_t day = 24 * hour;
    const std::int64_t span = std::max<std::int64_t>(milliseconds, 0);
    const auto whole = [span](std::int64_t unit, QLatin1String name) {
        return QString::number(span / unit) + QChar(0xA0) + name;
    };
    if (span < 10 * second) {
        return QString::number(static_cast<double>(span) / 1000.0, 'f', 1) + QChar(0xA0) + QLatin1Char('s');
    }
    if (span < 2 * minute) {
        return whole(second, QLatin1String("s"));
    }
    if (span < 2 * hour) {
        return whole(minute, QLatin1String("min"));
    }
    return span < 2 * day ? whole(hour, QLatin1String("h")) : whole(day, QLatin1String("d"));
}

} // namespace plimsoll::views
