// SPDX-License-Identifier: Apache-2.0
#include "graph/graphview_p.h"

#include "graph/legend.h"
#include "graph/navigation.h"
#include "graph/nodetext.h"
#include "graph/scenebuilder.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <limits>

namespace plimsoll::views {
namespace {

const QString namespacePrefix = QStringLiteral("namespace/");

std::string namespaceOf(const QString& id) {
    return id.mid(namespacePrefix.size()).toStdString();
}

} // namespace

GraphView::Private::Private(GraphView* view)
    : q(view), metrics(FontSpec::application()), tools(new ToolStrip(view)) {}

QSizeF GraphView::Private::canvas() const {
    return {static_cast<double>(q->width()), std::max(1.0, q->height() - legendHeight)};
}

void GraphView::Private::decideOpen() {
    const QString name =
        QStringLiteral("%1/%2").arg(static_cast<int>(picture->source.type)).arg(qs(picture->source.name));
    if (name != source) {
        source = name;
        openDecided = fitted = userMoved = false;
        toggled.clear();
    }
    if (!openDecided) {
        const auto first = graph::openFirst(picture->graph, openBudget);
        open = {first.begin(), first.end()};
        openDecided = picture->complete;
    }
}

void GraphView::Private::requestScene(bool byUser) {
    if (!picture) {
        return;
    }
    if (worker.busy() && !byUser) {
        dirty = true; // cancelling for every picture would never show any
        return;
    }
    dirty = false;
    SceneRequest request;
    request.picture = picture;
    request.open = open;
    for (const auto& [ns, isOpen] : toggled) {
        if (isOpen) {
            request.open.insert(ns);
        } else {
            request.open.erase(ns);
        }
    }
    if (namespaces.size() == 1 && !toggled.contains(*namespaces.begin())) {
        request.open.insert(*namespaces.begin()); // the only thing asked for
    }
    request.namespaces = namespaces;
    request.fonts = FontSpec::application();
    const QSizeF size = canvas();
    request.aspect = std::clamp(size.width() / size.height(), 0.5, 3.0);
    worker.request(std::move(request));
    q->update();
}

void GraphView::Private::setOpen(const std::string& ns, bool isOpen) {
    toggled[ns] = isOpen;
    anchor = namespacePrefix + qs(ns);
    requestScene(true);
}

void GraphView::Private::toggle(const QString& namespaceId) {
    if (!scene) {
        return;
    }
    const auto ns = namespaceOf(namespaceId);
    for (const auto& group : scene->groups) {
        if (group.ns == ns) {
            touched();
            setOpen(ns, !group.open);
            return;
        }
    }
}

/// Moves the camera so that the anchor, or what is nearest to the middle, stays where it was.
void GraphView::Private::keepPlace(const Scene& next) {
    if (!scene) {
        return;
    }
    QString stays = anchor;
    if (stays.isEmpty()) {
        const QPointF middle = camera.shown(canvas()).center();
        double least = std::numeric_limits<double>::max();
        const auto consider = [&](const QString& id, const QRectF& box) {
            const QPointF way = box.center() - middle;
            if (const double far = std::hypot(way.x(), way.y()); far < least && boxOf(next, id)) {
                least = far;
                stays = id;
            }
        };
        for (const auto& group : scene->groups) { // boxes first: few, and nothing in them moves against them
            consider(group.id, group.box);
        }
    }
    const auto before = boxOf(*scene, stays);
    const auto after = boxOf(next, stays);
    if (before && after) {
        camera.move(after->topLeft() - before->topLeft());
    }
}

/// Where to look first when not all of it can be read: at an alarm, else at where requests come in.
std::optional<QRectF> GraphView::Private::focus(const Scene& next) const {
    QRectF gateways;
    for (const auto& node : next.nodes) {
        if (node.state == NodeState::Alarm) {
            return node.box;
        }
        if (next.node(node).hub) {
            gateways = gateways.united(node.box);
        }
    }
    return gateways.isNull() ? std::nullopt : std::optional(gateways);
}

void GraphView::Private::apply(ScenePtr next) {
    const bool complete = next->picture->complete;
    if (!fitted && !userMoved) {
        camera.fitReadable(next->bounds, canvas(), focus(*next));
        fitted = complete;
    } else {
        keepPlace(*next);
    }
    anchor.clear();
    failure.clear();
    scene = std::move(next);
    refreshMatches();
    if (!pending.isEmpty()) {
        const QString id = std::exchange(pending, QString());
        if (const auto box = boxOf(*scene, id)) {
            camera.centre(box->center(), canvas());
        }
    }
    cameraMoved();
    if (dirty) {
        requestScene(false);
    }
    if (!worker.busy()) {
        emit q->layoutFinished();
    }
}

void GraphView::Private::cameraMoved() {
    if (scene) {
        camera.keepInSight(scene->bounds, canvas());
    }
    tools->setZoom(camera.zoom());
    q->update();
}

std::optional<Hit> GraphView::Private::hitAt(QPointF window) const {
    if (!scene || window.y() < headHeight || window.y() > canvas().height()) {
        return std::nullopt;
    }
    return scene->grid->at(*scene, camera.toScene(window));
}

QString GraphView::Private::idOf(const Hit& hit) const {
    return hit.kind == Hit::Kind::Node ? scene->nodes[hit.index].id : scene->groups[hit.index].id;
}

void GraphView::Private::reveal(const QString& id) {
    const auto box = scene ? boxOf(*scene, id) : std::nullopt;
    const QRectF shown = camera.shown(canvas()).adjusted(0, headHeight / camera.zoom(), 0, 0);
    if (box && !shown.contains(*box)) {
        camera.centre(box->center(), canvas());
        cameraMoved();
    }
}

void GraphView::Private::choose(const QString& id, bool centre) {
    if (highlights.selected != id) {
        highlights.selected = id;
        emit q->selected(id);
    }
    if (!id.isEmpty() && centre && scene) {
        touched();
        if (const auto box = boxOf(*scene, id)) {
            camera.centre(box->center(), canvas());
        }
    }
    cameraMoved();
}

void GraphView::Private::refreshMatches() {
    highlights.matches.clear();
    highlights.current.clear();
    if (search.isEmpty() || !picture) {
        found.clear();
        return;
    }
    found = matchesOf(*picture, namespaces, search);
    highlights.matches = {found.begin(), found.end()};
    if (foundAt >= 0 && foundAt < found.size()) {
        highlights.current = found.at(foundAt);
    }
    // A closed namespace is marked when it holds a match.
    for (const auto& node : picture->graph->nodes) {
        if (!node.hub && highlights.matches.contains(qs(node.id))) {
            highlights.matches.insert(namespacePrefix + qs(node.ns));
        }
    }
    if (scene) {
        for (const auto& group : scene->groups) {
            if (group.open && !found.contains(group.id)) {
                highlights.matches.erase(group.id);
            }
        }
    }
}

QString GraphView::Private::toolTipAt(QPointF window) const {
    const auto hit = hitAt(window);
    if (!hit || hit->kind == Hit::Kind::Box) {
        return {};
    }
    if (hit->kind == Hit::Kind::Node) {
        return describe(*scene->picture, scene->node(scene->nodes[hit->index]));
    }
    const auto& group = scene->groups[hit->index];
    for (const auto& summary : scene->picture->graph->namespaces) {
        if (summary.ns == group.ns) {
            return describe(summary) +
                   (group.open ? QStringLiteral("\nClick to close") : QStringLiteral("\nClick to open"));
        }
    }
    return {};
}

void GraphView::Private::paintEmpty(QPainter& painter) const {
    const bool nothing = !scene || (scene->groups.empty() && scene->nodes.empty());
    if (!nothing && failure.isEmpty()) {
        return;
    }
    EmptyText empty = emptyText(picture.get(), !namespaces.empty());
    if (!failure.isEmpty()) {
        empty = {QStringLiteral("The graph cannot be drawn"), failure};
    } else if (empty.title.isEmpty() && worker.busy()) {
        empty = {QStringLiteral("Laying out the graph"),
                 QStringLiteral("%1 nodes")
                     .arg(countText(static_cast<std::int64_t>(picture->graph->nodes.size())))};
    }
    const QRectF middle = QRectF(QPointF(), canvas()).adjusted(0, headHeight, 0, 0);
    const QRectF column(middle.center().x() - 230, middle.center().y() - 60, 460, 160);
    painter.setFont(metrics.font(TextRole::Heading));
    painter.setPen(theme.text);
    painter.drawText(column, Qt::AlignHCenter | Qt::AlignTop, empty.title);
    painter.setFont(metrics.font(TextRole::Body));
    painter.setPen(theme.muted);
    painter.drawText(column.adjusted(0, 30, 0, 0), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     empty.sentence);
}

void GraphView::Private::paint(QPainter& painter, const QRectF& exposed) const {
    painter.fillRect(exposed, theme.ground);
    if (scene) {
        painter.save();
        painter.setClipRect(QRectF(QPointF(), canvas()).adjusted(0, headHeight, 0, 0));
        painter.setTransform(camera.transform(), true);
        const QRectF part(camera.toScene(exposed.topLeft()), exposed.size() / camera.zoom());
        ScenePainter(theme, metrics).paint(painter, *scene, part, camera.zoom(), highlights);
        painter.restore();
    }
    paintEmpty(painter);
    painter.setFont(views::font(TextSize::Heading, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(QRectF(0, 0, tools->x(), headHeight - 12), Qt::AlignLeft | Qt::AlignVCenter,
                     QStringLiteral("Graph"));
    QString note;
    if (!search.isEmpty()) {
        note = found.size() == 1 ? QStringLiteral("1 match")
                                 : countText(found.size()) + QStringLiteral(" matches");
    }
    if (worker.busy() && scene) {
        note += (note.isEmpty() ? QString() : QStringLiteral(" · ")) + QStringLiteral("laying out…");
    }
    paintLegend(painter, QRectF(0, canvas().height(), q->width(), legendHeight), theme, metrics, note);
    paintFrame(painter);
}

/// The canvas and its legend are one card, as the tables and charts of the other views are.
void GraphView::Private::paintFrame(QPainter& painter) const {
    constexpr double radius = 10;
    const QRectF box = QRectF(q->rect()).adjusted(0.5, headHeight + 0.5, -0.5, -0.5);
    QPainterPath corners;
    corners.addRect(box.adjusted(-1, -1, 1, 1));
    corners.addRoundedRect(box, radius, radius); // odd-even: what is outside of the round
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(corners, theme.ground);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box, radius, radius);
}

} // namespace plimsoll::views
