// SPDX-License-Identifier: Apache-2.0
// HTTPS requests of a test to an API server, one after the other and blocking.
#pragma once

#include "base/error.h"

#include <QByteArray>

#include <memory>
#include <string>

class QSslSocket;

namespace plimsoll::test {

/// One keep-alive connection, blocking: for threads without an event loop and for test code that reads better
/// so.
class ApiConnection {
public:
    struct Answer {
        int status = 0;
        QByteArray body;
    };
    ApiConnection(quint16 port, QByteArray token);
    ~ApiConnection();
    ApiConnection(const ApiConnection&) = delete;
    ApiConnection& operator=(const ApiConnection&) = delete;

    /// Unreachable when there is no answer within 30 s; any HTTP status is an answer. Connects again, and
    /// asks once more, when an idle connection was closed.
    Result<Answer> ask(const QByteArray& method, const std::string& path, const QByteArray& body = {},
                       const QByteArray& contentType = "application/json");

private:
    Result<Answer> askOnce(const QByteArray& request);
    Result<Answer> readAnswer();
    bool more();

    quint16 m_port;
    QByteArray m_token;
    std::unique_ptr<QSslSocket> m_socket;
    QByteArray m_buffer;
};

} // namespace plimsoll::test
