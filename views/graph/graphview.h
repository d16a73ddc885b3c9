// SPDX-License-Identifier: Apache-2.0
// The graph on one canvas: pan, zoom, select, search; laid out in a worker thread.
#pragma once

#include "engine/picture.h"
#include "theme/theme.h"

#include <QWidget>

#include <memory>

namespace plimsoll::views {

class GraphView final : public QWidget {
    Q_OBJECT

public:
    explicit GraphView(QWidget* parent = nullptr);
    ~GraphView() override;

    void setPicture(engine::PicturePtr picture);
    void setTheme(const Theme& theme);
    /// Only these namespaces; empty: all.
    void setNamespaces(const QStringList& namespaces);
    /// The newest picture is laid out and shown; false while the worker is at it.
    [[nodiscard]] bool settled() const;

public slots:
    void fit();
    void zoomIn();
    void zoomOut();
    void select(const QString& nodeId,
                bool centre);      // "" selects nothing; opens its namespace when it is collapsed
    int find(const QString& text); // marks what matches, selects the first; number of matches
    void findNext();

signals:
    void selected(const QString& nodeId); // "revision/shop/cart-00012", "namespace/shop", ""
    void hideRequested(const QString& ns, const QString& revision);
    void showRequested(const QString& ns, const QString& revision);
    void exportRequested();
    void layoutFinished(); // a scene of the newest picture is shown

protected:
    bool event(QEvent* event) override; // tooltips
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::views
