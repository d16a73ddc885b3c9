// SPDX-License-Identifier: Apache-2.0
// The PATH of the user's login shell. A desktop launcher does not give programs what .profile and .zshrc add
// to it, and that is where credential plugins are.
#pragma once

#include <QObject>
#include <QProcess>
#include <QTimer>

#include <functional>
#include <optional>

namespace plimsoll::kube {

/// Asks once; destroying it ends the shell.
class LoginShell final : public QObject {
    Q_OBJECT

public:
    explicit LoginShell(QObject* parent = nullptr);
    ~LoginShell() override;

    /// `shell`: its path. Empty when it has no answer within ten seconds.
    void askPath(const QString& shell, std::function<void(const QString& path)> done);

private:
    void finish(const QString& path);

    QProcess m_process;
    QTimer m_limit;
    std::function<void(const QString&)> m_done;
};

} // namespace plimsoll::kube
