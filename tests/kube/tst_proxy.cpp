// SPDX-License-Identifier: Apache-2.0
#include "kube/proxy.h"
#include "support/testmain.h"

#include <QTest>

using namespace plimsoll;
using namespace plimsoll::kube;

namespace {

/// "http host:port", "direct" or the error's sentence.
QString shown(const Result<QNetworkProxy>& proxy) {
    if (!proxy) {
        return QString::fromStdString(proxy.error().sentence());
    }
    if (proxy->type() == QNetworkProxy::NoProxy) {
        return QStringLiteral("direct");
    }
    return QStringLiteral("%1 %2:%3 %4%5")
        .arg(proxy->type() == QNetworkProxy::Socks5Proxy ? QStringLiteral("socks5") : QStringLiteral("http"),
             proxy->hostName())
        .arg(proxy->port())
        .arg(proxy->user(), proxy->password())
        .trimmed();
}

} // namespace

class ProxyTest : public QObject {
    Q_OBJECT

private slots:
    void choosesLikeGo_data() {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("proxyUrl");
        QTest::addColumn<QString>("environment");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* server, const char* url, const char* env,
                            const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(server) << QString::fromUtf8(url)
                                << QString::fromUtf8(env) << QString::fromUtf8(expected);
        };
        constexpr auto far = "https://api.far.example:6443";
        row("none", far, "", "", "direct");
        row("proxy-url", far, "http://p:3128", "HTTPS_PROXY=http://other:1", "http p:3128");
        row("socks5", far, "socks5://p", "", "socks5 p:1080");
        row("login", far, "http://me:pa%40ss@p:1", "", "http p:1 mepa@ss");
        row("proxy-url for localhost", "https://127.0.0.1:1", "http://p:3128", "", "http p:3128");
        row("https proxy", far, "https://me:secret@p:3128", "",
            "proxy-url: a proxy that is itself reached over https is not supported: https://p:3128. Use an "
            "http:// or socks5:// proxy.");
        row("environment", far, "", "HTTPS_PROXY=p:3128", "http p:3128");
        row("lower case", far, "", "https_proxy=http://p:3128", "http p:3128");
        row("of the other scheme", far, "", "HTTP_PROXY=http://p:3128", "direct");
        row("http server", "http://api.far.example", "", "HTTP_PROXY=http://p:3128", "http p:3128");
        row("localhost", "https://localhost:6443", "", "HTTPS_PROXY=http://p:3128", "direct");
        row("loopback", "https://127.1.2.3:6443", "", "HTTPS_PROXY=http://p:3128", "direct");
        row("IPv6 loopback", "https://[::1]:6443", "", "HTTPS_PROXY=http://p:3128", "direct");
        row("star", far, "", "HTTPS_PROXY=http://p:1 NO_PROXY=*", "direct");
        row("domain", far, "", "HTTPS_PROXY=http://p:1 NO_PROXY=x.org,far.example", "direct");
        row("dot domain", far, "", "HTTPS_PROXY=http://p:1 NO_PROXY=.far.example", "direct");
        row("star domain", far, "", "HTTPS_PROXY=http://p:1 NO_PROXY=*.far.example", "direct");
        row("dot domain is not itself", "https://far.example", "",
            "HTTPS_PROXY=http://p:1 NO_PROXY=.far.example", "http p:1");
        row("no part of a word", far, "", "HTTPS_PROXY=http://p:1 NO_PROXY=ar.example", "http p:1");
        row("port", far, "", "HTTPS_PROXY=http://p:1 no_proxy=far.example:6443", "direct");
        row("other port", far, "", "HTTPS_PROXY=http://p:1 no_proxy=far.example:443", "http p:1");
        row("address", "https://10.1.2.3", "", "HTTPS_PROXY=http://p:1 NO_PROXY=10.1.2.3", "direct");
        row("CIDR", "https://10.1.2.3", "", "HTTPS_PROXY=http://p:1 NO_PROXY=192.168.0.0/16,10.0.0.0/8",
            "direct");
        row("outside the CIDR", "https://11.1.2.3", "", "HTTPS_PROXY=http://p:1 NO_PROXY=10.0.0.0/8",
            "http p:1");
        row("broken CIDR", "https://11.1.2.3", "", "HTTPS_PROXY=http://p:1 NO_PROXY=10.0.0.0/99", "http p:1");
        row("no URL", far, "", "HTTPS_PROXY=http://",
            "HTTPS_PROXY: the proxy is no URL. Write it as http://HOST:PORT.");
    }
    void choosesLikeGo() {
        QFETCH(QString, server);
        QFETCH(QString, proxyUrl);
        QFETCH(QString, environment);
        QFETCH(QString, expected);
        Config config;
        config.server = server.toStdString();
        config.proxyUrl = proxyUrl.toStdString();
        Environment env;
        env.variable = [&environment](const std::string& name) -> std::optional<std::string> {
            for (const auto& setting : environment.split(u' ')) {
                if (setting.section(u'=', 0, 0).toStdString() == name) {
                    return setting.section(u'=', 1).toStdString();
                }
            }
            return std::nullopt;
        };
        QCOMPARE(shown(proxyFor(config, env)), expected);
    }
};

PLIMSOLL_TEST(ProxyTest)

#include "tst_proxy.moc"
