// SPDX-License-Identifier: Apache-2.0
// The old "oidc" auth provider: an id token, and a new one for a refresh token when it ends. Nothing is
// written back. Source: client-go plugin/pkg/client/auth/oidc.
#pragma once

#include "base/time.h"
#include "kube/kubeconfig.h"

#include <QObject>
#include <QPointer>

#include <chrono>
#include <deque>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace plimsoll::kube {

/// The end of a JWT's validity; nothing when it is no JWT or has none. Its signature is the server's
/// business.
[[nodiscard]] std::optional<UnixSeconds> jwtExpiry(const std::string& token);

class OidcToken final : public QObject {
    Q_OBJECT

public:
    using Got = std::function<void(const Result<std::string>&)>;

    OidcToken(OidcConfig config, Environment env, QObject* parent = nullptr);
    ~OidcToken() override;

    /// The id token: at once while it is valid for ten seconds more, else when the issuer gave another.
    /// Unauthorized with the reason when there is none to be had. No call once `who` is gone.
    void get(QObject* who, Got got);

signals:
    void warned(const plimsoll::Error& warning);

private:
    struct Waiter {
        QPointer<QObject> who;
        Got got;
    };
    void discover();
    void ask(const QByteArray& endpoint, bool secretInHeader);
    void answered(const QByteArray& endpoint, bool secretInHeader, QNetworkReply* reply);
    void take(const QByteArray& body);
    void finish(const Result<std::string>& result);
    [[nodiscard]] Result<void> prepare();

    OidcConfig m_config;
    Environment m_env;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    struct Tls;
    std::unique_ptr<Tls> m_tls;
    std::deque<Waiter> m_waiting;
    bool m_warned = false;
    std::optional<Error> m_failed; // told again for a while
    std::chrono::steady_clock::time_point m_failedAt;
};

} // namespace plimsoll::kube
