// SPDX-License-Identifier: Apache-2.0
// What a test puts on the API server: definitions, objects, status, in bulk.
#include "support/apiserver.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>

namespace plimsoll::test {
namespace {

bool builtIn(const cluster::KindInfo& kind) {
    return kind.group.empty() || kind.group == "apps" || kind.group == "discovery.k8s.io";
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return out;
}

QByteArray definitionOf(const cluster::KindInfo& kind) {
    auto versions = nlohmann::json::array();
    for (const auto version : kind.versions) {
        versions.push_back(
            {{"name", version},
             {"served", true},
             {"storage", versions.empty()},
             {"schema",
              {{"openAPIV3Schema", {{"type", "object"}, {"x-kubernetes-preserve-unknown-fields", true}}}}}});
    }
    const std::string name(kind.name);
    const nlohmann::json crd = {
        {"apiVersion", "apiextensions.k8s.io/v1"},
        {"kind", "CustomResourceDefinition"},
        {"metadata",
         {{"name", std::string(kind.plural) + "." + std::string(kind.group)},
          // Groups under k8s.io are refused without it.
          {"annotations",
           {{"api-approved.kubernetes.io", "https://github.com/kubernetes-sigs/gateway-api"}}}}},
        {"spec",
         {{"group", kind.group},
          {"scope", kind.namespaced ? "Namespaced" : "Cluster"},
          {"names",
           {{"plural", kind.plural}, {"singular", lower(name)}, {"kind", name}, {"listKind", name + "List"}}},
          {"versions", versions}}}};
    return QByteArray::fromStdString(crd.dump());
}

Result<void> sent(ApiConnection& connection, const ApiWrite& write) {
    const QByteArray type = write.method == "PATCH" ? "application/merge-patch+json" : "application/json";
    const auto answer = connection.ask(write.method, write.path, write.body, type);
    if (!answer) {
        return tl::unexpected(answer.error());
    }
    if (answer->status >= 300) {
        return fail(ErrorCode::Server, answer->body.left(1000).toStdString(), write.path);
    }
    return {};
}

} // namespace

std::string pathOf(cluster::Kind kind, std::string_view ns, std::string_view name, std::string_view version) {
    const auto& info = cluster::info(kind);
    const std::string served(version.empty() ? info.versions.front() : version);
    std::string path =
        info.group.empty() ? "/api/" + served : "/apis/" + std::string(info.group) + "/" + served;
    if (info.namespaced && !ns.empty()) {
        path += "/namespaces/" + std::string(ns);
    }
    path += "/" + std::string(info.plural);
    return name.empty() ? path : path + "/" + std::string(name);
}

ApiWrite creationOf(cluster::Kind kind, std::string_view ns, const QByteArray& object) {
    const auto& info = cluster::info(kind);
    auto json = nlohmann::json::parse(object.toStdString(), nullptr, false);
    if (!json.is_object()) {
        return {"POST", pathOf(kind, ns), object}; // the server says what is wrong with it
    }
    if (!json.contains("kind")) {
        json["kind"] = info.name;
    }
    std::string version(info.versions.front());
    if (!json.contains("apiVersion")) {
        json["apiVersion"] = info.group.empty() ? version : std::string(info.group) + "/" + version;
    } else {
        const auto given = json["apiVersion"].get<std::string>();
        version = given.substr(given.find('/') + 1);
    }
    return {"POST", pathOf(kind, ns, {}, version), QByteArray::fromStdString(json.dump())};
}

ApiWrite statusOf(cluster::Kind kind, std::string_view ns, std::string_view name, const QByteArray& status) {
    std::string path = pathOf(kind, ns, name);
    if (builtIn(cluster::info(kind))) {
        path += "/status";
    }
    return {"PATCH", path, "{\"status\":" + status + "}"};
}

Result<void> ApiServer::createCrds(std::optional<std::string> onlyGroup) {
    std::vector<ApiWrite> writes;
    std::set<std::string> lists;
    for (const auto& kind : cluster::allKinds()) {
        if (builtIn(kind) || (onlyGroup && *onlyGroup != kind.group)) {
            continue;
        }
        writes.push_back(
            {"POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definitionOf(kind)});
        for (const auto version : kind.versions) {
            lists.insert(pathOf(kind.kind, {}, {}, version));
        }
    }
    if (auto ok = apply(writes, 4); !ok) {
        return ok;
    }
    QElapsedTimer clock;
    clock.start();
    const auto api = connection();
    while (!lists.empty() && clock.elapsed() < 30'000) {
        std::erase_if(lists, [&](const std::string& list) {
            const auto answer = api->ask("GET", list + "?limit=1");
            return answer && answer->status == 200;
        });
        if (!lists.empty()) {
            QThread::msleep(100);
        }
    }
    return lists.empty() ? Result<void>{} : fail(ErrorCode::Server, "not served after 30 s", *lists.begin());
}

Result<void> ApiServer::apply(const std::vector<ApiWrite>& writes, int connections) {
    std::atomic<std::size_t> next{0};
    std::mutex guard;
    std::optional<Error> first;
    std::vector<std::unique_ptr<QThread>> threads;
    const int count = std::min(connections, static_cast<int>(writes.size()));
    for (int i = 0; i < count; ++i) {
        threads.emplace_back(QThread::create([&] {
            const auto api = connection();
            for (std::size_t at = next++; at < writes.size(); at = next++) {
                if (const auto ok = sent(*api, writes[at]); !ok) {
                    const std::lock_guard lock(guard);
                    first = first ? first : ok.error();
                    next = writes.size();
                }
            }
        }));
        threads.back()->start();
    }
    for (const auto& thread : threads) {
        thread->wait();
    }
    return first ? Result<void>(tl::unexpected(*first)) : Result<void>{};
}

} // namespace plimsoll::test
