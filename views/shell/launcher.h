// SPDX-License-Identifier: Apache-2.0
// What the window asks the program to do, and what it shows of the kubeconfig.
#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace plimsoll::views {

/// One entry of the welcome page and of the context menu.
struct ContextEntry {
    QString name;
    QString server;
    QString ns;
    QString execCommand; // credential plugin that it would run; empty without one
    bool current = false;
};

/// main fills it in. Whatever goes wrong later comes back through engine::Model::failed or
/// MainWindow::reportFailure.
struct Launcher {
    std::function<void(const QString& context)> openContext;
    std::function<void(const QString& path)> openPath; // snapshot, file or folder
    std::function<void(int revisions)> openDemo;       // 0: the default size
    std::function<std::vector<ContextEntry>()> contexts;
    std::function<QString()> contextsProblem; // why there are none, a sentence; "" when all is well
    /// Namespaces of a context that were named by hand (see NamespacesDialog).
    std::function<QStringList(const QString& context)> namespaces;
    std::function<void(const QString& context, const QStringList& names)> setNamespaces;
    std::function<QString()> diagnostics; // text for "copy diagnostics", without tokens
};

} // namespace plimsoll::views
