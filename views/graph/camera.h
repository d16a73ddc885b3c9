// SPDX-License-Identifier: Apache-2.0
// Which part of the scene the window shows, and how large.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

#include <optional>

namespace plimsoll::views {

/// Window pixels at the top of the view that its title and buttons take; nothing is fitted behind them.
inline constexpr double headHeight = 50;

class Camera {
public:
    static constexpr double mostZoom = 4;
    static constexpr double leastZoom = 0.02;

    [[nodiscard]] double zoom() const { return m_zoom; }
    [[nodiscard]] QPointF corner() const { return m_corner; }
    [[nodiscard]] QPointF toScene(QPointF window) const { return m_corner + window / m_zoom; }
    [[nodiscard]] QPointF toWindow(QPointF scene) const { return (scene - m_corner) * m_zoom; }
    [[nodiscard]] QRectF shown(QSizeF window) const { return {m_corner, window / m_zoom}; }
    [[nodiscard]] QTransform transform() const;

    /// The point under `window` stays where it is.
    void zoomAt(QPointF window, double factor);
    void pan(QPointF windowDelta) { m_corner -= windowDelta / m_zoom; }
    void move(QPointF sceneDelta) { m_corner += sceneDelta; }
    /// All of it, with a margin; not above natural size by more than a quarter.
    void fit(const QRectF& scene, QSizeF window);
    /// As fit, but text can be read: where all of it would be too small, its left side, at the height of
    /// `focus` (else from the top), and as far to the right as `focus` needs.
    void fitReadable(const QRectF& scene, QSizeF window, const std::optional<QRectF>& focus = {});
    void centre(QPointF scene, QSizeF window);
    /// So far back that it cannot be lost: some of the scene stays in the window.
    void keepInSight(const QRectF& scene, QSizeF window);

private:
    double m_zoom = 1;
    QPointF m_corner;
};

} // namespace plimsoll::views
