// SPDX-License-Identifier: Apache-2.0
// Qt says whether a key fits only by a failed handshake. Both forms that QSslKey writes hold the public half:
// PKCS#1 (RFC 8017 A.1.2) the modulus as its second number, SEC 1 (RFC 5915) the point under the tag [1]. A
// certificate's public key ends with the same bytes, or holds them.
#include "kube/keymatch.h"

#include <optional>

namespace plimsoll::kube {
namespace {

constexpr unsigned char integerTag = 0x02;
constexpr unsigned char bitsTag = 0x03;
constexpr unsigned char sequenceTag = 0x30;
constexpr unsigned char publicKeyTag = 0xA1;

/// Walks DER: tag, length, value.
class Der {
public:
    explicit Der(QByteArray bytes) : m_bytes(std::move(bytes)) {}

    struct Element {
        unsigned char tag = 0;
        QByteArray value;
    };
    std::optional<Element> next() {
        if (m_bytes.size() - m_at < 2) {
            return std::nullopt;
        }
        Element element{byte(), {}};
        qsizetype length = byte();
        if (length >= 0x80) { // the number of bytes that hold it
            const auto count = length - 0x80;
            if (count > 4 || m_bytes.size() - m_at < count) {
                return std::nullopt;
            }
            length = 0;
            for (qsizetype i = 0; i < count; ++i) {
                length = length * 256 + byte();
            }
        }
        if (m_bytes.size() - m_at < length) {
            return std::nullopt;
        }
        element.value = m_bytes.mid(m_at, length);
        m_at += length;
        return element;
    }

private:
    unsigned char byte() { return static_cast<unsigned char>(m_bytes.at(m_at++)); }

    QByteArray m_bytes;
    qsizetype m_at = 0;
};

/// The public half's own bytes.
std::optional<QByteArray> publicHalf(const QSslKey& key) {
    const auto outer = Der(key.toDer()).next();
    if (!outer || outer->tag != sequenceTag) {
        return std::nullopt;
    }
    Der inner(outer->value);
    if (key.algorithm() == QSsl::Rsa) {
        (void)inner.next(); // the version
        const auto modulus = inner.next();
        return modulus && modulus->tag == integerTag ? std::optional(modulus->value) : std::nullopt;
    }
    while (const auto element = inner.next()) {
        if (element->tag == publicKeyTag) {
            const auto bits = Der(element->value).next();
            return bits && bits->tag == bitsTag ? std::optional(bits->value) : std::nullopt;
        }
    }
    return std::nullopt;
}

} // namespace

bool belongs(const QSslKey& key, const QSslCertificate& certificate) {
    const auto open = certificate.publicKey();
    if (open.isNull() || (key.algorithm() != QSsl::Rsa && key.algorithm() != QSsl::Ec)) {
        return true;
    }
    if (open.algorithm() != key.algorithm()) {
        return false;
    }
    const auto half = publicHalf(key);
    return !half || half->isEmpty() || open.toDer().contains(*half);
}

} // namespace plimsoll::kube
