// SPDX-License-Identifier: Apache-2.0
// A collection on a scripted server: lists and watches of it are answered rightly, but for the faults that a
// test has put in their way.
#pragma once

#include "kube/reflectorrig.h"

#include <QTimer>

namespace plimsoll::test {

class FakeEstate {
public:
    void put(const char* name) {
        m_objects[name] = ++m_version;
        tell("MODIFIED", name);
    }
    void remove(const char* name) {
        m_objects.erase(name);
        ++m_version;
        tell("DELETED", name);
    }
    /// As RecordingSink::dump() of a fresh list.
    [[nodiscard]] QString dump() const {
        QStringList words;
        for (const auto& [name, version] : m_objects) {
            words << QString::fromStdString(name) + QLatin1Char('=') + QString::number(version);
        }
        return words.join(u' ');
    }
    [[nodiscard]] QByteArray wholeList() const {
        QByteArrayList items;
        for (const auto& [name, version] : m_objects) {
            items << object(name.c_str(), version);
        }
        return list(m_version, items);
    }
    void answer(const FakeRequest& request, const Exchange& exchange) {
        const bool watch = request.query(QStringLiteral("watch")) == QLatin1String("true");
        auto& faults = watch ? watchFaults : listFaults;
        ++(watch ? watchRequests : listRequests);
        if (!faults.empty()) {
            const auto fault = faults.front();
            faults.pop_front();
            fault(exchange);
        } else if (watch) {
            startWatch(request.query(QStringLiteral("resourceVersion")).toInt(), exchange);
        } else {
            exchange->respond(200, wholeList());
        }
    }
    void cutWatches() {
        for (const auto& exchange : m_watches) {
            exchange->cut();
        }
        m_watches.clear();
    }
    /// etcd was compacted: whoever asks from an older version is told that it is gone.
    void compact() { m_log.clear(); }

    std::deque<Answer> listFaults;
    std::deque<Answer> watchFaults;
    int listRequests = 0;
    int watchRequests = 0;

private:
    void tell(const char* type, const char* name) {
        const auto text = line(type, object(name, m_version));
        m_log[m_version] = text;
        for (const auto& exchange : m_watches) {
            exchange->chunk(text);
        }
    }
    void startWatch(int from, const Exchange& exchange) {
        exchange->begin();
        if (from < m_version && !m_log.contains(from + 1)) {
            exchange->chunk(line("ERROR", tooOld));
            exchange->end();
            return;
        }
        for (auto at = m_log.upper_bound(from); at != m_log.end(); ++at) {
            exchange->chunk(at->second);
        }
        m_watches.push_back(exchange);
    }

    std::map<std::string, int> m_objects;
    std::map<int, QByteArray> m_log;
    std::vector<Exchange> m_watches;
    int m_version = 100;
};

/// Sends the bytes in pieces, one every 5 ms, then calls `then`.
inline void trickle(
    const Exchange& exchange, const QByteArray& bytes, qsizetype piece, bool chunked,
    const std::function<void()>& then = [] {}) {
    if (bytes.isEmpty() || !exchange->connected()) {
        then();
        return;
    }
    const auto some = bytes.left(piece);
    if (chunked) {
        exchange->chunk(some);
    } else {
        exchange->raw(some);
    }
    QTimer::singleShot(5, [=] { trickle(exchange, bytes.mid(piece), piece, chunked, then); });
}

} // namespace plimsoll::test
