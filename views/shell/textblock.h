// SPDX-License-Identifier: Apache-2.0
// Plain text that never widens the window: elided when it must be one line, broken anywhere when it may be
// more; what does not fit is in the tooltip.
#pragma once

#include "theme/icons.h"

#include <QWidget>

namespace plimsoll::views {

class TextBlock final : public QWidget {
    Q_OBJECT

public:
    struct Style {
        TextSize size = TextSize::Body;
        QFont::Weight weight = QFont::Normal;
        Tone tone = Tone::Text;
        int lines = 1; // at most; 0: as many as it takes
        Qt::Alignment align = Qt::AlignLeft;
        bool code = false; // monospaced
    };

    explicit TextBlock(const QString& text = {}, QWidget* parent = nullptr);
    TextBlock(const QString& text, const Style& style, QWidget* parent = nullptr);

    void setText(const QString& text);
    void setTone(Tone tone);
    /// Shown instead of the whole text.
    void setDetail(const QString& detail);
    [[nodiscard]] const QString& text() const { return m_text; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return m_style.lines != 1; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont usedFont() const;
    [[nodiscard]] int lineHeight() const;

    QString m_text;
    QString m_detail;
    Style m_style;
};

} // namespace plimsoll::views
