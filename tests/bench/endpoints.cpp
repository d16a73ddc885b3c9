// SPDX-License-Identifier: Apache-2.0
// What leaving Endpoints out saves: the model with and without them, loaded, and while 100 revisions scale up
// to two pods and down again.
#include "bench/bench.h"
#include "bench/fatestate.h"
#include "bench/livesource.h"
#include "cluster/resource.h"
#include "engine/loader.h"
#include "kube/client.h"

#include <malloc.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <cstdio>
#include <deque>

namespace plimsoll::bench {
namespace {

constexpr int scaled = 100; // revisions
constexpr int podsEach = 2;

struct State {
    double heapMb = 0;
    double residentMb = 0;
    double peakMb = 0;
    double receivedMb = 0;
    double changes = 0;         // of objects that the model keeps
    double endpointsEvents = 0; // of core Endpoints
};

State stateOf(const engine::Loader& loader, const cluster::LiveSource& source) {
    State state;
    for (const auto& info : cluster::allKinds()) {
        state.receivedMb += static_cast<double>(loader.cluster().status(info.kind).bytes) / 1e6;
        state.changes += static_cast<double>(loader.cluster().version(info.kind));
    }
    const auto endpoints = source.endpoints();
    state.receivedMb += static_cast<double>(endpoints.bytes) / 1e6;
    state.endpointsEvents = static_cast<double>(endpoints.events);
    malloc_trim(0);
    const auto heap = mallinfo2();
    state.heapMb = static_cast<double>(heap.uordblks + heap.hblkhd) / 1e6;
    state.residentMb = static_cast<double>(residentMemory()) / 1000;
    state.peakMb = static_cast<double>(peakMemory()) / 1000;
    return state;
}

void print(const State& s) {
    std::printf("%f %f %f %f %f %f\n", s.heapMb, s.residentMb, s.peakMb, s.receivedMb, s.changes,
                s.endpointsEvents);
    std::fflush(stdout);
}

State read(QProcess& process) {
    State s;
    if (process.waitForReadyRead(180'000)) {
        std::sscanf(process.readLine().constData(), "%lf %lf %lf %lf %lf %lf", &s.heapMb, &s.residentMb,
                    &s.peakMb, &s.receivedMb, &s.changes, &s.endpointsEvents);
    }
    return s;
}

void wait(int ms) {
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

/// What the kubelet, Kubernetes' and Knative's controllers write when a revision scales to `pods`.
void scale(std::deque<kube::Request>& writes, int service, int revision, int pods) {
    const auto ns = namespaceOf(service);
    const auto name = revisionName(service, revision);
    const auto add = [&](const char* method, std::string path, const QByteArray& body) {
        kube::Request request;
        request.method = method;
        request.path = std::move(path);
        request.body = body;
        request.contentType = request.method == "PATCH" ? "application/merge-patch+json" : "application/json";
        writes.push_back(std::move(request));
    };
    const std::string core = "/api/v1/namespaces/" + ns;
    for (int i = 0; i < podsEach; ++i) {
        const int ordinal = 10 + i; // beside those of the estate
        const auto pod = core + "/pods/" + podName(service, revision, ordinal);
        if (pods > 0) {
            add("POST", core + "/pods", podJson(service, revision, ordinal));
            add("PATCH", pod + "/status", podStatusJson(service, revision, ordinal));
        } else {
            add("DELETE", pod + "?gracePeriodSeconds=0", {});
        }
        for (const bool isPrivate : {false, true}) { // one update a pod, as the controller writes them
            add("PUT", core + "/endpoints/" + name + (isPrivate ? "-private" : ""),
                endpointsJson(service, revision, isPrivate, pods > 0 ? 2 + i : podsEach - i));
        }
    }
    add("PATCH",
        "/apis/networking.internal.knative.dev/v1alpha1/namespaces/" + ns + "/serverlessservices/" + name,
        pods > 0 ? R"({"spec":{"mode":"Serve"}})" : R"({"spec":{"mode":"Proxy"}})");
    add("PATCH", "/apis/serving.knative.dev/v1/namespaces/" + ns + "/revisions/" + name,
        "{\"status\":{\"actualReplicas\":" + QByteArray::number(pods) + "}}");
}

/// In order; false at the first write that is refused.
bool sendAll(kube::Client& client, std::deque<kube::Request> writes) {
    bool good = true;
    QEventLoop loop;
    std::function<void()> next = [&] {
        if (writes.empty() || !good) {
            loop.quit();
            return;
        }
        const auto path = writes.front().path;
        client.send(std::move(writes.front()), [&, path](const Result<kube::Response>& answer) {
            const auto error = answer ? kube::check(*answer, path) : std::optional(answer.error());
            if (error) {
                good = complain(*error) == 0;
            }
            next();
        });
        writes.pop_front();
    };
    QTimer::singleShot(0, &loop, next);
    loop.exec();
    return good;
}

bool scaleAll(kube::Client& client, int pods) {
    std::deque<kube::Request> writes;
    for (int service = 0; service < scaled; ++service) {
        scale(writes, service, 0, pods);
    }
    return sendAll(client, std::move(writes));
}

} // namespace

int endpointsModel(const QStringList& arguments) {
    cluster::LiveOptions options;
    options.withEndpoints = arguments.value(0) == QLatin1String("with");
    engine::Loader loader(liveSource(configOf(arguments.value(1)), options));
    if (const auto loaded = loader.load(120); !loaded) {
        return complain(loaded.error());
    }
    auto& source = dynamic_cast<cluster::LiveSource&>(loader.source());
    while (options.withEndpoints && !source.endpoints().complete) {
        wait(50);
    }
    wait(3'000); // the watches are open then
    print(stateOf(loader, source));
    wait(arguments.value(2).toInt());
    print(stateOf(loader, source));
    return 0;
}

int endpoints(const QStringList& arguments) {
    const auto self = QCoreApplication::applicationFilePath();
    const QString kubeconfig = arguments.value(0);
    const QString time = QString::number(arguments.value(1).toInt() * 1000);
    QProcess without;
    QProcess with;
    without.start(self, {QStringLiteral("endpoints-model"), QStringLiteral("without"), kubeconfig, time});
    const auto bare = read(without);
    with.start(self, {QStringLiteral("endpoints-model"), QStringLiteral("with"), kubeconfig, time});
    const auto full = read(with);
    QElapsedTimer clock;
    clock.start();
    kube::Client client(configOf(kubeconfig));
    const bool written = scaleAll(client, podsEach) && scaleAll(client, 0);
    const auto took = static_cast<double>(clock.elapsed()) / 1000;
    const auto bareAfter = read(without);
    const auto fullAfter = read(with);
    without.waitForFinished(10'000);
    with.waitForFinished(10'000);
    const auto share = [](double more, double all) { return all > 0 ? more / all * 100 : 0; };
    std::printf("endpoints: the model without and with core Endpoints\n");
    figure("heap without", bare.heapMb, "MB");
    figure("… with", full.heapMb, "MB");
    figure("… saved by leaving them out", share(full.heapMb - bare.heapMb, full.heapMb), "%");
    figure("resident memory without", bare.residentMb, "MB");
    figure("… with", full.residentMb, "MB");
    figure("peak without", bare.peakMb, "MB");
    figure("… with", full.peakMb, "MB");
    figure("received for the lists without", bare.receivedMb, "MB");
    figure("… with", full.receivedMb, "MB");
    std::printf("  %d revisions to %d pods and back in %.0f s:\n", scaled, podsEach, took);
    figure("received without", bareAfter.receivedMb - bare.receivedMb, "MB");
    figure("… with", fullAfter.receivedMb - full.receivedMb, "MB");
    figure("changes of objects handled in both", bareAfter.changes - bare.changes, "");
    figure("… and events of Endpoints with", fullAfter.endpointsEvents - full.endpointsEvents, "");
    return written && fullAfter.heapMb > 0 ? 0 : 1;
}

} // namespace plimsoll::bench
