// SPDX-License-Identifier: Apache-2.0
// Paints a scene onto any painter: the window, an image, SVG or PDF. Scene coordinates; the caller has set
// the transform. Below `overviewZoom` only boxes and lines, as nothing else could be read.
#pragma once

#include "graph/scene.h"
#include "theme/theme.h"

class QPainter;

namespace plimsoll::views {

inline constexpr double overviewZoom = 0.35;

struct Highlights {
    QString selected;
    QString hovered;
    std::set<QString> matches; // ids of nodes and namespaces
    QString current;           // the match that findNext came to
};

class ScenePainter {
public:
    ScenePainter(const Theme& theme, const TextMetrics& metrics) : m_theme(theme), m_metrics(metrics) {}

    /// `exposed`: what has to be painted, scene coordinates. `zoom`: device-independent pixels a scene unit.
    void paint(QPainter& painter, const Scene& scene, const QRectF& exposed, double zoom,
               const Highlights& highlights = {}) const;

private:
    void paintLines(QPainter& painter, const Scene& scene, const QRectF& exposed, double zoom, bool above,
                    const Highlights& highlights) const;
    void paintLabels(QPainter& painter, const Scene& scene, const QRectF& exposed) const;
    void paintGroup(QPainter& painter, const SceneGroup& group, double zoom,
                    const Highlights& highlights) const;
    void paintGroupOverview(QPainter& painter, const SceneGroup& group, double zoom) const;
    void paintOverview(QPainter& painter, const Scene& scene, const QRectF& exposed, double zoom) const;
    void paintMarks(QPainter& painter, const Scene& scene, const QRectF& exposed, double zoom,
                    const Highlights& highlights) const;
    void paintRuns(QPainter& painter, const std::vector<TextRun>& runs, QPointF origin, double zoom) const;
    [[nodiscard]] QColor colourOf(SceneEdge::Look look) const;

    const Theme& m_theme;
    const TextMetrics& m_metrics;
};

} // namespace plimsoll::views
