// SPDX-License-Identifier: Apache-2.0
// The window, or the model alone, on the API server's estate: how the UI thread answers while it loads,
// memory, and what it costs at rest.
#include "bench/bench.h"
#include "bench/livesource.h"
#include "shell/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace plimsoll::bench {
namespace {

void wait(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

void waitUntilComplete(engine::Model& model) {
    QEventLoop loop;
    QObject::connect(&model, &engine::Model::pictureChanged, &loop, [&](const engine::PicturePtr& picture) {
        if (picture->complete) {
            loop.quit();
        }
    });
    QTimer::singleShot(120'000, &loop, &QEventLoop::quit);
    loop.exec();
}

void rest(int seconds) {
    wait(15'000); // what the load left to be done
    const auto memory = residentMemory();
    const auto cpu = cpuSeconds();
    wait(seconds * 1000);
    figure("CPU at rest, share of a core", (cpuSeconds() - cpu) / seconds * 100, "%", 0.5);
    figure("resident memory then", static_cast<double>(residentMemory()) / 1000, "MB");
    figure("… its growth", static_cast<double>(residentMemory() - memory) / 1000, "MB");
}

engine::ModelOptions optionsIn(const QTemporaryDir& folder) {
    engine::ModelOptions options;
    options.journalPath = (folder.path() + QStringLiteral("/journal.jsonl")).toStdString();
    return options;
}

/// How long the UI thread did not come back to its event loop, ms, and how long of that it computed: the rest
/// it waited for a processor.
class Pulse {
public:
    Pulse() {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            gaps.push_back(static_cast<double>(m_gap.nsecsElapsed()) / 1e6);
            const auto cpu = threadMs();
            busy.push_back(cpu - m_cpu);
            m_cpu = cpu;
            m_gap.start();
        });
        m_gap.start();
        m_timer.start(1);
    }
    std::vector<double> gaps;
    std::vector<double> busy;

private:
    static double threadMs() {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
    }
    QElapsedTimer m_gap;
    double m_cpu = threadMs();
    QTimer m_timer;
};

} // namespace

int window(const QStringList& arguments) {
    const QTemporaryDir folder;
    engine::Model model(optionsIn(folder));
    views::MainWindow main(model, {});
    main.resize(1440, 900);
    main.show();
    main.show(views::MainWindow::View::Graph);
    wait(500);
    QElapsedTimer clock;
    clock.start();
    {
        Pulse pulse;
        model.open(liveSource(arguments.value(0)));
        waitUntilComplete(model);
        const auto complete = static_cast<double>(clock.nsecsElapsed()) / 1e9;
        std::ranges::sort(pulse.gaps);
        const auto loading = pulse.gaps;
        const auto computed = *std::ranges::max_element(pulse.busy);
        pulse.gaps.clear();
        pulse.busy.clear();
        wait(5'000); // the last picture's layout and painting
        std::printf("window: %zu revisions on the offscreen platform\n", model.picture()->revisions.size());
        figure("complete picture after", complete, "s");
        figure("UI thread away from its event loop, median", loading[loading.size() / 2], "ms");
        figure("… longest while the estate loads", loading.back(), "ms", 16);
        figure("… longest of that that it computed", computed, "ms", 16);
        figure("… longest in the 5 s after", *std::ranges::max_element(pulse.gaps), "ms");
        figure("peak resident memory", static_cast<double>(peakMemory()) / 1000, "MB", 180);
    }
    rest(arguments.value(1).toInt());
    return model.picture()->complete ? 0 : 1;
}

int resting(const QStringList& arguments) {
    const QTemporaryDir folder;
    engine::Model model(optionsIn(folder));
    model.open(liveSource(arguments.value(0)));
    waitUntilComplete(model);
    std::printf("rest: the model without a window, %d s\n", arguments.value(1).toInt());
    rest(arguments.value(1).toInt());
    return model.picture()->complete ? 0 : 1;
}

} // namespace plimsoll::bench
