// SPDX-License-Identifier: Apache-2.0
// What is drawn: arrays of boxes, lines and texts with their places, made from one Picture. No colours, only
// tones: one scene serves every theme, the window and the exported file.
#pragma once

#include "engine/picture.h"
#include "graph/textmetrics.h"
#include "theme/icons.h"

#include <QPointF>
#include <QRectF>

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace plimsoll::views {

/// A text at a place: `at` is the left end of its baseline, from the top left of whatever it belongs to.
struct TextRun {
    QString text;
    QPointF at;
    TextRole role = TextRole::Body;
    Tone tone = Tone::Text;
};

enum class NodeState { Plain, Routed, Reserve, Hidden, Alarm };

/// A load bar with its line; fractions of the bar's length.
struct Gauge {
    double low = 0;
    double high = 0; // an estimate is a range
    double line = 1; // the limit
    bool over = false;
};

struct SceneNode {
    graph::NodeKind kind = graph::NodeKind::Service;
    NodeState state = NodeState::Plain;
    bool partial = false; // half hidden
    bool ready = true;
    std::uint32_t index = 0; // into Graph::nodes
    QString id;
    QRectF box;
    double port = 0; // where lines touch, below the top
    int squares = 0; // replicas or pods
    int readySquares = 0;
    std::optional<Gauge> gauge;
    std::vector<TextRun> texts;
};

struct SceneEdge {
    std::uint32_t from = 0; // into Scene::nodes
    std::uint32_t to = 0;
    enum class Look { Plain, Share, Broken };
    Look look = Look::Plain;
    double width = 1.2;
    bool dashed = false; // by tag only
    std::vector<QPointF> points;
    std::size_t above = 0; // points from here on lie above the boxes
    QRectF bounds;
    std::optional<TextRun> label; // at: absolute
    QSizeF labelSize{0, 0};       // none
};

struct SceneGroup {
    std::string ns;
    QString id; // "namespace/shop"
    bool open = true;
    QRectF box;
    std::vector<TextRun> texts;
    double routed = 0; // parts of the bar of a collapsed namespace
    double reserve = 0;
    int alarms = 0;
};

class Grid;

struct Scene {
    engine::PicturePtr picture;
    std::shared_ptr<const Grid> grid; // what lies under a point
    std::vector<SceneNode> nodes;
    std::vector<SceneEdge> edges;
    std::vector<SceneGroup> groups;
    QRectF bounds;

    [[nodiscard]] const graph::Node& node(const SceneNode& shown) const {
        return picture->graph->nodes[shown.index];
    }
    [[nodiscard]] const knative::RevisionState* revision(const SceneNode& shown) const;
};
using ScenePtr = std::shared_ptr<const Scene>;

struct SceneRequest {
    engine::PicturePtr picture;
    std::set<std::string> open;       // namespaces that show their nodes
    std::set<std::string> namespaces; // shown at all; empty: all
    FontSpec fonts;
    double aspect = 1.6;
};

inline constexpr double headerHeight = 46; // of a namespace's box: a click there closes it
inline constexpr double squareSize = 8;    // of a replica; a pod's is bigger
inline constexpr double podSize = 14;
inline constexpr int mostSquares = 6;  // more are a number
inline constexpr double gaugeTop = 60; // of a gateway's bar, below the node's top
inline constexpr double gaugeWidth = 124;
inline constexpr double pillHeight = 36;
inline constexpr double hexagonHeight = 52;

} // namespace plimsoll::views
