// SPDX-License-Identifier: Apache-2.0
// A command in a container, as kubectl exec runs it: over a WebSocket with v5.channel.k8s.io, or
// v4.channel.k8s.io where the server is older than 1.30. Source: apimachinery pkg/util/remotecommand.
#pragma once

#include "kube/websocket.h"

#include <QObject>

#include <memory>
#include <string>
#include <vector>

namespace plimsoll::kube {

struct ExecRequest {
    std::string ns;
    std::string pod;
    std::string container; // empty: the pod's only or default one
    std::vector<std::string> command;
    bool input = false;                        // whether write() and closeInput() will be called
    std::chrono::milliseconds timeout{0};      // for all of it, 0: none
    std::chrono::milliseconds silence{60'000}; // until a connection that answers nothing counts as dead
};

class Exec final : public QObject {
    Q_OBJECT

public:
    /// Begins after this returned; signals on the client's thread. Needs get (and, from 1.35, create) on
    /// pods/exec: what is missing, finished() says in the server's words.
    Exec(Client& client, ExecRequest request, QObject* parent = nullptr);
    /// Cancels: the server ends the command's input and output. Inside a handler use deleteLater().
    ~Exec() override;

    /// To the command's standard input; kept until the stream is open. unsent() tells how much waits.
    void write(const QByteArray& bytes);
    [[nodiscard]] qint64 unsent() const;
    /// The end of standard input. Before Kubernetes 1.30 there is no such thing: the command would wait for
    /// ever, so it is ended with an error that says so.
    void closeInput();
    /// Holds up the command's output.
    void setPaused(bool paused);

signals:
    void started();
    void output(const QByteArray& bytes);
    void errorOutput(const QByteArray& bytes);
    void written(); // unsent() became less
    /// Once, the last: the exit code, 0 or not. Error: it could not be started, or its end is not known.
    void finished(const plimsoll::Result<int>& exitCode);

private:
    void opened(const QByteArray& protocol);
    void received(const QByteArray& message);
    void statusArrived(const QByteArray& json);
    void streamEnded(const std::optional<Error>& error);
    void sendInput();
    void finish(const Result<int>& exitCode);

    ExecRequest m_request;
    std::string m_what;
    std::unique_ptr<WebSocket> m_socket;
    QByteArray m_input; // not sent yet
    bool m_inputEnds = false;
    bool m_open = false;
    bool m_canHalfClose = false;
    bool m_done = false;
    std::optional<Result<int>> m_exit;
    QTimer m_timeout;
    QTimer m_linger; // for the close after the status
};

struct ExecOutput {
    int exitCode = 0;
    QByteArray out;
    QByteArray err; // the last 64 kB
};

/// Runs a command to its end and gives what it wrote; an exit code other than 0 is no error. Error also when
/// it writes more than `limit` bytes. Not called when what this returns is destroyed first, which cancels.
[[nodiscard]] std::unique_ptr<Exec> run(Client& client, ExecRequest request,
                                        std::function<void(Result<ExecOutput>)> done,
                                        qsizetype limit = qsizetype{512} << 20U);

/// The exit code that a Status of channel 3 tells of, or why the command did not run.
[[nodiscard]] Result<int> exitCodeOf(const QByteArray& status, const std::string& what);

} // namespace plimsoll::kube
