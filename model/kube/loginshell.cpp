// SPDX-License-Identifier: Apache-2.0
#include "kube/loginshell.h"

#include <unistd.h>

#include <QFileInfo>

#include <csignal>

namespace plimsoll::kube {
namespace {

constexpr int limit = 10'000; // ms
// A greeting of the shell's start files comes before the first and after the second.
constexpr auto mark = "plimsoll-7f1c-path";

/// .bashrc and .zshrc are read by interactive shells only; others do not take both letters.
QStringList argumentsFor(const QString& shell) {
    const auto name = QFileInfo(shell).fileName();
    QStringList arguments{QStringLiteral("-l")};
    if (name == u"bash" || name == u"zsh") {
        arguments.push_back(QStringLiteral("-i"));
    }
    return arguments << QStringLiteral("-c")
                     << QStringLiteral("printf '%1'; printenv PATH; printf '%1'").arg(QLatin1String(mark));
}

} // namespace

LoginShell::LoginShell(QObject* parent) : QObject(parent) {
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] { finish({}); });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            finish({});
        }
    });
    connect(&m_process, &QProcess::finished, this, [this] {
        const auto parts = QString::fromUtf8(m_process.readAllStandardOutput()).split(QLatin1String(mark));
        finish(parts.value(1).trimmed());
    });
}

LoginShell::~LoginShell() {
    m_done = nullptr;
    finish({});
}

void LoginShell::askPath(const QString& shell, std::function<void(const QString&)> done) {
    m_done = std::move(done);
    auto environment = QProcessEnvironment::systemEnvironment();
    // What start files of zsh would do first: ask for an update, or begin a tmux.
    environment.insert(QStringLiteral("DISABLE_AUTO_UPDATE"), QStringLiteral("true"));
    environment.insert(QStringLiteral("ZSH_TMUX_AUTOSTARTED"), QStringLiteral("true"));
    m_process.setProcessEnvironment(environment);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([] { ::setsid(); }); // no terminal to take, and ended as a whole
    m_limit.start(limit);
    m_process.start(shell, argumentsFor(shell));
}

void LoginShell::finish(const QString& path) {
    m_limit.stop();
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        if (m_process.processId() > 0) {
            ::kill(static_cast<pid_t>(-m_process.processId()), SIGKILL);
        }
        m_process.kill();
        m_process.waitForFinished(1000);
    }
    if (const auto done = std::exchange(m_done, nullptr)) {
        done(path);
    }
}

} // namespace plimsoll::kube
