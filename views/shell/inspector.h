// SPDX-License-Identifier: Apache-2.0
// The panel on the right: what is selected, is it well, why, what can be done.
#pragma once

#include "shell/inspectorcontent.h"

#include <QFrame>

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace plimsoll::views {

class Inspector final : public QFrame {
    Q_OBJECT

public:
    explicit Inspector(QWidget* parent = nullptr);
    /// Shows it; does nothing when it is shown already, so that nothing jumps under the pointer.
    void setContent(const InspectorContent& content);
    [[nodiscard]] const InspectorContent& content() const { return m_content; }

signals:
    void hideRequested(const QString& ns, const QString& revision);
    void showRequested(const QString& ns, const QString& revision);
    void yamlRequested(plimsoll::cluster::Kind kind, const QString& ns, const QString& name);

private:
    QWidget* makePage();
    void addCard(QVBoxLayout& box);
    void addActions(QVBoxLayout& box);
    void addFacts(QVBoxLayout& box);
    void addSections(QVBoxLayout& box);
    void addCommand(QVBoxLayout& box);
    QPushButton* makeAction(InspectorContent::Action action);

    QScrollArea* m_scroll;
    InspectorContent m_content;
    bool m_filled = false;
};

} // namespace plimsoll::views
