// SPDX-License-Identifier: Apache-2.0
// Colours, spaces and fonts: the tokens that every view draws with. Colour means state, never decoration.
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

#include <cstdint>
#include <string_view>

class QApplication;

namespace plimsoll::views {

struct Theme {
    QColor ground; // window
    QColor card;   // panels, nodes
    QColor line;   // borders
    QColor grid;   // rules inside
    QColor text;
    QColor muted;      // second text, at least 4.5:1
    QColor accent;     // actions, selection
    QColor accentSoft; // ground of what is selected
    QColor routed;     // takes traffic
    QColor reserve;    // weighs, takes none
    QColor hidden;
    QColor alarm; // and nothing else is red
    QColor alarmSoft;
    QColor ok;
    QColor control;  // ground of buttons, chips and pills
    QColor onAccent; // text on an accent ground
    bool dark = false;

    static Theme light();
    static Theme darkTheme();
    /// For paper and tickets: the light tokens on white.
    static Theme print();
};

enum class ThemeChoice { System, Light, Dark };
/// System follows the desktop's palette.
[[nodiscard]] Theme resolve(ThemeChoice choice);
[[nodiscard]] QString styleSheet(const Theme& theme);
/// Fusion, palette and style sheet for the whole application.
void apply(QApplication& app, const Theme& theme);
/// The theme applied last.
[[nodiscard]] const Theme& current();

/// 11.5 small, 13 body, 15 heading, 24 figure (pixels at scale 1), tabular figures.
enum class TextSize { Small, Body, Heading, Figure };
[[nodiscard]] QFont font(TextSize size, QFont::Weight weight = QFont::Normal);

/// For commands and YAML.
[[nodiscard]] QFont monospaced(TextSize size);

/// Decimal units with one figure after the point where it helps: "950 B", "13.4 kB", "97 MB".
[[nodiscard]] QString bytesText(std::int64_t bytes);
/// Grouped thousands: "20,412".
[[nodiscard]] QString countText(std::int64_t count);
[[nodiscard]] QString qs(std::string_view utf8);
/// Text of the cluster's own as a tooltip: never read as HTML, wrapped, cut at 2,000 characters.
[[nodiscard]] QString toolTipOf(const QString& text);
/// "0.2 s", "14 s", "5 min", "3 h", "12 d": how long, in one unit.
[[nodiscard]] QString spanText(std::int64_t milliseconds);

} // namespace plimsoll::views
