// SPDX-License-Identifier: Apache-2.0
#include "kube/credentials.h"

#include "kube/kubeconfigfile.h"
#include "kube/tls.h"
#include "kube/words.h"

#include <algorithm>

namespace plimsoll::kube {
namespace {

using std::chrono::seconds;

// client-go: transport/token_source.go and cert_rotation.go.
constexpr seconds tokenPeriod{60 - 10}; // with its leeway
constexpr seconds tokenRetry{10};       // of a file that could not be read
constexpr seconds certificatePeriod{300};
constexpr seconds certificateRetry{
    10}; // of files that do not fit together: one of them is still to be written
// A plugin may open a browser: dozens of watches that fail must not open dozens of them.
constexpr seconds betweenRuns{10};
constexpr unsigned identityOfFiles = 1U << 16U; // above those that a plugin's certificates count

} // namespace

Credentials::Credentials(const Config& config, QObject* parent, Clock clock)
    : QObject(parent)
    , m_config(config)
    , m_clock(clock ? std::move(clock) : Clock([] { return std::chrono::steady_clock::now(); })) {
    m_credential.certPem = config.certPem;
    m_credential.keyPem = config.keyPem;
    m_credential.caPem = config.caPem;
    m_certificateRead = m_clock();
    if (config.exec) {
        m_session = PluginCache().session(config, m_clock);
    } else if (config.oidc) {
        m_oidc = std::make_unique<OidcToken>(*config.oidc, Environment::ofProcess());
        connect(m_oidc.get(), &OidcToken::warned, this, &Credentials::warned);
    }
    if (!config.token.empty()) {
        setToken(config.token);
    } else if (!config.username.empty() || !config.password.empty()) {
        m_credential.authorization =
            "Basic " + QByteArray::fromStdString(config.username + ":" + config.password).toBase64();
    }
}

Credentials::~Credentials() {
    if (m_session) {
        m_session->leave(this);
    }
}

void Credentials::setPlugins(const std::shared_ptr<PluginCache>& plugins) {
    if (m_config.exec) {
        m_session = plugins->session(m_config, m_clock);
    }
}

void Credentials::get(Got got) {
    refreshCertificates();
    if (m_config.exec) {
        getFromPlugin(std::move(got));
        return;
    }
    if (m_oidc) {
        getFromIssuer(std::move(got));
        return;
    }
    if (auto token = refreshToken(false); !token) {
        got(tl::unexpected(token.error()));
        return;
    }
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
        m_session->refuse(number);
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
        m_tokenWarned.reset();
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
    m_tokenRead = m_clock() - tokenPeriod + tokenRetry;
    if (m_tokenWarned != error) {
        m_tokenWarned = error;
        emit warned(error);
    }
    return {};
}

/// The client's certificate and the CA, where they came from files.
void Credentials::refreshCertificates() {
    if ((m_config.certFile.empty() && m_config.caFile.empty()) ||
        m_clock() - *m_certificateRead < certificatePeriod) {
        return;
    }
    m_certificateRead = m_clock();
    auto next = m_credential;
    const auto readInto = [this](std::string& pem, const std::string& file) {
        auto text = file.empty() ? Result<std::string>(pem) : readFile(file);
        if (!text) {
            keepCertificates(text.error());
            return false;
        }
        pem = std::move(*text);
        return true;
    };
    if (!readInto(next.certPem, m_config.certFile) || !readInto(next.keyPem, m_config.keyFile) ||
        !readInto(next.caPem, m_config.caFile)) {
        return;
    }
    if (next.certPem == m_credential.certPem && next.keyPem == m_credential.keyPem &&
        next.caPem == m_credential.caPem) {
        m_certificatesWarned.reset();
        return;
    }
    if (const auto usable = sslConfiguration(m_config, next.caPem, next.certPem, next.keyPem); !usable) {
        keepCertificates(usable.error());
        return;
    }
    m_certificatesWarned.reset();
    m_credential = std::move(next);
    ++m_credential.number;
    ++m_files;
    m_credential.identity += identityOfFiles;
}

/// The files are half written, or only one of them is the new one: the old ones go on, and are told of once.
void Credentials::keepCertificates(Error error) {
    m_certificateRead = m_clock() - certificatePeriod + certificateRetry;
    error.hint += (error.hint.empty() ? "" : ". ") + std::string("Until then the former ones are used");
    if (m_certificatesWarned != error) {
        m_certificatesWarned = error;
        emit warned(error);
    }
}

void Credentials::getFromIssuer(Got got) {
    m_oidc->get(this, [this, got = std::move(got)](const Result<std::string>& token) {
        if (!token) {
            auto error = token.error();
            error.where = whose(m_config);
            got(tl::unexpected(error));
            return;
        }
        setToken(*token);
        got(m_credential);
    });
}

void Credentials::take(const PluginSession::Given& given) {
    m_credential.authorization = given.credential.token.empty()
                                     ? QByteArray()
                                     : "Bearer " + QByteArray::fromStdString(given.credential.token);
    m_credential.certPem = given.credential.certPem;
    m_credential.keyPem = given.credential.keyPem;
    m_credential.number = given.number;
    m_credential.identity = given.identity + m_files * identityOfFiles;
}

void Credentials::getFromPlugin(Got got) {
    if (const auto* given = m_session->current()) {
        take(*given);
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
    } else if (m_allowed == Allowed::Yes && !m_running) {
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
    m_running = true;
    m_session->run(
        this,
        [this](const QString& line) {
            emit warned(Error{ErrorCode::Unauthorized,
                              "the credential plugin says: " + line.toStdString(),
                              whose(m_config),
                              {},
                              0});
        },
        [this](const Result<PluginSession::Given>& result) { pluginDone(result); });
}

void Credentials::pluginDone(const Result<PluginSession::Given>& result) {
    m_running = false;
    if (!result) {
        m_failed = result.error();
        m_failed->where = m_config.context.empty() ? std::string() : whose(m_config);
        m_failedAt = m_clock();
        tellWaiting(tl::unexpected(*m_failed));
        return;
    }
    m_failed.reset();
    take(*result);
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
