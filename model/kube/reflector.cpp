// SPDX-License-Identifier: Apache-2.0
// Rules: client-go tools/cache/reflector.go (2026-07), and what was measured with servers 1.20 to 1.36.
#include "kube/reflector.h"

#include "kube/reflector_p.h"

namespace plimsoll::kube {
namespace {

constexpr double connectJitter = 0.2; // a restarted server is to be seen soon: little chance mixed in
constexpr double serverJitter = 1.0;

} // namespace

Reflector::Private::Private(Client& client, Collection collection, ReflectorSink& sink)
    : m_client(client)
    , m_collection(std::move(collection))
    , m_sink(sink)
    , m_connectBackoff(m_timing.connectRetry, m_timing.connectRetryMax, connectJitter, m_timing.healthy)
    , m_serverBackoff(m_timing.backoff, m_timing.backoffMax, serverJitter, m_timing.healthy) {
    m_retry.setSingleShot(true);
    QObject::connect(&m_retry, &QTimer::timeout, &m_retry, [this] { run(m_step); });
    m_deadline.setSingleShot(true);
    QObject::connect(&m_deadline, &QTimer::timeout, &m_deadline, [this] {
        m_reader.reset();
        const Trouble trouble{
            Error{ErrorCode::Unreachable,
                  m_streaming ? "the list came to a standstill" : "the watch did not end when it should have",
                  m_collection.what, "The connection is made anew", 0},
            {},
            {}};
        m_streaming ? streamFailed(trouble) : watchFailed(trouble);
    });
}

void Reflector::Private::setTiming(const ReflectorTiming& timing) {
    m_timing = timing;
    m_connectBackoff = {timing.connectRetry, timing.connectRetryMax, connectJitter, timing.healthy};
    m_serverBackoff = {timing.backoff, timing.backoffMax, serverJitter, timing.healthy};
}

void Reflector::Private::start() {
    if (!m_state) {
        run(Step::List);
    }
}

void Reflector::Private::expect(std::int64_t objects) {
    if (!m_listed) {
        m_expected = objects;
    }
}

void Reflector::Private::restart() {
    m_reader.reset();
    m_streaming = false;
    m_deadline.stop();
    m_connectBackoff.reset();
    m_serverBackoff.reset();
    retryIn(Ms(0), m_step); // not here: the sink may call this while it is being told something
}

void Reflector::Private::run(Step step) {
    m_retry.stop();
    m_step = step;
    if (step == Step::List) {
        shouldStream() ? stream() : list();
    } else {
        watch();
    }
}

void Reflector::Private::retryIn(Ms wait, Step step) {
    m_step = step;
    m_retry.start(wait);
}

void Reflector::Private::setState(State state, const std::optional<Error>& error) {
    if (m_state == state && m_error == error) {
        return;
    }
    m_state = state;
    m_error = error;
    m_sink.stateChanged(state, error);
}

void Reflector::Private::stumbled(const Error& error) {
    setState(m_listed ? State::Stale : State::Failed, error);
}

std::chrono::milliseconds Reflector::Private::waitAfter(const Trouble& trouble) {
    const Ms wait = trouble.noAnswer() ? m_connectBackoff.next() : m_serverBackoff.next();
    return std::max(wait, trouble.retryAfter.value_or(Ms(0)));
}

/// A server that just started answers 403 until it knows the roles, and 404 until it knows the definitions:
/// what was there a moment ago is not given up for that.
bool Reflector::Private::settling() {
    if (!m_listed) {
        return false;
    }
    if (!m_refusals.isValid()) {
        m_refusals.start();
    }
    return m_refusals.elapsed() < m_timing.settling.count();
}

bool Reflector::Private::refused(const Trouble& trouble) {
    const bool notServed = trouble.error.httpStatus == 404;
    if (!trouble.refused() && !notServed) {
        return false;
    }
    if (settling()) {
        stumbled(trouble.error);
        retryIn(m_connectBackoff.next(), m_step);
        return true;
    }
    if (notServed) {
        vanish();
    }
    // By a list even after a refused watch: it is what says whether the user may still read.
    setState(notServed ? State::NotServed : State::Denied, trouble.error);
    retryIn(m_timing.refusedRetry, Step::List);
    return true;
}

/// The kind is gone from the server, and its objects with it.
void Reflector::Private::vanish() {
    if (m_listed) {
        m_sink.listBegan();
        m_sink.listEnded();
    }
    m_listed = false;
    m_resourceVersion.clear();
    m_from = From::Cache;
}

std::string Reflector::Private::selectors() const {
    std::string query;
    if (!m_collection.labelSelector.empty()) {
        query += "&labelSelector=" + encoded(m_collection.labelSelector);
    }
    if (!m_collection.fieldSelector.empty()) {
        query += "&fieldSelector=" + encoded(m_collection.fieldSelector);
    }
    return query;
}

Reflector::Reflector(Client& client, Collection collection, ReflectorSink& sink, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(client, std::move(collection), sink)) {}

Reflector::~Reflector() = default;

void Reflector::setTiming(const ReflectorTiming& timing) {
    d->setTiming(timing);
}

void Reflector::start() {
    d->start();
}

void Reflector::expect(std::int64_t objects) {
    d->expect(objects);
}

void Reflector::restart() {
    d->restart();
}

const std::string& Reflector::resourceVersion() const {
    return d->resourceVersion();
}

} // namespace plimsoll::kube
