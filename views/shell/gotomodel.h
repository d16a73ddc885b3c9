// SPDX-License-Identifier: Apache-2.0
// What Ctrl+K can go to: views, namespaces, and everything that stands in the graph, found by words.
#pragma once

#include "engine/picture.h"

#include <QAbstractListModel>

#include <vector>

namespace plimsoll::views {

class GoToModel final : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { TargetRole = Qt::UserRole + 1 }; // "view/1", or a graph node's id
    static constexpr std::size_t longest = 60;

    explicit GoToModel(QObject* parent = nullptr);

    void setViews(const QStringList& views); // their index becomes "view/N"
    void setPicture(const engine::Picture& picture);
    /// Every word must be in the name or namespace; those that begin with the first word come first.
    void setQuery(const QString& query);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Entry {
        QString target;
        QString label;
        QString detail;
        QString searched; // lower case
    };
    void choose();

    QStringList m_views;
    std::vector<Entry> m_entries;
    std::vector<Entry> m_shown;
    QString m_query;
};

} // namespace plimsoll::views
