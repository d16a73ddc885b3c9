// SPDX-License-Identifier: Apache-2.0
// One measurement a process, so that peak memory is its own:
//   plimsoll_bench load REVISIONS      the demo estate read to the end and judged, without a window
//   plimsoll_bench window REVISIONS S  the window on the living demo estate for S seconds, on the offscreen
//   platform
#include "bench/memory.h"
#include "cluster/demo/demosource.h"
#include "engine/loader.h"
#include "shell/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <vector>

namespace {

using namespace plimsoll;

engine::SourceFactory demo(int revisions, bool alive) {
    return [revisions, alive](cluster::Cluster& cluster) -> std::unique_ptr<cluster::Source> {
        return std::make_unique<cluster::DemoSource>(revisions, alive, cluster);
    };
}

void figure(const char* name, double value, const char* unit) {
    std::printf("  %-44s %10.1f %s\n", name, value, unit);
}

int load(int revisions) {
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
                picture.revisions.size(), picture.services, picture.pods, picture.weights.proxies.size());
    figure("read to the end", static_cast<double>(loaded) / 1e6, "ms");
    figure("one Picture (revisions, weights, graph)", static_cast<double>(made) / 1e6, "ms");
    figure("peak memory", static_cast<double>(bench::peakMemory()) / 1000, "MB");
    return 0;
}

int window(int revisions, int seconds) {
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
    figure("peak memory", static_cast<double>(bench::peakMemory()) / 1000, "MB");
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    std::setlocale(LC_NUMERIC, "C");
    const QString what = app.arguments().value(1);
    const int revisions = app.arguments().value(2).toInt();
    if (what == QStringLiteral("load")) {
        return load(revisions);
    }
    if (what == QStringLiteral("window")) {
        return window(revisions, std::max(1, app.arguments().value(3).toInt()));
    }
    std::fputs("error: say 'load REVISIONS' or 'window REVISIONS SECONDS'.\n", stderr);
    return 1;
}
