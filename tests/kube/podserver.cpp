// SPDX-License-Identifier: Apache-2.0
#include "kube/podserver.h"

#include "kube/certificates.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace plimsoll::test {

PodStream::PodStream(QWebSocket* socket) : m_socket(socket) {
    connect(socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray& message) {
        if (message == QByteArray::fromHex("ff00")) {
            inputEnded = true;
            if (onInputEnd) {
                onInputEnd();
            }
        } else if (message.startsWith('\0')) {
            input += message.mid(1);
            if (onInput) {
                onInput(message.mid(1));
            }
        }
    });
}

void PodStream::say(char channel, const QByteArray& bytes) {
    if (m_socket) {
        m_socket->sendBinaryMessage(channel + bytes);
    }
}

void PodStream::exited(int code) {
    say(3,
        code == 0
            ? QByteArray(R"({"metadata":{},"status":"Success"})")
            : R"({"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code",)"
              R"("reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":")" +
                  QByteArray::number(code) + "\"}]}}");
}

void PodStream::ports(quint16 port) {
    const QByteArray little(1, static_cast<char>(port & 0xFFU));
    for (const char channel : {char(0), char(1)}) {
        say(channel, little + static_cast<char>(port >> 8U));
    }
}

void PodStream::close() {
    if (m_socket) {
        m_socket->close();
    }
}

void PodStream::cut() {
    if (m_socket) {
        m_socket->abort();
    }
}

qint64 PodStream::unsent() const {
    return m_socket ? m_socket->bytesToWrite() : 0;
}

bool PodStream::open() const {
    return m_socket && m_socket->state() == QAbstractSocket::ConnectedState;
}

QByteArray PodStream::header(const char* name) const {
    return m_socket ? m_socket->request().rawHeader(name) : QByteArray();
}

QUrl PodStream::url() const {
    return m_socket ? m_socket->requestUrl() : QUrl();
}

QString PodStream::protocol() const {
    return m_socket ? m_socket->subprotocol() : QString();
}

PodServer::PodServer(const QStringList& protocols, bool secure)
    : m_server(QStringLiteral("kubelet"),
               secure ? QWebSocketServer::SecureMode : QWebSocketServer::NonSecureMode) {
    m_server.setSupportedSubprotocols(protocols);
    if (secure) {
        auto ssl = QSslConfiguration::defaultConfiguration();
        ssl.setLocalCertificate(QSslCertificate(QByteArray(serverCertificate)));
        ssl.setPrivateKey(QSslKey(QByteArray(serverKey), QSsl::Ec));
        ssl.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_server.setSslConfiguration(ssl);
    }
    connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
        while (auto* socket = m_server.nextPendingConnection()) {
            socket->setParent(this);
            streams.push_back(std::make_unique<PodStream>(socket));
            if (m_handler) {
                m_handler(*streams.back());
            }
        }
    });
    if (!m_server.listen(QHostAddress::LocalHost)) {
        qFatal("no port on 127.0.0.1: %s", qPrintable(m_server.errorString()));
    }
}

PodServer::~PodServer() {
    for (const auto& stream : streams) {
        stream->cut();
    }
}

kube::Config PodServer::config() const {
    kube::Config config;
    config.context = "harbour";
    config.caPem = authority;
    config.server = (m_server.secureMode() == QWebSocketServer::SecureMode ? "https" : "http") +
                    std::string("://127.0.0.1:") + std::to_string(m_server.serverPort());
    return config;
}

} // namespace plimsoll::test
