// SPDX-License-Identifier: Apache-2.0
#include "cluster/fakeapi.h"

#include <regex>

namespace plimsoll::test {
namespace {

using Json = nlohmann::json;

QByteArray bytes(const Json& json) {
    return QByteArray::fromStdString(json.dump());
}

Json status(int code) {
    return {{"kind", "Status"},
            {"apiVersion", "v1"},
            {"code", code},
            {"reason", code == 403   ? "Forbidden"
                       : code == 409 ? "Conflict"
                                     : "NotFound"},
            {"message", "said no"}};
}

/// Without the query, also where there is none.
std::string pathOf(const FakeRequest& request) {
    const auto target = request.target.toStdString();
    return target.substr(0, target.find('?'));
}

} // namespace

FakeApi::FakeApi() {
    m_server.handle([this](const FakeRequest& request, const FakeServer::Exchange& exchange) {
        answer(request, exchange);
    });
}

void FakeApi::serve(const std::string& group, const std::string& version, std::vector<std::string> plurals) {
    m_served[{group, version}] = std::move(plurals);
}

void FakeApi::put(const std::string& collection, const Json& object) {
    auto stored = object;
    auto& metadata = stored["metadata"];
    metadata["resourceVersion"] = std::to_string(++m_version);
    const std::pair key(metadata.value("namespace", ""), metadata.value("name", ""));
    const bool known = m_objects[collection].contains(key);
    m_objects[collection][key] = stored;
    tell(known ? "MODIFIED" : "ADDED", collection, stored);
}

void FakeApi::remove(const std::string& collection, const std::string& ns, const std::string& name) {
    auto object = m_objects[collection].at({ns, name});
    m_objects[collection].erase({ns, name});
    object["metadata"]["resourceVersion"] = std::to_string(++m_version);
    tell("DELETED", collection, object);
}

void FakeApi::refuse(const std::string& path, int code) {
    if (path.empty()) {
        m_refused.clear();
    } else {
        m_refused[path] = code;
    }
}

void FakeApi::release() {
    m_held.clear();
    for (const auto& [request, exchange] : std::exchange(m_waiting, {})) {
        answer(request, exchange);
    }
}

std::vector<std::string> FakeApi::listed() const {
    std::vector<std::string> paths;
    for (const auto& request : m_server.requests()) {
        const auto selector = request.query(QStringLiteral("labelSelector"));
        if (request.query(QStringLiteral("watch")).isEmpty()) {
            paths.push_back(pathOf(request) + (selector.isEmpty() ? "" : "?" + selector.toStdString()));
        }
    }
    return paths;
}

void FakeApi::tell(const std::string& type, const std::string& collection, const Json& object) {
    m_past.push_back({m_version, collection, {{"type", type}, {"object", object}}});
    for (const auto& watch : m_watches) {
        tell(watch, m_past.back());
    }
}

void FakeApi::tell(const Watch& watch, const Event& event) {
    if (watch.collection == event.collection &&
        (watch.ns.empty() || watch.ns == event.json["object"]["metadata"].value("namespace", ""))) {
        watch.exchange->chunk(bytes(event.json) + "\n");
    }
}

bool FakeApi::answerDiscovery(const std::string& path, const FakeServer::Exchange& exchange) {
    if (path == "/version") {
        exchange->respond(200, R"({"gitVersion":"v1.36.1"})");
    } else if (path == "/livez") {
        exchange->respond(200, "ok", "text/plain");
    } else if (path == "/api") {
        exchange->respond(200, R"({"versions":["v1"]})");
    } else if (path == "/apis") {
        Json groups = Json::array();
        for (const auto& [served, plurals] : m_served) {
            if (!served.first.empty()) {
                groups.push_back({{"name", served.first}, {"versions", {{{"version", served.second}}}}});
            }
        }
        exchange->respond(200, bytes({{"groups", groups}}));
    } else {
        return false;
    }
    return true;
}

void FakeApi::answer(const FakeRequest& request, const FakeServer::Exchange& exchange) {
    const auto path = pathOf(request);
    if (path == m_held && request.query(QStringLiteral("limit")).isEmpty()) {
        m_waiting.emplace_back(request, exchange);
        return;
    }
    if (const auto it = m_refused.find(path); it != m_refused.end()) {
        exchange->respond(it->second, bytes(status(it->second)));
        return;
    }
    if (answerDiscovery(path, exchange)) {
        return;
    }
    if (m_allows && path == "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews") {
        const auto asked = Json::parse(request.body.toStdString())["spec"]["resourceAttributes"];
        m_reviews.push_back({asked["verb"], asked["resource"], asked.value("namespace", "")});
        exchange->respond(201, bytes({{"status", {{"allowed", m_allows(m_reviews.back())}}}}));
        return;
    }
    static const std::regex shape(
        "/(?:api|apis/([^/]+))/([^/]+)(?:(?:/namespaces/([^/]+))?/([^/]+)(?:/([^/]+))?)?");
    std::smatch part;
    if (!std::regex_match(path, part, shape) || !m_served.contains({part[1], part[2]})) {
        exchange->respond(404, "404 page not found", "text/plain");
        return;
    }
    const auto& plurals = m_served[{part[1], part[2]}];
    if (!part[4].matched) {
        Json resources = Json::array();
        for (const auto& plural : plurals) {
            resources.push_back({{"name", plural}});
        }
        exchange->respond(200, bytes({{"resources", resources}}));
        return;
    }
    if (std::count(plurals.begin(), plurals.end(), part[4].str()) == 0) {
        exchange->respond(404, "404 page not found", "text/plain");
        return;
    }
    const std::string root = part[1].matched ? "/apis/" + part[1].str() + "/" : "/api/";
    const auto collection = root + part[2].str() + "/" + part[4].str();
    if (!part[5].matched) {
        answerCollection(request, collection, part[3], exchange);
        return;
    }
    const auto& objects = m_objects[collection];
    const auto it = objects.find({part[3].str(), part[5].str()});
    if (it == objects.end()) {
        exchange->respond(404, bytes(status(404)));
        return;
    }
    if (request.method == "PATCH") {
        m_patches.push_back(request);
        auto patched = it->second;
        patched.merge_patch(Json::parse(request.body.toStdString()));
        exchange->respond(200, bytes(patched));
        return;
    }
    exchange->respond(200, bytes(it->second));
}

void FakeApi::answerCollection(const FakeRequest& request, const std::string& collection,
                               const std::string& ns, const FakeServer::Exchange& exchange) {
    if (!request.query(QStringLiteral("watch")).isEmpty()) {
        exchange->begin();
        m_watches.push_back({collection, ns, exchange});
        const int since = request.query(QStringLiteral("resourceVersion")).toInt();
        for (const auto& event : m_past) { // what happened between the list and the watch
            if (event.version > since) {
                tell(m_watches.back(), event);
            }
        }
        return;
    }
    // Pages of `limit`, but not for resourceVersion=0: as the watch cache answers.
    const auto limit = request.query(QStringLiteral("resourceVersion")) == QStringLiteral("0")
                           ? 0
                           : request.query(QStringLiteral("limit")).toInt();
    const auto from = request.query(QStringLiteral("continue")).toInt();
    Json items = Json::array();
    Json metadata{{"resourceVersion", std::to_string(m_version)}};
    int index = 0;
    for (const auto& [key, object] : m_objects[collection]) {
        if (!ns.empty() && key.first != ns) {
            continue;
        }
        if (index >= from && (limit == 0 || index < from + limit)) {
            items.push_back(object);
        }
        ++index;
    }
    if (limit > 0 && index > from + limit) {
        metadata["continue"] = std::to_string(from + limit);
        metadata["remainingItemCount"] = index - from - limit;
    }
    exchange->respond(200, bytes({{"kind", "XList"}, {"metadata", metadata}, {"items", items}}));
}

} // namespace plimsoll::test
