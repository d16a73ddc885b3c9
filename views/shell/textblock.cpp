// SPDX-License-Identifier: Apache-2.0
#include "shell/textblock.h"

#include <QEvent>
#include <QFontMetrics>
#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

#include <cmath>
#include <vector>

namespace plimsoll::views {
namespace {

// Laying out more than this for one block costs time that nobody reads; the tooltip and YAML have the rest.
constexpr qsizetype longestShown = 4000;

struct Line {
    int start = 0;
    int length = 0;
};

/// Commands break at spaces only: "-n" must not lose its hyphen. A word that is too long breaks anywhere.
std::vector<Line> brokenCode(const QString& text, const QFont& font, int width) {
    const QFontMetrics metrics(font);
    const int fits = std::max(1, width / std::max(1, metrics.horizontalAdvance(QLatin1Char('m'))));
    std::vector<Line> lines;
    int start = 0;
    const auto size = static_cast<int>(text.size());
    while (start < size) {
        int end = std::min(start + fits, size);
        const auto newline = static_cast<int>(text.indexOf(QLatin1Char('\n'), start));
        if (newline >= 0 && newline < end) {
            end = newline;
        } else if (end < size && text[end] != QLatin1Char(' ')) {
            const auto space = static_cast<int>(text.lastIndexOf(QLatin1Char(' '), end - 1));
            end = space > start ? space : end;
        }
        lines.push_back({start, end - start});
        start = end < size && text[end].isSpace() ? end + 1 : end;
    }
    return lines;
}

std::vector<Line> broken(const QString& text, const QFont& font, int width, bool code) {
    if (code) {
        return brokenCode(text, font, width);
    }
    std::vector<Line> lines;
    int offset = 0;
    for (const QString& paragraph : text.split(QLatin1Char('\n'))) {
        QTextLayout layout(paragraph, font);
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout.setTextOption(option);
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(std::max(width, 1));
            lines.push_back({offset + line.textStart(), line.textLength()});
        }
        layout.endLayout();
        offset += static_cast<int>(paragraph.size()) + 1;
    }
    return lines;
}

} // namespace

TextBlock::TextBlock(const QString& text, QWidget* parent) : TextBlock(text, Style{}, parent) {}

TextBlock::TextBlock(const QString& text, const Style& style, QWidget* parent)
    : QWidget(parent), m_style(style) {
    QSizePolicy policy(QSizePolicy::Preferred,
                       style.lines == 1 ? QSizePolicy::Fixed : QSizePolicy::Preferred);
    policy.setHeightForWidth(style.lines != 1);
    setSizePolicy(policy);
    setText(text);
}

void TextBlock::setText(const QString& text) {
    QString shown = text.left(longestShown);
    if (m_style.lines == 1) {
        shown.replace(QLatin1Char('\n'), QLatin1Char(' '));
    }
    if (text.size() > longestShown) {
        shown += QChar(0x2026);
    }
    if (shown == m_text) {
        return;
    }
    m_text = shown;
    setAccessibleName(m_text);
    updateGeometry();
    update();
}

void TextBlock::setTone(Tone tone) {
    m_style.tone = tone;
    update();
}

void TextBlock::setDetail(const QString& detail) {
    m_detail = detail;
    setAccessibleDescription(detail.left(longestShown));
}

QFont TextBlock::usedFont() const {
    if (m_style.code) {
        return monospaced(m_style.size);
    }
    return views::font(m_style.size, m_style.weight);
}

int TextBlock::lineHeight() const {
    return static_cast<int>(std::ceil(QFontMetricsF(usedFont()).height() * (m_style.lines == 1 ? 1.0 : 1.1)));
}

QSize TextBlock::sizeHint() const {
    const int wide = QFontMetrics(usedFont()).horizontalAdvance(m_text) + 1;
    if (m_style.lines == 1) {
        return {wide, lineHeight()};
    }
    const int width = std::min(wide, 260);
    return {width, heightForWidth(width)};
}

QSize TextBlock::minimumSizeHint() const {
    const QFontMetrics metrics(usedFont());
    const int least = metrics.horizontalAdvance(QStringLiteral("mmm…"));
    return {std::min(least, metrics.horizontalAdvance(m_text) + 1), lineHeight()};
}

int TextBlock::heightForWidth(int width) const {
    auto count = static_cast<int>(broken(m_text, usedFont(), width, m_style.code).size());
    if (m_style.lines > 0) {
        count = std::min(count, m_style.lines);
    }
    return std::max(count, 1) * lineHeight();
}

bool TextBlock::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto lines =
            m_style.lines == 1 ? std::size_t{1} : broken(m_text, usedFont(), width(), m_style.code).size();
        const bool cut = m_style.lines == 1
                             ? sizeHint().width() > width()
                             : m_style.lines > 0 && lines > static_cast<std::size_t>(m_style.lines);
        const QString text = !m_detail.isEmpty() ? m_detail : cut ? m_text : QString();
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), toolTipOf(text), this);
        return true;
    }
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        updateGeometry();
    }
    return QWidget::event(event);
}

void TextBlock::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QFont used = usedFont();
    const QFontMetrics metrics(used);
    painter.setFont(used);
    painter.setPen(colourOf(m_style.tone));
    const int step = lineHeight();
    const auto drawLine = [&](int row, const QString& text) {
        painter.drawText(QRect(0, row * step, width(), step),
                         static_cast<int>(m_style.align | Qt::AlignVCenter) | Qt::TextSingleLine, text);
    };
    if (m_style.lines == 1) {
        painter.drawText(rect(), static_cast<int>(m_style.align | Qt::AlignVCenter) | Qt::TextSingleLine,
                         metrics.elidedText(m_text, Qt::ElideRight, width()));
        return;
    }
    const auto lines = broken(m_text, used, width(), m_style.code);
    const auto shown =
        m_style.lines > 0 ? std::min(lines.size(), static_cast<std::size_t>(m_style.lines)) : lines.size();
    for (std::size_t i = 0; i < shown; ++i) {
        const bool last = i + 1 == shown && shown < lines.size();
        const QString text = last ? metrics.elidedText(m_text.mid(lines[i].start), Qt::ElideRight, width())
                                  : m_text.mid(lines[i].start, lines[i].length);
        drawLine(static_cast<int>(i), text);
    }
}

} // namespace plimsoll::views
