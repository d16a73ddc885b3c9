// SPDX-License-Identifier: Apache-2.0
// A real API server with 200 revisions, and readers of them, for tests of what happens when something breaks.
#pragma once

#include "kube/client.h"
#include "kube/reflector.h"
#include "server/freshlist.h"

#include <QTest>

namespace plimsoll::test {

/// A RecordingSink that also lets a test act at the moment when something comes.
class HookedSink final : public kube::ReflectorSink {
public:
    void listBegan() override { kept.listBegan(); }
    void listItem(std::string_view json) override {
        kept.listItem(json);
        onItem();
    }
    void listEnded() override {
        kept.listEnded();
        onListEnded();
    }
    void event(kube::EventType type, std::string_view json) override { kept.event(type, json); }
    void progress(std::int64_t bytes, std::optional<int> percent) override { kept.progress(bytes, percent); }
    void stateChanged(State state, const std::optional<Error>& error) override {
        kept.stateChanged(state, error);
    }

    RecordingSink kept;
    std::function<void()> onItem = [] {};
    std::function<void()> onListEnded = [] {};
};

class FaultServer {
public:
    Result<void> start() {
        return server.start()
            .and_then([this] { return server.createCrds("serving.knative.dev"); })
            .and_then([this] {
                return server.apply(
                    {creationOf(cluster::Kind::Namespace, {}, "{\"metadata\":{\"name\":\"shop\"}}")});
            })
            .and_then([this] {
                std::vector<ApiWrite> writes;
                writes.reserve(200);
                for (int i = 0; i < 200; ++i) {
                    writes.push_back(revision("cart-" + QByteArray::number(i)));
                }
                return server.apply(writes);
            });
    }

    static ApiWrite revision(const QByteArray& name) {
        return creationOf(cluster::Kind::Revision, "shop",
                          "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{}}");
    }

    /// One of each: made, changed, deleted.
    Result<void> change() {
        const auto number = QByteArray::number(++m_changes);
        return server.apply(
            {revision("new-" + number),
             statusOf(cluster::Kind::Revision, "shop", "cart-0", "{\"actualReplicas\":" + number + "}"),
             {"DELETE", pathOf(cluster::Kind::Revision, "shop", "cart-" + std::to_string(m_changes)), {}}});
    }

    [[nodiscard]] kube::Config config(const char* token = "admin-token") const {
        kube::Config made;
        made.server = server.url();
        made.caPem = server.caPem();
        made.token = token;
        return made;
    }

    [[nodiscard]] QString freshList() const { return test::freshList(server, cluster::Kind::Revision); }
    static kube::Collection revisions() { return {pathOf(cluster::Kind::Revision, {}), {}, {}, "Revisions"}; }

    ApiServer server;

private:
    int m_changes = 0;
};

} // namespace plimsoll::test
