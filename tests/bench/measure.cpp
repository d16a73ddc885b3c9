// SPDX-License-Identifier: Apache-2.0
#include "bench/bench.h"

#include <unistd.h>

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <cstdio>

namespace plimsoll::bench {
namespace {

QString procFile(qint64 pid, const char* name) {
    return QStringLiteral("/proc/%1/%2")
        .arg(pid == 0 ? QStringLiteral("self") : QString::number(pid), QLatin1String(name));
}

qint64 statusLine(qint64 pid, const char* name) {
    QFile status(procFile(pid, "status"));
    if (!status.open(QIODevice::ReadOnly)) {
        return 0;
    }
    for (const auto& line : status.readAll().split('\n')) {
        if (line.startsWith(name)) {
            return line.mid(line.indexOf(':') + 1).trimmed().split(' ').value(0).toLongLong();
        }
    }
    return 0;
}

} // namespace

void figure(const char* name, double value, const char* unit, double atMost) {
    std::printf("  %-52s %10.2f %s", name, value, unit);
    if (atMost > 0) {
        std::printf("  (at most %g: %s)", atMost, value <= atMost ? "met" : "NOT met");
    }
    std::printf("\n");
    std::fflush(stdout);
}

int complain(const Error& error) {
    std::fprintf(stderr, "error: %s\n", error.sentence().c_str());
    return 1;
}

qint64 peakMemory(qint64 pid) {
    return statusLine(pid, "VmHWM:");
}

qint64 residentMemory(qint64 pid) {
    return statusLine(pid, "VmRSS:");
}

double cpuSeconds(qint64 pid) {
    QFile stat(procFile(pid, "stat"));
    if (!stat.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const auto text = stat.readAll();
    const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' '); // from the third field on
    const auto ticks = fields.value(11).toLongLong() + fields.value(12).toLongLong();
    return static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

Ran ran(const QString& program, const QStringList& arguments, bool keepOutput) {
    Ran result;
    QProcess process;
    if (!keepOutput) {
        process.setStandardOutputFile(QProcess::nullDevice());
    }
    QElapsedTimer clock;
    clock.start();
    process.start(program, arguments);
    if (!process.waitForStarted()) {
        result.errors = process.errorString().toUtf8();
        return result;
    }
    const auto pid = process.processId();
    while (!process.waitForFinished(10) && process.state() != QProcess::NotRunning) {
        result.peakMb = std::max(result.peakMb, static_cast<double>(peakMemory(pid)) / 1000);
        result.cpu = std::max(result.cpu, cpuSeconds(pid));
    }
    result.seconds = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    result.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    result.output = keepOutput ? process.readAllStandardOutput() : QByteArray();
    result.errors = process.readAllStandardError();
    return result;
}

double median(std::vector<double> values) {
    if (values.empty()) {
        return 0;
    }
    std::ranges::sort(values);
    return values[values.size() / 2];
}

} // namespace plimsoll::bench
