// SPDX-License-Identifier: Apache-2.0
// The revisions of a Picture as a table model. Rows keep their identity from picture to picture, so that
// selection and scroll position stay where they were.
#pragma once

#include "engine/picture.h"

#include <QAbstractTableModel>

#include <vector>

namespace plimsoll::views {

class RevisionModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Namespace,
        Service,
        Revision,
        Switch, // what one comes for stands where it is in sight in a narrow window
        Visible,
        Traffic,
        Tags,
        Replicas,
        RoutingState,
        PublicExportTo,
        PrivateExportTo,
        EnvoyClusters,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setPicture(engine::PicturePtr picture);
    [[nodiscard]] const knative::RevisionState& at(int row) const;
    /// Lower-case text that the filter looks in.
    [[nodiscard]] const QString& haystack(int row) const {
        return m_rows.at(static_cast<std::size_t>(row)).haystack;
    }
    /// -1 when there is none.
    [[nodiscard]] int rowOf(const QString& ns, const QString& name) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        std::size_t index = 0; // into the picture's revisions
        QString haystack;
    };

    [[nodiscard]] static Row makeRow(const engine::Picture& picture, std::size_t index);
    void merge(const engine::PicturePtr& picture);

    engine::PicturePtr m_picture;
    std::vector<Row> m_rows;
};

/// "visible", "hidden", "half hidden", "restricted", "ALARM".
[[nodiscard]] QString visibilityWord(const knative::RevisionState& revision);
/// Why the switch does nothing: the reasons, one a line.
[[nodiscard]] QString whyNotHideable(const knative::RevisionState& revision);
/// Shown to somebody: the switch stands on.
[[nodiscard]] bool shown(const knative::RevisionState& revision);

} // namespace plimsoll::views
