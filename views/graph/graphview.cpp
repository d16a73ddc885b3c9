// SPDX-License-Identifier: Apache-2.0
#include "graph/graphview.h"

#include "graph/graphview_p.h"
#include "graph/navigation.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPaintEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace plimsoll::views {
namespace {

constexpr double zoomStep = 1.25;
constexpr double dragThreshold = 4;

} // namespace

GraphView::GraphView(QWidget* parent) : QWidget(parent), d(std::make_unique<Private>(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(320, 200);
    setAccessibleName(QStringLiteral("Graph of configured routes"));
    connect(&d->worker, &LayoutWorker::finished, this,
            [this](ScenePtr scene) { d->apply(std::move(scene)); });
    connect(&d->worker, &LayoutWorker::failed, this, [this](const Error& error) {
        d->failure = qs(error.sentence());
        update();
        emit layoutFinished();
    });
    connect(d->tools, &ToolStrip::zoomInClicked, this, &GraphView::zoomIn);
    connect(d->tools, &ToolStrip::zoomOutClicked, this, &GraphView::zoomOut);
    connect(d->tools, &ToolStrip::fitClicked, this, &GraphView::fit);
    connect(d->tools, &ToolStrip::exportClicked, this, &GraphView::exportRequested);
    connect(d->tools, &ToolStrip::naturalClicked, this, [this] {
        d->touched();
        d->camera.zoomAt(rect().center(), 1 / d->camera.zoom());
        d->cameraMoved();
    });
}

GraphView::~GraphView() = default;

void GraphView::setPicture(engine::PicturePtr picture) {
    if (!picture || picture == d->picture) {
        return;
    }
    d->picture = std::move(picture);
    d->decideOpen();
    d->requestScene(false);
}

void GraphView::setTheme(const Theme& theme) {
    d->theme = theme;
    d->tools->setTheme(theme);
    update();
}

void GraphView::setNamespaces(const QStringList& namespaces) {
    std::set<std::string> wanted;
    for (const auto& ns : namespaces) {
        wanted.insert(ns.toStdString());
    }
    if (wanted == d->namespaces) {
        return;
    }
    d->namespaces = std::move(wanted);
    d->fitted = false;
    d->userMoved = false; // another part of the mesh: shown from its beginning
    d->requestScene(true);
}

bool GraphView::settled() const {
    return !d->worker.busy() && !d->dirty;
}

void GraphView::fit() {
    if (d->scene) {
        d->touched();
        d->camera.fit(d->scene->bounds, d->canvas());
        d->cameraMoved();
    }
}

void GraphView::zoomIn() {
    d->touched();
    d->camera.zoomAt(rect().center(), zoomStep);
    d->cameraMoved();
}

void GraphView::zoomOut() {
    d->touched();
    d->camera.zoomAt(rect().center(), 1 / zoomStep);
    d->cameraMoved();
}

void GraphView::select(const QString& nodeId, bool centre) {
    d->choose(nodeId, centre);
    if (nodeId.isEmpty() || !d->picture || (d->scene && boxOf(*d->scene, nodeId))) {
        return;
    }
    for (const auto& node : d->picture->graph->nodes) {
        if (qs(node.id) == nodeId && !node.hub) {
            d->touched();
            d->pending = centre ? nodeId : QString();
            d->setOpen(node.ns, true);
            return;
        }
    }
}

int GraphView::find(const QString& text) {
    d->search = text.trimmed();
    d->foundAt = -1;
    d->refreshMatches();
    const auto count = static_cast<int>(d->found.size());
    if (count > 0) {
        findNext();
    }
    update();
    return count;
}

void GraphView::findNext() {
    if (d->found.isEmpty()) {
        return;
    }
    d->foundAt = (d->foundAt + 1) % d->found.size();
    d->highlights.current = d->found.at(d->foundAt);
    select(d->highlights.current, true);
}

bool GraphView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = d->toolTipAt(help->pos());
        if (text.isEmpty()) {
            QToolTip::hideText();
        } else {
            QToolTip::showText(help->globalPos(), toolTipOf(text), this);
        }
        return true;
    }
    return QWidget::event(event);
}

