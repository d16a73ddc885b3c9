// SPDX-License-Identifier: Apache-2.0
// A storm of changes: none is lost, memory stays, and how long it takes from the server's answer until a
// Picture shows the change.
#include "bench/bench.h"
#include "bench/livesource.h"
#include "bench/monotonic.h"
#include "engine/loader.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <unordered_map>

namespace plimsoll::bench {
namespace {

engine::SourceFactory liveOf(const std::string& url) {
    kube::Config config;
    config.server = url;
    return liveSource(config);
}

void spin(int ms, const std::function<bool()>& done) {
    QEventLoop loop;
    QTimer end;
    QObject::connect(&end, &QTimer::timeout, &loop, &QEventLoop::quit);
    end.start(ms);
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (done()) {
            loop.quit();
        }
    });
    poll.start(10);
    loop.exec();
}

/// The latency of every change that a picture is the first to show. Changes that were overtaken by a later
/// one of the same object before any picture came do not count: nobody could have seen them.
class Seen {
public:
    void look(const engine::Picture& picture) {
        const auto now = monotonicMs();
        for (const auto& revision : picture.revisions) {
            if (!revision.reason.starts_with("At")) {
                continue;
            }
            const auto sent = std::strtoll(revision.reason.c_str() + 2, nullptr, 10);
            auto& last = m_last[revision.ns + "/" + revision.name];
            if (sent != last) {
                last = sent;
                latencies.push_back(static_cast<double>(now - sent));
            }
        }
    }
    std::vector<double> latencies;

private:
    std::unordered_map<std::string, long long> m_last;
};

double at(std::vector<double> values, double share) {
    if (values.empty()) {
        return 0;
    }
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

/// The tables of the stormed kinds against a fresh list of the quiet server.
bool sameAsFresh(const engine::Picture& picture, const std::string& url) {
    engine::Loader fresh(liveOf(url));
    if (!fresh.load(60)) {
        return false;
    }
    const auto expected = engine::makePicture(fresh.cluster(), fresh.source().info());
    return picture.revisions == expected.revisions && picture.services == expected.services;
}

} // namespace

int watch(const QStringList& arguments) {
    const int rate = arguments.value(2).toInt();
    const int seconds = arguments.value(3).toInt();
    QProcess server;
    server.start(QCoreApplication::applicationFilePath(), QStringList{QStringLiteral("storm")} + arguments);
    if (!server.waitForStarted() || !server.waitForReadyRead(120'000)) {
        std::fputs("error: the storm's server did not start\n", stderr);
        return 1;
    }
    const auto url = server.readLine().trimmed().toStdString();
    const QTemporaryDir folder;
    engine::ModelOptions options;
    options.journalPath = (folder.path() + QStringLiteral("/journal.jsonl")).toStdString();
    engine::Model model(options);
    model.open(liveOf(url));
    spin(120'000, [&] { return model.picture()->complete; });
    const auto expected = static_cast<std::size_t>(arguments.value(0).toInt() * arguments.value(1).toInt());
    if (model.picture()->revisions.size() != expected) {
        std::fputs("error: the storm's estate was not read\n", stderr);
        return 1;
    }
    spin(3'000, [] { return false; }); // watches are open by then
    Seen seen;
    int pictures = 0;
    QObject::connect(&model, &engine::Model::pictureChanged, &server, [&](const engine::PicturePtr& picture) {
        seen.look(*picture);
        ++pictures;
    });
    const auto memory = residentMemory();
    const auto cpu = cpuSeconds();
    const auto begun = monotonicMs();
    qint64 peak = 0;
    server.write("go\n");
    bool sent = false;
    spin((seconds + 60) * 1000, [&] {
        peak = std::max(peak, residentMemory());
        sent = sent || server.readAllStandardOutput().contains("sent");
        return sent;
    });
    const auto lasted = static_cast<double>(monotonicMs() - begun) / 1000;
    const auto used = cpuSeconds() - cpu;
    std::printf("watch: %d changes a second for %.0f s, %d pictures\n", rate, lasted, pictures);
    figure("CPU, share of a core", used / lasted * 100, "%", 100);
    spin(3'000, [] { return false; });
    figure("from the server's answer to a Picture, median", at(seen.latencies, 0.5), "ms");
    figure("… 99th percentile", at(seen.latencies, 0.99), "ms", 150);
    figure("resident memory before", static_cast<double>(memory) / 1000, "MB");
    figure("… after", static_cast<double>(residentMemory()) / 1000, "MB");
    figure("… largest between", static_cast<double>(peak) / 1000, "MB");
    const bool same = sameAsFresh(*model.picture(), url);
    figure("changes first seen in a picture", static_cast<double>(seen.latencies.size()), "");
    std::printf("  final state %s a fresh list\n", same ? "equals" : "DIFFERS from");
    server.closeWriteChannel();
    server.waitForFinished(10'000);
    if (seen.latencies.empty()) {
        std::fputs("error: no change was seen in any picture: the latencies above mean nothing\n", stderr);
    }
    return same && !seen.latencies.empty() ? 0 : 1;
}

} // namespace plimsoll::bench
