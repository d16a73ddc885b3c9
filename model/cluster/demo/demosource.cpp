// SPDX-License-Identifier: Apache-2.0
#include "cluster/demo/demosource.h"

#include "cluster/decode.h"
#include "cluster/demo/life.h"
#include "cluster/demo/store.h"

#include <QElapsedTimer>

namespace plimsoll::cluster {
namespace {

constexpr int usualRevisions = 300;
constexpr int sliceMs = 40;

} // namespace

/// Answers from the store, each in a later turn of the event loop, as a network would.
class DemoSource::DemoAccess final : public Access {
public:
    explicit DemoAccess(DemoSource& source) : m_source(source) {}

    void get(Kind kind, const std::string& ns, const std::string& name, Callback<std::string> done) override {
        QTimer::singleShot(0, &m_source, [this, id = demo::ObjectId{kind, ns, name}, done = std::move(done)] {
            done(m_source.m_store->get(id).map([](const nlohmann::json& object) { return object.dump(); }));
        });
    }

    void list(Kind kind, const std::string& ns, Callback<FreshList> done) override {
        QTimer::singleShot(0, &m_source, [this, kind, ns, done = std::move(done)] {
            done(m_source.m_store->list(kind, ns));
        });
    }

    void patch(const Patch& patch, Callback<std::string> done) override {
        QTimer::singleShot(0, &m_source, [this, patch, done = std::move(done)] {
            const auto patched = m_source.m_store->patch(patch);
            if (patched && !patch.dryRun) { // what a watch would tell
                m_source.take(patch.kind, *patched);
                emit m_source.changed();
            }
            done(patched.map([](const nlohmann::json& object) { return object.dump(); }));
        });
    }

private:
    DemoSource& m_source;
};

DemoSource::DemoSource(int revisions, bool alive, Cluster& cluster, QObject* parent)
    : Source(parent)
    , m_cluster(cluster)
    , m_store(std::make_unique<demo::Store>(revisions > 0 ? revisions : usualRevisions))
    , m_life(std::make_unique<demo::Life>(*m_store))
    , m_access(std::make_unique<DemoAccess>(*this))
    , m_alive(alive) {
    m_pulse.setInterval(1000);
    connect(&m_pulse, &QTimer::timeout, this, &DemoSource::step);
}

DemoSource::~DemoSource() = default;

void DemoSource::start() {
    if (m_started) {
        return;
    }
    m_started = true;
    for (const KindInfo& known : allKinds()) {
        KindStatus& status = m_cluster.editStatus(known.kind);
        status.state = KindStatus::State::Listing;
        status.since = m_store->estate().clock;
        status.version = known.versions.front();
    }
    QTimer::singleShot(0, this, &DemoSource::loadSlice);
}

void DemoSource::loadSlice() {
    const demo::Store::Visit visit = [this](Kind kind, const nlohmann::json& object) { take(kind, object); };
    QElapsedTimer elapsed;
    elapsed.start();
    if (m_loaded == 0) {
        m_store->visitFixed(visit);
    }
    const std::size_t services = m_store->estate().services.size();
    do { // at least one a slice; an estate has at least one
        m_store->visitService(m_loaded++, visit);
    } while (m_loaded < services && elapsed.elapsed() < sliceMs);
    if (m_loaded < services) {
        for (const KindInfo& known : allKinds()) {
            m_cluster.editStatus(known.kind).percent = static_cast<int>(m_loaded * 100 / services);
        }
        QTimer::singleShot(0, this, &DemoSource::loadSlice);
    } else {
        finishLoading();
    }
    emit changed();
}

void DemoSource::finishLoading() {
    for (const KindInfo& known : allKinds()) {
        KindStatus& status = m_cluster.editStatus(known.kind);
        status.state = KindStatus::State::Live;
        status.percent.reset();
        status.lastEvent = m_store->estate().clock;
    }
    if (m_alive) {
        m_pulse.start();
    }
}

void DemoSource::take(Kind kind, const nlohmann::json& object) {
    auto decoded = decode(kind, object, m_cluster.pool());
    if (!decoded) {
        emit warned(decoded.error());
        return;
    }
    for (const Error& warning : decoded->warnings) {
        emit warned(warning);
    }
    if (m_cluster.put(std::move(decoded->object))) {
        m_cluster.editStatus(kind).lastEvent = m_store->estate().clock;
    }
}

SourceInfo DemoSource::info() const {
    SourceInfo info;
    info.type = SourceInfo::Type::Demo;
    info.name = "demo";
    info.ns = "shop";
    info.clock = m_store->estate().clock;
    info.writable = true;
    info.serverVersion = "v1.36.1";
    return info;
}

Access* DemoSource::access() {
    return m_access.get();
}

void DemoSource::step() {
    const auto events = m_life->step();
    for (const auto& [ns, difference] : events) {
        if (difference.now.is_null()) {
            m_cluster.remove(difference.kind, ns, difference.name);
            m_cluster.editStatus(difference.kind).lastEvent = m_store->estate().clock;
        } else {
            take(difference.kind, difference.now);
        }
    }
    if (!events.empty()) {
        emit changed();
    }
}

} // namespace plimsoll::cluster
