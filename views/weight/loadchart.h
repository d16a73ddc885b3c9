// SPDX-License-Identifier: Apache-2.0
// The bars, painted: only those in sight, so that 10,000 proxies scroll as quickly as ten.
#pragma once

#include "weight/loadgroups.h"

#include <QAbstractScrollArea>

namespace plimsoll::views {

class LoadChart final : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit LoadChart(QWidget* parent = nullptr);
    void setBars(std::vector<LoadBar> bars);
    [[nodiscard]] const std::vector<LoadBar>& bars() const { return m_bars; }
    void select(int bar);

signals:
    void barSelected(int bar);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] double barWidth() const;
    [[nodiscard]] int barAt(const QPoint& position) const;
    [[nodiscard]] double top() const; // bytes at the plot's upper edge
    void updateScrollBar();
    void paintGrid(QPainter& painter, const QRectF& area) const;
    void paintBar(QPainter& painter, const QRectF& area, int bar, bool marked) const;
    void paintLimit(QPainter& painter, const QRectF& column, double y, bool marked) const;
    [[nodiscard]] int markedBar(int first, int last) const;

    std::vector<LoadBar> m_bars;
    int m_selected = -1;
};

} // namespace plimsoll::views
