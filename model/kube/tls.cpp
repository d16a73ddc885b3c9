// SPDX-License-Identifier: Apache-2.0
#include "kube/tls.h"

#include "kube/keymatch.h"

#include <QDateTime>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QStringList>

#include <algorithm>

namespace plimsoll::kube {
namespace {

std::string when(const QDateTime& time) {
    return time.toUTC().toString(QStringLiteral("yyyy-MM-dd hh:mm 'UTC'")).toStdString();
}

std::string issuerOf(const QSslCertificate& certificate) {
    const auto names = certificate.issuerInfo(QSslCertificate::CommonName);
    return shortened((names.isEmpty() ? certificate.issuerDisplayName() : names.first()).toStdString());
}

std::string namesOf(const QSslCertificate& certificate) {
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty()) {
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    }
    names.sort();
    const auto shown = names.mid(0, 8).join(QStringLiteral(", "));
    return shortened(shown.toStdString(), 300) + (names.size() > 8 ? ", …" : "");
}

bool isEd25519(const QByteArray& pem) {
    static const auto oid = QByteArray::fromHex("06032b6570"); // 1.3.101.112
    const auto begin = pem.indexOf("-----BEGIN PRIVATE KEY-----");
    const auto end = pem.indexOf("-----END", begin + 1);
    if (begin < 0 || end < 0) {
        return false;
    }
    return QByteArray::fromBase64(pem.mid(begin + 27, end - begin - 27)).contains(oid);
}

Result<QSslKey> keyOf(const QByteArray& pem) {
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec}) { // QSslKey does not find out by itself
        QSslKey key(pem, algorithm);
        if (!key.isNull()) {
            return key;
        }
    }
    if (pem.contains("ENCRYPTED")) {
        return fail(ErrorCode::Input, "the client key is protected by a passphrase", {},
                    "Decrypt it, e.g. with openssl pkey");
    }
    if (isEd25519(pem)) {
        return fail(ErrorCode::Input,
                    "the client key is an Ed25519 key, which Plimsoll's TLS library cannot use", {},
                    "Use a client certificate with an RSA or ECDSA key");
    }
    return fail(ErrorCode::Input, "the client key is no RSA or ECDSA private key in PEM format", {},
                "Check client-key(-data) in the kubeconfig");
}

bool has(const QList<QSslError>& errors, std::initializer_list<QSslError::SslError> kinds) {
    return std::any_of(errors.begin(), errors.end(), [&](const QSslError& error) {
        return std::find(kinds.begin(), kinds.end(), error.error()) != kinds.end();
    });
}

QSslCertificate certificateOf(const QList<QSslError>& errors) {
    for (const auto& error : errors) {
        if (!error.certificate().isNull()) {
            return error.certificate();
        }
    }
    return QSslCertificate();
}

} // namespace

Result<QSslConfiguration> sslConfiguration(const Config& config, const std::string& caPem,
                                           const std::string& certPem, const std::string& keyPem) {
    auto ssl = QSslConfiguration::defaultConfiguration();
    ssl.setProtocol(QSsl::TlsV1_2OrLater);
    ssl.setPeerVerifyMode(config.insecureSkipTlsVerify ? QSslSocket::VerifyNone : QSslSocket::VerifyPeer);
    if (!caPem.empty()) {
        const auto roots = QSslCertificate::fromData(QByteArray::fromStdString(caPem), QSsl::Pem);
        if (roots.isEmpty()) {
            return fail(ErrorCode::Input, "the certificate authority holds no certificate in PEM format",
                        config.server, "Check certificate-authority(-data) of the cluster in the kubeconfig");
        }
        ssl.setCaCertificates(roots);
    }
    if (certPem.empty()) {
        return ssl;
    }
    const auto chain = QSslCertificate::fromData(QByteArray::fromStdString(certPem), QSsl::Pem);
    if (chain.isEmpty()) {
        return fail(ErrorCode::Input, "the client certificate holds no certificate in PEM format",
                    config.server, "Check client-certificate(-data) of the user in the kubeconfig");
    }
    const auto key = keyOf(QByteArray::fromStdString(keyPem));
    if (!key) {
        return fail(key.error().code, key.error().what, config.server, key.error().hint);
    }
    if (!belongs(*key, chain.first())) {
        return fail(
            ErrorCode::Input, "the client certificate does not belong to the client key", config.server,
            "Check that client-certificate(-data) and client-key(-data) of the user in the kubeconfig "
            "were made together");
    }
    ssl.setLocalCertificateChain(chain);
    ssl.setPrivateKey(*key);
    return ssl;
}

