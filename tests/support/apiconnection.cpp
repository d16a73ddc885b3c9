// SPDX-License-Identifier: Apache-2.0
#include "support/apiconnection.h"

#include <QSslSocket>
#include <QThread>

namespace plimsoll::test {
namespace {

constexpr int answerTimeoutMs = 30'000;

} // namespace

ApiConnection::ApiConnection(quint16 port, QByteArray token) : m_port(port), m_token(std::move(token)) {}

ApiConnection::~ApiConnection() = default;

Result<ApiConnection::Answer> ApiConnection::ask(const QByteArray& method, const std::string& path,
                                                 const QByteArray& body, const QByteArray& contentType) {
    const QByteArray request = method + " " + QByteArray::fromStdString(path) +
                               " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: plimsoll-tests\r\n"
                               "Accept: application/json\r\nAuthorization: Bearer " +
                               m_token + "\r\nContent-Type: " + contentType +
                               "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    Result<Answer> answer = fail(ErrorCode::Internal, "not asked");
    for (int attempt = 0; attempt < 20; ++attempt) {
        const bool reused = m_socket != nullptr;
        answer = askOnce(request);
        if (!answer) {
            m_socket.reset();
            if (!reused) {
                break;
            }
        } else if (answer->status == 429) {
            QThread::msleep(100UL * static_cast<unsigned long>(attempt + 1));
        } else {
            break;
        }
    }
    return answer;
}

Result<ApiConnection::Answer> ApiConnection::askOnce(const QByteArray& request) {
    if (!m_socket) {
        m_buffer.clear();
        m_socket = std::make_unique<QSslSocket>();
        m_socket->setPeerVerifyMode(QSslSocket::VerifyNone); // the server's certificate is its own, made anew
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_port);
        if (!m_socket->waitForEncrypted(answerTimeoutMs)) {
            return fail(ErrorCode::Unreachable, m_socket->errorString().toStdString());
        }
    }
    m_socket->write(request);
    m_socket->flush();
    return readAnswer();
}

bool ApiConnection::more() {
    if (m_socket->bytesAvailable() == 0 && !m_socket->waitForReadyRead(answerTimeoutMs)) {
        return false;
    }
    m_buffer += m_socket->readAll();
    return true;
}

Result<ApiConnection::Answer> ApiConnection::readAnswer() {
    const auto broken = [this] {
        return fail(ErrorCode::Unreachable, m_socket->errorString().toStdString());
    };
    qsizetype headEnd = -1;
    while ((headEnd = m_buffer.indexOf("\r\n\r\n")) < 0) {
        if (!more()) {
            return broken();
        }
    }
    const QByteArray head = m_buffer.left(headEnd).toLower();
    m_buffer.remove(0, headEnd + 4);
    Answer answer;
    answer.status = head.mid(9, 3).toInt();
    if (const auto at = head.indexOf("\r\ncontent-length:"); at >= 0) {
        const auto from = at + 17;
        const auto end = head.indexOf("\r\n", from);
        const auto length = head.mid(from, end < 0 ? -1 : end - from).trimmed().toLongLong();
        while (m_buffer.size() < length) {
            if (!more()) {
                return broken();
            }
        }
        answer.body = m_buffer.left(length);
        m_buffer.remove(0, length);
        return answer;
    }
    while (true) { // chunk by chunk
        const auto line = m_buffer.indexOf("\r\n");
        const auto size = line < 0 ? 0 : m_buffer.left(line).toLongLong(nullptr, 16);
        if (line < 0 || m_buffer.size() < line + 4 + size) {
            if (!more()) {
                return broken();
            }
            continue;
        }
        answer.body += m_buffer.mid(line + 2, size);
        m_buffer.remove(0, line + 4 + size);
        if (size == 0) {
            return answer;
        }
    }
}

} // namespace plimsoll::test
