// SPDX-License-Identifier: Apache-2.0
// Which rows are shown, and in which order: compared as values, not as text, so that 10,000 rows sort in a
// frame.
#pragma once

#include "revisions/revisionmodel.h"

#include <QSet>
#include <QSortFilterProxyModel>

namespace plimsoll::views {

class RevisionFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    enum class States { All, Routed, Reserve, Hidden, Alarms };

    explicit RevisionFilter(RevisionModel& model, QObject* parent = nullptr);

    /// Every word must occur in the row.
    void setWords(const QString& text);
    void setNamespaces(const QStringList& namespaces);
    void setStates(States states);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& a, const QModelIndex& b) const override;

private:
    RevisionModel& m_model;
    QStringList m_words;
    QSet<QString> m_namespaces;
    States m_states = States::All;
};

} // namespace plimsoll::views
