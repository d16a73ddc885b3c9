// SPDX-License-Identifier: Apache-2.0
// What a kubelet does for exec and port-forward, by Qt's own WebSocket server (which is not what our client
// is built on): a test says what comes over which channel.
#pragma once

#include "kube/client.h"

#include <QPointer>
#include <QWebSocket>
#include <QWebSocketServer>

#include <functional>
#include <memory>
#include <vector>

namespace plimsoll::test {

/// One stream; does nothing once the client is gone.
class PodStream final : public QObject {
    Q_OBJECT

public:
    explicit PodStream(QWebSocket* socket);
    void say(char channel, const QByteArray& bytes);
    /// The last word of exec, as a kubelet's.
    void exited(int code);
    void ports(quint16 port); // how port-forward begins
    void close();             // in good order
    void cut();
    [[nodiscard]] qint64 unsent() const;
    [[nodiscard]] bool open() const;
    [[nodiscard]] QByteArray header(const char* name) const;
    [[nodiscard]] QUrl url() const;
    [[nodiscard]] QString protocol() const;

    QByteArray input;        // of channel 0
    bool inputEnded = false; // ff00
    std::function<void(const QByteArray&)> onInput;
    std::function<void()> onInputEnd;

private:
    QPointer<QWebSocket> m_socket;
};

class PodServer final : public QObject {
    Q_OBJECT

public:
    /// Speaks these sub-protocols; over TLS with the tests' server certificate, else plain.
    explicit PodServer(const QStringList& protocols, bool secure = true);
    ~PodServer() override;

    void handle(std::function<void(PodStream&)> handler) { m_handler = std::move(handler); }
    [[nodiscard]] kube::Config config() const;
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    std::vector<std::unique_ptr<PodStream>> streams; // ever opened

private:
    QWebSocketServer m_server;
    std::function<void(PodStream&)> m_handler;
};

} // namespace plimsoll::test
