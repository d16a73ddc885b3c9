// SPDX-License-Identifier: Apache-2.0
#include "status/kindmodel.h"

#include "cluster/kindwords.h"

#include <QDateTime>

#include <array>
#include <utility>

namespace plimsoll::views {
namespace {

using cluster::KindInfo;
using cluster::KindStatus;

QString clockText(UnixSeconds time) {
    return QDateTime::fromSecsSinceEpoch(time).toString(QStringLiteral("HH:mm:ss"));
}

QString apiText(const KindInfo& kind, const KindStatus& status) {
    const auto group = kind.group.empty() ? QStringLiteral("core") : qs(kind.group);
    return status.version.empty() ? group : group + QLatin1Char('/') + qs(status.version);
}

QString text(const KindInfo& kind, const KindStatus& status, int column) {
    const bool unserved = status.state == KindStatus::State::NotServed;
    switch (column) {
    case KindModel::KindName:
        return qs(kind.name);
    case KindModel::Api:
        return apiText(kind, status);
    case KindModel::State:
        return stateText(status);
    case KindModel::Objects:
        return unserved ? QStringLiteral("–") : countText(static_cast<std::int64_t>(status.objects));
    case KindModel::Received:
        return unserved || status.bytes == 0 ? QStringLiteral("–") : bytesText(status.bytes);
    case KindModel::LastChange:
        return status.lastEvent == 0 ? QStringLiteral("–") : clockText(status.lastEvent);
    case KindModel::Gap:
        return gapText(kind, status);
    default:
        return {};
    }
}

bool isNumber(int column) {
    return column == KindModel::Objects || column == KindModel::Received || column == KindModel::LastChange;
}

} // namespace

QString stateText(const KindStatus& status) {
    const auto word = qs(cluster::stateName(status.state));
    switch (status.state) {
    case KindStatus::State::Listing:
        return status.percent ? QStringLiteral("%1 %2\u00A0%").arg(word).arg(*status.percent) : word;
    case KindStatus::State::Stale:
        return QStringLiteral("%1 since %2").arg(word, clockText(status.since));
    case KindStatus::State::Live:
        return status.missingNamespaces.empty() && status.onlyNamespaces.empty()
                   ? word
                   : QStringLiteral("%1 in part").arg(word);
    default:
        return word;
    }
}

QString gapText(const KindInfo& kind, const KindStatus& status) {
    if (const auto gap = cluster::gapOf(kind, status)) {
        return qs(gap->sentence());
    }
    QStringList names;
    for (const auto& ns : status.onlyNamespaces) {
        names << qs(ns);
    }
    return names.isEmpty() ? QString()
                           : QStringLiteral("Narrowed with -n to %1.").arg(names.join(QStringLiteral(", ")));
}

Tone toneOf(const KindStatus& status) {
    switch (status.state) {
    case KindStatus::State::Live:
        return status.missingNamespaces.empty() ? Tone::Ok : Tone::Reserve;
    case KindStatus::State::Waiting:
    case KindStatus::State::Listing:
        return Tone::Accent;
    case KindStatus::State::NotServed:
        return Tone::Hidden;
    case KindStatus::State::Stale:
    case KindStatus::State::Denied:
    case KindStatus::State::Failed:
        break;
    }
    return Tone::Reserve; // red is for outages in the making alone
}

KindModel::KindModel(QObject* parent)
    : QAbstractTableModel(parent), m_picture(std::make_shared<engine::Picture>()) {}

void KindModel::setPicture(engine::PicturePtr picture) {
    const auto before = std::exchange(m_picture, std::move(picture));
    for (int row = 0; row < rowCount(); ++row) {
        if (!(before->kinds.at(static_cast<std::size_t>(row)) == status(row))) {
            emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
    }
}

const KindInfo& KindModel::kind(int row) const {
    return cluster::allKinds()[static_cast<std::size_t>(row)];
}

const KindStatus& KindModel::status(int row) const {
    return m_picture->kind(kind(row).kind);
}

int KindModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(cluster::kindCount);
}

int KindModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant KindModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& info = kind(index.row());
    const auto& known = status(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(info, known, index.column());
    case Qt::ToolTipRole: {
        const auto gap = gapText(info, known);
        return gap.isEmpty() ? QVariant() : QVariant(toolTipOf(gap));
    }
    case Qt::TextAlignmentRole:
        return QVariant((isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant KindModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    static const std::array<QString, ColumnCount> names{tr("Kind"),
                                                        tr("API"),
                                                        tr("State"),
                                                        tr("Objects"),
                                                        tr("Received"),
                                                        tr("Last change"),
                                                        tr("What is missing, and the next step")};
    if (role == Qt::DisplayRole) {
        return names.at(static_cast<std::size_t>(section));
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    return {};
}

} // namespace plimsoll::views
