// SPDX-License-Identifier: Apache-2.0
#include "knative/fakeaccess.h"

#include "cluster/decode.h"

#include <QTimer>

namespace plimsoll::test {
namespace {

using cluster::Kind;
using nlohmann::json;

constexpr const char* exportToKey = "networking.istio.io/exportTo";

/// Answers after the call returned, as every Access does.
template <class F>
void later(QObject* context, F f) {
    QTimer::singleShot(0, context, std::move(f));
}

Error forbidden(Kind kind) {
    return {ErrorCode::Forbidden, "may not be read", std::string(cluster::info(kind).plural), {}, 403};
}

} // namespace

void FakeServer::keep(Kind kind, json object) {
    object["metadata"]["resourceVersion"] = std::to_string(++m_version);
    auto decoded = cluster::decode(kind, object, m_cluster.pool());
    if (decoded) {
        m_cluster.put(std::move(decoded->object));
    }
    const auto& meta = object["metadata"];
    m_objects[{kind, meta.value("namespace", std::string()), meta.value("name", std::string())}] = object;
    emit changed();
}

void FakeServer::put(const std::string& text) {
    for (const auto& object : json::parse("[" + text + "]", nullptr, false)) {
        const auto* kind =
            cluster::findKind(object.value("kind", std::string()), object.value("apiVersion", std::string()));
        keep(kind->kind, object);
    }
}

void FakeServer::remove(Kind kind, const std::string& ns, const std::string& name) {
    m_objects.erase({kind, ns, name});
    m_cluster.remove(kind, ns, name);
    emit changed();
}

json FakeServer::object(Kind kind, const std::string& ns, const std::string& name) const {
    const auto it = m_objects.find({kind, ns, name});
    return it == m_objects.end() ? json() : it->second;
}

std::string FakeServer::exportTo(const std::string& service) const {
    const auto found = object(Kind::Service, "shop", service);
    if (found.is_null()) {
        return "gone";
    }
    return found["metadata"].value("annotations", json::object()).value(exportToKey, std::string("-"));
}

void FakeServer::setExportTo(const std::string& service, const std::string& value) {
    auto changed = object(Kind::Service, "shop", service);
    changed["metadata"]["annotations"][exportToKey] = value;
    keep(Kind::Service, changed);
}

void FakeServer::get(Kind kind, const std::string& ns, const std::string& name,
                     cluster::Callback<std::string> done) {
    log.push_back("get " + std::string(cluster::info(kind).name) + " " + name);
    later(this, [this, kind, ns, name, done = std::move(done)] {
        const auto it = m_objects.find({kind, ns, name});
        if (denied.contains(kind)) {
            done(tl::make_unexpected(forbidden(kind)));
        } else if (it == m_objects.end()) {
            done(fail(ErrorCode::NotFound, "not found", name));
        } else {
            done(it->second.dump());
        }
    });
}

void FakeServer::list(Kind kind, const std::string& ns, cluster::Callback<cluster::FreshList> done) {
    log.push_back("list " + std::string(cluster::info(kind).name) + " " + (ns.empty() ? "*" : ns));
    later(this, [this, kind, ns, done = std::move(done)] {
        if (denied.contains(kind)) {
            done(tl::make_unexpected(forbidden(kind)));
            return;
        }
        cluster::FreshList answer;
        answer.served = !notServed.contains(kind);
        answer.resourceVersion = std::to_string(m_version);
        for (const auto& [key, object] : m_objects) {
            if (answer.served && std::get<0>(key) == kind && (ns.empty() || std::get<1>(key) == ns)) {
                answer.items.push_back(object.dump());
            }
        }
        done(std::move(answer));
    });
}

void FakeServer::patch(const cluster::Patch& patch, cluster::Callback<std::string> done) {
    const auto body = json::parse(patch.body, nullptr, false);
    const auto& value = body["metadata"]["annotations"][exportToKey];
    log.push_back("patch " + patch.name + " " + (value.is_null() ? "-" : value.get<std::string>()) +
                  (patch.dryRun ? " dry" : ""));
    later(this, [this, patch, done = std::move(done)] {
        if (beforePatch) {
            beforePatch(patch);
        }
        auto answer = apply(patch);
        if (answer && afterPatch) {
            afterPatch(patch);
        }
        if (auto lost = answer && loseAnswer ? loseAnswer(patch) : std::nullopt) {
            done(tl::make_unexpected(*lost));
        } else {
            done(std::move(answer));
        }
    });
}

Result<std::string> FakeServer::apply(const cluster::Patch& patch) {
    if (auto error = failPatch ? failPatch(patch) : std::nullopt) {
        return tl::make_unexpected(*error);
    }
    const auto it = m_objects.find({patch.kind, patch.ns, patch.name});
    if (it == m_objects.end()) {
        return fail(ErrorCode::NotFound, "not found", patch.name);
    }
    auto patched = it->second;
    auto body = json::parse(patch.body, nullptr, false);
    if (body["metadata"].value("resourceVersion", std::string()) != patched["metadata"]["resourceVersion"]) {
        return fail(ErrorCode::Conflict, "the object has been modified", patch.name);
    }
    patched.merge_patch(body);
    if (!patch.dryRun) {
        keep(patch.kind, patched);
        patched = it->second;
    }
    return patched.dump();
}

} // namespace plimsoll::test
