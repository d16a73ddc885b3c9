// SPDX-License-Identifier: Apache-2.0
#include "kube/reflector.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QTimer>

#include <array>

namespace plimsoll::kube {
namespace {

using Ms = std::chrono::milliseconds;

// /livez since 1.16, not behind every proxy; any of them needs no right that a user could lack.
constexpr std::array<const char*, 3> paths{"/livez", "/healthz", "/version"};
constexpr Ms clockInterval{2'000};
constexpr Ms retryWhileLost{2'000};
constexpr std::int64_t sleepMs = 30'000;

} // namespace

class Heartbeat::Private {
public:
    Private(Heartbeat& owner, Client& client, Ms interval)
        : m_owner(owner)
        , m_client(client)
        , m_interval(interval)
        , m_wallClock([] { return QDateTime::currentMSecsSinceEpoch(); }) {
        m_next.setSingleShot(true);
        m_overdue.setSingleShot(true);
        connect(&m_next, &QTimer::timeout, &m_owner, [this] { ask(); });
        connect(&m_overdue, &QTimer::timeout, &m_owner, [this] { overdue(); });
        connect(&m_clock, &QTimer::timeout, &m_owner, [this] { compareClocks(); });
    }

    void start() {
        rememberClocks();
        m_clock.start(std::min(m_interval, clockInterval));
        ask();
    }

    void setTimeout(Ms timeout) { m_timeout = timeout; }
    void setWallClock(std::function<std::int64_t()> clock) { m_wallClock = std::move(clock); }

private:
    void ask() {
        Request request;
        request.path = paths[m_path];
        request.accept = "*/*";
        request.timeout = m_timeout;
        // The client's timeout counts from the last byte; ours holds whatever it does.
        m_overdue.start(m_timeout + Ms(500));
        const auto question = ++m_question;
        const std::weak_ptr<bool> alive = m_alive;
        m_client.send(std::move(request), [this, alive, question](const Result<Response>& answer) {
            if (!alive.expired() && question == m_question) {
                answered(answer);
            }
        });
    }

    void answered(const Result<Response>& answer) {
        m_overdue.stop();
        ++m_question;
        if (!answer) {
            miss(answer.error());
            return;
        }
        if (answer->status == 404 && m_path + 1 < paths.size()) {
            ++m_path;
            ask();
            return;
        }
        // 401 and 403 come from a living server as well; who may not ask learns that from the lists.
        if (answer->status >= 500) {
            miss(check(*answer, paths[m_path])
                     .value_or(Error{ErrorCode::Server, "no success", paths[m_path], {}, answer->status}));
            return;
        }
        m_next.start(m_interval);
        if (m_lost) {
            m_lost = false;
            emit m_owner.back();
        }
    }

    void overdue() {
        ++m_question; // an answer that comes still is not waited for
        miss(Error{ErrorCode::Unreachable, "no answer for " + std::to_string(m_timeout.count()) + " ms",
                   m_client.config().server, "Check the network and the VPN", 0});
    }

    void miss(const Error& error) {
        m_next.start(std::min(m_interval, retryWhileLost));
        if (!m_lost) {
            m_lost = true;
            emit m_owner.lost(error);
        }
    }

    void rememberClocks() {
        m_wallAt = m_wallClock();
        m_steady.start();
    }

    /// Linux's steady clock stands still while the machine sleeps, the wall clock does not.
    void compareClocks() {
        const auto ahead = m_wallClock() - m_wallAt - m_steady.elapsed();
        rememberClocks();
        if (ahead > sleepMs) {
            emit m_owner.slept();
        }
    }

    Heartbeat& m_owner;
    Client& m_client;
    Ms m_interval;
    Ms m_timeout{5'000};
    std::function<std::int64_t()> m_wallClock;
    QTimer m_next;
    QTimer m_overdue;
    QTimer m_clock;
    QElapsedTimer m_steady;
    std::int64_t m_wallAt = 0;
    std::size_t m_path = 0;
    std::uint64_t m_question = 0; // the answer to an older one is ignored
    bool m_lost = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

Heartbeat::Heartbeat(Client& client, std::chrono::milliseconds interval, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(*this, client, interval)) {}

Heartbeat::~Heartbeat() = default;

void Heartbeat::setTimeout(std::chrono::milliseconds timeout) {
    d->setTimeout(timeout);
}

void Heartbeat::setWallClock(std::function<std::int64_t()> millisecondsSince1970) {
    d->setWallClock(std::move(millisecondsSince1970));
}

void Heartbeat::start() {
    d->start();
}

} // namespace plimsoll::kube
