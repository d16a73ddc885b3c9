// SPDX-License-Identifier: Apache-2.0
#include "weight/loadchart.h"

#include "theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace plimsoll::views {
namespace {

constexpr double axisWidth = 76;
constexpr double labelHeight = 48;
constexpr double headroom = 34;
constexpr double narrowest = 84; // a bar with its place
constexpr double widest = 128;

/// A round step so that at most seven lines cross the plot.
double stepFor(double top) {
    const double rough = top / 6;
    const double power = std::pow(10.0, std::floor(std::log10(std::max(rough, 1.0))));
    for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
        if (factor * power >= rough) {
            return factor * power;
        }
    }
    return 10 * power;
}

QString barToolTip(const LoadBar& bar) {
    const auto bytes = [](double value) { return bytesText(static_cast<std::int64_t>(value)); };
    QString text = QObject::tr("%1 · %2\nmemory, estimated: %3 to %4\npushed configuration, computed: %5\n"
                               "of it revisions in reserve: %6")
                       .arg(qs(bar.title), qs(bar.detail), bytes(bar.memoryLow), bytes(bar.memoryHigh),
                            bytes(bar.pushed), bytes(bar.reservePushed));
    text += QLatin1Char('\n');
    text += bar.limit ? QObject::tr("limit of its istio-proxy container: %1").arg(bytes(*bar.limit))
                      : QObject::tr("its istio-proxy container has no memory limit");
    return text;
}

} // namespace

LoadChart::LoadChart(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Load of the proxies"));
    viewport()->setAutoFillBackground(false);
}

void LoadChart::setBars(std::vector<LoadBar> bars) {
    const auto key = [](const LoadBar& bar) { return bar.title + '\n' + bar.detail; };
    const auto was = m_selected >= 0 ? key(m_bars[static_cast<std::size_t>(m_selected)]) : std::string();
    m_bars = std::move(bars);
    const auto same =
        std::find_if(m_bars.begin(), m_bars.end(), [&](const auto& bar) { return key(bar) == was; });
    m_selected = was.empty() || same == m_bars.end() ? -1 : static_cast<int>(same - m_bars.begin());
    updateScrollBar();
    viewport()->update();
}

void LoadChart::select(int bar) {
    if (bar < 0 || bar >= static_cast<int>(m_bars.size())) {
        return;
    }
    m_selected = bar;
    const double x = bar * barWidth();
    if (x < horizontalScrollBar()->value() ||
        x + barWidth() > horizontalScrollBar()->value() + plot().width()) {
        horizontalScrollBar()->setValue(static_cast<int>(x));
    }
    viewport()->update();
    emit barSelected(bar);
}

QRectF LoadChart::plot() const {
    const QRectF all = viewport()->rect();
    return all.adjusted(axisWidth, headroom, -16, -labelHeight);
}

double LoadChart::barWidth() const {
    const auto count = static_cast<double>(std::max<std::size_t>(1, m_bars.size()));
    return std::clamp(plot().width() / count, narrowest, widest);
}

double LoadChart::top() const {
    double most = 1'000'000;
    for (const auto& bar : m_bars) {
        most = std::max(
            {most, bar.memoryHigh, bar.limit.value_or(0) <= 4 * bar.memoryHigh ? bar.limit.value_or(0) : 0});
    }
    const double step = stepFor(most);
    return std::ceil(most / step) * step;
}

int LoadChart::barAt(const QPoint& position) const {
    const double x = position.x() - plot().left() + horizontalScrollBar()->value();
    const int bar = static_cast<int>(std::floor(x / barWidth()));
    return position.x() >= plot().left() && bar >= 0 && bar < static_cast<int>(m_bars.size()) ? bar : -1;
}

void LoadChart::updateScrollBar() {
    const int content = static_cast<int>(std::ceil(barWidth() * static_cast<double>(m_bars.size())));
    const int room = static_cast<int>(plot().width());
    horizontalScrollBar()->setRange(0, std::max(0, content - room));
    horizontalScrollBar()->setPageStep(room);
    horizontalScrollBar()->setSingleStep(static_cast<int>(barWidth()));
}

void LoadChart::paintGrid(QPainter& painter, const QRectF& area) const {
    const double most = top();
    const double step = stepFor(most);
    painter.setFont(views::font(TextSize::Small));
    for (double value = 0; value <= most + step / 2; value += step) {
        const double y = std::round(area.bottom() - area.height() * value / most) + 0.5;
        painter.setPen(value == 0 ? current().line : current().grid);
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(current().muted);
        painter.drawText(QRectF(0, y - 10, axisWidth - 12, 20), Qt::AlignRight | Qt::AlignVCenter,
                         bytesText(static_cast<std::int64_t>(value)));
    }
}

void LoadChart::paintLimit(QPainter& painter, const QRectF& column, double y, bool marked) const {
    painter.setPen(QPen(current().alarm, 2));
    painter.drawLine(QPointF(column.left(), y), QPointF(column.right(), y));
    if (marked) { // the Plimsoll mark stands on the line once
        painter.setBrush(current().card);
        painter.drawEllipse(QPointF(column.right() - 8, y), 6, 6);
        painter.drawLine(QPointF(column.right() - 17, y), QPointF(column.right(), y));
    }
}

