// SPDX-License-Identifier: Apache-2.0
#include "engine/worker.h"

#include "engine/deferred.h"
#include "engine/yaml.h"

#include <QCoreApplication>

#include <algorithm>

namespace plimsoll::engine {
namespace {

constexpr qint64 shortestInterval = 100; // ms between two pictures
constexpr qint64 costShare = 2;          // of a picture that takes long, and then as long a rest
constexpr std::size_t keptProblems = 200;

/// Whoever lets go of a Picture last may be the user interface, which has no time to free 10,000 states.
void dispose(const Picture* picture) {
    if (QCoreApplication::instance() == nullptr) {
        delete picture;
        return;
    }
    QThreadPool::globalInstance()->start([picture] { delete picture; });
}

} // namespace

Worker::Worker(ModelOptions options)
    : m_options(std::move(options)), m_publish(this), m_maker(m_options.istioVersion) {
    m_publish.setSingleShot(true);
    connect(&m_publish, &QTimer::timeout, this, &Worker::publish);
    m_heavy.setMaxThreadCount(1);
}

Worker::~Worker() {
    close();
    m_heavy.clear();
    m_heavy.waitForDone();
}

void Worker::open(const SourceFactory& factory, int opening) {
    close();
    m_opening = opening;
    m_cluster = std::make_unique<cluster::Cluster>();
    m_source = factory(*m_cluster);
    connect(m_source.get(), &cluster::Source::changed, this, &Worker::sourceChanged);
    connect(m_source.get(), &cluster::Source::warned, this, &Worker::remember);
    connect(m_source.get(), &cluster::Source::failed, this, [this](const Error& error) {
        emit failed(error);
        sourceChanged();
    });
    if (m_source->access() != nullptr && !m_options.readOnly) {
        const auto path =
            m_options.journalPath.empty() ? knative::defaultJournalPath() : m_options.journalPath;
        m_changer = std::make_unique<knative::Changer>(*m_cluster, *m_source, path, m_options.istioVersion);
        connect(m_changer.get(), &knative::Changer::takenBack, this, &Worker::changeFinished);
    }
    m_source->start();
    sourceChanged();
}

void Worker::close() {
    m_publish.stop();
    m_changer.reset();
    m_source.reset();
    finishDeferredDeletes();
    m_cluster.reset();
    m_maker.forget();
    m_texts = 0;
    m_problems.clear();
}

void Worker::sourceChanged() {
    if (!m_source) {
        return;
    }
    const qint64 interval = std::max(shortestInterval, m_lastCost * costShare);
    const qint64 elapsed = m_sinceBegun.isValid() ? m_sinceBegun.elapsed() : interval;
    const auto wait = static_cast<int>(std::clamp<qint64>(interval - elapsed, 0, interval));
    if (!m_publish.isActive() || m_publish.remainingTime() > wait) { // else one is due soon enough
        m_publish.start(wait);
    }
}

void Worker::publish() {
    if (!m_source) {
        return;
    }
    m_sinceBegun.start();
    const std::shared_ptr<Picture> picture(new Picture(m_maker.make(*m_cluster, m_source->info())), dispose);
    picture->generation = ++m_generation;
    picture->readOnly = m_options.readOnly || !picture->source.writable;
    picture->problems.insert(picture->problems.end(), m_problems.begin(), m_problems.end());
    if (m_changer) {
        picture->undoable = m_changer->undoable();
        const auto& unread = m_changer->journalProblems();
        picture->problems.insert(picture->problems.end(), unread.begin(), unread.end());
    }
    m_lastCost = m_sinceBegun.elapsed();
    computeHeavyParts();
    forgetTexts();
    emit published(picture, m_opening);
}

/// The pool looks for texts that nobody holds any more when it has to grow; a cluster that changes all day
/// would take half as much again as one just read until then.
void Worker::forgetTexts() {
    constexpr std::size_t few = 512;
    auto& pool = m_cluster->pool();
    if (pool.size() > m_texts + m_texts / 16 + few) {
        pool.sweep();
        m_texts = pool.size();
    }
}

/// On another thread, and a Picture with them when they are there; later when they may not be computed yet.
void Worker::computeHeavyParts() {
    if (const auto wait = m_maker.pending(); wait && *wait > 0) {
        m_publish.start(std::max(*wait, static_cast<int>(shortestInterval)));
        return;
    }
    const auto job = m_maker.job(*m_cluster);
    if (!job) {
        return;
    }
    m_heavy.start([this, job] {
        job->run();
        QMetaObject::invokeMethod(
            this,
            [this, job] {
                if (m_maker.finished(*job)) {
                    sourceChanged();
                }
            },
            Qt::QueuedConnection);
    });
}

void Worker::remember(const Error& problem) {
    m_problems.push_back(problem);
    if (m_problems.size() > keptProblems) {
        m_problems.pop_front();
    }
    sourceChanged();
}

knative::ChangeReport Worker::refused(const knative::ChangeRequest& request, std::string why) const {
    knative::ChangeReport report;
    report.request = request;
    report.outcome = knative::ChangeReport::Outcome::Refused;
    report.message = why;
    report.reasons.push_back(std::move(why));
    return report;
}

void Worker::run(const knative::ChangeRequest& request) {
    if (!m_changer) {
        emit changeFinished(refused(request, m_options.readOnly ? "Plimsoll was started with --read-only."
                                                                : "What is open here cannot be changed."));
        return;
    }
    m_changer->run(request, [this](const knative::ChangeReport& report) {
        emit changeFinished(report);
        sourceChanged();
    });
}

void Worker::undo(const std::string& batch) {
    if (!m_changer) {
        return;
    }
    m_changer->undo(batch, [this](const knative::ChangeReport& report) {
        emit changeFinished(report);
        sourceChanged();
    });
}

void Worker::refresh() {
    if (m_source) {
        m_source->refresh();
    }
}

void Worker::decodeSession(const std::string& text, const session::Options& options, int ticket) {
    std::vector<DecodedSession> decoded;
    for (auto& value : session::decodePasted(text, options)) {
        auto pod = m_cluster ? session::podOf(value, *m_cluster) : std::nullopt;
        decoded.push_back({std::move(value), std::move(pod)});
    }
    emit sessionDecoded(std::move(decoded), ticket);
}

void Worker::readObject(cluster::Kind kind, const std::string& ns, const std::string& name, int ticket) {
    const auto thing = std::string(cluster::info(kind).name) + " " + (ns.empty() ? name : ns + "/" + name);
    auto* access = m_source ? m_source->access() : nullptr;
    if (access == nullptr) {
        emit objectRead(fail(ErrorCode::NotFound, "the full object is not kept", thing,
                             "Open a cluster, or look into the file that was opened"),
                        ticket);
        return;
    }
    access->get(kind, ns, name, [this, thing, ticket](const Result<std::string>& json) {
        emit objectRead(json ? yamlOf(*json, thing) : Result<std::string>(tl::unexpected(json.error())),
                        ticket);
    });
}

} // namespace plimsoll::engine
