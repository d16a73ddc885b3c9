// SPDX-License-Identifier: Apache-2.0
#include "support/watchedserver.h"

namespace plimsoll::test {

std::string clusterWide(std::string path) {
    if (const auto at = path.find("/namespaces/"); at != std::string::npos) {
        path.erase(at, path.rfind('/') - at);
    }
    return path;
}

WatchedServer::WatchedServer() {
    m_server.handle([this](const FakeRequest& request, const FakeServer::Exchange& exchange) {
        answer(request, exchange);
    });
}

void WatchedServer::put(const std::string& collection, const std::string& key, const QByteArray& json) {
    auto& kept = m_collections[collection];
    const bool isNew = kept.items.insert_or_assign(key, json).second;
    tell(kept, isNew ? "ADDED" : "MODIFIED", json);
}

void WatchedServer::remove(const std::string& collection, const std::string& key) {
    auto& kept = m_collections[collection];
    if (const auto at = kept.items.find(key); at != kept.items.end()) {
        const auto json = at->second;
        kept.items.erase(at);
        tell(kept, "DELETED", json);
    }
}

const QByteArray* WatchedServer::find(const std::string& collection, const std::string& key) const {
    const auto kept = m_collections.find(collection);
    if (kept == m_collections.end()) {
        return nullptr;
    }
    const auto at = kept->second.items.find(key);
    return at == kept->second.items.end() ? nullptr : &at->second;
}

std::size_t WatchedServer::watches() const {
    std::size_t open = 0;
    for (const auto& [path, collection] : m_collections) {
        for (const auto& watch : collection.watches) {
            open += watch->connected() ? 1 : 0;
        }
    }
    return open;
}

void WatchedServer::tell(Collection& collection, const char* type, QByteArray json) {
    json.insert(json.indexOf("\"metadata\":{") + 12,
                "\"resourceVersion\":\"" + QByteArray::number(++m_version) + "\",");
    json.replace('\n', ' ');
    std::erase_if(collection.watches, [](const auto& watch) { return !watch->connected(); });
    for (const auto& watch : collection.watches) {
        watch->chunk(QByteArray("{\"type\":\"") + type + "\",\"object\":" + json + "}\n");
    }
}

void WatchedServer::answer(const FakeRequest& request, const FakeServer::Exchange& exchange) {
    const auto target = request.target.toStdString();
    const auto path = target.substr(0, target.find('?'));
    if (path == "/version" || path == "/livez") {
        exchange->respond(200, R"({"gitVersion":"v1.36.1"})");
    } else if (path == "/api") {
        exchange->respond(200, R"({"versions":["v1"]})");
    } else if (path == "/apis") {
        answerGroups(exchange);
    } else if (const auto found = m_collections.find(path); found == m_collections.end()) {
        answerResources(path, exchange);
    } else if (request.query(QStringLiteral("watch")).isEmpty()) {
        answerList(found->second, exchange);
    } else {
        exchange->begin();
        found->second.watches.push_back(exchange);
    }
}

void WatchedServer::answerGroups(const FakeServer::Exchange& exchange) {
    std::set<std::string> groups;
    for (const auto& [path, collection] : m_collections) {
        if (path.starts_with("/apis/")) {
            const auto version = path.find('/', 6);
            groups.insert("{\"name\":\"" + path.substr(6, version - 6) + R"(","versions":[{"version":")" +
                          path.substr(version + 1, path.rfind('/') - version - 1) + "\"}]}");
        }
    }
    std::string all;
    for (const auto& group : groups) {
        all += (all.empty() ? "" : ",") + group;
    }
    exchange->respond(200, QByteArray::fromStdString("{\"groups\":[" + all + "]}"));
}

void WatchedServer::answerResources(const std::string& path, const FakeServer::Exchange& exchange) {
    std::string names;
    for (const auto& [whole, collection] : m_collections) {
        if (whole.substr(0, whole.rfind('/')) == path) {
            names += (names.empty() ? "{\"name\":\"" : ",{\"name\":\"") + whole.substr(whole.rfind('/') + 1) +
                     "\"}";
        }
    }
    if (names.empty()) {
        exchange->respond(404, "404 page not found", "text/plain");
    } else {
        exchange->respond(200, QByteArray::fromStdString("{\"resources\":[" + names + "]}"));
    }
}

void WatchedServer::answerList(const Collection& collection, const FakeServer::Exchange& exchange) {
    exchange->begin();
    exchange->chunk("{\"kind\":\"XList\",\"metadata\":{\"resourceVersion\":\"" +
                    QByteArray::number(m_version) + "\"},\"items\":[");
    bool first = true;
    for (const auto& [key, item] : collection.items) {
        exchange->chunk((first ? "" : ",") + item);
        first = false;
    }
    exchange->chunk("]}");
    exchange->end();
}

} // namespace plimsoll::test