/// The last bar wholly in sight whose limit is: the one that carries the mark; -1 without.
int LoadChart::markedBar(int first, int last) const {
    const double most = top();
    const double end = horizontalScrollBar()->value() + plot().width();
    for (int bar = last; bar >= first; --bar) {
        const auto& limit = m_bars[static_cast<std::size_t>(bar)].limit;
        if (limit && *limit <= most && (bar + 1) * barWidth() <= end + 1) {
            return bar;
        }
    }
    return -1;
}

void LoadChart::paintBar(QPainter& painter, const QRectF& area, int index, bool marked) const {
    const auto& bar = m_bars[static_cast<std::size_t>(index)];
    const double width = barWidth();
    const QRectF column(area.left() - horizontalScrollBar()->value() + index * width, area.top(), width,
                        area.height());
    const double scale = area.height() / top();
    const double total = std::max(2.0, bar.memory * scale);
    const double reserve = bar.reserveMemory * scale;
    const double inset = std::min(22.0, width * 0.2);
    const QRectF body(column.left() + inset, area.bottom() - total, width - 2 * inset, total);
    if (index == m_selected) {
        painter.fillRect(column.adjusted(2, -headroom + 2, -2, labelHeight - 2), current().accentSoft);
    }
    painter.setPen(Qt::NoPen);
    QPainterPath shape;
    shape.addRoundedRect(body, 3, 3);
    painter.fillPath(shape, current().routed);
    if (reserve >=
        1) { // above the part that takes traffic, a line between: told by place as well as by colour
        painter.save();
        painter.setClipPath(shape);
        painter.fillRect(QRectF(body.left(), body.top(), body.width(), reserve), current().reserve);
        painter.fillRect(QRectF(body.left(), body.top() + reserve - 1, body.width(), 2), current().card);
        painter.restore();
    }
    painter.setPen(QPen(current().muted, 1)); // how far the estimate may be off
    const double low = area.bottom() - bar.memoryLow * scale;
    const double high = area.bottom() - bar.memoryHigh * scale;
    painter.drawLine(QPointF(body.right() + 6, low), QPointF(body.right() + 6, high));
    painter.drawLine(QPointF(body.right() + 3, low), QPointF(body.right() + 9, low));
    painter.drawLine(QPointF(body.right() + 3, high), QPointF(body.right() + 9, high));
    if (bar.limit && *bar.limit <= top()) {
        paintLimit(painter, column, area.bottom() - *bar.limit * scale, marked);
    } else if (bar.limit) {
        painter.setFont(views::font(TextSize::Small));
        painter.setPen(current().muted);
        painter.drawText(QRectF(column.left(), area.top() - 28, width, 18), Qt::AlignCenter,
                         tr("limit ↑ %1").arg(bytesText(static_cast<std::int64_t>(*bar.limit))));
    }
    painter.setFont(views::font(TextSize::Body, QFont::DemiBold));
    painter.setPen(bar.over() ? current().alarm : current().text);
    painter.drawText(QRectF(column.left(), body.top() - 24, width, 20), Qt::AlignCenter,
                     bytesText(static_cast<std::int64_t>(bar.memory)));
    const auto centred = [&](const std::string& text, double y, const QColor& colour, TextSize size) {
        painter.setFont(views::font(size));
        painter.setPen(colour);
        painter.drawText(
            QRectF(column.left() + 4, y, width - 8, 18), Qt::AlignCenter,
            painter.fontMetrics().elidedText(qs(text), Qt::ElideMiddle, static_cast<int>(width) - 8));
    };
    centred(bar.title, area.bottom() + 8, current().text, TextSize::Body);
    centred(bar.detail, area.bottom() + 26, current().muted, TextSize::Small);
}

void LoadChart::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = plot();
    if (m_bars.empty() || area.width() < narrowest || area.height() < 40) {
        return;
    }
    paintGrid(painter, area);
    painter.setClipRect(QRectF(area.left(), 0, area.width(), viewport()->height()));
    const int first = std::max(0, static_cast<int>(horizontalScrollBar()->value() / barWidth()));
    const int last = std::min(static_cast<int>(m_bars.size()) - 1,
                              static_cast<int>((horizontalScrollBar()->value() + area.width()) / barWidth()));
    const int marked = markedBar(first, last);
    for (int bar = first; bar <= last; ++bar) {
        paintBar(painter, area, bar, bar == marked);
    }
    if (hasFocus() && m_selected < 0) {
        painter.setClipping(false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(current().accent);
        painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

void LoadChart::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBar();
}

void LoadChart::mousePressEvent(QMouseEvent* event) {
    select(barAt(event->pos()));
}

void LoadChart::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Right) {
        select(m_selected + 1);
    } else if (event->key() == Qt::Key_Left) {
        select(m_selected - 1);
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

bool LoadChart::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int bar = barAt(help->pos());
        if (bar < 0) {
            QToolTip::hideText();
        } else {
            QToolTip::showText(help->globalPos(),
                               toolTipOf(barToolTip(m_bars[static_cast<std::size_t>(bar)])), this);
        }
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace plimsoll::views
