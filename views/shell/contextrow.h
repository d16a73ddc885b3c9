// SPDX-License-Identifier: Apache-2.0
// One context on the welcome page: its colour and name, its server, and what it would run.
#pragma once

#include "shell/launcher.h"

#include <QAbstractButton>

namespace plimsoll::views {

class ContextRow final : public QAbstractButton {
    Q_OBJECT

public:
    explicit ContextRow(const ContextEntry& entry, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QString serverLine() const;
    [[nodiscard]] QString pluginLine() const;

    ContextEntry m_entry;
};

} // namespace plimsoll::views
