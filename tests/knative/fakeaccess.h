// SPDX-License-Identifier: Apache-2.0
// An API server in memory, for the tests of changes: objects with resourceVersions, merge patches with
// conflicts, kinds that are denied or not served, and hooks to act between two requests as another writer
// would.
#pragma once

#include "cluster/source.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <set>
#include <tuple>

namespace plimsoll::test {

class FakeServer final : public cluster::Source, public cluster::Access {
    Q_OBJECT

public:
    explicit FakeServer(cluster::Cluster& cluster) : m_cluster(cluster) {}

    // What a test does to it.
    void put(const std::string& json); // objects separated by commas; also into the cluster held
    void remove(cluster::Kind kind, const std::string& ns, const std::string& name);
    /// The exportTo on a Service: "-" absent, "gone" when there is no such Service.
    [[nodiscard]] std::string exportTo(const std::string& service) const;
    void setExportTo(const std::string& service, const std::string& value);
    [[nodiscard]] nlohmann::json object(cluster::Kind kind, const std::string& ns,
                                        const std::string& name) const;

    std::set<cluster::Kind> denied;
    std::set<cluster::Kind> notServed;
    std::function<void(const cluster::Patch&)> beforePatch;
    std::function<void(const cluster::Patch&)> afterPatch;
    std::function<std::optional<Error>(const cluster::Patch&)> failPatch;  // instead of applying it
    std::function<std::optional<Error>(const cluster::Patch&)> loseAnswer; // after applying it
    std::vector<std::string> log; // "get Service cart-00001", "patch Service cart-00001 ~", …
    cluster::SourceInfo facts;

    // Source
    void start() override {}
    [[nodiscard]] cluster::SourceInfo info() const override { return facts; }
    [[nodiscard]] cluster::Access* access() override { return hasAccess ? this : nullptr; }
    bool hasAccess = true;

    // Access
    void get(cluster::Kind kind, const std::string& ns, const std::string& name,
             cluster::Callback<std::string> done) override;
    void list(cluster::Kind kind, const std::string& ns, cluster::Callback<cluster::FreshList> done) override;
    void patch(const cluster::Patch& patch, cluster::Callback<std::string> done) override;

private:
    using Key = std::tuple<cluster::Kind, std::string, std::string>;
    [[nodiscard]] Result<std::string> apply(const cluster::Patch& patch);
    void keep(cluster::Kind kind, nlohmann::json object);

    cluster::Cluster& m_cluster;
    std::map<Key, nlohmann::json> m_objects;
    int m_version = 1000;
};

} // namespace plimsoll::test
