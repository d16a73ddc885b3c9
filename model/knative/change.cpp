// SPDX-License-Identifier: Apache-2.0
#include "knative/change.h"

#include "knative/changejob.h"
#include "knative/exposure.h"
#include "knative/hidewatch.h"
#include "knative/restore.h"

#include <QDateTime>
#include <QFileInfo>
#include <QPointer>

#include <algorithm>
#include <deque>
#include <set>

namespace plimsoll::knative {
namespace {

constexpr std::chrono::seconds watchAfterHide{60};
constexpr std::size_t runningAtOnce = 4; // each reads all routes of the cluster
constexpr std::size_t undoableShown = 50;

/// The journal as last read; read again only when the file changed.
class JournalCache {
public:
    const JournalContents& contents(const Journal& journal) {
        const QFileInfo file(QString::fromStdString(journal.path()));
        const auto stamp = std::pair(file.size(), file.lastModified().toMSecsSinceEpoch());
        if (stamp != m_stamp) {
            m_stamp = stamp;
            auto loaded = journal.load();
            m_contents = loaded ? std::move(*loaded) : JournalContents{{}, {std::move(loaded.error())}};
        }
        return m_contents;
    }

private:
    std::pair<qint64, qint64> m_stamp{-1, -1};
    JournalContents m_contents;
};

/// As far as the store can tell, the Service still carries what the entry wrote.
bool inEffect(const JournalEntry& entry, const cluster::Cluster& cluster) {
    const auto* service = cluster.find<cluster::Service>(entry.ns, entry.service);
    if (service == nullptr) {
        return !readable(cluster.status(cluster::Kind::Service));
    }
    return service->meta.uid == entry.uid && exportToOf(*service) == entry.after;
}

} // namespace

class Changer::Private {
public:
    Private(Changer* changer, const cluster::Cluster& cluster, cluster::Source& source,
            std::string journalPath, std::optional<mesh::Version> istioVersion)
        : q(changer)
        , context(std::make_shared<ChangeContext>(
              ChangeContext{cluster, source, Journal(std::move(journalPath)), istioVersion})) {}

    struct Waiting {
        std::string key; // "ns/revision": one at a time
        std::function<void(ChangeDone)> start;
        Done done;
    };

    void enqueue(Waiting waiting) {
        queue.push_back(std::move(waiting));
        // Never before run() returned: callers may not be ready for the answer yet.
        QMetaObject::invokeMethod(
            q, [this] { startNext(); }, Qt::QueuedConnection);
    }

    void startNext() {
        for (auto it = queue.begin(); it != queue.end() && running.size() < runningAtOnce;) {
            if (running.contains(it->key)) {
                ++it;
                continue;
            }
            auto waiting = std::move(*it);
            it = queue.erase(it);
            running.insert(waiting.key);
            const QPointer<Changer> alive(q);
            start(std::move(waiting));
            if (!alive) {
                return; // whoever heard the answer has closed the source
            }
            it = queue.begin(); // a change may have ended and changed the queue
        }
    }

    void start(Waiting waiting) {
        stopWatching(waiting.key);
        auto begin = std::move(waiting.start);
        begin([this, key = waiting.key, done = std::move(waiting.done)](ChangeResult result) {
            running.erase(key);
            if (result.hidden) {
                watch(std::move(*result.hidden));
            }
            QMetaObject::invokeMethod(
                q, [this] { startNext(); }, Qt::QueuedConnection);
            done(std::move(result.report));
        });
    }

    void watch(HiddenRevision hidden) {
        auto* watch = new HideWatch(
            context, std::move(hidden), watchAfterHide,
            [this](const HiddenRevision& named, std::vector<std::string> why) {
                takeBack(context, named, std::move(why),
                         [this](const ChangeReport& report) { emit q->takenBack(report); });
            },
            q);
        watches.erase(std::remove(watches.begin(), watches.end(), nullptr), watches.end());
        watches.emplace_back(watch);
    }

    /// A new change of the revision takes over.
    void stopWatching(const std::string& key) {
        for (const auto& watch : watches) {
            if (watch && watch->hidden().ns + "/" + watch->hidden().revision == key) {
                watch->deleteLater();
            }
        }
    }

    Changer* q;
    ContextPtr context;
    JournalCache journal;
    std::deque<Waiting> queue;
    std::set<std::string> running;
    std::vector<QPointer<HideWatch>> watches;
};

Changer::Changer(const cluster::Cluster& cluster, cluster::Source& source, std::string journalPath,
                 std::optional<mesh::Version> istioVersion, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, cluster, source, std::move(journalPath), istioVersion)) {}

Changer::~Changer() = default;

void Changer::run(const ChangeRequest& request, Done done) {
    d->enqueue({request.ns + "/" + request.revision,
                [this, request](ChangeDone finished) {
                    const auto info = d->context->source.info();
                    if (d->context->source.access() == nullptr || !info.writable) {
                        ChangeReport report;
                        report.request = request;
                        report.outcome = ChangeReport::Outcome::Refused;
                        report.message = "What is open (" + info.name + ") can only be read, not changed.";
                        report.reasons = {report.message};
                        finished({report, std::nullopt});
                        return;
                    }
                    runChange(d->context, request, std::move(finished));
                },
                std::move(done)});
}

void Changer::undo(const std::string& batch, Done done) {
    std::string key = batch;
    for (const auto& entry : d->journal.contents(d->context->journal).entries) {
        if (entry.batch == batch) {
            key = entry.ns + "/" + entry.revision;
        }
    }
    d->enqueue({key,
                [this, batch](ChangeDone finished) { undoChange(d->context, batch, std::move(finished)); },
                std::move(done)});
}

std::vector<Undoable> Changer::undoable() const {
    std::vector<Undoable> list;
    const auto info = d->context->source.info();
    const auto& entries = d->journal.contents(d->context->journal).entries;
    for (auto it = entries.rbegin(); it != entries.rend() && list.size() < undoableShown; ++it) {
        if ((!list.empty() && list.back().batch == it->batch) || !isOpen(*it, info) ||
            !inEffect(*it, d->context->cluster)) {
            continue;
        }
        list.push_back({it->batch, (it->after ? "Hide " : "Show ") + it->ns + "/" + it->revision, it->time});
    }
    return list;
}

const std::vector<Error>& Changer::journalProblems() const {
    return d->journal.contents(d->context->journal).problems;
}

} // namespace plimsoll::knative
