// SPDX-License-Identifier: Apache-2.0
// One run of a kubeconfig's credential plugin. Source: client-go plugin/pkg/client/auth/exec.
#pragma once

#include "base/time.h"
#include "kube/kubeconfig.h"
#include "kube/loginshell.h"

#include <QObject>
#include <QProcess>

#include <memory>
#include <optional>

namespace plimsoll::kube {

struct ExecCredential {
    std::string token;
    std::string certPem;
    std::string keyPem;
    std::optional<UnixSeconds> expires;
};

/// Judges what a plugin printed. The text is never part of an error: it may hold a token.
[[nodiscard]] Result<ExecCredential> parseExecCredential(const QByteArray& json,
                                                         const std::string& apiVersion);

/// The text with everything replaced that looks like a token.
[[nodiscard]] QString withoutTokens(QString text);

/// KUBERNETES_EXEC_INFO: what the plugin is told about the cluster.
[[nodiscard]] std::string execInfo(const Config& config);

/// The login shell's PATH, once it was asked for; empty when it told none.
using LoginPath = std::optional<QString>;

class ExecPlugin final : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(const Result<ExecCredential>&)>;

    /// `path` is shared with other plugins, so that the shell is asked once.
    ExecPlugin(const Config& config, Environment env, std::shared_ptr<LoginPath> path);
    /// Kills it, with the processes that it started.
    ~ExecPlugin() override;

    /// Without standard input and without a time limit: it may wait for a login in a browser. Where there is
    /// no terminal, one that is not in PATH is looked for in the login shell's. Unauthorized: not found (with
    /// the install hint), failed (with its own words), or no credential in what it printed.
    void run(Done done);

    [[nodiscard]] bool missing() const { return m_missing; } // it was not found

signals:
    void said(const QString& line); // on its standard error, without tokens

private:
    void askLoginShell();
    void startFrom(const QString& path);
    void notFound();
    void start(const QString& program);
    void readOutput();
    void readErrors();
    void finish(const Result<ExecCredential>& result);
    void ended(int code, QProcess::ExitStatus status);
    void kill();
    [[nodiscard]] Failure failure(const std::string& what, const std::string& hint) const;

    const Config& m_config;
    Environment m_env;
    std::shared_ptr<LoginPath> m_path;
    std::unique_ptr<LoginShell> m_shell;
    bool m_missing = false;
    QProcess m_process;
    Done m_done;
    QByteArray m_output;
    QByteArray m_errors;    // the last of them
    QByteArray m_errorLine; // begun
};

} // namespace plimsoll::kube
