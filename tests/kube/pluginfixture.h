// SPDX-License-Identifier: Apache-2.0
// A folder with a credential plugin, and what a client's credentials say.
#pragma once

#include "kube/certificates.h"
#include "kube/credentials.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace plimsoll::test {

using kube::Config;
using kube::Credential;
using kube::Credentials;
using kube::ExecConfig;

constexpr auto v1 = "client.authentication.k8s.io/v1";

/// A clock that stands still until it is told.
struct FakeClock {
    std::chrono::steady_clock::time_point time = std::chrono::steady_clock::now();
    Credentials::Clock read() {
        return [this] { return time; };
    }
};

/// A folder with a plugin, which counts its runs in a file.
class Plugin {
public:
    explicit Plugin(const QByteArray& script) {
        write(QStringLiteral("plugin"), "#!/bin/sh\necho run >> " + path("runs").toUtf8() + "\nn=$(wc -l < " +
                                            path("runs").toUtf8() + ")\n" + script);
        QFile::setPermissions(path("plugin"), QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner);
    }
    void write(const QString& name, const QByteArray& bytes) const {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    [[nodiscard]] QByteArray read(const char* name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] int runs() const { return static_cast<int>(read("runs").count('\n')); }
    [[nodiscard]] Config config() const {
        Config config;
        config.context = "harbour";
        config.server = "https://127.0.0.1:1";
        config.caPem = test::authority;
        config.exec = ExecConfig();
        config.exec->command = path("plugin").toStdString();
        config.exec->apiVersion = v1;
        config.exec->interactiveMode = "IfAvailable";
        return config;
    }

private:
    QTemporaryDir m_folder;
};

/// A script's line that prints a credential; $n is the number of the run.
inline QByteArray prints(const QByteArray& status) {
    QByteArray quoted = status;
    quoted.replace('"', "\\\"");
    return "printf '%s\\n' \"{\\\"kind\\\":\\\"ExecCredential\\\",\\\"apiVersion\\\":\\\"" + QByteArray(v1) +
           "\\\",\\\"status\\\":{" + quoted + "}}\"\n";
}

inline std::optional<Result<Credential>> got(Credentials& credentials, int wait = 10'000) {
    auto answer = std::make_shared<std::optional<Result<Credential>>>();
    credentials.get([answer](const Result<Credential>& result) { *answer = result; });
    (void)QTest::qWaitFor([&] { return answer->has_value(); }, wait);
    return *answer;
}

inline QString shown(const std::optional<Result<Credential>>& result) {
    if (!result) {
        return QStringLiteral("nothing yet");
    }
    return *result ? QString::fromUtf8((*result)->authorization)
                   : QString::fromStdString(result->error().sentence());
}

} // namespace plimsoll::test
