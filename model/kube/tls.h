// SPDX-License-Identifier: Apache-2.0
// TLS of one configuration, and its failures as sentences.
#pragma once

#include "kube/kubeconfig.h"

#include <QList>
#include <QSslConfiguration>
#include <QSslError>

namespace plimsoll::kube {

/// Input: a CA, certificate or key that cannot be used, with the reason.
[[nodiscard]] Result<QSslConfiguration> sslConfiguration(const Config& config, const std::string& caPem,
                                                         const std::string& certPem,
                                                         const std::string& keyPem);

/// Why the server's certificate was refused. `host`: the name that it was checked against.
[[nodiscard]] Error certificateError(const QList<QSslError>& errors, const std::string& host,
                                     const std::string& server);

/// Why the handshake failed, from OpenSSL's words.
[[nodiscard]] Error handshakeError(const QString& words, const std::string& server);

/// The end of the first certificate's validity has passed: a sentence that says so.
[[nodiscard]] std::optional<Error> expiredClientCertificate(const std::string& certPem,
                                                            const std::string& context);

} // namespace plimsoll::kube
