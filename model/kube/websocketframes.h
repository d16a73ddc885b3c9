// SPDX-License-Identifier: Apache-2.0
// The frames of RFC 6455, as a client reads and writes them. No I/O.
#pragma once

#include "base/error.h"

#include <QByteArray>

#include <optional>

namespace plimsoll::kube {

struct Frame {
    enum class Kind { Message, Ping, Pong, Close };
    Kind kind = Kind::Message;
    QByteArray payload; // of Close: the reason
    int closeCode = 0;  // of Close: 1005 where the server gave none
};

/// Puts messages together from whatever pieces the bytes arrive in.
class FrameReader {
public:
    explicit FrameReader(qsizetype messageLimit) : m_limit(messageLimit) {}
    void add(const QByteArray& bytes);
    /// The next whole message or control frame, or nothing yet. Server: bytes that are no frames, or a
    /// message over the limit; after that the connection is of no use.
    [[nodiscard]] Result<std::optional<Frame>> next();

private:
    struct Head {
        int opcode = 0;
        bool last = false;
        qsizetype size = 0; // of the head itself
        qsizetype length = 0;
    };
    [[nodiscard]] Result<std::optional<Head>> head() const;
    [[nodiscard]] Result<std::optional<Frame>> dataFrame(const Head& head, QByteArray payload);
    [[nodiscard]] QByteArray take(const Head& head);

    qsizetype m_limit;
    QByteArray m_bytes;
    qsizetype m_at = 0;                  // of what is not taken yet
    std::optional<QByteArray> m_message; // begun
};

/// Masked, as a client's frames must be. Opcodes: 2 binary, 8 close, 9 ping, 10 pong.
[[nodiscard]] QByteArray frameOf(int opcode, const QByteArray& payload, quint32 mask);

} // namespace plimsoll::kube
