// SPDX-License-Identifier: Apache-2.0
#include "revisions/revisionfilter.h"

#include "theme/theme.h"

#include <algorithm>
#include <tuple>

namespace plimsoll::views {
namespace {

using knative::RevisionState;

bool accepts(RevisionFilter::States states, const RevisionState& revision) {
    switch (states) {
    case RevisionFilter::States::All:
        return true;
    case RevisionFilter::States::Routed:
        return revision.routed;
    case RevisionFilter::States::Reserve:
        return !revision.routed && shown(revision);
    case RevisionFilter::States::Hidden:
        return !shown(revision);
    case RevisionFilter::States::Alarms:
        return revision.alarm;
    }
    return true;
}

int severity(const RevisionState& revision) {
    return revision.alarm ? -1 : static_cast<int>(revision.visibility);
}

/// The column's order; the model's own order (row) decides between equals.
int compare(const RevisionState& a, const RevisionState& b, int column) {
    const auto number = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
    switch (column) {
    case RevisionModel::Namespace:
        return a.ns.compare(b.ns);
    case RevisionModel::Service:
        return a.service.compare(b.service);
    case RevisionModel::Revision:
        return a.name.compare(b.name);
    case RevisionModel::Traffic:
        return number(std::tuple(a.routed, a.percent), std::tuple(b.routed, b.percent));
    case RevisionModel::Tags:
        return number(a.tags, b.tags);
    case RevisionModel::Replicas:
        return number(a.replicas, b.replicas);
    case RevisionModel::RoutingState:
        return number(std::tie(a.routingState, a.reason), std::tie(b.routingState, b.reason));
    case RevisionModel::PublicExportTo:
        return number(a.publicExportTo, b.publicExportTo);
    case RevisionModel::PrivateExportTo:
        return number(a.privateExportTo, b.privateExportTo);
    case RevisionModel::Visible:
        return number(severity(a), severity(b));
    case RevisionModel::EnvoyClusters:
        return number(a.envoyClusters, b.envoyClusters);
    default:
        return number(shown(a), shown(b));
    }
}

} // namespace

RevisionFilter::RevisionFilter(RevisionModel& model, QObject* parent)
    : QSortFilterProxyModel(parent), m_model(model) {
    setSourceModel(&model);
    setDynamicSortFilter(true);
}

void RevisionFilter::setWords(const QString& text) {
    m_words = text.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void RevisionFilter::setNamespaces(const QStringList& namespaces) {
    m_namespaces = QSet<QString>(namespaces.begin(), namespaces.end());
    invalidateFilter();
}

void RevisionFilter::setStates(States states) {
    m_states = states;
    invalidateFilter();
}

bool RevisionFilter::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const {
    const auto& revision = m_model.at(row);
    if (!accepts(m_states, revision) ||
        (!m_namespaces.isEmpty() && !m_namespaces.contains(qs(revision.ns)))) {
        return false;
    }
    const auto& haystack = m_model.haystack(row);
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return haystack.contains(word); });
}

bool RevisionFilter::lessThan(const QModelIndex& a, const QModelIndex& b) const {
    const int result = compare(m_model.at(a.row()), m_model.at(b.row()), a.column());
    return result != 0 ? result < 0 : a.row() < b.row();
}

} // namespace plimsoll::views
