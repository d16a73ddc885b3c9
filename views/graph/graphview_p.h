// SPDX-License-Identifier: Apache-2.0
// The inside of GraphView. Inner header of the graph view.
#pragma once

#include "graph/camera.h"
#include "graph/graphview.h"
#include "graph/grid.h"
#include "graph/layoutworker.h"
#include "graph/scenepainter.h"
#include "graph/toolstrip.h"

#include <map>
#include <optional>
#include <set>

class QMenu;

namespace plimsoll::views {

class GraphView::Private {
public:
    explicit Private(GraphView* view);

    // What is shown
    void decideOpen();
    void requestScene(bool byUser);
    void apply(ScenePtr next);
    void keepPlace(const Scene& next);
    void setOpen(const std::string& ns, bool isOpen);
    void refreshMatches();

    // What the user does
    [[nodiscard]] QSizeF canvas() const;
    [[nodiscard]] std::optional<QRectF> focus(const Scene& next) const;
    [[nodiscard]] std::optional<Hit> hitAt(QPointF window) const;
    [[nodiscard]] QString idOf(const Hit& hit) const;
    void choose(const QString& id, bool centre);
    void toggle(const QString& namespaceId);
    void touched() { userMoved = true; }
    void cameraMoved();
    void reveal(const QString& id);
    [[nodiscard]] QString toolTipAt(QPointF window) const;

    // The menu
    void fillMenu(QMenu& menu, const std::optional<Hit>& hit);
    void addRevisionActions(QMenu& menu, const knative::RevisionState& revision);

    void paint(QPainter& painter, const QRectF& exposed) const;
    void paintEmpty(QPainter& painter) const;
    void paintFrame(QPainter& painter) const;

    GraphView* q;
    Theme theme = current();
    TextMetrics metrics;
    LayoutWorker worker;
    ToolStrip* tools;

    engine::PicturePtr picture;
    ScenePtr scene;
    std::set<std::string> namespaces; // shown at all; empty: all
    std::set<std::string> open;
    std::map<std::string, bool> toggled; // by the user: wins over `open`
    QString source;                      // another one starts afresh
    bool openDecided = false;            // by the first complete picture: nothing closes by itself later
    bool dirty = false;                  // a picture waits for the worker
    bool fitted = false;                 // the first complete scene was fitted
    bool userMoved = false;              // zoomed, panned or selected: from now on the view stays
    QString failure;

    Camera camera;
    Highlights highlights;
    QString search;
    QStringList found;
    qsizetype foundAt = -1;
    QString anchor;  // stays where it is when the next scene comes
    QString pending; // to be centred when the next scene comes
    std::optional<QPointF> pressed;
    bool dragging = false;
    QPointF last;
};

} // namespace plimsoll::views
