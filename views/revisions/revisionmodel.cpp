// SPDX-License-Identifier: Apache-2.0
#include "revisions/revisionmodel.h"

#include "theme/theme.h"

#include <array>
#include <compare>

namespace plimsoll::views {
namespace {

using knative::RevisionState;
using knative::Visibility;

/// The order of Picture::revisions; equal only for the same revision.
std::strong_ordering order(const RevisionState& a, const RevisionState& b) {
    if (const auto c = a.ns.compare(b.ns) <=> 0; c != 0) {
        return c;
    }
    if (const auto c = a.service.compare(b.service) <=> 0; c != 0) {
        return c;
    }
    if (const auto c = a.created <=> b.created; c != 0) {
        return c;
    }
    return a.name.compare(b.name) <=> 0;
}

QString orDash(const std::optional<std::string>& text) {
    return text ? qs(*text) : QStringLiteral("—");
}

QString tagsText(const RevisionState& revision) {
    QStringList tags;
    for (const auto& tag : revision.tags) {
        tags << qs(tag);
    }
    return tags.join(QStringLiteral(", "));
}

QString stateText(const RevisionState& revision) {
    const auto state = revision.routingState.empty() ? QStringLiteral("—") : qs(revision.routingState);
    return revision.ready || revision.reason.empty() ? state
                                                     : state + QStringLiteral(" · ") + qs(revision.reason);
}

QString text(const RevisionState& r, int column) {
    switch (column) {
    case RevisionModel::Namespace:
        return qs(r.ns);
    case RevisionModel::Service:
        return qs(r.service);
    case RevisionModel::Revision:
        return qs(r.name);
    case RevisionModel::Traffic:
        return r.routed ? QStringLiteral("%1 %").arg(r.percent) : QStringLiteral("—");
    case RevisionModel::Tags:
        return tagsText(r);
    case RevisionModel::Replicas:
        return QString::number(r.replicas);
    case RevisionModel::RoutingState:
        return stateText(r);
    case RevisionModel::PublicExportTo:
        return orDash(r.publicExportTo);
    case RevisionModel::PrivateExportTo:
        return orDash(r.privateExportTo);
    case RevisionModel::Visible:
        return visibilityWord(r);
    case RevisionModel::EnvoyClusters:
        return QString::number(r.envoyClusters);
    default:
        return {};
    }
}

QString toolTip(const RevisionState& r, int column) {
    if (r.alarm && (column == RevisionModel::Visible || column == RevisionModel::Switch)) {
        return qs(r.alarmReason);
    }
    if (column == RevisionModel::Switch && shown(r) && !r.hideable) {
        return whyNotHideable(r);
    }
    if (column == RevisionModel::Traffic && r.routed) {
        QStringList lines;
        for (const auto& witness : r.witnesses) {
            lines << qs(witness.sentence());
        }
        return lines.join(QLatin1Char('\n'));
    }
    if (column == RevisionModel::RoutingState && !r.message.empty()) {
        return qs(r.message);
    }
    return text(r, column);
}

} // namespace

QString visibilityWord(const RevisionState& revision) {
    if (revision.alarm) {
        return QStringLiteral("ALARM");
    }
    switch (revision.visibility) {
    case Visibility::Visible:
        return QStringLiteral("visible");
    case Visibility::Hidden:
        return QStringLiteral("hidden");
    case Visibility::Restricted:
        return QStringLiteral("restricted");
    case Visibility::Partial:
        return QStringLiteral("half hidden");
    }
    return {};
}

QString whyNotHideable(const RevisionState& revision) {
    QStringList lines{QStringLiteral("It cannot be hidden:")};
    for (const auto& reason : revision.reasons) {
        lines << QStringLiteral("• ") + qs(reason);
    }
    return lines.join(QLatin1Char('\n'));
}

bool shown(const RevisionState& revision) {
    return revision.visibility == Visibility::Visible || revision.visibility == Visibility::Restricted;
}

RevisionModel::Row RevisionModel::makeRow(const engine::Picture& picture, std::size_t index) {
    const auto& r = picture.revisions[index];
    Row row;
    row.index = index;
    row.haystack = (qs(r.ns) + QLatin1Char(' ') + qs(r.service) + QLatin1Char(' ') + qs(r.name) +
                    QLatin1Char(' ') + tagsText(r) + QLatin1Char(' ') + stateText(r) + QLatin1Char(' ') +
                    visibilityWord(r) + (r.routed ? QStringLiteral(" routed") : QString()))
                       .toLower();
    return row;
}

void RevisionModel::setPicture(engine::PicturePtr picture) {
    const auto before = m_rows.size();
    const auto after = picture->revisions.size();
    // A first picture, or another cluster: telling every single row would cost more than starting anew.
    if (before == 0 || after > before + 500 || before > after + 500) {
        beginResetModel();
        m_picture = std::move(picture);
        m_rows.clear();
        m_rows.reserve(after);
        for (std::size_t i = 0; i < after; ++i) {
            m_rows.push_back(makeRow(*m_picture, i));
        }
        endResetModel();
        return;
    }
    merge(picture);
}

/// Both lists have the same order: one walk finds what went, what came and what changed.
void RevisionModel::merge(const engine::PicturePtr& picture) {
    const auto old = m_picture;
    const auto& fresh = picture->revisions;
    const std::vector<Row> rows = m_rows;
    std::vector<int> changed;
    std::size_t row = 0;
    std::size_t next = 0;
    std::vector<std::pair<std::size_t, std::size_t>> kept; // row in rows, index in fresh
    std::vector<int> gone;
    while (row < rows.size() || next < fresh.size()) {
        const auto side = row == rows.size()     ? std::strong_ordering::greater
                          : next == fresh.size() ? std::strong_ordering::less
                                                 : order(old->revisions[rows[row].index], fresh[next]);
        if (side < 0) {
            gone.push_back(static_cast<int>(row++));
        } else if (side > 0) {
            ++next;
        } else {
            kept.emplace_back(row++, next++);
        }
    }
    for (auto it = gone.rbegin(); it != gone.rend(); ++it) {
        beginRemoveRows({}, *it, *it);
        m_rows.erase(m_rows.begin() + *it);
        endRemoveRows();
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const auto [before, now] = kept[i];
        if (old->revisions[rows[before].index] == fresh[now]) {
            m_rows[i] = {now, rows[before].haystack};
        } else {
            m_rows[i] = makeRow(*picture, now);
            changed.push_back(static_cast<int>(now));
        }
    }
    m_picture = picture; // from here on the rows are of the new one
    std::size_t at = 0;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        if (at < kept.size() && kept[at].second == i) {
            ++at;
            continue;
        }
        const int position = static_cast<int>(i);
        beginInsertRows({}, position, position);
        m_rows.insert(m_rows.begin() + position, makeRow(*picture, i));
        endInsertRows();
    }
    for (const int position : changed) {
        emit dataChanged(index(position, 0), index(position, ColumnCount - 1));
    }
}

