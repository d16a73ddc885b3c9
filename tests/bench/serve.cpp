// SPDX-License-Identifier: Apache-2.0
// An API server filled with the estate, kept running until standard input ends. Its folder holds etcd's data:
// a second run with the same folder and size finds the estate already there.
#include "bench/bench.h"
#include "bench/fatestate.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>

#include <cstdio>

namespace plimsoll::bench {
namespace {

/// What filled the folder; another text means other objects.
QByteArray marker(const EstateSize& size) {
    return "estate 1: " + QByteArray::number(size.services) + " services of " +
           QByteArray::number(size.revisions) + " revisions\n";
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<void> fill(test::ApiServer& server, const EstateSize& size) {
    std::printf("filling the API server with %d Knative services of %d revisions\n", size.services,
                size.revisions);
    std::fflush(stdout);
    QElapsedTimer clock;
    clock.start();
    if (auto ok = server.createCrds(); !ok) {
        return ok;
    }
    std::size_t writes = 0;
    Result<void> done;
    writeEstate(size, [&](const Batch& batch) {
        if (done) {
            done = server.apply(batch);
            writes += batch.size();
        }
    });
    if (done) {
        std::printf("filled: %zu writes in %.0f s\n", writes, static_cast<double>(clock.elapsed()) / 1000);
    }
    return done;
}

} // namespace

int serve(const QStringList& arguments) {
    const QString folder = arguments.value(0);
    const EstateSize size{arguments.value(1).toInt(), arguments.value(2).toInt()};
    if (const auto why = test::ApiServer::unavailable()) {
        std::fprintf(stderr, "error: %s\n", qPrintable(*why));
        return 1;
    }
    const QString note = folder + QStringLiteral("/estate");
    const bool there = contentOf(note) == marker(size);
    if (!there) {
        QDir(folder).removeRecursively();
        QDir().mkpath(folder);
    }
    QFile::remove(folder + QStringLiteral("/ready"));
    test::ApiServer server(folder);
    if (const auto started = server.start(); !started) {
        return complain(started.error());
    }
    if (!there) {
        if (const auto filled = fill(server, size); !filled) {
            return complain(filled.error());
        }
        QFile file(note);
        if (!file.open(QIODevice::WriteOnly) || file.write(marker(size)) < 0) {
            return complain(
                {ErrorCode::Internal, file.errorString().toStdString(), note.toStdString(), {}, 0});
        }
    }
    std::printf("ready: %s\n", qPrintable(server.kubeconfig()));
    std::fflush(stdout);
    QFile ready(folder + QStringLiteral("/ready"));
    if (!ready.open(QIODevice::WriteOnly)) {
        return 1;
    }
    while (std::getchar() != EOF) {
    }
    return 0;
}

} // namespace plimsoll::bench
