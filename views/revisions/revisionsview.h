// SPDX-License-Identifier: Apache-2.0
// Every revision in one table: sorted, filtered, and hidden or shown with one click in its row.
#pragma once

#include "engine/picture.h"

#include <QStringList>
#include <QWidget>

#include <memory>

namespace plimsoll::views {

class RevisionsView final : public QWidget {
    Q_OBJECT

public:
    explicit RevisionsView(QWidget* parent = nullptr);
    ~RevisionsView() override;

    void setPicture(engine::PicturePtr picture);
    /// Only these namespaces; empty: all.
    void setNamespaces(const QStringList& namespaces);
    /// Selects the row and scrolls to it; nothing happens when there is no such revision.
    void select(const QString& ns, const QString& name);
    /// Puts `text` into the filter field: words that namespace, service, revision or state contain.
    void filter(const QString& text);

signals:
    void selected(const QString& nodeId); // "revision/ns/name", "" for nothing
    void hideRequested(const QString& ns, const QString& revision);
    void showRequested(const QString& ns, const QString& revision);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override; // pictures that came meanwhile are shown now

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace plimsoll::views