const RevisionState& RevisionModel::at(int row) const {
    return m_picture->revisions[m_rows[static_cast<std::size_t>(row)].index];
}

int RevisionModel::rowOf(const QString& ns, const QString& name) const {
    const auto wantedNs = ns.toStdString();
    const auto wantedName = name.toStdString();
    for (int row = 0; row < rowCount(); ++row) {
        if (at(row).name == wantedName && at(row).ns == wantedNs) {
            return row;
        }
    }
    return -1;
}

int RevisionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RevisionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RevisionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto& revision = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(revision, index.column());
    case Qt::ToolTipRole:
        return toolTipOf(toolTip(revision, index.column()));
    case Qt::AccessibleTextRole:
        return index.column() == Switch ? (shown(revision) ? tr("shown") : tr("hidden"))
                                        : QVariant(text(revision, index.column()));
    case Qt::TextAlignmentRole:
        if (index.column() == Traffic || index.column() == Replicas || index.column() == EnvoyClusters) {
            return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        }
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant RevisionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    static const std::array<QString, ColumnCount> names{
        tr("Namespace"), tr("Service"),  tr("Revision"), tr("Shown"),  tr("Visibility"), tr("Traffic"),
        tr("Tags"),      tr("Replicas"), tr("State"),    tr("Public"), tr("Private"),    tr("Clusters")};
    static const std::array<QString, ColumnCount> tips{
        QString(),
        tr("Knative service"),
        QString(),
        tr("Hide or show it"),
        tr("What the values of both Services amount to"),
        tr("Share of traffic on the main URL; 0 % is routed by a tag or a split of nothing"),
        tr("Tags of the Route that name it"),
        tr("Pods that run"),
        tr("Routing state, and why it is not ready"),
        tr("networking.istio.io/exportTo of the public Service, as written"),
        tr("networking.istio.io/exportTo of the private Service, as written"),
        tr("Envoy clusters that it costs every proxy that sees it")};
    const auto column = static_cast<std::size_t>(section);
    if (role == Qt::DisplayRole) {
        return names.at(column);
    }
    if (role == Qt::ToolTipRole) {
        return tips.at(column);
    }
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == Traffic || section == Replicas || section == EnvoyClusters;
        return QVariant((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    return {};
}

} // namespace plimsoll::views
