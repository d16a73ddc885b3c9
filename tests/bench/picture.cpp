// SPDX-License-Identifier: Apache-2.0
// What each part of a Picture of the estate costs to compute: this is what delays a change on its way to the
// user.
#include "bench/bench.h"
#include "bench/fatestate.h"
#include "cluster/decode.h"
#include "engine/picturemaker.h"
#include "mesh/settings.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>

namespace plimsoll::bench {
namespace {

void fill(cluster::Cluster& cluster, const EstateSize& size) {
    writeEstate(size, [&](const Batch& batch) {
        for (const auto& write : batch) {
            if (write.method != "POST") {
                continue;
            }
            for (const auto& info : cluster::allKinds()) {
                const auto group = info.group.empty() ? "/api/" : "/apis/" + std::string(info.group) + "/";
                if (write.path.starts_with(group) && write.path.ends_with("/" + std::string(info.plural))) {
                    auto object = cluster::decode(
                        info.kind, {write.body.data(), static_cast<std::size_t>(write.body.size())},
                        cluster.pool());
                    if (object) {
                        cluster.put(std::move(object->object));
                    }
                }
            }
        }
    });
    for (const auto& info : cluster::allKinds()) {
        cluster.editStatus(info.kind).state = cluster::KindStatus::State::Live;
    }
}

double ms(const std::function<void()>& work) {
    QElapsedTimer clock;
    clock.start();
    work();
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

/// The next change of a storm: the n-th Revision's condition, or whether its public Service is shown.
void change(cluster::Cluster& cluster, const EstateSize& size, int n) {
    const int of = n / 2 % size.all();
    const auto ns = namespaceOf(of / size.revisions);
    const auto name = revisionName(of / size.revisions, of % size.revisions);
    if (n % 2 == 0) {
        auto revision = *cluster.find<cluster::Revision>(ns, name);
        for (auto& condition : revision.conditions) {
            condition.reason = Text("At" + std::to_string(n));
        }
        cluster.put(revision);
    } else {
        auto service = *cluster.find<cluster::Service>(ns, name);
        const auto hidden = std::ranges::find(service.meta.annotations, "networking.istio.io/exportTo",
                                              [](const auto& entry) { return entry.first.view(); });
        if (hidden == service.meta.annotations.end()) {
            service.meta.annotations.emplace_back(Text("networking.istio.io/exportTo"), Text("~"));
        } else {
            service.meta.annotations.erase(hidden);
        }
        cluster.put(service);
    }
}

} // namespace

int picture(const QStringList& arguments) {
    const EstateSize size{arguments.value(0).toInt(), arguments.value(1).toInt()};
    const int rounds = std::max(1, arguments.value(2).toInt());
    cluster::Cluster cluster;
    fill(cluster, size);
    std::vector<double> settings;
    std::vector<double> revisions;
    std::vector<double> weights;
    std::vector<double> graphs;
    for (int round = 0; round < rounds; ++round) {
        mesh::MeshSettings read;
        settings.push_back(ms([&] { read = mesh::readSettings(cluster, {}); }));
        std::vector<knative::RevisionState> states;
        revisions.push_back(ms([&] { states = knative::revisions(cluster, read, now()); }));
        mesh::Weights weighed;
        weights.push_back(ms([&] { weighed = mesh::weigh(cluster, read); }));
        graph::Graph built;
        graphs.push_back(ms([&] { built = graph::build(cluster, states, weighed, read); }));
    }
    engine::PictureMaker maker;
    const auto whole = ms([&] { static_cast<void>(maker.make(cluster, {})); });
    std::shared_ptr<engine::HeavyJob> job;
    const auto copied = ms([&] { job = maker.job(cluster); });
    job->run();
    maker.finished(*job);
    std::vector<double> next;
    int changes = 0;
    for (int round = 0; round < 10 * rounds; ++round) {
        for (int i = 0; i < 200; ++i) {
            change(cluster, size, changes++);
        }
        next.push_back(ms([&] { static_cast<void>(maker.make(cluster, {})); }));
    }
    std::printf("picture: %zu revisions, %zu Services, %d rounds\n", cluster.all<cluster::Revision>().size(),
                cluster.all<cluster::Service>().size(), rounds);
    figure("settings, median", median(settings), "ms");
    figure("states of the revisions, median", median(revisions), "ms");
    figure("weights, median", median(weights), "ms");
    figure("graph, median", median(graphs), "ms");
    figure("the first Picture, without weights and graph", whole, "ms");
    figure("a copy of the cluster for them", copied, "ms");
    figure("a Picture after 200 changes, median", median(next), "ms");
    figure("… longest", *std::ranges::max_element(next), "ms");
    return 0;
}

} // namespace plimsoll::bench
