// SPDX-License-Identifier: Apache-2.0
#include "cluster/live_p.h"

#include "cluster/decode.h"

#include <algorithm>
#include <utility>

namespace plimsoll::cluster {
namespace {

using namespace std::chrono_literals;
constexpr auto longestWait = 30'000ms; // between attempts to reach the server
constexpr std::size_t mostWarnings = 1'000;

} // namespace

LiveSource::Private::Private(LiveSource& owner, kube::Config config, LiveOptions options, Cluster& cluster)
    : m_owner(owner)
    , m_options(std::move(options))
    , m_cluster(cluster)
    , m_client(std::move(config))
    , m_reviews(m_client)
    , m_namespaces(m_client, m_reviews, m_options.savedNamespaces)
    , m_access(m_client)
    , m_heartbeat(m_client, m_options.heartbeat) {
    m_namespaces.setMost(m_options.mostNamespaces);
    std::ranges::sort(m_options.namespaces);
    const auto twice = std::ranges::unique(m_options.namespaces);
    m_options.namespaces.erase(twice.begin(), twice.end());
    if (m_options.execConsent) {
        m_client.setExecConsent(m_options.execConsent);
    }
    if (m_options.plugins) {
        m_client.setPlugins(m_options.plugins);
    }
    QObject::connect(&m_client, &kube::Client::warned, &m_owner,
                     [this](const Error& error) { warned(error); });
    QObject::connect(&m_heartbeat, &kube::Heartbeat::lost, &m_owner, [this](const Error& error) {
        m_lost = error;
        updateAll();
    });
    QObject::connect(&m_heartbeat, &kube::Heartbeat::back, &m_owner, [this] {
        m_lost.reset();
        restartAll();
        updateAll();
    });
    QObject::connect(&m_heartbeat, &kube::Heartbeat::slept, &m_owner, [this] { restartAll(); });
    if (m_options.withEndpoints) {
        const std::vector<std::string> everywhere{{}};
        for (const auto& ns : m_options.namespaces.empty() ? everywhere : m_options.namespaces) {
            m_endpoints.push_back(std::make_unique<LiveEndpoints>(ns, m_client, m_cluster.pool()));
        }
    }
    m_rediscover.setSingleShot(true);
    QObject::connect(&m_rediscover, &QTimer::timeout, &m_owner, [this] { discover(); });
}

void LiveSource::Private::start() {
    m_cluster.setNamespaces(m_options.namespaces);
    for (const auto& kind : allKinds()) {
        auto& status = m_cluster.editStatus(kind.kind);
        status.state = KindStatus::State::Listing;
        status.since = now();
    }
    discover();
}

void LiveSource::Private::refresh() {
    m_wait = 1'000ms;
    discover();
    restartAll();
}

SourceInfo LiveSource::Private::info() const {
    const auto& config = m_client.config();
    SourceInfo info;
    info.type = SourceInfo::Type::Live;
    info.name = config.context.empty() ? config.server : config.context;
    info.server = config.server;
    info.ns = config.ns.empty() ? "default" : config.ns;
    info.writable = true;
    info.heartbeatLost = m_lost.has_value();
    info.serverVersion = m_serverVersion;
    return info;
}

LiveEndpoints::Tally LiveSource::Private::endpoints() const {
    LiveEndpoints::Tally sum;
    sum.complete = !m_endpoints.empty();
    for (const auto& endpoints : m_endpoints) {
        const auto tally = endpoints->tally();
        sum.objects += tally.objects;
        sum.bytes += tally.bytes;
        sum.events += tally.events;
        sum.complete = sum.complete && tally.complete;
    }
    return sum;
}

void LiveSource::Private::discover() {
    if (m_discovering) {
        return;
    }
    m_discovering = true;
    m_rediscover.stop();
    m_discovery.reset();
    m_toldOfAll = false;
    // Of the administrator of a cluster it is the only question: nothing is asked kind by kind then.
    m_reviews.ask({"*", "*", "*", {}}, [this](std::optional<bool> allowed) {
        m_mayAll = allowed;
        m_toldOfAll = true;
        bothTold();
    });
    std::vector<std::string> groups;
    for (const auto& kind : allKinds()) {
        if (std::ranges::count(groups, kind.group) == 0) {
            groups.emplace_back(kind.group);
        }
    }
    kube::discover(m_client, std::move(groups),
                   [this, alive = std::weak_ptr(m_alive)](const Result<kube::Discovery>& found) {
                       if (!alive.expired()) {
                           m_discovery = found;
                           bothTold();
                       }
                   });
}

void LiveSource::Private::bothTold() {
    if (m_discovery && (m_toldOfAll || !*m_discovery)) { // without a server there is nothing to wait for
        m_discovering = false;
        discovered(*std::exchange(m_discovery, std::nullopt));
    }
}

void LiveSource::Private::discovered(const Result<kube::Discovery>& found) {
    if (!found) {
        undiscovered(found.error());
        return;
    }
    m_unreachable.reset();
    m_wait = 1'000ms;
    m_serverVersion = found->serverVersion;
    for (const auto& warning : found->warnings) {
        warned(warning);
    }
    if (!m_started) {
        m_started = true;
        m_heartbeat.start();
        for (const auto& endpoints : m_endpoints) {
            endpoints->start();
        }
    }
    m_namespaces.setProjectsServed(found->hasGroup("project.openshift.io"));
    bool missing = false;
    bool oneByOne = false;
    for (const auto& kind : allKinds()) {
        const auto serves = [&](std::string_view v) { return found->serves(kind.group, v, kind.plural); };
        const auto& it = watched(kind.kind);
        const auto version = std::ranges::find_if(kind.versions, serves);
        if (version == kind.versions.end()) {
            missing = true;
        } else if (it.version.empty() || !serves(it.version)) {
            watch(kind.kind, std::string(*version));
        } else if (it.scope == Scope::OneByOne) {
            oneByOne = true;
            review(kind.kind); // rights may have come
        }
    }
    if (oneByOne && m_options.namespaces.empty()) {
        findNamespaces();
    }
    if (missing || oneByOne) {
        m_rediscover.start(m_options.lookAgain); // for kinds, rights and namespaces that were not there
    }
    updateAll();
}

void LiveSource::Private::undiscovered(const Error& error) {
    m_rediscover.start(m_started ? m_options.lookAgain : m_wait);
    if (m_started) {
        return; // the reflectors know more
    }
    m_wait = std::min(m_wait * 2, std::chrono::milliseconds(longestWait));
    m_unreachable = error;
    updateAll();
    emit m_owner.failed(error);
}

void LiveSource::Private::restartAll() {
    for (const auto& it : m_kinds) {
        for (const auto& part : it.parts) {
            part.collection->restart();
        }
    }
}

void LiveSource::Private::changed(Kind kind) {
    m_touched.insert(kind);
    announce();
}

/// Once a turn of the event loop, however many objects came in it.
void LiveSource::Private::announce() {
    if (m_announcing) {
        return;
    }
    m_announcing = true;
    QMetaObject::invokeMethod(
        &m_owner,
        [this] {
            for (const auto kind : std::exchange(m_touched, {})) {
                updateStatus(kind);
            }
            m_announcing = false;
            emit m_owner.changed();
        },
        Qt::QueuedConnection);
}

void LiveSource::Private::warned(const Error& error) {
    if (m_said.size() < mostWarnings && m_said.insert(error.where + '\n' + error.what).second) {
        emit m_owner.warned(error); // an object that changes every second says the same every second
    }
}

} // namespace plimsoll::cluster
