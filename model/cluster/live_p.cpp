// SPDX-License-Identifier: Apache-2.0
#include "cluster/live_p.h"

#include "cluster/decode.h"

#include <algorithm>

namespace plimsoll::cluster {
namespace {

using namespace std::chrono_literals;
using State = KindStatus::State;
using Part = kube::ReflectorSink::State;

constexpr auto longestWait = 30'000ms; // between attempts to reach the server
constexpr auto lookAgain = 60'000ms;   // for kinds that were not served
constexpr std::size_t mostWarnings = 1'000;

State stateOf(Part part) {
    switch (part) {
    case Part::Listing:
        return State::Listing;
    case Part::Live:
        return State::Live;
    case Part::Stale:
        return State::Stale;
    case Part::Denied:
        return State::Denied;
    case Part::NotServed:
        return State::NotServed;
    case Part::Failed:
        return State::Failed;
    }
    return State::Failed;
}

/// Of several collections of a kind the one with the highest number speaks for it. What is denied in one
/// namespace does not spoil the others: it is named as missing.
int weightOf(Part part) {
    switch (part) {
    case Part::Listing:
        return 5;
    case Part::Failed:
        return 4;
    case Part::Stale:
        return 3;
    case Part::Live:
        return 2;
    case Part::Denied:
        return 1;
    case Part::NotServed:
        return 0;
    }
    return 0;
}

} // namespace

LiveSource::Private::Private(LiveSource& owner, kube::Config config, LiveOptions options, Cluster& cluster)
    : m_owner(owner)
    , m_options(std::move(options))
    , m_cluster(cluster)
    , m_client(std::move(config))
    , m_access(m_client)
    , m_heartbeat(m_client, m_options.heartbeat) {
    std::ranges::sort(m_options.namespaces);
    const auto twice = std::ranges::unique(m_options.namespaces);
    m_options.namespaces.erase(twice.begin(), twice.end());
    if (m_options.execConsent) {
        m_client.setExecConsent(m_options.execConsent);
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
    m_rediscover.setSingleShot(true);
    QObject::connect(&m_rediscover, &QTimer::timeout, &m_owner, [this] { discover(); });
}

void LiveSource::Private::start() {
    m_cluster.setNamespaces(m_options.namespaces);
    for (const auto& kind : allKinds()) {
        auto& status = m_cluster.editStatus(kind.kind);
        status.state = State::Listing;
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

void LiveSource::Private::discover() {
    if (m_discovering) {
        return;
    }
    m_discovering = true;
    m_rediscover.stop();
    std::vector<std::string> groups;
    for (const auto& kind : allKinds()) {
        if (std::ranges::count(groups, kind.group) == 0) {
            groups.emplace_back(kind.group);
        }
    }
    kube::discover(m_client, std::move(groups),
                   [this, alive = std::weak_ptr(m_alive)](const Result<kube::Discovery>& found) {
                       if (!alive.expired()) {
                           m_discovering = false;
                           discovered(found);
                       }
                   });
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
    }
    bool missing = false;
    for (const auto& kind : allKinds()) {
        const auto version = std::ranges::find_if(
            kind.versions, [&](std::string_view v) { return found->serves(kind.group, v, kind.plural); });
        if (version != kind.versions.end()) {
            watch(kind.kind, std::string(*version));
        }
        missing = missing || version == kind.versions.end();
    }
    if (missing) {
        m_rediscover.start(lookAgain);
    }
    updateAll();
}

void LiveSource::Private::undiscovered(const Error& error) {
    m_rediscover.start(m_started ? lookAgain : m_wait);
    if (m_started) {
        return; // the reflectors know more
    }
    m_wait = std::min(m_wait * 2, std::chrono::milliseconds(longestWait));
    m_unreachable = error;
    updateAll();
    emit m_owner.failed(error);
}

void LiveSource::Private::watch(Kind kind, std::string version) {
    auto& watched = m_kinds[static_cast<std::size_t>(kind)];
    if (!watched.collections.empty()) {
        return; // its reflectors find out themselves when the kind goes and comes back
    }
    m_access.setVersion(kind, version);
    watched.version = std::move(version);
    for (const auto& ns : namespacesOf(cluster::info(kind))) {
        add(kind, ns);
    }
}

std::vector<std::string> LiveSource::Private::namespacesOf(const KindInfo& kind) const {
    if (!kind.namespaced) {
        return {std::string()};
    }
    if (kind.kind == Kind::ConfigMap || kind.kind == Kind::Deployment) {
        return {"istio-system", "knative-serving"};
    }
    return m_options.namespaces.empty() ? std::vector<std::string>{std::string()} : m_options.namespaces;
}

void LiveSource::Private::add(Kind kind, const std::string& ns) {
    auto& watched = m_kinds[static_cast<std::size_t>(kind)];
    LiveCollection::Told told;
    told.changed = [this, kind] { changed(kind); };
    told.stateChanged = [this, kind] { stateChanged(kind); };
    told.warned = [this](const Error& error) { warned(error); };
    watched.collections.push_back(
        std::make_unique<LiveCollection>(kind, ns, watched.version, m_client, m_cluster, std::move(told)));
    watched.collections.back()->start();
}

/// All namespaces are forbidden: the context's own may not be.
void LiveSource::Private::narrow(Kind kind) {
    auto& watched = m_kinds[static_cast<std::size_t>(kind)];
    if (!shouldNarrow(kind)) {
        return; // something else happened before this turn came
    }
    watched.narrowed = true;
    watched.collections.front()->withdraw();
    watched.collections.clear();
    add(kind, m_client.config().ns);
    updateStatus(kind);
}

bool LiveSource::Private::shouldNarrow(Kind kind) const {
    const auto& watched = m_kinds[static_cast<std::size_t>(kind)];
    if (watched.collections.size() != 1 || !cluster::info(kind).namespaced || m_client.config().ns.empty()) {
        return false;
    }
    const auto& only = *watched.collections.front();
    return only.ns().empty() && only.state() == Part::Denied && only.error() &&
           only.error()->code == ErrorCode::Forbidden;
}

void LiveSource::Private::stateChanged(Kind kind) {
    if (shouldNarrow(kind)) { // not here: the collection is just speaking
        QMetaObject::invokeMethod(
            &m_owner, [this, kind] { narrow(kind); }, Qt::QueuedConnection);
        return;
    }
    updateStatus(kind);
}

KindStatus LiveSource::Private::merged(Kind kind) const {
    const auto& watched = m_kinds[static_cast<std::size_t>(kind)];
    KindStatus status;
    status.version = watched.version;
    if (watched.collections.empty()) {
        status.state = m_unreachable ? State::Failed : m_started ? State::NotServed : State::Listing;
        status.error = m_unreachable;
        return status;
    }
    if (shouldNarrow(kind)) {
        status.state = State::Listing; // until its namespace was tried
        return status;
    }
    const auto& worst = **std::ranges::max_element(
        watched.collections, {}, [](const auto& collection) { return weightOf(collection->state()); });
    status.state = stateOf(worst.state());
    status.error = worst.error();
    for (const auto& collection : watched.collections) {
        status.bytes += collection->bytes();
        status.lastEvent = std::max(status.lastEvent, collection->lastEvent());
        if (status.state == State::Listing && collection->percent()) {
            status.percent = std::min(status.percent.value_or(100), *collection->percent());
        }
        if (collection->state() == Part::Denied && status.state != State::Denied) {
            status.missingNamespaces.push_back(collection->ns());
        }
    }
    if (watched.narrowed && status.state != State::Denied) {
        status.missingNamespaces.emplace_back("all others");
    }
    if (m_lost && status.state == State::Live) {
        status.state = State::Stale;
        status.error = m_lost;
    }
    return status;
}

void LiveSource::Private::updateStatus(Kind kind) {
    auto status = merged(kind);
    const auto& held = m_cluster.status(kind);
    status.objects = held.objects;
    status.since = status.state == held.state ? held.since : now();
    if (!(status == held)) {
        m_cluster.editStatus(kind) = std::move(status);
        announce();
    }
}

void LiveSource::Private::updateAll() {
    for (const auto& kind : allKinds()) {
        updateStatus(kind.kind);
    }
}

void LiveSource::Private::restartAll() {
    for (const auto& watched : m_kinds) {
        for (const auto& collection : watched.collections) {
            collection->restart();
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
