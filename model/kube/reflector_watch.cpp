// SPDX-License-Identifier: Apache-2.0
#include "kube/reflector_p.h"
#include "kube/scan.h"

#include <QRandomGenerator>

#include <utility>

namespace plimsoll::kube {

Request Reflector::Private::watchRequest(Ms timeout) const {
    Request request;
    request.path = m_collection.path +
                   "?watch=true&allowWatchBookmarks=true&resourceVersion=" + encoded(m_resourceVersion) +
                   "&timeoutSeconds=" + std::to_string(std::max<Ms::rep>(1, timeout.count() / 1000)) +
                   selectors();
    request.timeout = Ms(0); // an idle watch sends nothing, by right
    return request;
}

Reflector::Private::Ms Reflector::Private::watchTime() const {
    const auto spread = std::max<Ms::rep>(1, (m_timing.watchMax - m_timing.watchMin).count());
    return m_timing.watchMin + Ms(QRandomGenerator::global()->bounded(static_cast<quint32>(spread)));
}

void Reflector::Private::watch() {
    const Ms timeout = watchTime();
    m_lines = LineSplitter();
    m_events = 0;
    m_eventTrouble.reset();
    m_watchClock.start();
    m_deadline.start(timeout + m_timing.watchGrace);
    m_reader.reset(new BodyReader(m_client, watchRequest(timeout), m_collection.what,
                                  {[this] { watchOpened(); },
                                   [this](std::string_view bytes) { return watchBytes(bytes); },
                                   [this](const std::optional<Trouble>& trouble) { watchEnded(trouble); }}));
}

void Reflector::Private::watchOpened() {
    m_mayWatch = true;
    m_refusals.invalidate();
    // After trouble of the watch itself, only what it brings shows that it is over.
    if (m_shortWatches < 2 && m_goneInARow == 0) {
        setState(State::Live);
    }
}

Result<void> Reflector::Private::watchBytes(std::string_view bytes) {
    m_sink.progress(static_cast<std::int64_t>(bytes.size()), std::nullopt);
    auto ok = m_lines.feed(bytes, [this](std::string_view line) {
        if (!m_eventTrouble) {
            watchLine(line);
        }
    });
    if (!ok) {
        ok.error().where = m_collection.what;
        m_eventTrouble = Trouble{ok.error(), {}, {}};
    }
    return m_eventTrouble ? Result<void>(tl::unexpected(m_eventTrouble->error)) : Result<void>{};
}

void Reflector::Private::watchLine(std::string_view line) {
    auto event = parseWatchEvent(line);
    if (!event) {
        event.error().where = m_collection.what;
        m_eventTrouble = Trouble{event.error(), {}, {}};
        return;
    }
    if (event->type == WatchEvent::Type::Error) {
        m_eventTrouble = troubleOfStatus(event->object, m_collection.what);
        return;
    }
    if (m_streaming) {
        streamEvent(*event);
        return;
    }
    ++m_events;
    m_shortWatches = 0;
    m_goneInARow = 0;
    m_connectBackoff.reset();
    if (auto version = resourceVersionOf(event->object); !version.empty()) {
        m_resourceVersion = std::move(version);
    }
    switch (event->type) {
    case WatchEvent::Type::Added:
        m_sink.event(EventType::Added, event->object);
        break;
    case WatchEvent::Type::Modified:
        m_sink.event(EventType::Modified, event->object);
        break;
    case WatchEvent::Type::Deleted:
        m_sink.event(EventType::Deleted, event->object);
        break;
    default: // a bookmark moves the resourceVersion only
        break;
    }
    setState(State::Live);
}

void Reflector::Private::watchEnded(const std::optional<Trouble>& trouble) {
    m_reader.reset();
    m_deadline.stop();
    if (m_streaming) {
        streamFailed(m_eventTrouble ? *m_eventTrouble
                     : trouble      ? *trouble
                               : Trouble{Error{ErrorCode::Unreachable, "the list ended before it was whole",
                                               m_collection.what, "It is asked for again", 0},
                                         {},
                                         {}});
        return;
    }
    if (m_watchClock.elapsed() > 5'000) {
        m_connectBackoff.reset(); // the connection was good
    }
    if (m_eventTrouble) {
        watchFailed(*m_eventTrouble);
    } else if (trouble) {
        watchFailed(*trouble);
    } else if (m_lines.partial()) {
        watchFailed(Trouble{Error{ErrorCode::Unreachable, "the watch was cut off in the middle of an event",
                                  m_collection.what, "The connection is made anew", 0},
                            {},
                            {}});
    } else if (m_events == 0 && m_watchClock.elapsed() < m_timing.shortWatch.count()) {
        if (++m_shortWatches >= 2) {
            stumbled(Error{ErrorCode::Server, "the server ends every watch at once", m_collection.what,
                           "Look for a proxy between here and the API server that cuts long answers", 0});
        }
        retryIn(m_serverBackoff.next(), Step::Watch);
    } else {
        m_shortWatches = 0;
        run(Step::Watch); // its time was over
    }
}

void Reflector::Private::watchFailed(const Trouble& trouble) {
    if (trouble.gone()) {
        // The first relist may come from the cache; when its version is gone as well, only etcd can help.
        m_from = m_goneInARow == 0 ? From::NotOlder : From::Pages;
        if (++m_goneInARow > 1) {
            stumbled(trouble.error);
            retryIn(waitAfter(trouble), Step::List);
        } else {
            run(Step::List);
        }
        return;
    }
    if (trouble.error.httpStatus == 403 && (!m_mayWatch || !settling())) {
        // Lists were allowed, watches are not: a list every minute is better than nothing. The first at once,
        // which says whether lists still are.
        const Ms wait = std::exchange(m_mayWatch, false) ? m_connectBackoff.next() : m_timing.refusedRetry;
        stumbled(trouble.error);
        retryIn(wait, Step::List);
        return;
    }
    if (refused(trouble)) {
        return;
    }
    stumbled(trouble.error);
    const bool lost = trouble.tooLarge() || trouble.error.httpStatus == 400;
    m_from = lost ? From::Pages : m_from; // e.g. etcd came back from a backup: our version lies ahead of it
    retryIn(waitAfter(trouble), lost ? Step::List : Step::Watch);
}

} // namespace plimsoll::kube
