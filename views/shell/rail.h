// SPDX-License-Identifier: Apache-2.0
// The views, on the left; only those that exist.
#pragma once

#include "theme/icons.h"

#include <QAbstractButton>
#include <QFrame>

#include <vector>

namespace plimsoll::views {

class RailButton final : public QAbstractButton {
    Q_OBJECT

public:
    RailButton(Icon icon, const QString& text, const QString& shortcut, QWidget* parent = nullptr);
    /// On the right; empty for none.
    void setCount(const QString& count);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Icon m_icon;
    QString m_count;
    QString m_shortcut;
};

class Rail final : public QFrame {
    Q_OBJECT

public:
    explicit Rail(QWidget* parent = nullptr);
    /// Appends an entry; its index is what `activated` names.
    int add(Icon icon, const QString& text, const QString& shortcut);
    void setCurrent(int index);
    void setCount(int index, const QString& count);

signals:
    void activated(int index);

private:
    std::vector<RailButton*> m_buttons;
};

} // namespace plimsoll::views
