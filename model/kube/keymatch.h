// SPDX-License-Identifier: Apache-2.0
// Whether a private key is that of a certificate.
#pragma once

#include <QSslCertificate>
#include <QSslKey>

namespace plimsoll::kube {

/// True where it cannot be told: an EC key file may lack its public half.
[[nodiscard]] bool belongs(const QSslKey& key, const QSslCertificate& certificate);

} // namespace plimsoll::kube
