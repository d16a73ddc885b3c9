// SPDX-License-Identifier: Apache-2.0
// The bar: mark, context, namespaces, find, alarms, freshness, menu.
#pragma once

#include "shell/statusfacts.h"

#include <QElapsedTimer>
#include <QFrame>
#include <QTimer>

class QMenu;
class QToolButton;

namespace plimsoll::views {

class Chip;
class GoToField;
class NamespacePicker;

class TopBar final : public QFrame {
    Q_OBJECT

public:
    /// `menu`: the program's menu, behind the button at the right.
    explicit TopBar(QMenu* menu, QWidget* parent = nullptr);

    void setPicture(const engine::PicturePtr& picture);
    /// Nothing could be opened: not "listing" for ever.
    void setFailed(bool failed);
    /// What is open or being opened; empty on the welcome page.
    void setSource(const QString& name);
    [[nodiscard]] GoToField& goTo() const { return *m_goTo; }
    [[nodiscard]] NamespacePicker& namespaces() const { return *m_namespaces; }
    [[nodiscard]] Chip& contextChip() const { return *m_context; }

signals:
    void contextMenuRequested(const QPoint& globalPos);
    void alarmsActivated();

protected:
    void changeEvent(QEvent* event) override;

private:
    void tick();
    void showControls(bool shown);

    Chip* m_context;
    NamespacePicker* m_namespaces;
    GoToField* m_goTo;
    Chip* m_alarms;
    Chip* m_fresh;
    engine::PicturePtr m_picture;
    QString m_source;
    bool m_failed = false;
    QElapsedTimer m_quiet; // since the last picture
    QTimer m_tick;
};

} // namespace plimsoll::views
