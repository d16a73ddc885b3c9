// SPDX-License-Identifier: Apache-2.0
// Draws the rows of KindModel: the state as a mark and a word, what is not served faint.
#pragma once

#include "status/kindmodel.h"

#include <QStyledItemDelegate>

namespace plimsoll::views {

class KindDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit KindDelegate(const KindModel& model, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    const KindModel& m_model;
};

} // namespace plimsoll::views
