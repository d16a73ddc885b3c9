// SPDX-License-Identifier: Apache-2.0
// The inside of LiveSource.
#pragma once

#include "cluster/live.h"
#include "cluster/liveaccess.h"
#include "cluster/livecollection.h"
#include "cluster/livenamespaces.h"
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
    [[nodiscard]] LiveEndpoints::Tally endpoints() const;

private:
    struct Part {
        std::unique_ptr<LiveCollection> collection;
        bool beside = false; // not what was asked for, but needed to understand it
    };
    /// Where the objects of a kind come from.
    enum class Scope {
        Fixed,      // cluster-scoped, the control planes' namespaces, or as -n says
        Everywhere, // one list of all namespaces
        Asking,     // whether that is allowed, or which namespaces are
        OneByOne,   // since it is not
    };
    struct Watched {         // a kind
        std::string version; // empty: not served, as far as we know
        Scope scope = Scope::Fixed;
        std::vector<Part> parts;
    };

    // live_p.cpp
    void discover();
    void bothTold();
    void discovered(const Result<kube::Discovery>& found);
    void undiscovered(const Error& error);
    void restartAll();
    void changed(Kind kind);
    void announce();
    void warned(const Error& error);

    // live_scope.cpp: which collections are read
    void watch(Kind kind, const std::string& version);
    void begin(Kind kind);
    void add(Kind kind, const std::string& ns, bool beside = false);
    void withdraw(Kind kind);
    void review(Kind kind);
    void reviewed(Kind kind, std::optional<bool> allowed);
    void readOneByOne(Kind kind);
    void findNamespaces();
    void namespacesFound();
    void fillOneByOne(Kind kind);
    [[nodiscard]] bool deniedEverywhere(Kind kind) const;
    [[nodiscard]] const std::vector<std::string>& namespacesOneByOne() const;

    // live_status.cpp: what is told of them
    void stateChanged(Kind kind);
    void updateStatus(Kind kind);
    [[nodiscard]] KindStatus merged(Kind kind) const;
    void addParts(KindStatus& status, const Watched& watched) const;
    void updateAll();

    [[nodiscard]] Watched& watched(Kind kind) { return m_kinds[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] const Watched& watched(Kind kind) const { return m_kinds[static_cast<std::size_t>(kind)]; }

    LiveSource& m_owner;
    LiveOptions m_options;
    Cluster& m_cluster;
    kube::Client m_client;
    kube::AccessReviews m_reviews;
    LiveNamespaces m_namespaces;
    LiveAccess m_access;
    kube::Heartbeat m_heartbeat;
    std::array<Watched, kindCount> m_kinds;
    std::vector<std::unique_ptr<LiveEndpoints>> m_endpoints; // of all namespaces, or one each of -n
    std::string m_serverVersion;
    std::optional<Error> m_lost;        // the heartbeat
    std::optional<Error> m_unreachable; // discovery
    std::set<Kind> m_touched;           // whose status is to be told anew
    std::set<std::string> m_said;       // warnings
    QTimer m_rediscover;
    std::chrono::milliseconds m_wait{1'000};
    std::optional<bool> m_mayAll; // list and watch whatever there is
    bool m_toldOfAll = false;     // m_mayAll is the answer of this time
    std::optional<Result<kube::Discovery>> m_discovery;
    bool m_discovering = false;
    bool m_started = false;
    bool m_announcing = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace plimsoll::cluster
