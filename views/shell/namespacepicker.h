// SPDX-License-Identifier: Apache-2.0
// Which namespaces are shown: a chip that opens a filtered list with checks.
#pragma once

#include "shell/chip.h"

#include <QStringList>
#include <QWidget>

class QLineEdit;
class QListWidget;

namespace plimsoll::views {

class NamespacePicker final : public QWidget {
    Q_OBJECT

public:
    explicit NamespacePicker(QWidget* parent = nullptr);

    void setNamespaces(const QStringList& existing);
    /// Only these; empty: all.
    void setChosen(const QStringList& chosen);
    [[nodiscard]] const QStringList& chosen() const { return m_chosen; }

signals:
    void chosenChanged(const QStringList& namespaces);

private:
    void open();
    void fill(QListWidget& list, const QString& filter) const;
    void relabel();

    Chip* m_chip;
    QStringList m_existing;
    QStringList m_chosen;
};

} // namespace plimsoll::views
