// SPDX-License-Identifier: Apache-2.0
#include "kube/kubeconfigwatch.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <tuple>
#include <vector>

namespace plimsoll::kube {
namespace {

constexpr std::chrono::milliseconds usualQuiet{300};

/// The folder that a file is, or would be, in; where that does not exist yet, the nearest one above it.
QString nearestFolder(const QString& path) {
    QFileInfo folder(QFileInfo(path).absolutePath());
    while (!folder.isDir() && !folder.isRoot()) {
        folder.setFile(folder.absolutePath());
    }
    return folder.filePath();
}

QStringList pathsOf(const Flags& flags, const Environment& env) {
    QStringList paths;
    for (const auto& path : kubeconfigPaths(flags, env)) {
        paths << QString::fromStdString(path);
    }
    return paths;
}

Config withoutFiles(Config config) {
    const auto forget = [](std::string& pem, const std::string& file) {
        if (!file.empty()) {
            pem.clear();
        }
    };
    forget(config.caPem, config.caFile);
    forget(config.certPem, config.certFile);
    forget(config.keyPem, config.keyFile);
    return config;
}

auto credentialsOf(const Config& c) {
    return std::tie(c.certPem, c.keyPem, c.certFile, c.keyFile, c.token, c.tokenFile, c.username, c.password,
                    c.exec, c.oidc, c.impersonateUser, c.impersonateUid, c.impersonateGroups,
                    c.impersonateExtra);
}

/// The way to the server.
auto lineOf(const Config& c) {
    return std::tie(c.caPem, c.caFile, c.insecureSkipTlsVerify, c.tlsServerName, c.proxyUrl,
                    c.disableCompression, c.requestTimeout);
}

} // namespace

KubeconfigWatch::KubeconfigWatch(Flags flags, Environment env, QObject* parent)
    : QObject(parent), m_flags(std::move(flags)), m_env(std::move(env)) {
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(usualQuiet);
    connect(&m_quiet, &QTimer::timeout, this, &KubeconfigWatch::look);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { m_quiet.start(); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (!m_quiet.isActive()) { // in a folder where something always happens it would never end
            m_quiet.start();
        }
    });
    arm();
    m_stamp = stamp();
    m_contents = contents();
}

void KubeconfigWatch::setQuiet(std::chrono::milliseconds quiet) {
    m_quiet.setInterval(quiet);
}

/// What is watched is an inode: after a file was replaced or a link turned it is no longer the one that the
/// name leads to, so all are taken up anew. A link is watched at both of its ends.
void KubeconfigWatch::arm() {
    if (const auto watched = m_watcher.files() + m_watcher.directories(); !watched.isEmpty()) {
        m_watcher.removePaths(watched);
    }
    QStringList wanted;
    for (const auto& path : pathsOf(m_flags, m_env)) {
        wanted << nearestFolder(path);
        if (const auto real = QFileInfo(path).canonicalFilePath(); !real.isEmpty()) {
            wanted << real << QFileInfo(real).path();
        }
    }
    wanted.removeDuplicates();
    if (!wanted.isEmpty()) {
        m_watcher.addPaths(wanted);
    }
}

void KubeconfigWatch::look() {
    arm(); // before looking: what happens from here on is told again
    auto stamped = stamp();
    if (stamped == m_stamp) {
        return;
    }
    m_stamp = std::move(stamped);
    auto read = contents();
    if (read != m_contents) {
        m_contents = std::move(read);
        emit changed();
    }
}

QByteArray KubeconfigWatch::stamp() const {
    QByteArray all;
    for (const auto& path : pathsOf(m_flags, m_env)) {
        const QFileInfo file(path);
        all += path.toUtf8() + '\n';
        if (file.exists()) {
            all += file.canonicalFilePath().toUtf8() + '\n' + QByteArray::number(file.size()) + ' ' +
                   QByteArray::number(file.lastModified().toMSecsSinceEpoch()) + ' ' +
                   QByteArray::number(file.fileTime(QFileDevice::FileMetadataChangeTime).toMSecsSinceEpoch());
        }
        all += '\n';
    }
    return all;
}

QByteArray KubeconfigWatch::contents() const {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto& path : pathsOf(m_flags, m_env)) {
        QFile file(path);
        const bool there = file.open(QIODevice::ReadOnly);
        hash.addData(path.toUtf8() + (there ? "\n+" : "\n-"));
        if (there) {
            hash.addData(&file);
        }
    }
    return hash.result();
}

std::string differences(const Config& before, const Config& now) {
    const auto a = withoutFiles(before);
    const auto b = withoutFiles(now);
    std::vector<std::string> words;
    if (a.server != b.server) {
        words.emplace_back("server");
    }
    if (credentialsOf(a) != credentialsOf(b)) {
        words.emplace_back("credentials");
    }
    if (a.ns != b.ns) {
        words.emplace_back("namespace");
    }
    if (lineOf(a) != lineOf(b)) {
        words.emplace_back("connection settings");
    }
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    }
    return text;
}

} // namespace plimsoll::kube
