// SPDX-License-Identifier: Apache-2.0
#include "graph/camera.h"

#include <algorithm>

namespace plimsoll::views {
namespace {

constexpr double margin = 24;      // window pixels around the scene
constexpr double toolRoom = 44;    // at the top, for the buttons
constexpr double largestFit = 1;   // a small graph is not blown up
constexpr double readable = 0.75;  // 13 px text is 10 px then
constexpr double keptInSight = 80; // window pixels

} // namespace

QTransform Camera::transform() const {
    return QTransform::fromScale(m_zoom, m_zoom).translate(-m_corner.x(), -m_corner.y());
}

void Camera::zoomAt(QPointF window, double factor) {
    const QPointF fixed = toScene(window);
    m_zoom = std::clamp(m_zoom * factor, leastZoom, mostZoom);
    m_corner = fixed - window / m_zoom;
}

void Camera::fit(const QRectF& scene, QSizeF window) {
    if (scene.isEmpty() || window.isEmpty()) {
        return;
    }
    const double width = std::max(1.0, window.width() - 2 * margin);
    const double height = std::max(1.0, window.height() - 2 * margin - toolRoom);
    m_zoom = std::clamp(std::min(width / scene.width(), height / scene.height()), leastZoom, largestFit);
    centre(scene.center() - QPointF(0, toolRoom / 2 / m_zoom), window);
}

void Camera::fitReadable(const QRectF& scene, QSizeF window) {
    fit(scene, window);
    if (m_zoom >= readable) {
        return;
    }
    m_zoom = readable;
    const QSizeF seen = window / m_zoom;
    // Centred along the side that fits, from the beginning along the other.
    const auto start = [&](double low, double length, double room) {
        return length + 2 * margin / m_zoom <= room ? low - (room - length) / 2 : low - margin / m_zoom;
    };
    const double tools = toolRoom / m_zoom;
    m_corner = {start(scene.left(), scene.width(), seen.width()),
                start(scene.top(), scene.height(), seen.height() - tools) - tools};
}

void Camera::centre(QPointF scene, QSizeF window) {
    m_corner = scene - QPointF(window.width(), window.height()) / 2 / m_zoom;
}

void Camera::keepInSight(const QRectF& scene, QSizeF window) {
    if (scene.isEmpty()) {
        return;
    }
    const double kept = keptInSight / m_zoom;
    const QSizeF seen = window / m_zoom;
    m_corner.setX(std::clamp(m_corner.x(), scene.left() - seen.width() + kept, scene.right() - kept));
    m_corner.setY(std::clamp(m_corner.y(), scene.top() - seen.height() + kept, scene.bottom() - kept));
}

} // namespace plimsoll::views
