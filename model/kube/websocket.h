// SPDX-License-Identifier: Apache-2.0
// A WebSocket at a pod, by way of the API server, with the client's credentials, TLS and proxy: what exec and
// port-forward are built on. Not QWebSocket, because that one hides why an upgrade was refused, knows no
// tls-server-name, and reads without end however slow its reader is.
#pragma once

#include "kube/client.h"
#include "kube/upgrade.h"
#include "kube/websocketframes.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QSslError>
#include <QTimer>

class QSslSocket;

namespace plimsoll::kube {

struct Credential;

class WebSocket final : public QObject {
    Q_OBJECT

public:
    struct Options {
        std::string ns;
        std::string pod;
        std::string subresource; // "exec", "portforward"
        std::string query;       // percent-encoded
        QByteArrayList protocols;
        std::string what;                                 // for messages: "Pod shop/cart-1"
        std::chrono::milliseconds connectTimeout{30'000}; // until opened(), a credential plugin not counted
        std::chrono::milliseconds silence{60'000};        // the other side is asked, and must answer, within
    };
    /// Connects after this returned. A 401 renews the credential and is asked once more.
    WebSocket(Client& client, Options options, QObject* parent = nullptr);
    /// Says goodbye to the server where it is open; no signal comes any more. Inside a handler of one of its
    /// signals use deleteLater().
    ~WebSocket() override;

    /// A binary message; only after opened().
    void send(const QByteArray& message);
    /// Bytes given to send() that the system has not taken yet.
    [[nodiscard]] qint64 unsent() const;
    /// While paused nothing more is read than a buffer of 256 kB: the server is held up.
    void setPaused(bool paused);
    /// What is unsent still goes out, then the connection ends; no signal comes any more.
    void close();

signals:
    void opened(const QByteArray& protocol);
    void received(const QByteArray& message);
    void sent(); // unsent() became less
    /// Once, the last. None: the server closed it in good order. Else why it could not be opened, in the
    /// server's own words where it refused, or why it broke.
    void finished(const std::optional<plimsoll::Error>& error);

private:
    enum class State { Connecting, Open, Done };
    void start();
    void begin(const Credential& credential);
    void connected();
    void readAll();
    void readAnswer();
    void answered();
    void refused(Error error);
    void askWhetherAllowed(const Error& error);
    void readFrames();
    bool handle(const Frame& frame); // false: it was the last
    void socketFailed();
    void disconnected();
    void connectionEnded();
    void beat();
    void write(int opcode, const QByteArray& payload);
    void finish(std::optional<Error> error);
    void releaseSocket(bool politely);
    [[nodiscard]] Error errorHere(ErrorCode code, std::string what, std::string hint = {}) const;
    [[nodiscard]] Error socketError() const;

    QPointer<Client> m_client;
    Options m_options;
    Upgrade m_upgrade;
    unsigned m_credential = 0;
    bool m_again = false;
    QSslSocket* m_socket = nullptr;
    QList<QSslError> m_refusals;
    State m_state = State::Connecting;
    std::optional<UpgradeAnswer> m_answer;
    FrameReader m_frames;
    bool m_paused = false;
    bool m_reading = false;
    bool m_ended = false;             // the connection, though not all of it may be read
    std::optional<Error> m_endReason; // of that
    QTimer m_overdue;
    QTimer m_beat;
    QElapsedTimer m_heard; // since the last byte
};

} // namespace plimsoll::kube
