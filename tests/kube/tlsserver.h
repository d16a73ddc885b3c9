// SPDX-License-Identifier: Apache-2.0
// The scripted server of tests/support over TLS.
#pragma once

#include "support/fakeserver.h"

#include <QSslServer>

namespace plimsoll::test {

class TlsServer final : public QObject {
    Q_OBJECT

public:
    using Handler = std::function<void(const FakeRequest&, const FakeServer::Exchange&)>;

    /// Listens on 127.0.0.1 with this certificate (PEM), and asks clients for one of theirs.
    explicit TlsServer(const char* certificate, quint16 port = 0);
    ~TlsServer() override;

    [[nodiscard]] std::string url(const std::string& scheme = "https") const;
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    void handle(Handler handler) { m_handler = std::move(handler); }
    [[nodiscard]] const std::vector<FakeRequest>& requests() const { return m_requests; }
    /// The subject of the client's certificate, for each request.
    [[nodiscard]] const std::vector<QString>& clients() const { return m_clients; }
    [[nodiscard]] int connections() const { return m_connections; } // ever made

private:
    void read(QSslSocket* socket);

    QSslServer m_server;
    Handler m_handler;
    std::vector<FakeRequest> m_requests;
    std::vector<QString> m_clients;
    QMap<QTcpSocket*, QByteArray> m_received;
    int m_connections = 0;
};

} // namespace plimsoll::test
