// SPDX-License-Identifier: Apache-2.0
// What the rows of the kubeconfig matrix are made of.
#pragma once

#include "kube/configcase.h"

#include <QTemporaryDir>

namespace plimsoll::test {

inline const QByteArray server = "server: 'https://c:6443'";
inline const QByteArray ref = "cluster: c, user: u";
inline const QByteArray v1 = "apiVersion: client.authentication.k8s.io/v1";
inline const QByteArray exec = "command: p, " + v1 + ", interactiveMode: Never";
inline const QByteArray pems = "@home/.kube/ca.crt\nCA\n@home/.kube/c.crt\nCERT\n@home/.kube/c.key\nKEY\n"
                               "@home/.kube/tok\nTOKEN\n";
constexpr auto inPod = "KUBERNETES_SERVICE_HOST=10.0.0.1 KUBERNETES_SERVICE_PORT=443";
inline const QByteArray account = "@account/token\nT\n@account/ca.crt\nCA\n@account/namespace\nshop\n";

/// ~/.kube/config, with the files that it may name beside it.
inline QByteArray home(const QByteArray& cluster = server, const QByteArray& user = {},
                       const QByteArray& context = ref) {
    return pems + "@home/.kube/config\n" + kubeconfig(cluster, user, context);
}
inline QByteArray homeUser(const QByteArray& user) {
    return home(server, user);
}
inline QByteArray homeText(const QByteArray& text) {
    return pems + "@home/.kube/config\n" + text;
}

inline void columns() {
    QTest::addColumn<QByteArray>("files");
    QTest::addColumn<QString>("flags");
    QTest::addColumn<QString>("environment");
    QTest::addColumn<QString>("expected");
}

inline void row(const char* name, const QByteArray& files, const char* flags, const char* env,
                const char* expected) {
    QTest::newRow(name) << files << QString::fromUtf8(flags) << QString::fromUtf8(env)
                        << QString::fromUtf8(expected);
}

inline void check() {
    QFETCH(QByteArray, files);
    QFETCH(QString, flags);
    QFETCH(QString, environment);
    QFETCH(QString, expected);
    const QTemporaryDir folder;
    writeFiles(folder.path(), files);
    const auto given = flagsOf(flags.replace(QStringLiteral("DIR"), folder.path()));
    const auto config = kube::configFor(given, environmentOf(folder.path(), environment));
    QCOMPARE(shown(config, folder.path()), expected);
}

} // namespace plimsoll::test
