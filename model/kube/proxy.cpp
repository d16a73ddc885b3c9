// SPDX-License-Identifier: Apache-2.0
#include "kube/proxy.h"

#include <QHostAddress>
#include <QUrl>

namespace plimsoll::kube {
namespace {

QString variable(const Environment& env, const std::string& upper, const std::string& lower) {
    for (const auto& name : {upper, lower}) {
        if (const auto value = env.variable(name); value && !value->empty()) {
            return QString::fromStdString(*value);
        }
    }
    return {};
}

/// One entry of NO_PROXY: "*", a CIDR, an address or a domain, the last two also with a port.
bool covers(QString entry, const QString& host, int port) {
    if (entry == u"*") {
        return true;
    }
    const QHostAddress address(host);
    if (entry.contains(u'/')) {
        const auto subnet = QHostAddress::parseSubnet(entry);
        return !address.isNull() && !subnet.first.isNull() && address.isInSubnet(subnet);
    }
    if (const auto colon = entry.lastIndexOf(u':'); colon > 0 && entry.count(u':') == 1) {
        if (entry.mid(colon + 1).toInt() != port) {
            return false;
        }
        entry.truncate(colon);
    }
    if (!address.isNull()) {
        return address == QHostAddress(entry);
    }
    if (entry.startsWith(u"*.")) {
        entry.remove(0, 1);
    }
    if (entry.startsWith(u'.')) {
        return host.endsWith(entry, Qt::CaseInsensitive);
    }
    return host.compare(entry, Qt::CaseInsensitive) == 0 ||
           host.endsWith(QLatin1Char('.') + entry, Qt::CaseInsensitive);
}

bool exempt(const QUrl& server, const QString& noProxy) {
    const auto host = server.host();
    if (host == u"localhost" || QHostAddress(host).isLoopback()) {
        return true;
    }
    const auto entries = noProxy.split(u',', Qt::SkipEmptyParts);
    const int port = server.port(server.scheme() == u"https" ? 443 : 80);
    for (const auto& entry : entries) {
        if (covers(entry.trimmed(), host, port)) {
            return true;
        }
    }
    return false;
}

} // namespace

Result<QNetworkProxy> proxyFor(const Config& config, const Environment& env) {
    const QUrl server(QString::fromStdString(config.server));
    auto text = QString::fromStdString(config.proxyUrl);
    std::string where = "proxy-url";
    if (text.isEmpty()) {
        const bool https = server.scheme() == u"https";
        where = https ? "HTTPS_PROXY" : "HTTP_PROXY";
        text =
            https ? variable(env, "HTTPS_PROXY", "https_proxy") : variable(env, "HTTP_PROXY", "http_proxy");
        if (text.isEmpty() || exempt(server, variable(env, "NO_PROXY", "no_proxy"))) {
            return QNetworkProxy(QNetworkProxy::NoProxy);
        }
        if (!text.contains(QStringLiteral("://"))) {
            text.prepend(QStringLiteral("http://"));
        }
    }
    const QUrl url(text);
    const auto shown = shortened(url.toDisplayString(QUrl::RemoveUserInfo).toStdString());
    if (!url.isValid() || url.host().isEmpty()) {
        return fail(ErrorCode::Input, "the proxy is no URL", where, "Write it as http://HOST:PORT");
    }
    if (url.scheme() == u"https") {
        return fail(ErrorCode::Input, "a proxy that is itself reached over https is not supported: " + shown,
                    where, "Use an http:// or socks5:// proxy");
    }
    const bool socks = url.scheme() == u"socks5" || url.scheme() == u"socks5h";
    if (!socks && url.scheme() != u"http") {
        return fail(ErrorCode::Input, "unsupported proxy scheme in " + shown + ", must be http or socks5",
                    where);
    }
    QNetworkProxy proxy(socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
                        static_cast<quint16>(url.port(socks ? 1080 : 80)));
    proxy.setUser(url.userName(QUrl::FullyDecoded));
    proxy.setPassword(url.password(QUrl::FullyDecoded));
    return proxy;
}

} // namespace plimsoll::kube
