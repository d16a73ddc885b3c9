// SPDX-License-Identifier: Apache-2.0
// Keeps one collection in step with the server: a list from the watch cache (resourceVersion=0), then a watch
// with bookmarks; 410, dropped connections, 429 and restarts are handled as client-go's Reflector does.
#pragma once

#include "kube/client.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
    /// A list begins: whatever is not among the items until listEnded() is gone. A list that broke off is
    /// followed by another listBegan(); what it brought stays, and nothing is gone until a listEnded().
    virtual void listBegan() = 0;
    virtual void listItem(std::string_view json) = 0;
    /// The list is complete; from now on events.
    virtual void listEnded() = 0;
    virtual void event(EventType type, std::string_view json) = 0;
    /// Bytes received since the last call, and how much of the list is here when that is known.
    virtual void progress(std::int64_t bytes, std::optional<int> percent) = 0;
    /// Stale: there is a whole list, but nothing tells of changes at the moment (the error says why).
    /// Denied: 401 or 403. NotServed: the server does not know the kind; what there was is gone. Failed: no
    /// list could be had yet. All of them are tried again for ever. The error is set in Stale, Denied,
    /// NotServed and Failed.
    enum class State { Listing, Live, Stale, Denied, NotServed, Failed };
    virtual void stateChanged(State state, const std::optional<Error>& error) = 0;
};

/// How patient a Reflector is; the defaults are those of client-go where it has the same notion.
struct ReflectorTiming {
    using Ms = std::chrono::milliseconds;
    Ms connectRetry{200}; // after a lost connection, doubling up to
    Ms connectRetryMax{3'000};
    Ms backoff{800}; // after an error of the server, doubling up to
    Ms backoffMax{30'000};
    Ms healthy{120'000};     // without trouble for so long, both begin anew
    Ms refusedRetry{60'000}; // 401, 403, 404
    Ms settling{15'000};     // a server that is just starting refuses what it will soon answer
    Ms watchMin{60'000};     // timeoutSeconds is chosen between the two
    Ms watchMax{120'000};    //
    Ms watchGrace{15'000};   // and after so much more the connection counts as dead
    Ms shortWatch{1'000};    // a watch that ends within this without an event is an error
    Ms listSilence{60'000};  // a list that brings no byte for so long is broken off
    int pageSize = 500;
    // Whether a list is taken as a stream (sendInitialEvents), where the server has it; else whole.
    bool streamFirst = false; // the first one
    bool streamAgain = true;  // one after that, when the server has forgotten what we had
};

class Reflector final : public QObject {
    Q_OBJECT

public:
    Reflector(Client& client, Collection collection, ReflectorSink& sink, QObject* parent = nullptr);
    ~Reflector() override;

    /// Before start().
    void setTiming(const ReflectorTiming& timing);
    void start();
    /// How many objects the first list will bring, for its progress.
    void expect(std::int64_t objects);
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
    /// How long one question may take (5 s), and what time it is (replaced in tests). Before start().
    void setTimeout(std::chrono::milliseconds timeout);
    void setWallClock(std::function<std::int64_t()> millisecondsSince1970);
    void start();

signals:
    void lost(const plimsoll::Error& error);
    void back();  // after lost()
    void slept(); // the wall clock ran more than 30 s ahead of the steady one

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// Which groups, versions and resources the server knows.
struct Discovery {
    struct Entry {
        std::string group;
        std::string version;
        std::string plural; // empty: not asked for
    };
    std::vector<Entry> entries;
    std::string serverVersion; // "v1.36.1"; empty when the server does not say
    /// Groups and versions that exist but whose resources could not be read (an aggregated API that is down,
    /// no right): serves() is true for all of them, so that whoever lists learns the truth.
    std::vector<Entry> unread;
    std::vector<Error> warnings; // why, one each
    [[nodiscard]] bool serves(std::string_view group, std::string_view version,
                              std::string_view plural) const;
    [[nodiscard]] bool hasGroup(std::string_view group) const;
};
/// Asks /version, /api and /apis, and the resources of `groups` only ("" is the core group): in the same
/// answers where the server has aggregated discovery, else with one more question a group and version. The
/// error is that of /apis or of /api; anything less is a warning.
void discover(Client& client, std::vector<std::string> groups, std::function<void(Result<Discovery>)> done);

} // namespace plimsoll::kube
