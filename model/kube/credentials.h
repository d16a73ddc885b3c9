// SPDX-License-Identifier: Apache-2.0
// What a request shows to the server to be let in, kept fresh: a fixed token, a token file, name and
// password, a client certificate, what a credential plugin gives, or an OIDC id token. One thread.
#pragma once

#include "kube/client.h"
#include "kube/oidc.h"
#include "kube/pluginsession.h"

#include <QObject>
#include <QPointer>

#include <chrono>
#include <deque>

namespace plimsoll::kube {

struct Credential {
    QByteArray authorization; // the header's value, may be empty
    std::string certPem;
    std::string keyPem;
    std::string caPem;
    unsigned number = 0; // grows with every change
    unsigned identity =
        0; // grows when a certificate or the CA changes: its connections must not be used again
};

class Credentials final : public QObject {
    Q_OBJECT

public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;
    using Got = std::function<void(const Result<Credential>&)>;

    explicit Credentials(const Config& config, QObject* parent = nullptr, Clock clock = {});
    ~Credentials() override;

    void setConsent(ExecConsent consent) { m_consent = std::move(consent); }
    /// Shares what plugins give with other clients; before the first get().
    void setPlugins(const std::shared_ptr<PluginCache>& plugins);

    /// At once where nothing must be fetched, else when the plugin is done; never if this is destroyed first.
    void get(Got got);

    /// The server answered 401 to the credential `number`. True when get() may give another one now.
    [[nodiscard]] bool refused(unsigned number);

signals:
    void warned(const plimsoll::Error& warning); // what the plugin says, a file that cannot be read

private:
    void getFromPlugin(Got got);
    void askConsent();
    void runPlugin();
    void pluginDone(const Result<PluginSession::Given>& result);
    void take(const PluginSession::Given& given);
    void getFromIssuer(Got got);
    void tellWaiting(const Result<Credential>& result);
    [[nodiscard]] Result<void> refreshToken(bool force);
    void refreshCertificates();
    void keepCertificates(Error error);
    void setToken(const std::string& token);

    const Config& m_config;
    Clock m_clock;
    ExecConsent m_consent;
    Credential m_credential;

    std::optional<std::chrono::steady_clock::time_point> m_tokenRead;
    std::optional<Error> m_tokenWarned;
    std::optional<Error> m_certificatesWarned;
    unsigned m_files = 0; // how often certificate files changed
    std::optional<std::chrono::steady_clock::time_point> m_certificateRead;

    enum class Allowed { Unasked, Asking, Yes, No } m_allowed = Allowed::Unasked;
    std::shared_ptr<PluginSession> m_session;
    bool m_running = false;        // we wait for it
    std::optional<Error> m_failed; // its last run, told again for a while
    std::chrono::steady_clock::time_point m_failedAt;
    std::optional<std::chrono::steady_clock::time_point> m_refusedAt;
    std::deque<Got> m_waiting;
    std::unique_ptr<OidcToken> m_oidc;
};

} // namespace plimsoll::kube
