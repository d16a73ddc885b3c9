// SPDX-License-Identifier: Apache-2.0
#include "support/fakeserver.h"

#include <optional>

namespace plimsoll::test {
namespace {

/// Takes the first whole request off the buffer.
std::optional<FakeRequest> takeRequest(QByteArray& buffer) {
    const auto headEnd = buffer.indexOf("\r\n\r\n");
    if (headEnd < 0) {
        return std::nullopt;
    }
    FakeRequest request;
    const auto lines = buffer.left(headEnd).split('\n');
    const auto first = lines.front().trimmed().split(' ');
    request.method = first.value(0);
    request.target = first.value(1);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const auto colon = lines[i].indexOf(':');
        request.headers.insert(lines[i].left(colon).trimmed().toLower(), lines[i].mid(colon + 1).trimmed());
    }
    const auto length = request.headers.value("content-length", "0").toLongLong();
    if (buffer.size() < headEnd + 4 + length) {
        return std::nullopt;
    }
    request.body = buffer.mid(headEnd + 4, length);
    buffer.remove(0, headEnd + 4 + length);
    return request;
}

} // namespace

QByteArray FakeRequest::path() const {
    return target.left(target.indexOf('?'));
}

QString FakeRequest::query(const QString& name) const {
    const auto mark = target.indexOf('?');
    const QUrlQuery query(mark < 0 ? QString() : QString::fromUtf8(target.mid(mark + 1)));
    return query.queryItemValue(name, QUrl::FullyDecoded);
}

void FakeExchange::raw(const QByteArray& bytes) {
    if (m_socket) {
        m_socket->write(bytes);
        m_socket->flush();
    }
}

void FakeExchange::respond(int status, const QByteArray& body, const QByteArray& contentType,
                           const Headers& more) {
    QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + " Scripted\r\nContent-Type: " + contentType +
                      "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    for (const auto& [name, value] : more) {
        head += name + ": " + value + "\r\n";
    }
    raw(head + "\r\n" + body);
}

void FakeExchange::begin(int status, const QByteArray& contentType) {
    raw("HTTP/1.1 " + QByteArray::number(status) + " Scripted\r\nContent-Type: " + contentType +
        "\r\nTransfer-Encoding: chunked\r\n\r\n");
}

void FakeExchange::chunk(const QByteArray& bytes) {
    if (!bytes.isEmpty()) {
        raw(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
    }
}

void FakeExchange::end() {
    raw("0\r\n\r\n");
}

void FakeExchange::cut() {
    if (m_socket) {
        m_socket->flush();
        m_socket->abort();
    }
}

bool FakeExchange::connected() const {
    return m_socket && m_socket->state() == QAbstractSocket::ConnectedState;
}

FakeServer::FakeServer(QObject* parent) : QObject(parent) {
    connect(&m_server, &QTcpServer::newConnection, this, &FakeServer::accept);
    if (m_server.listen(QHostAddress::LocalHost)) {
        m_port = m_server.serverPort();
    } else {
        qFatal("no port on 127.0.0.1: %s", qPrintable(m_server.errorString()));
    }
}

FakeServer::~FakeServer() {
    kill();
}

std::string FakeServer::url() const {
    return "http://127.0.0.1:" + std::to_string(m_port);
}

void FakeServer::handle(Handler handler) {
    m_handler = std::move(handler);
}

void FakeServer::accept() {
    while (auto* socket = m_server.nextPendingConnection()) {
        m_received.insert(socket, {});
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_received.remove(socket);
            socket->deleteLater();
        });
    }
}

void FakeServer::read(QTcpSocket* socket) {
    m_received[socket] += socket->readAll();
    while (m_received.contains(socket)) {
        const auto request = takeRequest(m_received[socket]);
        if (!request) {
            return;
        }
        m_requests.push_back(*request);
        const auto exchange = std::make_shared<FakeExchange>(socket);
        if (m_handler) {
            m_handler(*request, exchange);
        } else {
            exchange->respond(404, "404 page not found\n", "text/plain; charset=utf-8");
        }
    }
}

void FakeServer::kill() {
    m_server.close();
    const auto sockets = m_received.keys();
    for (auto* socket : sockets) {
        socket->abort();
    }
}

void FakeServer::restart() {
    if (!m_server.listen(QHostAddress::LocalHost, m_port)) {
        qFatal("port %d is taken: %s", int(m_port), qPrintable(m_server.errorString()));
    }
}

} // namespace plimsoll::test
