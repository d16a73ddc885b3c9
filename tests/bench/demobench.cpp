// SPDX-License-Identifier: Apache-2.0
#include "bench/bench.h"
#include "cluster/demo/demosource.h"
#include "engine/loader.h"
#include "shell/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace plimsoll::bench {
namespace {

engine::SourceFactory demo(int revisions, bool alive) {
    return [revisions, alive](cluster::Cluster& cluster) -> std::unique_ptr<cluster::Source> {
        return std::make_unique<cluster::DemoSource>(revisions, alive, cluster);
    };
}

} // namespace

int demoLoad(const QStringList& arguments) {
    const int revisions = arguments.value(0).toInt();
    QElapsedTimer clock;
    clock.start();
    engine::Loader loader(demo(revisions, false));
    if (const auto loaded = loader.load(); !loaded) {
        std::fprintf(stderr, "error: %s\n", loaded.error().sentence().c_str());
        return 1;
    }
    const auto loaded = clock.nsecsElapsed();
    const auto picture = engine::makePicture(loader.cluster(), loader.source().info());
    const auto made = clock.nsecsElapsed() - loaded;
    std::printf("demo estate without a window: %zu revisions, %zu Services, %zu pods, %zu proxies\n",
                picture.revisions.size(), picture.services, picture.pods, picture.weights->proxies.size());
    figure("read to the end", static_cast<double>(loaded) / 1e6, "ms");
    figure("one Picture (revisions, weights, graph)", static_cast<double>(made) / 1e6, "ms");
    figure("peak memory", static_cast<double>(peakMemory()) / 1000, "MB");
    return 0;
}

int demoWindow(const QStringList& arguments) {
    const int revisions = arguments.value(0).toInt();
    const int seconds = std::max(1, arguments.value(1).toInt());
    const QTemporaryDir folder;
    engine::ModelOptions options;
    options.journalPath = (folder.path() + QStringLiteral("/journal.jsonl")).toStdString();
    QElapsedTimer clock;
    clock.start();
    engine::Model model(options);
    views::MainWindow main(model, {});
    main.resize(1440, 900);
    main.show();
    double complete = 0;
    int pictures = 0;
    QObject::connect(&model, &engine::Model::pictureChanged, &main, [&](const engine::PicturePtr& picture) {
        ++pictures;
        if (picture->complete && complete == 0) {
            complete = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        }
    });
    std::vector<double> gaps; // how long the UI thread did not come back to its event loop, ms
    QElapsedTimer gap;
    QTimer pulse;
    QObject::connect(&pulse, &QTimer::timeout, &main, [&] {
        gaps.push_back(static_cast<double>(gap.nsecsElapsed()) / 1e6);
        gap.start();
    });
    model.open(demo(revisions, true));
    main.show(views::MainWindow::View::Graph);
    gap.start();
    pulse.start(0);
    QTimer::singleShot(seconds * 1000, qApp, &QApplication::quit);
    QApplication::exec();
    std::sort(gaps.begin(), gaps.end());
    const auto at = [&](double share) {
        return gaps[static_cast<std::size_t>(share * static_cast<double>(gaps.size() - 1))];
    };
    std::printf("window on the living demo estate of %zu revisions for %d s: %d pictures\n",
                model.picture()->revisions.size(), seconds, pictures);
    figure("first complete picture after", complete, "ms");
    figure("UI thread away from its event loop, median", at(0.5), "ms");
    figure("… 99.9th percentile", at(0.999), "ms");
    figure("… longest (a frame is 16 ms)", gaps.back(), "ms");
    figure("peak memory", static_cast<double>(peakMemory()) / 1000, "MB");
    return 0;
}

} // namespace plimsoll::bench
