// SPDX-License-Identifier: Apache-2.0
// Our own icons, drawn in the theme's colours at whatever size and pixel ratio they are painted.
#pragma once

#include "theme/theme.h"

#include <QIcon>
#include <QWidget>

class QPainter;

namespace plimsoll::views {

enum class Icon {
    Mark, // the Plimsoll mark: a circle with a line through it
    Graph,
    LoadLine,
    Revisions,
    Session,
    Status,
    Alarm,
    Check,
    Chevron,
    Close,
    Context,
    Copy,
    Demo,
    Denied,
    Export,
    File,
    Folder,
    Hide,
    Info,
    Menu,
    Refresh,
    Search,
    Show,
    Undo,
    Yaml,
};

/// Which of the theme's colours; resolved when painted, so that a change of theme needs no new icon.
enum class Tone { Text, Muted, Accent, OnAccent, Routed, Reserve, Hidden, Alarm, Ok };
[[nodiscard]] QColor colourOf(Tone tone, const Theme& theme = current());

void paintIcon(QPainter& painter, Icon icon, const QColor& colour, const QRectF& where);
[[nodiscard]] QIcon themedIcon(Icon icon, Tone tone = Tone::Muted);
/// The program's own icon, for windows and the desktop.
[[nodiscard]] QIcon programIcon();

/// An icon as a widget; follows the theme.
class IconLabel final : public QWidget {
    Q_OBJECT

public:
    IconLabel(Icon icon, Tone tone, int size, QWidget* parent = nullptr);
    void setIcon(Icon icon, Tone tone);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Icon m_icon;
    Tone m_tone;
};

} // namespace plimsoll::views
