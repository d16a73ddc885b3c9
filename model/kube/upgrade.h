// SPDX-License-Identifier: Apache-2.0
// The HTTP exchange that turns a connection into a WebSocket. No I/O.
#pragma once

#include "kube/client.h"

#include <QByteArrayList>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QUrl>

namespace plimsoll::kube {

/// Everything that a connection of our own needs, where no network manager makes it.
struct Upgrade {
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QSslConfiguration ssl;
    QString peerName; // to check the certificate against; empty: the host's
    QNetworkProxy proxy;
};

/// The request, with this key (RFC 6455: 16 random bytes in base64) and these sub-protocols, dearest first.
[[nodiscard]] QByteArray upgradeRequest(const Upgrade& upgrade, const QByteArray& key,
                                        const QByteArrayList& protocols);

/// Reads the answer from bytes as they arrive.
class UpgradeAnswer {
public:
    UpgradeAnswer(const QByteArray& key, QByteArrayList protocols);

    /// True once it is complete. Server: it is no HTTP.
    [[nodiscard]] Result<bool> feed(const QByteArray& bytes);
    /// The connection was closed: whatever came of a refusal's body is all there is.
    [[nodiscard]] bool completeAtEnd() const { return m_headed; }

    /// Of a complete answer. 101 counts only when everything that RFC 6455 asks for is right.
    [[nodiscard]] int status() const { return m_response.status; }
    [[nodiscard]] const Response& response() const { return m_response; }
    [[nodiscard]] Result<QByteArray> protocol() const;               // that the server chose, of a 101
    [[nodiscard]] const QByteArray& rest() const { return m_bytes; } // the first frames, after a 101

private:
    [[nodiscard]] Result<void> readHead(const QByteArray& head);
    [[nodiscard]] bool readBody();
    [[nodiscard]] QByteArray header(const QByteArray& name) const;

    QByteArray m_accept; // what the server must answer to our key
    QByteArrayList m_protocols;
    QByteArray m_bytes;
    bool m_headed = false;
    QList<std::pair<QByteArray, QByteArray>> m_headers; // names in lower case
    Response m_response;
};

} // namespace plimsoll::kube
