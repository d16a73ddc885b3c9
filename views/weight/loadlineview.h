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
    void selected(const QString& nodeId); // a graph node's id, "" for nothing
    void revisionsRequested();            // "See these": the revisions in reserve

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::views
