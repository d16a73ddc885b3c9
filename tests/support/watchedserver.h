// SPDX-License-Identifier: Apache-2.0
// A scripted API server that holds collections of objects, lists them, and tells its watches of every change:
// faster than a real one could store them. Discovery says that what was put in is served.
#pragma once

#include "support/fakeserver.h"

#include <map>
#include <set>
#include <string>

namespace plimsoll::test {

class WatchedServer final : public QObject {
public:
    WatchedServer();

    [[nodiscard]] std::string url() const { return m_server.url(); }
    /// `collection`: "/api/v1/services", without a namespace; `key`: "shop/cart". The JSON holds "metadata":{
    /// and no resourceVersion.
    void put(const std::string& collection, const std::string& key, const QByteArray& json);
    void remove(const std::string& collection, const std::string& key);
    /// Null when there is none.
    [[nodiscard]] const QByteArray* find(const std::string& collection, const std::string& key) const;
    /// So that the kind counts as served though it is empty.
    void serve(const std::string& collection) { m_collections[collection]; }
    [[nodiscard]] std::size_t watches() const;

private:
    struct Collection {
        std::map<std::string, QByteArray> items;
        std::vector<FakeServer::Exchange> watches;
    };
    void answer(const FakeRequest& request, const FakeServer::Exchange& exchange);
    void answerGroups(const FakeServer::Exchange& exchange);
    void answerResources(const std::string& path, const FakeServer::Exchange& exchange);
    void answerList(const Collection& collection, const FakeServer::Exchange& exchange);
    void tell(Collection& collection, const char* type, QByteArray json);

    FakeServer m_server;
    std::map<std::string, Collection> m_collections;
    qint64 m_version = 1000;
};

/// "/api/v1/namespaces/shop/services" without its namespace.
[[nodiscard]] std::string clusterWide(std::string path);

} // namespace plimsoll::test
