// SPDX-License-Identifier: Apache-2.0
#include "knative/changebench.h"

#include <QTest>

#include <algorithm>

namespace plimsoll::test {

using knative::ChangeReport;
using knative::ChangeRequest;

ChangeBench::ChangeBench() : journalPath(folder.filePath(QStringLiteral("journal.jsonl")).toStdString()) {
    for (const auto& kind : cluster::allKinds()) {
        cluster.editStatus(kind.kind).state = cluster::KindStatus::State::Live;
    }
    server.facts.type = cluster::SourceInfo::Type::Live;
    server.facts.name = "prod eu";
    server.facts.server = "https://10.0.0.1:6443";
    server.facts.writable = true;
    server.facts.clock = 1795262400; // 2026-11-21T12:00:00Z
    RevisionText newer;
    newer.name = "cart-00002";
    newer.created = "2026-11-21T07:30:00Z";
    newer.state = "active";
    RevisionText other; // the newest in reserve, so that cart-00001 is not
    other.name = "cart-00003";
    other.created = "2026-11-21T07:45:00Z";
    server.put(textOf({}) + "," + textOf(newer) + "," + textOf(other) + "," + namespaceText("shop") + "," +
               namespaceText("istio-system"));
    server.put(R"({"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"istiod",
        "namespace":"istio-system","labels":{"app":"istiod"}},"spec":{"template":{"metadata":{"labels":
        {"app":"istiod"}},"spec":{"containers":[{"name":"discovery","image":"docker.io/istio/pilot:1.30.3"}]}}}})");
    route("cart-00002");
    restartChanger();
}

void ChangeBench::restartChanger(std::optional<mesh::Version> istioVersion) {
    changer = std::make_unique<knative::Changer>(cluster, server, journalPath, istioVersion);
}

void ChangeBench::route(const std::string& revision) {
    const auto traffic = R"([{"revisionName":")" + revision + R"(","percent":100}])";
    server.put(routeText("cart", traffic, traffic));
}

ChangeReport ChangeBench::run(ChangeRequest::Action action, bool dryRun, bool accept,
                              const std::string& revision) {
    std::optional<ChangeReport> result;
    changer->run({action, "shop", revision, dryRun, accept}, [&](ChangeReport report) {
        QVERIFY(!result);
        result = std::move(report);
    });
    [&] { QTRY_VERIFY(result.has_value()); }();
    return result.value_or(ChangeReport{});
}

ChangeReport ChangeBench::undo(const std::string& batch) {
    std::optional<ChangeReport> result;
    changer->undo(batch, [&](ChangeReport report) { result = std::move(report); });
    [&] { QTRY_VERIFY(result.has_value()); }();
    return result.value_or(ChangeReport{});
}

std::string ChangeBench::exported() const {
    return server.exportTo("cart-00001") + " / " + server.exportTo("cart-00001-private");
}

std::vector<std::string> ChangeBench::journal() const {
    static constexpr const char* states[] = {"intended", "done", "failed", "undone"};
    const auto entries = knative::Journal(journalPath).load().value_or(knative::JournalContents()).entries;
    std::vector<std::string> lines;
    lines.reserve(entries.size());
    for (const auto& entry : entries) {
        lines.push_back(entry.service + ":" + entry.before.value_or("-") + ">" + entry.after.value_or("-") +
                        " " + states[static_cast<std::size_t>(entry.state)]);
    }
    return lines;
}

int ChangeBench::patches() const {
    return static_cast<int>(std::count_if(server.log.begin(), server.log.end(), [](const std::string& line) {
        return line.rfind("patch ", 0) == 0;
    }));
}

} // namespace plimsoll::test
