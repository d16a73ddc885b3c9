// SPDX-License-Identifier: Apache-2.0
#include "kube/connections.h"

#include "kube/proxy.h"
#include "kube/words.h"

#include <QNetworkReply>
#include <QUrl>

#include <algorithm>

namespace plimsoll::kube {
namespace {

constexpr long streamsAManager = 5;
constexpr std::chrono::milliseconds nearby{20}; // there and back, in a data centre or on one's own machine

bool https(const Config& config) {
    return config.server.starts_with("https:");
}

/// client-go's headerKeyEscape: what may not stand in a header's name is percent-encoded.
std::string headerKey(const std::string& key) {
    static constexpr std::string_view allowed = "!#$&'*+-.^_`|~";
    std::string out;
    for (const char c : key) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           allowed.find(c) != std::string_view::npos;
        out += plain ? std::string(1, c) : encoded(std::string_view(&c, 1));
    }
    return out;
}

/// Qt keeps one value a header name; over HTTP/1.1 further lines fit into the value.
QByteArray repeated(const QByteArray& name, const std::vector<std::string>& values) {
    QByteArray all;
    for (const auto& value : values) {
        all += (all.isEmpty() ? QByteArray() : "\r\n" + name + ": ") + QByteArray::fromStdString(value);
    }
    return all;
}

} // namespace

Connections::Connections(const Config& config, const Environment& env)
    : m_config(config), m_proxy(proxyFor(config, env)) {}

Manager Connections::makeManager() const {
    Manager manager(new QNetworkAccessManager, [](QNetworkAccessManager* done) { done->deleteLater(); });
    manager->setProxy(*m_proxy);
    manager->setAutoDeleteReplies(false);
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    return manager;
}

Result<void> Connections::identify(const Credential& credential) {
    if (!m_proxy) {
        return tl::unexpected(m_proxy.error());
    }
    if (m_identity != credential.identity) {
        m_identity = credential.identity;
        m_ordinary.reset();
        m_streams.clear();
        if (https(m_config)) {
            m_ssl = sslConfiguration(m_config, credential.caPem, credential.certPem, credential.keyPem);
        }
    }
    if (!m_ssl) {
        return tl::unexpected(m_ssl.error());
    }
    return {};
}

Result<Connections::Way> Connections::ordinary(const Request& request, const Credential& credential) {
    if (auto ready = identify(credential); !ready) {
        return tl::unexpected(ready.error());
    }
    auto made = make(request, credential);
    if (!made) {
        return tl::unexpected(made.error());
    }
    if (!m_ordinary) {
        m_ordinary = makeManager();
    }
    return Way{m_ordinary, *made};
}

Result<Connections::Way> Connections::stream(const Request& request, const Credential& credential) {
    if (auto ready = identify(credential); !ready) {
        return tl::unexpected(ready.error());
    }
    auto made = make(request, credential);
    if (!made) {
        return tl::unexpected(made.error());
    }
    if (compressed()) {
        made->setRawHeader("Accept-Encoding", {}); // Qt asks for what it can unpack, and does
    }
    m_streams.erase(
        std::remove_if(m_streams.begin(), m_streams.end(), [](const auto& weak) { return weak.expired(); }),
        m_streams.end());
    for (const auto& weak : m_streams) {
        if (weak.use_count() < streamsAManager) { // each stream holds it once
            return Way{weak.lock(), *made};
        }
    }
    auto manager = makeManager();
    m_streams.push_back(manager);
    return Way{std::move(manager), *made};
}

Result<Upgrade> Connections::upgrade(const Request& request, const Credential& credential) {
    if (auto ready = identify(credential); !ready) {
        return tl::unexpected(ready.error());
    }
    const auto made = make(request, credential);
    if (!made) {
        return tl::unexpected(made.error());
    }
    Upgrade upgrade{made->url(), {}, made->sslConfiguration(), made->peerVerifyName(), *m_proxy};
    for (const auto& name : made->rawHeaderList()) {
        if (name != "Accept-Encoding") {
            upgrade.headers.emplaceBack(name, made->rawHeader(name));
        }
    }
    return upgrade;
}

void Connections::answered(std::chrono::milliseconds took) {
    m_quickest = std::min(m_quickest.value_or(took), took);
}

bool Connections::compressed() const {
    return m_quickest > nearby && !m_config.disableCompression;
}

Result<QNetworkRequest> Connections::make(const Request& request, const Credential& credential) const {
    const auto url = QUrl::fromEncoded(QByteArray::fromStdString(m_config.server + request.path));
    QNetworkRequest made(url);
    made.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    made.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    made.setDecompressedSafetyCheckThreshold(-1);
    made.setTransferTimeout(static_cast<int>(std::min<std::int64_t>(request.timeout.count(), 1 << 30)));
    made.setRawHeader("User-Agent",
                      "plimsoll/" PLIMSOLL_VERSION); // Qt's own makes the server indent its JSON
    made.setRawHeader("Accept", request.accept);
    made.setRawHeader("Accept-Encoding", "identity");
    if (!request.contentType.isEmpty()) {
        made.setRawHeader("Content-Type", request.contentType);
    }
    if (https(m_config)) { // as client-go: no credential goes over plain http
        made.setSslConfiguration(*m_ssl);
        if (!m_config.tlsServerName.empty()) {
            made.setPeerVerifyName(QString::fromStdString(m_config.tlsServerName));
        }
        if (!credential.authorization.isEmpty()) {
            made.setRawHeader("Authorization", credential.authorization);
        }
    }
    if (auto done = impersonate(made); !done) {
        return tl::unexpected(done.error());
    }
    return made;
}

Result<void> Connections::impersonate(QNetworkRequest& made) const {
    std::vector<std::string> all = m_config.impersonateGroups;
    all.push_back(m_config.impersonateUser);
    all.push_back(m_config.impersonateUid);
    for (const auto& [key, values] : m_config.impersonateExtra) {
        all.insert(all.end(), values.begin(), values.end());
    }
    if (!std::all_of(all.begin(), all.end(), headerSafe)) {
        return fail(ErrorCode::Input, "a user, group or extra to impersonate holds a control character", {},
                    "Check as, as-groups and as-user-extra in the kubeconfig, or --as and --as-group");
    }
    const auto set = [&made](const QByteArray& name, const std::vector<std::string>& values) {
        if (!values.empty()) {
            made.setRawHeader(name, repeated(name, values));
        }
    };
    if (!m_config.impersonateUser.empty()) {
        set("Impersonate-User", {m_config.impersonateUser});
    }
    if (!m_config.impersonateUid.empty()) {
        set("Impersonate-Uid", {m_config.impersonateUid});
    }
    set("Impersonate-Group", m_config.impersonateGroups);
    for (const auto& [key, values] : m_config.impersonateExtra) {
        set("Impersonate-Extra-" + QByteArray::fromStdString(headerKey(key)), values);
    }
    return {};
}

QNetworkReply* begin(const Connections::Way& way, const Request& request) {
    if (request.method == "GET" && request.body.isEmpty()) {
        return way.manager->get(way.request);
    }
    return way.manager->sendCustomRequest(way.request, request.method, request.body);
}

std::string shownServer(const Config& config) {
    return QUrl(QString::fromStdString(config.server)).toDisplayString(QUrl::RemoveUserInfo).toStdString();
}

} // namespace plimsoll::kube