Error certificateError(const QList<QSslError>& errors, const std::string& host, const std::string& server) {
    using E = QSslError;
    const auto certificate = certificateOf(errors);
    Error error{ErrorCode::Unreachable, {}, server, {}, 0};
    if (has(errors, {E::CertificateExpired})) {
        error.what = "tls: the server's certificate expired on " + when(certificate.expiryDate()) +
                     " (the clock here says " + when(QDateTime::currentDateTimeUtc()) + ")";
        error.hint = "Renew the certificate of the API server, or correct the clock";
    } else if (has(errors, {E::CertificateNotYetValid})) {
        error.what = "tls: the server's certificate is valid only from " + when(certificate.effectiveDate()) +
                     " on (the clock here says " + when(QDateTime::currentDateTimeUtc()) + ")";
        error.hint = "Correct the clock";
    } else if (has(errors, {E::SelfSignedCertificate, E::SelfSignedCertificateInChain,
                            E::UnableToGetLocalIssuerCertificate, E::UnableToVerifyFirstCertificate,
                            E::CertificateUntrusted, E::UnableToGetIssuerCertificate,
                            E::CertificateSignatureFailed})) {
        error.what = "tls: the server's certificate is signed by an unknown authority (\"" +
                     issuerOf(certificate) + "\")";
        error.hint =
            "Check certificate-authority(-data) of the cluster in the kubeconfig; a rebuilt cluster has "
            "a new one, and a proxy that reads TLS signs with its own";
    } else if (has(errors, {E::HostNameMismatch})) {
        error.what =
            "tls: the server's certificate is valid for " + namesOf(certificate) + ", not for " + host;
        error.hint = "Use one of these names as the server, or set tls-server-name";
    } else {
        error.what = "tls: the server's certificate was refused: " +
                     (errors.isEmpty() ? std::string("no reason given")
                                       : shortened(errors.first().errorString().toStdString(), 200));
    }
    return error;
}

Error handshakeError(const QString& words, const std::string& server) {
    const auto says = [&words](const char* part) {
        return words.contains(QLatin1String(part), Qt::CaseInsensitive);
    };
    Error error{ErrorCode::Unreachable, {}, server, {}, 0};
    if (says("wrong version number") || says("packet length too long") || says("http request") ||
        says("unknown protocol")) {
        error.what = "tls: the server gave an HTTP answer to an HTTPS client";
        error.hint = "Check the port, or write the server as http://";
    } else if (says("certificate required") || says("bad certificate") || says("unknown ca") ||
               says("certificate unknown") || says("certificate expired") || says("handshake failure")) {
        error.what = "tls: the server refused the handshake (" + shortened(words.toStdString(), 160) + ")";
        error.hint = "Check the client certificate of the user in the kubeconfig";
    } else {
        error.what = "tls: the handshake failed: " + shortened(words.toStdString(), 200);
    }
    return error;
}

std::optional<Error> expiredClientCertificate(const std::string& certPem, const std::string& context) {
    const auto chain = QSslCertificate::fromData(QByteArray::fromStdString(certPem), QSsl::Pem);
    if (chain.isEmpty() || chain.first().expiryDate() >= QDateTime::currentDateTimeUtc()) {
        return std::nullopt;
    }
    return Error{ErrorCode::Unauthorized,
                 "the client certificate expired on " + when(chain.first().expiryDate()),
                 context.empty() ? std::string() : "context \"" + shortened(context) + "\"",
                 "Get a new kubeconfig, or renew the certificate", 0};
}

} // namespace plimsoll::kube
