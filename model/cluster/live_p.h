// SPDX-License-Identifier: Apache-2.0
// The inside of LiveSource.
#pragma once

#include "cluster/live.h"
#include "cluster/liveaccess.h"
#include "cluster/livecollection.h"
#include "kube/reflector.h"

#include <QTimer>

#include <array>
#include <set>

namespace plimsoll::cluster {

class LiveSource::Private {
public:
    Private(LiveSource& owner, kube::Config config, LiveOptions options, Cluster& cluster);

    void start();
    void refresh();
    [[nodiscard]] SourceInfo info() const;
    [[nodiscard]] Access* access() { return &m_access; }

private:
    using Collections = std::vector<std::unique_ptr<LiveCollection>>;
    struct Watched {         // a kind
        std::string version; // empty: not served, as far as we know
        Collections collections;
        bool narrowed = false; // to the context's namespace, since all were forbidden
    };

    void discover();
    void discovered(const Result<kube::Discovery>& found);
    void undiscovered(const Error& error);
    void watch(Kind kind, std::string version);
    void add(Kind kind, const std::string& ns);
    [[nodiscard]] bool shouldNarrow(Kind kind) const;
    void narrow(Kind kind);
    [[nodiscard]] std::vector<std::string> namespacesOf(const KindInfo& kind) const;

    void stateChanged(Kind kind);
    void updateStatus(Kind kind);
    [[nodiscard]] KindStatus merged(Kind kind) const;
    void updateAll();
    void restartAll();
    void changed(Kind kind);
    void announce();
    void warned(const Error& error);

    LiveSource& m_owner;
    LiveOptions m_options;
    Cluster& m_cluster;
    kube::Client m_client;
    LiveAccess m_access;
    kube::Heartbeat m_heartbeat;
    std::array<Watched, kindCount> m_kinds;
    std::string m_serverVersion;
    std::optional<Error> m_lost;        // the heartbeat
    std::optional<Error> m_unreachable; // discovery
    std::set<Kind> m_touched;           // whose status is to be told anew
    std::set<std::string> m_said;       // warnings
    QTimer m_rediscover;
    std::chrono::milliseconds m_wait{1'000};
    bool m_discovering = false;
    bool m_started = false;
    bool m_announcing = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace plimsoll::cluster
