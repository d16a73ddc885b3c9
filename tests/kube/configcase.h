// SPDX-License-Identifier: Apache-2.0
// A kubeconfig case as text: files, flags and environment, and what comes of them.
#pragma once

#include "kube/kubeconfig.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>
#include <QStringList>
#include <QTest>

namespace plimsoll::test {

/// A kubeconfig of cluster c, user u and context x, each with the given fields (YAML flow).
inline QByteArray kubeconfig(const QByteArray& cluster = "server: 'https://c:6443'",
                             const QByteArray& user = {}, const QByteArray& context = "cluster: c, user: u") {
    return "apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters:\n- name: c\n  cluster: {" + cluster +
           "}\nusers:\n- name: u\n  user: {" + user + "}\ncontexts:\n- name: x\n  context: {" + context +
           "}\n";
}

/// Sets flags written as "context=x server=y as-group=z".
inline kube::Flags flagsOf(const QString& text) {
    using F = kube::Flags;
    static const std::map<QString, std::optional<std::string> F::*> texts{
        {QStringLiteral("kubeconfig"), &F::kubeconfig},
        {QStringLiteral("context"), &F::context},
        {QStringLiteral("cluster"), &F::cluster},
        {QStringLiteral("user"), &F::user},
        {QStringLiteral("n"), &F::ns},
        {QStringLiteral("server"), &F::server},
        {QStringLiteral("token"), &F::token},
        {QStringLiteral("username"), &F::username},
        {QStringLiteral("password"), &F::password},
        {QStringLiteral("certificate-authority"), &F::certificateAuthority},
        {QStringLiteral("client-certificate"), &F::clientCertificate},
        {QStringLiteral("client-key"), &F::clientKey},
        {QStringLiteral("tls-server-name"), &F::tlsServerName},
        {QStringLiteral("proxy-url"), &F::proxyUrl},
        {QStringLiteral("as-uid"), &F::asUid},
        {QStringLiteral("as"), &F::as}};
    F flags;
    const auto words = text.split(u' ', Qt::SkipEmptyParts);
    for (const auto& word : words) {
        const auto name = word.section(u'=', 0, 0);
        const auto value = word.section(u'=', 1).toStdString();
        if (const auto at = texts.find(name); at != texts.end()) {
            flags.*(at->second) = value;
        } else if (name == u"insecure") {
            flags.insecureSkipTlsVerify = value == "true";
        } else if (name == u"disable-compression") {
            flags.disableCompression = value == "true";
        } else if (name == u"as-group") {
            flags.asGroups.push_back(value);
        } else if (name == u"as-user-extra") {
            flags.asExtra[value.substr(0, value.find('='))].push_back(value.substr(value.find('=') + 1));
        } else {
            qFatal("no such flag");
        }
    }
    return flags;
}

/// "server=… ns=…": what is set, or "error: " and the sentence. The test's folder is written as DIR.
inline QString shown(const Result<kube::Config>& config, const QString& folder) {
    if (!config) {
        return QStringLiteral("error: ") +
               QString::fromStdString(config.error().sentence()).replace(folder, QStringLiteral("DIR"));
    }
    QStringList parts;
    const auto add = [&parts](const char* name, const std::string& value) {
        if (!value.empty()) {
            parts.push_back(QString::fromUtf8(name) + u'=' + QString::fromStdString(value));
        }
    };
    add("context", config->context);
    add("server", config->server);
    add("ns", config->ns);
    add("ca", config->caPem);
    add("caFile", config->caFile);
    add("insecure", config->insecureSkipTlsVerify ? "true" : "");
    add("name", config->tlsServerName);
    add("proxy", config->proxyUrl);
    add("compression", config->disableCompression ? "no" : "");
    add("cert", config->certPem);
    add("certFile", config->certFile);
    add("key", config->keyPem);
    add("keyFile", config->keyFile);
    add("token", config->token);
    add("tokenFile", config->tokenFile);
    add("username", config->username);
    add("password", config->password);
    add("exec", config->exec ? config->exec->command : "");
    add("extension", config->exec ? config->exec->clusterExtension : "");
    add("oidc", config->oidc ? config->oidc->issuer : "");
    add("oidcCa", config->oidc ? config->oidc->caFile : "");
    add("as", config->impersonateUser);
    add("uid", config->impersonateUid);
    for (const auto& group : config->impersonateGroups) {
        add("group", group);
    }
    for (const auto& [key, values] : config->impersonateExtra) {
        for (const auto& value : values) {
            add("extra", key + ":" + value);
        }
    }
    return parts.join(u' ').replace(folder, QStringLiteral("DIR"));
}

/// Writes "@path" lines, each followed by the file's text, below the folder. DIR in them is the folder.
inline void writeFiles(const QString& folder, QByteArray files) {
    files.replace("DIR", folder.toUtf8());
    const auto parts = ("\n" + files).split('@');
    for (const auto& part : parts.mid(1)) {
        const auto end = part.indexOf('\n');
        const auto path = folder + u'/' + QString::fromUtf8(part.left(end));
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(part.mid(end + 1));
    }
}

/// Variables written as "A=b C=d"; home is the folder's "home", the service account's its "account".
inline kube::Environment environmentOf(const QString& folder, QString text) {
    text.replace(QStringLiteral("DIR"), folder);
    kube::Environment env;
    env.home = (folder + QStringLiteral("/home")).toStdString();
    env.serviceAccount = (folder + QStringLiteral("/account")).toStdString();
    env.variable = [text](const std::string& name) -> std::optional<std::string> {
        for (const auto& setting : text.split(u' ', Qt::SkipEmptyParts)) {
            if (setting.section(u'=', 0, 0).toStdString() == name) {
                return setting.section(u'=', 1).toStdString();
            }
        }
        return std::nullopt;
    };
    return env;
}

} // namespace plimsoll::test
