// SPDX-License-Identifier: Apache-2.0
// The proxies as bars against their line: how heavily each is loaded, and how much of it the reserve causes.
#pragma once

#include "engine/picture.h"

#include <QStringList>
#include <QWidget>

#include <memory>

namespace plimsoll::views {

class LoadLineView final : public QWidget {
    Q_OBJECT

public:
    explicit LoadLineView(QWidget* parent = nullptr);
    ~LoadLineView() override;

    void setPicture(engine::PicturePtr picture);
    /// Only proxies of these namespaces; empty: all.
    void setNamespaces(const QStringList& namespaces);

signals:
    /// A graph node's id, "proxy/ns/pod" for a proxy that the graph does not draw, "" for nothing.
    void selected(const QString& nodeId);
    void revisionsRequested(); // "See these": the revisions in reserve

protected:
    void showEvent(QShowEvent* event) override; // pictures that came meanwhile are shown now

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::views
