// SPDX-License-Identifier: Apache-2.0
#include "kube/credentials.h"

#include "kube/kubeconfigfile.h"
#include "kube/words.h"

#include <algorithm>

namespace plimsoll::kube {
namespace {

using std::chrono::seconds;

// client-go: transport/token_source.go and cert_rotation.go.
constexpr seconds tokenPeriod{60};
constexpr seconds certificatePeriod{300};
// A plugin may open a browser: dozens of watches that fail must not open dozens of them.
constexpr seconds betweenRuns{10};

} // namespace

Credentials::Credentials(const Config& config, QObject* parent, Clock clock)
    : QObject(parent)
    , m_config(config)
    , m_clock(clock ? std::move(clock) : Clock([] { return std::chrono::steady_clock::now(); })) {
    m_credential.certPem = config.certPem;
    m_credential.keyPem = config.keyPem;
    m_certificateRead = m_clock();
    if (!config.token.empty()) {
        setToken(config.token);
    } else if (!config.username.empty() || !config.password.empty()) {
        m_credential.authorization =
            "Basic " + QByteArray::fromStdString(config.username + ":" + config.password).toBase64();
    }
}

Credentials::~Credentials() = default;

void Credentials::get(Got got) {
    if (m_config.exec) {
        getFromPlugin(std::move(got));
        return;
    }
    if (auto token = refreshToken(false); !token) {
        got(tl::unexpected(token.error()));
        return;
    }
    refreshCertificate();
    if (!headerSafe(m_credential.authorization.toStdString())) {
        got(fail(ErrorCode::Input, "the token holds a line break or another control character",
                 whose(m_config), "Copy it again from where it came"));
        return;
    }
    got(m_credential);
}

bool Credentials::refused(unsigned number) {
    if (m_config.exec) {
        if (number != m_credential.number) {
            return true; // it was renewed meanwhile
        }
        if (m_refusedAt && m_clock() - *m_refusedAt < betweenRuns) {
            return false;
        }
        m_refusedAt = m_clock();
        m_fetched = false;
        return true;
    }
    if (!m_config.tokenFile.empty()) {
        (void)refreshToken(true);
    }
    return number != m_credential.number;
}

void Credentials::setToken(const std::string& token) {
    auto value = "Bearer " + QByteArray::fromStdString(token);
    if (value != m_credential.authorization) {
        m_credential.authorization = std::move(value);
        ++m_credential.number;
    }
}

/// A file that can no longer be read keeps the old token, as in client-go.
Result<void> Credentials::refreshToken(bool force) {
    if (m_config.tokenFile.empty() || (!force && m_tokenRead && m_clock() - *m_tokenRead < tokenPeriod)) {
        return {};
    }
    const auto text = readFile(m_config.tokenFile);
    const auto token = text ? trimmed(*text) : std::string();
    if (!token.empty()) {
        m_tokenRead = m_clock();
        setToken(token);
        return {};
    }
    const Error error{ErrorCode::Unauthorized,
                      "the token file " +
                          (text ? std::string("is empty") : "cannot be used: " + text.error().what),
                      m_config.tokenFile, "Log in again, or correct tokenFile in the kubeconfig", 0};
    if (m_credential.authorization.isEmpty()) {
        return tl::unexpected(error);
    }
    m_tokenRead = m_clock();
    emit warned(error);
    return {};
}

void Credentials::refreshCertificate() {
    if (m_config.certFile.empty() || m_clock() - *m_certificateRead < certificatePeriod) {
        return;
    }
    m_certificateRead = m_clock();
    const auto cert = readFile(m_config.certFile);
    const auto key = readFile(m_config.keyFile);
    if (!cert || !key) {
        emit warned(cert ? key.error() : cert.error());
        return;
    }
    if (*cert != m_credential.certPem || *key != m_credential.keyPem) {
        m_credential.certPem = *cert;
        m_credential.keyPem = *key;
        ++m_credential.number;
        ++m_credential.identity;
    }
}

void Credentials::getFromPlugin(Got got) {
    if (m_fetched && (!m_expires || now() < *m_expires)) {
        got(m_credential);
        return;
    }
    if (m_allowed == Allowed::No || (m_failed && m_clock() - m_failedAt < betweenRuns)) {
        got(tl::unexpected(*m_failed));
        return;
    }
    m_waiting.push_back(std::move(got));
    if (m_allowed == Allowed::Unasked) {
        askConsent();
    } else if (m_allowed == Allowed::Yes && !m_plugin) {
        runPlugin();
    }
}

void Credentials::askConsent() {
    if (!m_consent) {
        m_allowed = Allowed::Yes;
        runPlugin();
        return;
    }
    m_allowed = Allowed::Asking;
    const QPointer<Credentials> self(this);
    m_consent(commandLineOf(*m_config.exec), [self](bool allowed) {
        if (!self || self->m_allowed != Allowed::Asking) {
            return;
        }
        self->m_allowed = allowed ? Allowed::Yes : Allowed::No;
        if (allowed) {
            self->runPlugin();
            return;
        }
        self->m_failed =
            Error{ErrorCode::Unauthorized, "the credential plugin was not allowed to run",
                  whose(self->m_config), "Connect again and allow it, or choose another context", 0};
        self->tellWaiting(tl::unexpected(*self->m_failed));
    });
}

void Credentials::runPlugin() {
    m_plugin = std::make_unique<ExecPlugin>(m_config);
    connect(m_plugin.get(), &ExecPlugin::said, this, [this](const QString& line) {
        emit warned(Error{ErrorCode::Unauthorized,
                          "the credential plugin says: " + line.toStdString(),
                          whose(m_config),
                          {},
                          0});
    });
    m_plugin->run([this](const Result<ExecCredential>& result) { pluginDone(result); });
}

void Credentials::pluginDone(const Result<ExecCredential>& result) {
    m_plugin.release()->deleteLater(); // it is what calls
    if (!result) {
        m_failed = result.error();
        m_failedAt = m_clock();
        tellWaiting(tl::unexpected(*m_failed));
        return;
    }
    m_failed.reset();
    m_fetched = true;
    m_expires = result->expires;
    ++m_credential.number;
    m_credential.authorization =
        result->token.empty() ? QByteArray() : "Bearer " + QByteArray::fromStdString(result->token);
    if (result->certPem != m_credential.certPem || result->keyPem != m_credential.keyPem) {
        m_credential.certPem = result->certPem;
        m_credential.keyPem = result->keyPem;
        ++m_credential.identity;
    }
    tellWaiting(m_credential);
}

void Credentials::tellWaiting(const Result<Credential>& result) {
    const QPointer<Credentials> self(this);
    auto waiting = std::move(m_waiting);
    m_waiting.clear();
    for (const auto& got : waiting) {
        got(result);
        if (!self) {
            return;
        }
    }
}

} // namespace plimsoll::kube
