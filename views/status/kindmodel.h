// SPDX-License-Identifier: Apache-2.0
// What is known of each kind, as a table: one row a kind, in the order of the model, always the same ones.
#pragma once

#include "engine/picture.h"
#include "theme/icons.h"

#include <QAbstractTableModel>

namespace plimsoll::views {

class KindModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { KindName, Api, State, Objects, Received, LastChange, Gap, ColumnCount };

    explicit KindModel(QObject* parent = nullptr);

    void setPicture(engine::PicturePtr picture);
    [[nodiscard]] const cluster::KindInfo& kind(int row) const;
    [[nodiscard]] const cluster::KindStatus& status(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    engine::PicturePtr m_picture;
};

/// "live", "listing 43 %", "stale since 14:02:09", "denied", "not served", "live in part".
[[nodiscard]] QString stateText(const cluster::KindStatus& status);
/// The server's own words and the next step; empty where nothing is missing.
[[nodiscard]] QString gapText(const cluster::KindInfo& kind, const cluster::KindStatus& status);
[[nodiscard]] Tone toneOf(const cluster::KindStatus& status);

} // namespace plimsoll::views