void GraphView::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    d->paint(painter, event->rect());
}

void GraphView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    d->tools->adjustSize();
    d->tools->move(width() - d->tools->width(), 0);
    if (d->scene && !d->userMoved) {
        d->camera.fitReadable(d->scene->bounds, d->canvas(), d->focus(*d->scene));
    }
    d->cameraMoved();
}

void GraphView::wheelEvent(QWheelEvent* event) {
    if (event->angleDelta().y() != 0) {
        d->touched();
        d->camera.zoomAt(event->position(), std::pow(1.0015, event->angleDelta().y()));
        d->cameraMoved();
    }
    event->accept();
}

void GraphView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        d->pressed = event->position();
        d->last = event->position();
        d->dragging = false;
    }
}

void GraphView::mouseMoveEvent(QMouseEvent* event) {
    if (d->pressed) {
        const QPointF way = event->position() - *d->pressed;
        if (!d->dragging && std::hypot(way.x(), way.y()) > dragThreshold) {
            d->dragging = true;
            d->touched();
            setCursor(Qt::ClosedHandCursor);
        }
        if (d->dragging) {
            d->camera.pan(event->position() - d->last);
            d->last = event->position();
            d->cameraMoved();
        }
        return;
    }
    const auto hit = d->hitAt(event->position());
    const bool active = hit && hit->kind != Hit::Kind::Box;
    const QString hovered = active ? d->idOf(*hit) : QString();
    setCursor(active ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (hovered != d->highlights.hovered) {
        d->highlights.hovered = hovered;
        update();
    }
}

void GraphView::mouseReleaseEvent(QMouseEvent* event) {
    const bool click = d->pressed && !d->dragging && event->button() == Qt::LeftButton;
    d->pressed.reset();
    d->dragging = false;
    unsetCursor();
    if (!click) {
        return;
    }
    const auto hit = d->hitAt(event->position());
    if (!hit || hit->kind == Hit::Kind::Box) {
        d->choose({}, false);
        return;
    }
    d->choose(d->idOf(*hit), false);
    if (hit->kind == Hit::Kind::Card || hit->kind == Hit::Kind::Header) {
        d->toggle(d->idOf(*hit));
    }
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event) {
    // The first click has done its work; the second must not undo it.
    event->accept();
}

void GraphView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    if (!d->highlights.hovered.isEmpty()) {
        d->highlights.hovered.clear();
        update();
    }
}

void GraphView::keyPressEvent(QKeyEvent* event) {
    const auto go = [&](Direction direction) {
        if (d->scene) {
            const QString next = neighbour(*d->scene, d->highlights.selected, direction);
            d->choose(next, false);
            d->reveal(next);
        }
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return go(Direction::Left);
    case Qt::Key_Right:
        return go(Direction::Right);
    case Qt::Key_Up:
        return go(Direction::Up);
    case Qt::Key_Down:
        return go(Direction::Down);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomIn();
    case Qt::Key_Minus:
        return zoomOut();
    case Qt::Key_0:
        return emit d->tools->naturalClicked();
    case Qt::Key_F:
        return fit();
    case Qt::Key_Escape:
        return d->choose({}, false);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (d->highlights.selected.startsWith(QLatin1String("namespace/"))) {
            return d->toggle(d->highlights.selected);
        }
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void GraphView::contextMenuEvent(QContextMenuEvent* event) {
    std::optional<Hit> hit = d->hitAt(event->pos());
    QPoint at = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard && d->scene) {
        const auto box = boxOf(*d->scene, d->highlights.selected);
        hit = box ? d->scene->grid->at(*d->scene, box->center()) : std::nullopt;
        at = box ? mapToGlobal(d->camera.toWindow(box->center()).toPoint()) : at;
    }
    if (hit && hit->kind != Hit::Kind::Box) {
        d->choose(d->idOf(*hit), false);
    }
    QMenu menu(this);
    d->fillMenu(menu, hit);
    menu.exec(at);
}

} // namespace plimsoll::views
