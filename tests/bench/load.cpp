// SPDX-License-Identifier: Apache-2.0
// From process start to a complete model, against curl of the same lists, alternating.
#include "bench/bench.h"
#include "bench/curl.h"

#include <QStandardPaths>

#include <algorithm>
#include <cstdio>

namespace plimsoll::bench {
namespace {

void kubectl(const QString& kubeconfig) {
    const auto program = QStandardPaths::findExecutable(QStringLiteral("kubectl"));
    if (program.isEmpty()) {
        std::printf("  no kubectl found in PATH: its figures are left out\n");
        return;
    }
    const auto one = ran(program, {QStringLiteral("--kubeconfig"), kubeconfig, QStringLiteral("get"),
                                   QStringLiteral("services"), QStringLiteral("-A"), QStringLiteral("-o"),
                                   QStringLiteral("json")});
    if (one.exitCode != 0) {
        std::printf("  kubectl failed: %s\n", one.errors.constData());
        return;
    }
    figure("kubectl get services -A -o json", one.seconds, "s");
    figure("… its peak memory", one.peakMb, "MB");
}

} // namespace

int load(const QStringList& arguments) {
    const QString program = arguments.value(0);
    const QString kubeconfig = arguments.value(1);
    const int rounds = std::max(1, arguments.value(2).toInt());
    const QStringList words{QStringLiteral("status"), QStringLiteral("--kubeconfig"), kubeconfig,
                            QStringLiteral("-o"), QStringLiteral("json")};
    const auto curl = curlArguments(kubeconfig, listPaths());
    std::vector<double> ours;
    std::vector<double> theirs;
    std::vector<double> ratios;
    double cpu = 0;
    double peak = 0;
    double curlCpu = 0;
    for (int round = 0; round < rounds; ++round) {
        const auto yardstick = ran(QStringLiteral("curl"), curl);
        const auto plimsoll = ran(program, words);
        if (yardstick.exitCode != 0 || plimsoll.exitCode != 0) {
            std::fprintf(stderr, "error: %s%s\n", yardstick.errors.constData(), plimsoll.errors.constData());
            return 1;
        }
        theirs.push_back(yardstick.seconds);
        ours.push_back(plimsoll.seconds);
        ratios.push_back(plimsoll.seconds / yardstick.seconds);
        cpu = std::max(cpu, plimsoll.cpu);
        curlCpu = std::max(curlCpu, yardstick.cpu);
        peak = std::max(peak, plimsoll.peakMb);
    }
    std::printf(
        "load: the command-line program, %d rounds, alternating with curl (HTTP/1.1, no compression)\n",
        rounds);
    figure("curl of the same lists, median", median(theirs), "s");
    figure("… its CPU time", curlCpu, "s");
    figure("from process start to a complete model, median", median(ours), "s");
    figure("… its CPU time", cpu, "s");
    figure("ratio of the medians", median(ours) / median(theirs), "", 1.5);
    figure("… smallest of a round", *std::ranges::min_element(ratios), "");
    figure("… largest of a round", *std::ranges::max_element(ratios), "");
    figure("peak resident memory", peak, "MB", 64);
    kubectl(kubeconfig);
    return 0;
}

} // namespace plimsoll::bench
