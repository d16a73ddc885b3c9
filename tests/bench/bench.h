// SPDX-License-Identifier: Apache-2.0
// The measurements, one a process so that peak memory is its own, and what they print with.
#pragma once

#include "base/error.h"

#include <QProcess>
#include <QStringList>

#include <functional>
#include <vector>

namespace plimsoll::bench {

// The commands; the arguments follow the command's name. Each returns the process's exit code.
int demoLoad(const QStringList& arguments);       // REVISIONS
int demoWindow(const QStringList& arguments);     // REVISIONS SECONDS
int readDump(const QStringList& arguments);       // PROGRAM ROUNDS
int serve(const QStringList& arguments);          // FOLDER SERVICES REVISIONS
int store(const QStringList& arguments);          // SERVICES REVISIONS
int storm(const QStringList& arguments);          // SERVICES REVISIONS RATE SECONDS
int watch(const QStringList& arguments);          // the same
int window(const QStringList& arguments);         // KUBECONFIG SECONDS-AT-REST
int resting(const QStringList& arguments);        // the same
int slow(const QStringList& arguments);           // KUBECONFIG
int endpoints(const QStringList& arguments);      // KUBECONFIG SECONDS
int endpointsModel(const QStringList& arguments); // with|without KUBECONFIG MS
int carrier(const QStringList& arguments);        // KUBECONFIG ROUNDS
int discard(const QStringList& arguments);        // sockets|managers KUBECONFIG
int load(const QStringList& arguments);           // PROGRAM KUBECONFIG ROUNDS
int meshScale(const QStringList& arguments);      // ROUNDS
int picture(const QStringList& arguments);        // SERVICES REVISIONS ROUNDS

/// "  name            12.3 MB (at most 64 MB: met)"; no verdict without a limit.
void figure(const char* name, double value, const char* unit, double atMost = 0);
int complain(const Error& error);

/// Of a process (0: this one) so far, kB: VmHWM, and what is resident now.
[[nodiscard]] qint64 peakMemory(qint64 pid = 0);
[[nodiscard]] qint64 residentMemory(qint64 pid = 0);
/// User and system time of a process so far, s.
[[nodiscard]] double cpuSeconds(qint64 pid = 0);

/// One run of a program to its end.
struct Ran {
    int exitCode = -1;
    double seconds = 0; // from before its start until it has ended
    double cpu = 0;     // user and system, s
    double peakMb = 0;
    QByteArray output;
    QByteArray errors;
};
[[nodiscard]] Ran ran(const QString& program, const QStringList& arguments, bool keepOutput = false);
[[nodiscard]] double median(std::vector<double> values);

} // namespace plimsoll::bench
