// SPDX-License-Identifier: Apache-2.0
// A button of the bar: a dot or an icon, one elided line, perhaps a chevron. Contexts, namespaces and pills.
#pragma once

#include "theme/icons.h"

#include <QAbstractButton>

#include <optional>

namespace plimsoll::views {

class Chip final : public QAbstractButton {
    Q_OBJECT

public:
    enum class Shape { Field, Pill }; // a field opens something and has a chevron
    Chip(Shape shape, int widest, QWidget* parent = nullptr);

    void setLabel(const QString& label);
    void setDot(const QColor& colour);
    void setDot(Tone tone);
    void setIcon(Icon icon); // instead of a dot
    void setTone(Tone tone); // of the text and icon
    void setAlarming(bool alarming);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int textLeft() const;
    [[nodiscard]] int textRight() const; // distance from the right edge
    [[nodiscard]] QFont usedFont() const;

    Shape m_shape;
    int m_widest;
    std::optional<QColor> m_dot;
    std::optional<Tone> m_dotTone;
    std::optional<Icon> m_icon;
    Tone m_tone = Tone::Text;
    bool m_alarming = false;
};

} // namespace plimsoll::views
