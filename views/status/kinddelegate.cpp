// SPDX-License-Identifier: Apache-2.0
#include "status/kinddelegate.h"

#include "theme/theme.h"

#include <QPainter>

namespace plimsoll::views {
namespace {

using State = cluster::KindStatus::State;

constexpr int margin = 8;

/// A full dot: known. A ring: known in part, or not yet. A bar: nothing. Told apart in grey scale too.
void paintMark(QPainter& painter, const QRectF& where, const cluster::KindStatus& status) {
    const QColor colour = colourOf(toneOf(status));
    painter.setPen(QPen(colour, 1.8));
    const bool whole = status.state == State::Live && status.missingNamespaces.empty();
    if (status.state == State::NotServed || status.state == State::Denied || status.state == State::Failed) {
        painter.drawLine(QPointF(where.left(), where.center().y()),
                         QPointF(where.right(), where.center().y()));
        return;
    }
    painter.setBrush(whole ? QBrush(colour) : QBrush(Qt::NoBrush));
    painter.drawEllipse(where.adjusted(1, 1, -1, -1));
}

} // namespace

KindDelegate::KindDelegate(const KindModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model) {}

void KindDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const auto& theme = current();
    const auto& status = m_model.status(index.row());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->fillRect(option.rect, theme.accentSoft);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.grid);
    QRect room = option.rect.adjusted(margin, 0, -margin, 0);
    if (index.column() == KindModel::State) {
        paintMark(*painter, QRectF(room.left(), room.center().y() - 4, 10, 10), status);
        room.setLeft(room.left() + 18);
    }
    const bool name = index.column() == KindModel::KindName;
    const bool faint = status.state == State::NotServed ||
                       (index.column() != KindModel::KindName && index.column() != KindModel::State &&
                        index.column() != KindModel::Objects);
    painter->setFont(font(TextSize::Body, name ? QFont::DemiBold : QFont::Normal));
    painter->setPen(faint ? theme.muted : theme.text);
    painter->drawText(
        room, index.data(Qt::TextAlignmentRole).toInt(),
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    painter->restore();
}

} // namespace plimsoll::views
