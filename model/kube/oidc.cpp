// SPDX-License-Identifier: Apache-2.0
#include "kube/oidc.h"

#include "kube/kubeconfigfile.h"
#include "kube/proxy.h"
#include "kube/tls.h"
#include "kube/words.h"

#include <nlohmann/json.hpp>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QUrl>

namespace plimsoll::kube {
namespace {

using Json = nlohmann::json;

constexpr UnixSeconds leeway = 10;        // as client-go: renewed before the server would refuse it
constexpr std::chrono::seconds again{10}; // dozens of watches that fail must not ask dozens of times
constexpr int timeout = 30'000;           // ms
constexpr qint64 mostBody = qint64{1} << 20U;
constexpr auto logIn = "Log in again with the tool that wrote the kubeconfig";

std::string textAt(const Json& object, const char* key) {
    const auto at = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && at != object.end() && at->is_string() ? at->get<std::string>()
                                                                       : std::string();
}

Error refused(const std::string& what, const std::string& hint = logIn) {
    return Error{ErrorCode::Unauthorized, what, {}, hint, 0};
}

QByteArray formValue(const std::string& value) {
    return QUrl::toPercentEncoding(QString::fromStdString(value));
}

QNetworkRequest requestTo(const QByteArray& url) {
    QNetworkRequest request(QUrl::fromEncoded(url));
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setTransferTimeout(timeout);
    request.setRawHeader("User-Agent", "plimsoll/" PLIMSOLL_VERSION);
    request.setRawHeader("Accept", "application/json");
    return request;
}

/// The issuer's own words, which hold no token.
std::string reasonOf(QNetworkReply& reply, const QByteArray& body) {
    const auto answer = Json::parse(body.begin(), body.end(), nullptr, false);
    const auto code = textAt(answer, "error");
    const auto words = textAt(answer, "error_description");
    if (!code.empty()) {
        return shortened(code + (words.empty() ? "" : ": " + words), 300);
    }
    return shortened(reply.errorString().toStdString(), 200);
}

} // namespace

struct OidcToken::Tls {
    QSslConfiguration configuration;
};

std::optional<UnixSeconds> jwtExpiry(const std::string& token) {
    const auto parts = QByteArray::fromStdString(token).split('.');
    if (parts.size() != 3) {
        return std::nullopt;
    }
    const auto payload = QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding);
    const auto claims = Json::parse(payload.begin(), payload.end(), nullptr, false);
    const auto at = claims.is_object() ? claims.find("exp") : claims.end();
    if (!claims.is_object() || at == claims.end() || !at->is_number()) {
        return std::nullopt;
    }
    const auto seconds = at->get<double>();
    return seconds > 0 && seconds < 1e15 ? std::optional(static_cast<UnixSeconds>(seconds)) : std::nullopt;
}

OidcToken::OidcToken(OidcConfig config, Environment env, QObject* parent)
    : QObject(parent), m_config(std::move(config)), m_env(std::move(env)) {}

OidcToken::~OidcToken() = default;

void OidcToken::get(QObject* who, Got got) {
    if (const auto expires = jwtExpiry(m_config.idToken); expires && now() + leeway < *expires) {
        got(m_config.idToken);
        return;
    }
    if (m_failed && std::chrono::steady_clock::now() - m_failedAt < again) {
        got(tl::unexpected(*m_failed));
        return;
    }
    if (m_config.refreshToken.empty()) {
        got(tl::unexpected(refused("No valid id-token, and cannot refresh without refresh-token")));
        return;
    }
    m_waiting.push_back({who, std::move(got)});
    if (m_waiting.size() > 1) {
        return;
    }
    if (const auto ready = prepare(); !ready) {
        finish(tl::unexpected(ready.error()));
        return;
    }
    discover();
}

Result<void> OidcToken::prepare() {
    Config issuer; // for what a proxy and TLS need
    issuer.server = m_config.issuer;
    std::string ca = QByteArray::fromBase64(QByteArray::fromStdString(m_config.caData)).toStdString();
    if (ca.empty() && !m_config.caFile.empty()) {
        const auto read = readFile(m_config.caFile);
        if (!read) {
            return tl::unexpected(
                refused("idp-certificate-authority " + m_config.caFile + ": " + read.error().what,
                        "Correct the path or restore the file"));
        }
        ca = *read;
    }
    const auto ssl = sslConfiguration(issuer, ca, {}, {});
    const auto proxy = proxyFor(issuer, m_env);
    if (!ssl || !proxy) {
        return tl::unexpected(ssl ? proxy.error() : ssl.error());
    }
    m_tls = std::make_unique<Tls>(Tls{*ssl});
    m_manager = std::make_unique<QNetworkAccessManager>();
    m_manager->setProxy(*proxy);
    return {};
}

