// SPDX-License-Identifier: Apache-2.0
// The network managers behind a Client and the requests that go through them. Qt gives six connections to a
// manager and host, hard, and takes no notice of a changed client certificate on those that are open: so
// streams go five to a manager of their own, and a new certificate gets new managers.
#pragma once

#include "kube/client.h"
#include "kube/credentials.h"
#include "kube/tls.h"
#include "kube/upgrade.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkRequest>

namespace plimsoll::kube {

using Manager = std::shared_ptr<QNetworkAccessManager>; // held for as long as a reply of it is of interest

class Connections {
public:
    explicit Connections(const Config& config, const Environment& env = Environment::ofProcess());

    struct Way {
        Manager manager;
        QNetworkRequest request;
    };
    /// Input: a proxy, certificate, key or header value that cannot be used.
    [[nodiscard]] Result<Way> ordinary(const Request& request, const Credential& credential);
    [[nodiscard]] Result<Way> stream(const Request& request, const Credential& credential);
    /// The same identity for a WebSocket, which makes its connection itself.
    [[nodiscard]] Result<Upgrade> upgrade(const Request& request, const Credential& credential);

    /// How long the server took for a small answer. Streams ask for gzip where no answer was quick: over a
    /// far line it saves nine bytes of ten; near the server it only costs time and memory at both ends
    /// (measured on loopback: 1.1 to 1.7 s against 0.9 s for 83 MB, and up to 50 MB more).
    void answered(std::chrono::milliseconds took);

private:
    [[nodiscard]] bool compressed() const;
    [[nodiscard]] Result<void> identify(const Credential& credential);
    [[nodiscard]] Manager makeManager() const;
    [[nodiscard]] Result<QNetworkRequest> make(const Request& request, const Credential& credential) const;
    [[nodiscard]] Result<void> impersonate(QNetworkRequest& made) const;

    const Config& m_config;
    std::optional<std::chrono::milliseconds> m_quickest;
    Result<QNetworkProxy> m_proxy;
    std::optional<unsigned> m_identity; // the credential's that the rest belongs to
    Result<QSslConfiguration> m_ssl;
    Manager m_ordinary;
    std::vector<std::weak_ptr<QNetworkAccessManager>> m_streams;
};

/// Starts it; GET, or any other method with the request's body.
[[nodiscard]] QNetworkReply* begin(const Connections::Way& way, const Request& request);

/// The server's URL without name and password.
[[nodiscard]] std::string shownServer(const Config& config);

/// Why there is no (whole) answer; `refusals` are the reply's TLS errors. Nothing when there is one, whatever
/// its status.
[[nodiscard]] std::optional<Error> transportError(const QNetworkReply& reply,
                                                  const QList<QSslError>& refusals, const Config& config,
                                                  std::chrono::milliseconds timeout);

} // namespace plimsoll::kube
