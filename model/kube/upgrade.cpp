// SPDX-License-Identifier: Apache-2.0
#include "kube/upgrade.h"

#include <QCryptographicHash>

namespace plimsoll::kube {
namespace {

constexpr qsizetype headLimit = qsizetype{64} << 10U;
constexpr qsizetype bodyLimit = qsizetype{1} << 20U;

/// One line less: a chunked body as far as it came. The second is whether its end is there.
std::pair<QByteArray, bool> unchunked(const QByteArray& bytes) {
    QByteArray body;
    qsizetype at = 0;
    for (;;) {
        const auto end = bytes.indexOf("\r\n", at);
        if (end < 0) {
            return {body, false};
        }
        bool ok = false;
        const auto size = bytes.mid(at, end - at).split(';').front().trimmed().toLongLong(&ok, 16);
        if (!ok || size < 0 || size > bodyLimit) {
            return {body, true}; // not chunked after all: what came will do
        }
        if (size == 0) {
            return {body, true};
        }
        body += bytes.mid(end + 2, size);
        at = end + 2 + size + 2;
        if (at > bytes.size()) {
            return {body, false};
        }
    }
}

} // namespace

QByteArray upgradeRequest(const Upgrade& upgrade, const QByteArray& key, const QByteArrayList& protocols) {
    const auto& url = upgrade.url;
    auto target = url.path(QUrl::FullyEncoded).toLatin1();
    if (url.hasQuery()) {
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    }
    auto host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':') && !host.startsWith('[')) {
        host = '[' + host + ']';
    }
    QByteArray request = "GET " + target + " HTTP/1.1\r\nHost: " + host;
    if (url.port() > 0) {
        request += ':' + QByteArray::number(url.port());
    }
    request += "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
               "\r\nSec-WebSocket-Key: " +
               key + "\r\nSec-WebSocket-Protocol: " + protocols.join(", ") + "\r\n";
    for (const auto& [name, value] : upgrade.headers) {
        request += name + ": " + value + "\r\n";
    }
    return request + "\r\n";
}

UpgradeAnswer::UpgradeAnswer(const QByteArray& key, QByteArrayList protocols)
    : m_accept(
          QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
              .toBase64())
    , m_protocols(std::move(protocols)) {}

Result<bool> UpgradeAnswer::feed(const QByteArray& bytes) {
    m_bytes += bytes;
    if (!m_headed) {
        const auto end = m_bytes.indexOf("\r\n\r\n");
        if (end < 0) {
            const bool http = m_bytes.startsWith(QByteArray("HTTP/1.").left(m_bytes.size()));
            if (m_bytes.size() > headLimit || !http) {
                return fail(ErrorCode::Server, "the answer is not HTTP", {},
                            "Check the server's URL and port");
            }
            return false;
        }
        if (auto ok = readHead(m_bytes.left(end)); !ok) {
            return tl::unexpected(ok.error());
        }
        m_bytes.remove(0, end + 4);
        m_headed = true;
    }
    return m_response.status == 101 || readBody();
}

Result<void> UpgradeAnswer::readHead(const QByteArray& head) {
    const auto lines = head.split('\n');
    const auto first = lines.front().split(' ');
    m_response.status = first.value(1).trimmed().toInt();
    if (!first.front().startsWith("HTTP/1.") || m_response.status < 100) {
        return fail(ErrorCode::Server, "the answer is not HTTP", {}, "Check the server's URL and port");
    }
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const auto colon = lines[i].indexOf(':');
        m_headers.emplaceBack(lines[i].left(colon).trimmed().toLower(), lines[i].mid(colon + 1).trimmed());
    }
    m_response.contentType = header("content-type");
    return {};
}

QByteArray UpgradeAnswer::header(const QByteArray& name) const {
    for (const auto& [key, value] : m_headers) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

bool UpgradeAnswer::readBody() {
    if (header("transfer-encoding").toLower() == "chunked") {
        auto [body, whole] = unchunked(m_bytes);
        m_response.body = std::move(body);
        return whole || m_bytes.size() > bodyLimit;
    }
    m_response.body = m_bytes;
    bool known = false;
    const auto length = header("content-length").toLongLong(&known);
    return (known && m_bytes.size() >= length) || m_bytes.size() > bodyLimit;
}

Result<QByteArray> UpgradeAnswer::protocol() const {
    constexpr auto hint = "Look for a proxy between here and the API server that does not know WebSocket";
    bool agreed = header("upgrade").toLower() == "websocket" && header("sec-websocket-accept") == m_accept;
    bool named = false; // some proxies say "keep-alive, Upgrade"
    for (const auto& token : header("connection").toLower().split(',')) {
        named = named || token.trimmed() == "upgrade";
    }
    agreed = agreed && named;
    if (!agreed) {
        return fail(ErrorCode::Server, "the server switched protocols, but not to a WebSocket", {}, hint);
    }
    const auto chosen = header("sec-websocket-protocol");
    if (!m_protocols.contains(chosen)) {
        return fail(ErrorCode::Server,
                    chosen.isEmpty()
                        ? std::string("the server chose none of the stream protocols offered (") +
                              m_protocols.join(", ").toStdString() + ")"
                        : "the server chose a stream protocol that was not offered: " +
                              shortened(chosen.toStdString()));
    }
    return chosen;
}

} // namespace plimsoll::kube
