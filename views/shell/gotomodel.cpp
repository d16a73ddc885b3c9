// SPDX-License-Identifier: Apache-2.0
#include "shell/gotomodel.h"

#include "theme/theme.h"

#include <algorithm>

namespace plimsoll::views {
namespace {

QString kindWord(graph::NodeKind kind) {
    switch (kind) {
    case graph::NodeKind::Gateway:
        return QStringLiteral("gateway");
    case graph::NodeKind::Route:
        return QStringLiteral("route");
    case graph::NodeKind::Revision:
        return QStringLiteral("revision");
    case graph::NodeKind::Service:
        return QStringLiteral("Service");
    case graph::NodeKind::Pods:
        return QStringLiteral("pods");
    case graph::NodeKind::Activator:
        return QStringLiteral("activator");
    }
    return {};
}

} // namespace

GoToModel::GoToModel(QObject* parent) : QAbstractListModel(parent) {}

void GoToModel::setViews(const QStringList& views) {
    m_views = views;
}

void GoToModel::setPicture(const engine::Picture& picture) {
    m_entries.clear();
    m_entries.reserve(picture.graph->nodes.size() + picture.namespaces.size() + 8);
    for (qsizetype i = 0; i < m_views.size(); ++i) {
        m_entries.push_back({QStringLiteral("view/%1").arg(i), m_views[i], QStringLiteral("view"), {}});
    }
    for (const auto& summary : picture.graph->namespaces) {
        m_entries.push_back(
            {QStringLiteral("namespace/") + qs(summary.ns), qs(summary.ns), QStringLiteral("namespace"), {}});
    }
    for (const auto& node : picture.graph->nodes) {
        if (node.kind == graph::NodeKind::Pods) {
            continue; // named after their revision: one entry for both
        }
        QString detail = kindWord(node.kind);
        if (!node.ns.empty()) {
            detail += QStringLiteral(" · ") + qs(node.ns);
        }
        m_entries.push_back({qs(node.id), qs(node.label), detail, {}});
    }
    for (auto& entry : m_entries) {
        entry.searched = (entry.label + QLatin1Char(' ') + entry.detail).toLower();
    }
    choose();
}

void GoToModel::setQuery(const QString& query) {
    m_query = query;
    choose();
}

void GoToModel::choose() {
    const QStringList words = m_query.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<Entry> first;
    std::vector<Entry> second;
    for (const auto& entry : m_entries) {
        const bool all = std::all_of(words.begin(), words.end(),
                                     [&entry](const QString& word) { return entry.searched.contains(word); });
        if (!all) {
            continue;
        }
        const bool begins = words.isEmpty() || entry.searched.startsWith(words.front());
        auto& into = begins ? first : second;
        if (into.size() < longest) {
            into.push_back(entry);
        }
        if (first.size() == longest) {
            break;
        }
    }
    first.insert(first.end(), second.begin(), second.end());
    if (first.size() > longest) {
        first.resize(longest);
    }
    beginResetModel();
    m_shown = std::move(first);
    endResetModel();
}

int GoToModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant GoToModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() < 0 || static_cast<std::size_t>(index.row()) >= m_shown.size()) {
        return {};
    }
    const Entry& entry = m_shown[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return QStringLiteral("%1   %2").arg(entry.label, entry.detail);
    case Qt::EditRole:
        return entry.label;
    case Qt::ToolTipRole:
        return toolTipOf(entry.label + QLatin1Char('\n') + entry.detail);
    case TargetRole:
        return entry.target;
    default:
        return {};
    }
}

} // namespace plimsoll::views
