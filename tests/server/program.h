// SPDX-License-Identifier: Apache-2.0
// The program as a person runs it against one kubeconfig, with a home folder of its own.
#pragma once

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QTemporaryDir>

namespace plimsoll::test {

class Program {
public:
    struct Run {
        int code = -1;
        QString out;
        QString error;
    };

    /// An empty kubeconfig: none at all.
    explicit Program(QString kubeconfig) : m_kubeconfig(std::move(kubeconfig)) {}

    Run run(const QStringList& arguments) {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("KUBERNETES_SERVICE_HOST"));
        environment.insert(QStringLiteral("KUBECONFIG"), m_kubeconfig);
        environment.insert(QStringLiteral("HOME"), m_home.path());
        environment.insert(QStringLiteral("XDG_STATE_HOME"), m_home.path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.path());
        process.setProcessEnvironment(environment);
        process.start(qEnvironmentVariable("PLIMSOLL_PROGRAM"), arguments);
        process.closeWriteChannel();
        if (!process.waitForFinished(120'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

    nlohmann::json json(std::initializer_list<QString> arguments) {
        const auto done = run(arguments);
        if (done.code != 0) {
            qWarning("%s", qPrintable(done.error));
        }
        return nlohmann::json::parse(done.out.toStdString(), nullptr, false);
    }

private:
    QString m_kubeconfig;
    QTemporaryDir m_home;
};

} // namespace plimsoll::test
