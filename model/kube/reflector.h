// SPDX-License-Identifier: Apache-2.0
// Keeps one collection in step with the server: a list from the watch cache (resourceVersion=0), then a watch
// with bookmarks; 410, dropped connections, 429 and restarts are handled as client-go's Reflector does.
#pragma once

#include "kube/client.h"

#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::kube {

struct Collection {
    std::string path;          // "/apis/serving.knative.dev/v1/revisions" or with /namespaces/NS/
    std::string labelSelector; // not encoded
    std::string fieldSelector;
    std::string what; // for messages: "Revisions", "Pods in namespace shop"
};

enum class EventType { Added, Modified, Deleted };

/// Told what happens, on the client's thread, in order.
class ReflectorSink {
public:
    virtual ~ReflectorSink() = default;
    /// A list begins: whatever is not among the items until listEnded() is gone.
    virtual void listBegan() = 0;
    virtual void listItem(std::string_view json) = 0;
    /// The list is complete; from now on events.
    virtual void listEnded() = 0;
    virtual void event(EventType type, std::string_view json) = 0;
    /// Bytes received since the last call, and how much of the list is here when that is known.
    virtual void progress(std::int64_t bytes, std::optional<int> percent) = 0;
    enum class State { Listing, Live, Stale, Denied, NotServed, Failed };
    virtual void stateChanged(State state, const std::optional<Error>& error) = 0;
};

class Reflector final : public QObject {
    Q_OBJECT

public:
    Reflector(Client& client, Collection collection, ReflectorSink& sink, QObject* parent = nullptr);
    ~Reflector() override;

    void start();
    /// Drops what is under way and asks again at once (heartbeat lost, wake from sleep, F5). The last
    /// resourceVersion is kept: no new list where the server still has it.
    void restart();
    [[nodiscard]] const std::string& resourceVersion() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// GET /livez (else /healthz, /version) every `interval` on the ordinary connections: idle watches send
/// nothing, so this is what tells a dead connection from a quiet one; also notices the wall clock jumping
/// (the laptop slept).
class Heartbeat final : public QObject {
    Q_OBJECT

public:
    explicit Heartbeat(Client& client, std::chrono::milliseconds interval = std::chrono::seconds(10),
                       QObject* parent = nullptr);
    ~Heartbeat() override;
    void start();

signals:
    void lost(const plimsoll::Error& error);
    void back();  // after lost()
    void slept(); // the wall clock ran ahead of the steady one

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Which groups, versions and resources the server knows.
struct Discovery {
    struct Entry {
        std::string group;
        std::string version;
        std::string plural;
    };
    std::vector<Entry> entries;
    std::string serverVersion; // "v1.36.1"
    [[nodiscard]] bool serves(std::string_view group, std::string_view version,
                              std::string_view plural) const;
    [[nodiscard]] bool hasGroup(std::string_view group) const;
};
/// Asks /version, /api and /apis, and the resources of `groups` only.
void discover(Client& client, std::vector<std::string> groups, std::function<void(Result<Discovery>)> done);

} // namespace plimsoll::kube