void OidcToken::discover() {
    auto url = QByteArray::fromStdString(m_config.issuer);
    while (url.endsWith('/')) {
        url.chop(1);
    }
    auto request = requestTo(url + "/.well-known/openid-configuration");
    request.setSslConfiguration(m_tls->configuration);
    auto* reply = m_manager->get(request);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        const auto body = reply->read(mostBody);
        const auto endpoint = textAt(Json::parse(body.begin(), body.end(), nullptr, false), "token_endpoint");
        if (reply->error() != QNetworkReply::NoError || endpoint.empty()) {
            finish(tl::unexpected(refused(
                "the identity provider " + shortened(m_config.issuer, 200) +
                    " cannot be asked for a new id-token: " +
                    (reply->error() == QNetworkReply::NoError ? "its discovery document has no token_endpoint"
                                                              : reasonOf(*reply, body)),
                "Check idp-issuer-url and idp-certificate-authority, and the network or VPN")));
            return;
        }
        if (!endpoint.starts_with("https://")) { // the refresh token would be readable on the way
            finish(tl::unexpected(
                refused("the identity provider's token endpoint is not https: " + shortened(endpoint, 200))));
            return;
        }
        ask(QByteArray::fromStdString(endpoint), !m_config.clientSecret.empty());
    });
}

/// As Go's oauth2: the secret in a header first, and in the form for providers that refuse it there.
void OidcToken::ask(const QByteArray& endpoint, bool secretInHeader) {
    auto request = requestTo(endpoint);
    request.setSslConfiguration(m_tls->configuration);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/x-www-form-urlencoded"));
    QByteArray form = "grant_type=refresh_token&refresh_token=" + formValue(m_config.refreshToken);
    if (secretInHeader) {
        request.setRawHeader(
            "Authorization",
            "Basic " + (formValue(m_config.clientId) + ':' + formValue(m_config.clientSecret)).toBase64());
    } else {
        form += "&client_id=" + formValue(m_config.clientId);
        form += m_config.clientSecret.empty() ? QByteArray()
                                              : "&client_secret=" + formValue(m_config.clientSecret);
    }
    auto* reply = m_manager->post(request, form);
    connect(reply, &QNetworkReply::finished, this,
            [this, endpoint, secretInHeader, reply] { answered(endpoint, secretInHeader, reply); });
}

void OidcToken::answered(const QByteArray& endpoint, bool secretInHeader, QNetworkReply* reply) {
    reply->deleteLater();
    const auto body = reply->read(mostBody);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (secretInHeader && (status == 400 || status == 401)) {
        ask(endpoint, false);
        return;
    }
    if (reply->error() != QNetworkReply::NoError) {
        finish(tl::unexpected(refused("failed to refresh token: " + reasonOf(*reply, body))));
        return;
    }
    take(body);
}

void OidcToken::take(const QByteArray& body) {
    const auto answer = Json::parse(body.begin(), body.end(), nullptr, false);
    const auto token = textAt(answer, "id_token");
    if (token.empty()) {
        finish(tl::unexpected(refused(
            "token response did not contain an id_token, either the scope \"openid\" wasn't requested upon "
            "login, or the provider doesn't support id_tokens as part of the refresh response")));
        return;
    }
    if (!headerSafe(token)) {
        finish(tl::unexpected(refused("the new id-token holds a control character")));
        return;
    }
    m_config.idToken = token;
    if (const auto next = textAt(answer, "refresh_token"); !next.empty() && next != m_config.refreshToken) {
        m_config.refreshToken = next;
        if (!std::exchange(m_warned, true)) {
            emit warned(Error{
                ErrorCode::Unauthorized,
                "the identity provider gave a new refresh token, which is kept only while Plimsoll "
                "runs: it never writes a kubeconfig",
                shortened(m_config.issuer, 200),
                "If kubectl asks for a login afterwards, the provider takes each refresh token once", 0});
        }
    }
    finish(token);
}

void OidcToken::finish(const Result<std::string>& result) {
    m_failed = result ? std::nullopt : std::optional(result.error());
    m_failedAt = std::chrono::steady_clock::now();
    const auto waiting = std::exchange(m_waiting, {});
    const QPointer<OidcToken> self(this);
    for (const auto& waiter : waiting) {
        if (waiter.who) {
            waiter.got(result);
        }
        if (!self) {
            return;
        }
    }
}

} // namespace plimsoll::kube
