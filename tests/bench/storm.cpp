// SPDX-License-Identifier: Apache-2.0
// A scripted API server with the estate that, told so, changes RATE objects a second: more than a real one on
// this machine could store. Each change carries the moment at which it was sent. Controlled over standard
// input: a line begins the storm, its end ends the process.
#include "bench/bench.h"
#include "bench/fatestate.h"
#include "bench/monotonic.h"
#include "support/watchedserver.h"

#include <unistd.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSocketNotifier>
#include <QTimer>

#include <cstdio>
#include <map>

namespace plimsoll::bench {
namespace {

class Storm final : public QObject {
public:
    explicit Storm(const EstateSize& size) : m_size(size) {
        writeEstate(size, [this](const Batch& batch) {
            for (const auto& write : batch) {
                keep(write);
            }
        });
        connect(&m_tick, &QTimer::timeout, this, [this] { blow(); });
    }

    [[nodiscard]] std::string url() const { return m_server.url(); }
    void begin(int rate, int seconds) {
        m_rate = rate;
        m_seconds = seconds;
        m_clock.start();
        m_tick.start(5);
    }

private:
    void keep(const test::ApiWrite& write) {
        if (write.method != "POST") {
            return;
        }
        const auto path = test::clusterWide(write.path);
        auto& keys = m_keys[path];
        keys.push_back(std::to_string(keys.size()));
        m_server.put(path, keys.back(), write.body);
    }

    /// What is due by now: half of the changes are of Revisions, half of public Services.
    void blow() {
        const auto due = m_clock.elapsed() * m_rate / 1000;
        for (; m_sent < due && m_sent < static_cast<qint64>(m_rate) * m_seconds; ++m_sent) {
            const auto n = static_cast<int>(m_sent / 2 % m_size.all());
            if (m_sent % 2 == 0) {
                change("/apis/serving.knative.dev/v1/revisions", n,
                       "\"reason\":\"At" + QByteArray::number(monotonicMs()) +
                           "\",\"status\":\"False\",\"type\":\"Ready\"");
            } else {
                change("/api/v1/services", n, {});
            }
        }
        if (m_sent == static_cast<qint64>(m_rate) * m_seconds) {
            m_tick.stop();
            std::printf("sent %lld\n", static_cast<long long>(m_sent));
            std::fflush(stdout);
        }
    }

    void change(const std::string& path, int n, const QByteArray& ready) {
        const auto& keys = m_keys.at(path);
        const auto& key = keys[static_cast<std::size_t>(n) % keys.size()];
        auto item = *m_server.find(path, key);
        const QByteArray mark = "\"networking.istio.io/exportTo\":\"";
        if (!ready.isEmpty()) {
            const auto end = item.indexOf(",\"type\":\"Ready\"") + 15;
            const auto begin = item.lastIndexOf('{', end) + 1;
            item.replace(begin, end - begin, ready);
        } else if (const auto at = item.indexOf(mark); at >= 0) { // hidden and shown by turns
            item.remove(at, item.indexOf(',', at) + 1 - at);
        } else {
            item.insert(item.indexOf("\"annotations\":{") + 15, mark + "~\",");
        }
        m_server.put(path, key, item);
    }

    EstateSize m_size;
    test::WatchedServer m_server;
    std::map<std::string, std::vector<std::string>> m_keys; // by collection
    QTimer m_tick;
    QElapsedTimer m_clock;
    int m_rate = 0;
    int m_seconds = 0;
    qint64 m_sent = 0;
};

} // namespace

int storm(const QStringList& arguments) {
    Storm server({arguments.value(0).toInt(), arguments.value(1).toInt()});
    std::printf("%s\n", server.url().c_str());
    std::fflush(stdout);
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &server, [&] {
        std::array<char, 64> line{};
        if (::read(STDIN_FILENO, line.data(), line.size()) <= 0) {
            QCoreApplication::quit();
        } else {
            server.begin(arguments.value(2).toInt(), arguments.value(3).toInt());
        }
    });
    return QCoreApplication::exec();
}

} // namespace plimsoll::bench
