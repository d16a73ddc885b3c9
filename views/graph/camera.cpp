// SPDX-License-Identifier: Apache-2.0
#include "graph/camera.h"

#include <algorithm>

namespace plimsoll::views {
namespace {

constexpr double margin = 24;      // window pixels around the scene
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
    const double height = std::max(1.0, window.height() - 2 * margin - headHeight);
    m_zoom = std::clamp(std::min(width / scene.width(), height / scene.height()), leastZoom, largestFit);
    centre(scene.center(), window);
}

void Camera::fitReadable(const QRectF& scene, QSizeF window, const std::optional<QRectF>& focus) {
    fit(scene, window);
    if (m_zoom >= readable) {
        return;
    }
    m_zoom = readable;
    const double space = margin / m_zoom;
    const double head = headHeight / m_zoom;
    const QSizeF seen(window.width() / m_zoom, window.height() / m_zoom - head);
    // Centred along the side that fits; else from the beginning, or so that `wanted` is the middle.
    const auto start = [space](double low, double length, double room, double wanted) {
        const double slack = length + 2 * space - room;
        return slack <= 0 ? low - (room - length) / 2
                          : std::clamp(wanted - room / 2, low - space, low - space + slack);
    };
    m_corner.setX(start(scene.left(), scene.width(), seen.width(), scene.left()));
    if (focus && focus->right() + space > m_corner.x() + seen.width()) {
        m_corner.setX(start(scene.left(), scene.width(), seen.width(), focus->center().x()));
    }
    const double middle = focus ? focus->center().y() : scene.top();
    m_corner.setY(start(scene.top(), scene.height(), seen.height(), middle) - head);
}

void Camera::centre(QPointF scene, QSizeF window) {
    m_corner = scene - QPointF(window.width(), window.height() + headHeight) / 2 / m_zoom;
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
