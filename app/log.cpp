// SPDX-License-Identifier: Apache-2.0
#include "app/log.h"

#include "knative/journal.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QMutex>
#include <QRegularExpression>

#include <cstdio>

namespace plimsoll::app {
namespace {

constexpr qint64 sizeLimit = 1'000'000;
constexpr int verbosityOfRequests = 6; // as kubectl's
constexpr auto requestCategory = "plimsoll.request";

struct LogFile {
    QMutex mutex; // Qt's messages come from every thread
    QFile file;
};

LogFile& log() {
    // One program, one log: Qt's message handler takes no context. Never destroyed, because threads of Qt's
    // may still write when the program ends.
    static auto* const file = new LogFile;
    return *file;
}

/// Qt's own remarks on the machine that nobody can act on.
bool noise(const QString& message) {
    return message.contains(QLatin1String("propagateSizeHints")) ||
           message.contains(QLatin1String("XDG_RUNTIME_DIR"));
}

void write(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (noise(message)) {
        return;
    }
    const auto text = withoutSecrets(message);
    const auto level = type == QtDebugMsg     ? "debug"
                       : type == QtInfoMsg    ? "info"
                       : type == QtWarningMsg ? "warning"
                                              : "error";
    const auto line =
        QStringLiteral("%1 %2 %3: %4\n")
            .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs), QLatin1String(level),
                 QLatin1String(context.category != nullptr ? context.category : "default"), text);
    if (type == QtWarningMsg || type == QtCriticalMsg || type == QtFatalMsg ||
        qstrcmp(context.category, requestCategory) == 0) {
        std::fputs(line.toUtf8().constData(), stderr);
    }
    const QMutexLocker locked(&log().mutex);
    if (log().file.isOpen()) {
        log().file.write(line.toUtf8());
        log().file.flush();
    }
}

} // namespace

QString logPath() {
    const auto journal =
        QString::fromStdString(knative::defaultJournalPath()); // the state folder is the same
    return QFileInfo(journal).absolutePath() + QStringLiteral("/plimsoll.log");
}

void startLog(int verbosity) {
    if (verbosity >= verbosityOfRequests) {
        QLoggingCategory::setFilterRules(QLatin1String(requestCategory) + QStringLiteral(".info=true"));
    }
    const auto path = logPath();
    QDir().mkpath(QFileInfo(path).absolutePath());
    if (QFileInfo(path).size() > sizeLimit) {
        QFile::remove(path + QStringLiteral(".1"));
        QFile::rename(path, path + QStringLiteral(".1"));
    }
    auto& file = log().file;
    file.setFileName(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append)) {
        std::fprintf(stderr, "warning: %s: the log cannot be written: %s.\n", qUtf8Printable(path),
                     qUtf8Printable(file.errorString()));
    } else {
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }
    qInstallMessageHandler(write);
}

QString logTail(int lines) {
    QFile file(logPath());
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    file.seek(std::max<qint64>(0, file.size() - 64 * 1024));
    const auto all = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    return all.mid(std::max<qsizetype>(0, all.size() - lines)).join(QLatin1Char('\n'));
}

namespace {

struct Secrets {
    QRegularExpression pem{QStringLiteral("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*-----"),
                           QRegularExpression::DotMatchesEverythingOption};
    QRegularExpression bearer{QStringLiteral("(Bearer|Basic)\\s+[A-Za-z0-9._~+/=-]+")};
    QRegularExpression jwt{QStringLiteral("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9._-]+")};
    QRegularExpression named{QStringLiteral("(token|password|secret)([\"']?\\s*[:=]\\s*[\"']?)[^\\s\"',}]+"),
                             QRegularExpression::CaseInsensitiveOption};
};

} // namespace

QString withoutSecrets(QString text) {
    static const auto* const secrets = new Secrets; // outlives every thread that logs, as the log does
    text.replace(secrets->pem, QStringLiteral("(private key)"));
    text.replace(secrets->bearer, QStringLiteral("\\1 (hidden)"));
    text.replace(secrets->jwt, QStringLiteral("(hidden)"));
    text.replace(secrets->named, QStringLiteral("\\1\\2(hidden)"));
    return text;
}

} // namespace plimsoll::app
