// SPDX-License-Identifier: Apache-2.0
#include "revisions/revisiondelegate.h"

#include "revisions/revisionfilter.h"
#include "theme/icons.h"
#include "theme/theme.h"

#include <QPainter>

namespace plimsoll::views {
namespace {

using knative::RevisionState;
using knative::Visibility;

constexpr int rowHeight = 32;
constexpr int margin = 8;

struct Look {
    Icon icon;
    Tone tone;
};

Look lookOf(const RevisionState& revision) {
    if (revision.alarm) {
        return {Icon::Alarm, Tone::Alarm};
    }
    if (!shown(revision)) {
        return {Icon::Hide, Tone::Hidden};
    }
    return revision.routed ? Look{Icon::Show, Tone::Routed} : Look{Icon::Show, Tone::Reserve};
}

bool muted(const RevisionState& revision, int column) {
    return !revision.alarm &&
           (!shown(revision) || column == RevisionModel::Namespace ||
            column == RevisionModel::PublicExportTo || column == RevisionModel::PrivateExportTo);
}

} // namespace

RevisionDelegate::RevisionDelegate(const RevisionModel& model, const RevisionFilter& filter, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_filter(filter) {}

QSize RevisionDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width(), rowHeight};
}

void RevisionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    const auto& theme = current();
    const auto& revision = m_model.at(m_filter.mapToSource(index).row());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->fillRect(option.rect, theme.accentSoft);
    } else if (revision.alarm) {
        painter->fillRect(option.rect, theme.alarmSoft);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.grid);
    if (index.column() == RevisionModel::Namespace) {
        paintStripe(*painter, option.rect, revision);
    }
    if (index.column() == RevisionModel::Switch) {
        paintSwitch(*painter, option.rect, revision);
    } else if (index.column() == RevisionModel::Visible) {
        paintVisibility(*painter, option.rect, revision);
    } else {
        const bool name = index.column() == RevisionModel::Revision;
        painter->setFont(font(TextSize::Body, name ? QFont::DemiBold : QFont::Normal));
        painter->setPen(muted(revision, index.column()) ? theme.muted : theme.text);
        if (index.column() == RevisionModel::Traffic && revision.routed) {
            painter->setPen(revision.alarm ? theme.alarm : theme.routed);
        }
        const QRect room = option.rect.adjusted(margin, 0, -margin, 0);
        const auto text = painter->fontMetrics().elidedText(index.data().toString(),
                                                            name ? Qt::ElideMiddle : Qt::ElideRight,
                                                            room.width()); // a revision is told by its number
        painter->drawText(room, index.data(Qt::TextAlignmentRole).toInt(), text);
    }
    painter->restore();
}

void RevisionDelegate::paintStripe(QPainter& painter, const QRect& cell,
                                   const RevisionState& revision) const {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colourOf(lookOf(revision).tone));
    painter.drawRoundedRect(QRectF(cell.left() + 1, cell.top() + 6, 3, cell.height() - 12), 1.5, 1.5);
}

void RevisionDelegate::paintVisibility(QPainter& painter, const QRect& cell,
                                       const RevisionState& revision) const {
    const auto look = lookOf(revision);
    const QColor colour = colourOf(look.tone);
    const QRectF icon(cell.left() + margin, cell.center().y() - 7, 15, 15);
    paintIcon(painter, look.icon, colour, icon);
    painter.setFont(font(TextSize::Body, revision.alarm ? QFont::DemiBold : QFont::Normal));
    painter.setPen(revision.alarm ? colour : shown(revision) ? current().text : current().muted);
    const QRect room = cell.adjusted(margin + 22, 0, -margin, 0);
    painter.drawText(
        room, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(visibilityWord(revision), Qt::ElideRight, room.width()));
}

/// On: shown. Half: only one of the two Services is hidden. A switch that may not be flipped off has no fill.
void RevisionDelegate::paintSwitch(QPainter& painter, const QRect& cell,
                                   const RevisionState& revision) const {
    const auto& theme = current();
    const QRectF track(cell.left() + margin, cell.center().y() - 8, 32, 17);
    const bool on = shown(revision);
    const bool half = revision.visibility == Visibility::Partial;
    const bool free = !on || revision.hideable;
    const QColor colour = revision.alarm ? theme.alarm : on || half ? theme.accent : theme.hidden;
    painter.setPen(QPen(free ? colour : theme.line, 1.4));
    painter.setBrush(on && free ? colour : on ? theme.control : Qt::transparent);
    painter.drawRoundedRect(track, track.height() / 2, track.height() / 2);
    const double size = track.height() - 6;
    const double x = on ? track.right() - size - 3 : half ? track.center().x() - size / 2 : track.left() + 3;
    painter.setPen(Qt::NoPen);
    painter.setBrush(on && free ? theme.onAccent : free ? colour : theme.hidden);
    painter.drawEllipse(QRectF(x, track.top() + 3, size, size));
}

} // namespace plimsoll::views
