// SPDX-License-Identifier: Apache-2.0
// What the window remembers between two starts, in the application's own settings (never in a kubeconfig).
#pragma once

#include "theme/theme.h"

#include <QByteArray>
#include <QString>

namespace plimsoll::views {

struct ShellSettings {
    QByteArray geometry;
    QByteArray splitter;
    ThemeChoice theme = ThemeChoice::System;
    int view = 1;        // MainWindow::View; Graph
    QString lastContext; // the live context opened last; "" for none

    [[nodiscard]] static ShellSettings load();
    void save() const;
    bool operator==(const ShellSettings&) const = default;
};

} // namespace plimsoll::views
