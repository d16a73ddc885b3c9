// SPDX-License-Identifier: Apache-2.0
#include "kube/websocketframes.h"

#include <QtEndian>

#include <array>

namespace plimsoll::kube {
namespace {

constexpr int continuation = 0;
constexpr int text = 1;
constexpr int binary = 2;
constexpr int closing = 8;
constexpr int ping = 9;
constexpr int pong = 10;
constexpr qsizetype compactAt = qsizetype{1} << 16U;

Failure broken(const std::string& what) {
    return fail(ErrorCode::Server, "the stream is no WebSocket: " + what, {},
                "Look for a proxy between here and the API server that does not know WebSocket");
}

Frame closeFrame(const QByteArray& payload) {
    if (payload.size() < 2) {
        return {Frame::Kind::Close, {}, 1005};
    }
    return {Frame::Kind::Close, payload.mid(2), qFromBigEndian<quint16>(payload.constData())};
}

} // namespace

void FrameReader::add(const QByteArray& bytes) {
    if (m_at == m_bytes.size()) {
        m_bytes.clear();
        m_at = 0;
    } else if (m_at > compactAt) {
        m_bytes.remove(0, m_at);
        m_at = 0;
    }
    m_bytes += bytes;
}

Result<std::optional<FrameReader::Head>> FrameReader::head() const {
    const auto available = m_bytes.size() - m_at;
    if (available < 2) {
        return std::nullopt;
    }
    const auto* data = m_bytes.constData() + m_at;
    const auto first = static_cast<unsigned char>(data[0]);
    const auto second = static_cast<unsigned char>(data[1]);
    if ((first & 0x70U) != 0 || (second & 0x80U) != 0) {
        return broken("a frame has bits that were not agreed on");
    }
    Head head{first & 0x0F, (first & 0x80U) != 0, 2, second};
    if (second == 126) {
        head.size = 4;
    } else if (second == 127) {
        head.size = 10;
    }
    if (available < head.size) {
        return std::nullopt;
    }
    if (second == 126) {
        head.length = qFromBigEndian<quint16>(data + 2);
    } else if (second == 127) {
        const auto length = qFromBigEndian<quint64>(data + 2);
        head.length = length > quint64(m_limit) ? m_limit + 1 : static_cast<qsizetype>(length);
    }
    const auto begun = m_message ? m_message->size() : 0;
    if (head.length > m_limit - begun) {
        return fail(ErrorCode::Server,
                    "the server sent a message of more than " + std::to_string(m_limit / 1'000'000) + " MB");
    }
    return available < head.size + head.length ? std::nullopt : std::optional(head);
}

QByteArray FrameReader::take(const Head& head) {
    auto payload = m_bytes.mid(m_at + head.size, head.length);
    m_at += head.size + head.length;
    return payload;
}

Result<std::optional<Frame>> FrameReader::next() {
    for (;;) {
        const auto found = head();
        if (!found) {
            return tl::unexpected(found.error());
        }
        if (!*found) {
            return std::nullopt;
        }
        auto payload = take(**found);
        switch ((*found)->opcode) {
        case continuation:
        case text:
        case binary: {
            auto frame = dataFrame(**found, std::move(payload));
            if (!frame || *frame) {
                return frame;
            }
            break; // the message goes on
        }
        case closing:
            return closeFrame(payload);
        case ping:
            return Frame{Frame::Kind::Ping, std::move(payload), 0};
        case pong:
            return Frame{Frame::Kind::Pong, std::move(payload), 0};
        default:
            return broken("a frame of an unknown kind");
        }
    }
}

Result<std::optional<Frame>> FrameReader::dataFrame(const Head& head, QByteArray payload) {
    if ((head.opcode == continuation) != m_message.has_value()) {
        return broken("the frames of a message are out of order");
    }
    if (m_message) {
        *m_message += payload;
    } else {
        m_message = std::move(payload);
    }
    if (!head.last) {
        return std::nullopt;
    }
    Frame whole{Frame::Kind::Message, std::move(*m_message), 0};
    m_message.reset();
    return whole;
}

QByteArray frameOf(int opcode, const QByteArray& payload, quint32 mask) {
    const auto length = payload.size();
    QByteArray frame;
    frame.reserve(length + 14);
    frame += static_cast<char>(0x80 | opcode);
    if (length < 126) {
        frame += static_cast<char>(0x80 | length);
    } else if (length < 65'536) {
        frame += static_cast<char>(0x80 | 126);
        std::array<char, 2> size{};
        qToBigEndian(static_cast<quint16>(length), size.data());
        frame.append(size.data(), 2);
    } else {
        frame += static_cast<char>(0x80 | 127);
        std::array<char, 8> size{};
        qToBigEndian(static_cast<quint64>(length), size.data());
        frame.append(size.data(), 8);
    }
    std::array<char, 4> key{};
    qToBigEndian(mask, key.data());
    frame.append(key.data(), 4);
    const auto begin = frame.size();
    frame += payload;
    auto* out = frame.data() + begin;
    for (qsizetype i = 0; i < length; ++i) {
        out[i] = static_cast<char>(out[i] ^ key[static_cast<std::size_t>(i) & 3U]);
    }
    return frame;
}

} // namespace plimsoll::kube
