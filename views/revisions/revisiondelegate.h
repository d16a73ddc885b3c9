// SPDX-License-Identifier: Apache-2.0
// Paints a row of the table: state by colour and by form, and the switch that hides or shows.
#pragma once

#include "revisions/revisionmodel.h"

#include <QStyledItemDelegate>

namespace plimsoll::views {

class RevisionFilter;

class RevisionDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    RevisionDelegate(const RevisionModel& model, const RevisionFilter& filter, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintSwitch(QPainter& painter, const QRect& cell, const knative::RevisionState& revision) const;
    void paintVisibility(QPainter& painter, const QRect& cell, const knative::RevisionState& revision) const;
    void paintStripe(QPainter& painter, const QRect& cell, const knative::RevisionState& revision) const;

    const RevisionModel& m_model;
    const RevisionFilter& m_filter;
};

} // namespace plimsoll::views
