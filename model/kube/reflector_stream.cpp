// SPDX-License-Identifier: Apache-2.0
// Streaming lists (KEP-3157): a watch that begins with an ADDED for every object, then a bookmark that says
// so, and goes on. Servers: on by default in 1.32 and since 1.34; older ones answer 422 or 400.
#include "kube/reflector_p.h"
#include "kube/scan.h"

namespace plimsoll::kube {
namespace {

constexpr std::chrono::milliseconds listTime{300'000}; // what the list may take of the stream's time

/// metadata.annotations["k8s.io/initial-events-end"] is "true".
bool endsInitialEvents(std::string_view object) {
    bool ends = false;
    const auto inside = [](std::string_view json, std::string_view wanted, auto&& then) {
        eachMember(json, [&](std::string_view key, std::string_view value) {
            if (key == wanted) {
                then(value);
            }
            return true;
        });
    };
    inside(object, "metadata", [&](std::string_view metadata) {
        inside(metadata, "annotations", [&](std::string_view annotations) {
            inside(annotations, "k8s.io/initial-events-end",
                   [&](std::string_view value) { ends = value == "\"true\""; });
        });
    });
    return ends;
}

} // namespace

bool Reflector::Private::shouldStream() const {
    const bool wanted = m_listed ? m_timing.streamAgain : m_timing.streamFirst;
    return wanted && m_mayStream && m_mayWatch && (m_from == From::Cache || m_from == From::NotOlder);
}

Request Reflector::Private::streamRequest(Ms timeout) const {
    Request request;
    // Never one of the first two without the other: a server that ignores it would send no end.
    request.path = m_collection.path +
                   "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                   "&allowWatchBookmarks=true&resourceVersion=" +
                   encoded(m_resourceVersion) + "&timeoutSeconds=" + std::to_string(timeout.count() / 1000) +
                   selectors();
    request.timeout = Ms(0);
    return request;
}

void Reflector::Private::stream() {
    m_streaming = true;
    m_began = false;
    m_items = 0;
    m_lines = LineSplitter();
    m_events = 0;
    m_eventTrouble.reset();
    if (!m_state || *m_state == State::Live) {
        setState(State::Listing);
    }
    m_streamTime = watchTime() + listTime;
    m_watchClock.start();
    m_deadline.start(m_timing.listSilence);
    m_reader.reset(new BodyReader(
        m_client, streamRequest(m_streamTime), m_collection.what,
        {[] {},
         [this](std::string_view bytes) { return m_streaming ? streamBytes(bytes) : watchBytes(bytes); },
         [this](const std::optional<Trouble>& trouble) { watchEnded(trouble); }}));
}

Result<void> Reflector::Private::streamBytes(std::string_view bytes) {
    m_deadline.start(m_timing.listSilence);
    const auto ok = watchBytes(bytes);
    if (m_streaming) {
        m_sink.progress(0, percent());
    } else {
        const auto left = m_streamTime - Ms(m_watchClock.elapsed()) + m_timing.watchGrace;
        m_deadline.start(std::max(left, m_timing.watchGrace));
    }
    return ok;
}

void Reflector::Private::streamEvent(const WatchEvent& event) {
    using Type = WatchEvent::Type;
    if (event.type == Type::Bookmark) {
        if (endsInitialEvents(event.object)) {
            streamComplete(event.object);
        }
        return;
    }
    beginOnce();
    if (event.type == Type::Deleted) { // it was among what came before
        m_sink.event(EventType::Deleted, event.object);
        return;
    }
    m_items += event.type == Type::Added ? 1 : 0;
    m_sink.listItem(event.object);
}

void Reflector::Private::streamComplete(std::string_view bookmark) {
    m_streaming = false;
    ++m_events;
    known(resourceVersionOf(bookmark));
    m_goneInARow = 0;
    m_shortWatches = 0;
    setState(State::Live);
}

void Reflector::Private::streamFailed(const Trouble& trouble) {
    m_streaming = false;
    const int status = trouble.error.httpStatus;
    const bool unknown = status == 400 || status == 405 || status == 422 || status == 501;
    const bool cut = status == 0 && m_began && ++m_cutLists >= 2;
    m_began = false;                       // counted here, not again as a list's
    if (unknown || status == 403 || cut) { // whoever may not watch may still list
        m_mayStream = false;
        m_cutLists = 0;
        run(Step::List);
        return;
    }
    listFailed(trouble);
}

} // namespace plimsoll::kube
