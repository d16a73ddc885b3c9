// SPDX-License-Identifier: Apache-2.0
#include "kube/tlsserver.h"

#include "kube/certificates.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace plimsoll::test {

TlsServer::TlsServer(const char* certificate, quint16 port) {
    auto ssl = QSslConfiguration::defaultConfiguration();
    ssl.setLocalCertificate(QSslCertificate(QByteArray(certificate)));
    ssl.setPrivateKey(QSslKey(QByteArray(serverKey), QSsl::Ec));
    ssl.setCaCertificates({QSslCertificate(QByteArray(authority))});
    ssl.setPeerVerifyMode(QSslSocket::QueryPeer);
    m_server.setSslConfiguration(ssl);
    connect(&m_server, &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (auto* socket = qobject_cast<QSslSocket*>(m_server.nextPendingConnection())) {
            ++m_connections;
            m_received.insert(socket, {});
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_received.remove(socket);
                socket->deleteLater();
            });
            read(socket);
        }
    });
    if (!m_server.listen(QHostAddress::LocalHost, port)) {
        qFatal("no port on 127.0.0.1: %s", qPrintable(m_server.errorString()));
    }
}

TlsServer::~TlsServer() {
    for (auto* socket : m_received.keys()) { // their ends would be told to what is half gone
        socket->disconnect(this);
    }
}

std::string TlsServer::url(const std::string& scheme) const {
    return scheme + "://127.0.0.1:" + std::to_string(m_server.serverPort());
}

void TlsServer::read(QSslSocket* socket) {
    m_received[socket] += socket->readAll();
    while (m_received.contains(socket)) { // a handler may have cut the connection
        auto& buffer = m_received[socket];
        const auto end = buffer.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        const auto lines = buffer.left(end).split('\n');
        FakeRequest request;
        request.method = lines.front().split(' ').value(0);
        request.target = lines.front().split(' ').value(1);
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const auto colon = lines[i].indexOf(':');
            auto& value = request.headers[lines[i].left(colon).trimmed().toLower()];
            value += (value.isEmpty() ? "" : "|") + lines[i].mid(colon + 1).trimmed(); // sent twice: both
        }
        const auto length = request.headers.value("content-length", "0").toLongLong();
        if (buffer.size() < end + 4 + length) {
            return;
        }
        request.body = buffer.mid(end + 4, length);
        buffer.remove(0, end + 4 + length);
        m_requests.push_back(request);
        m_clients.push_back(
            socket->peerCertificate().subjectInfo(QSslCertificate::CommonName).join(QStringLiteral(",")));
        m_handler(request, std::make_shared<FakeExchange>(socket));
    }
}

} // namespace plimsoll::test
