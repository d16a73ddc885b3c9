// SPDX-License-Identifier: Apache-2.0
#include "engine/worker.h"

#include "engine/deferred.h"
#include "engine/yaml.h"

#include <algorithm>

namespace plimsoll::engine {
namespace {

constexpr qint64 shortestInterval = 100; // ms between two pictures
constexpr qint64 costShare = 2;          // of a picture that takes long, and then as long a rest
constexpr std::size_t keptProblems = 200;

} // namespace

Worker::Worker(ModelOptions options)
    : m_options(std::move(options)), m_publish(this), m_maker(m_options.istioVersion) {
    m_publish.setSingleShot(true);
    connect(&m_publish, &QTimer::timeout, this, &Worker::publish);
}

Worker::~Worker() {
    close();
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
    auto picture = std::make_shared<Picture>(m_maker.make(*m_cluster, m_source->info()));
    picture->generation = ++m_generation;
    picture->readOnly = m_options.readOnly || !picture->source.writable;
    picture->problems.insert(picture->problems.end(), m_problems.begin(), m_problems.end());
    if (m_changer) {
        picture->undoable = m_changer->undoable();
        const auto& unread = m_changer->journalProblems();
        picture->problems.insert(picture->problems.end(), unread.begin(), unread.end());
    }
    m_lastCost = m_sinceBegun.elapsed();
    if (const auto wait = m_maker.pending()) {
        m_publish.start(std::max(*wait, static_cast<int>(shortestInterval)));
    }
    emit published(std::move(picture), m_opening);
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
