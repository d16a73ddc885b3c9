// SPDX-License-Identifier: Apache-2.0
// A scripted API server with the estate that, told so, changes RATE objects a second: more than a real one on
// this machine could store. Each change carries the moment at which it was sent. Controlled over standard
// input: a line begins the storm, its end ends the process.
#include "bench/bench.h"
#include "bench/fatestate.h"
#include "bench/monotonic.h"
#include "support/fakeserver.h"

#include <unistd.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSocketNotifier>
#include <QTimer>

#include <cstdio>
#include <map>
#include <set>

namespace plimsoll::bench {
namespace {

using test::FakeRequest;
using test::FakeServer;

class Storm final : public QObject {
public:
    explicit Storm(const EstateSize& size) : m_size(size) {
        writeEstate(size, [this](const Batch& batch) {
            for (const auto& write : batch) {
                keep(write);
            }
        });
        m_server.handle([this](const FakeRequest& request, const FakeServer::Exchange& exchange) {
            answer(request, exchange);
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
    struct Collection {
        std::vector<QByteArray> items; // without resourceVersion
        std::vector<FakeServer::Exchange> watches;
    };

    void keep(const test::ApiWrite& write) {
        if (write.method != "POST") {
            return;
        }
        auto path = write.path; // without its namespace
        if (const auto at = path.find("/namespaces/"); at != std::string::npos) {
            path.erase(at, path.rfind('/') - at);
        }
        m_collections[path].items.push_back(write.body);
    }

    void answer(const FakeRequest& request, const FakeServer::Exchange& exchange) {
        const auto target = request.target.toStdString();
        const auto path = target.substr(0, target.find('?'));
        if (path == "/version" || path == "/livez") {
            exchange->respond(200, R"({"gitVersion":"v1.36.1"})");
        } else if (path == "/api") {
            exchange->respond(200, R"({"versions":["v1"]})");
        } else if (path == "/apis") {
            answerGroups(exchange);
        } else if (const auto found = m_collections.find(path); found == m_collections.end()) {
            answerResources(path, exchange);
        } else if (request.query(QStringLiteral("watch")).isEmpty()) {
            answerList(found->second, exchange);
        } else {
            exchange->begin();
            found->second.watches.push_back(exchange);
        }
    }

    void answerGroups(const FakeServer::Exchange& exchange) {
        std::set<std::string> groups;
        for (const auto& [path, collection] : m_collections) {
            if (path.starts_with("/apis/")) {
                const auto version = path.find('/', 6);
                groups.insert("{\"name\":\"" + path.substr(6, version - 6) + R"(","versions":[{"version":")" +
                              path.substr(version + 1, path.rfind('/') - version - 1) + "\"}]}");
            }
        }
        std::string all;
        for (const auto& group : groups) {
            all += (all.empty() ? "" : ",") + group;
        }
        exchange->respond(200, QByteArray::fromStdString("{\"groups\":[" + all + "]}"));
    }

    void answerResources(const std::string& path, const FakeServer::Exchange& exchange) {
        std::string names;
        for (const auto& [whole, collection] : m_collections) {
            if (whole.substr(0, whole.rfind('/')) == path) {
                names += (names.empty() ? "{\"name\":\"" : ",{\"name\":\"") +
                         whole.substr(whole.rfind('/') + 1) + "\"}";
            }
        }
        if (names.empty()) {
            exchange->respond(404, "404 page not found", "text/plain");
        } else {
            exchange->respond(200, QByteArray::fromStdString("{\"resources\":[" + names + "]}"));
        }
    }

    void answerList(const Collection& collection, const FakeServer::Exchange& exchange) {
        exchange->begin();
        exchange->chunk("{\"kind\":\"XList\",\"metadata\":{\"resourceVersion\":\"" +
                        QByteArray::number(m_version) + "\"},\"items\":[");
        for (std::size_t i = 0; i < collection.items.size(); ++i) {
            exchange->chunk((i == 0 ? "" : ",") + collection.items[i]);
        }
        exchange->chunk("]}");
        exchange->end();
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
        auto& collection = m_collections.at(path);
        auto& item = collection.items[static_cast<std::size_t>(n) % collection.items.size()];
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
        auto told = item;
        told.insert(told.indexOf("\"metadata\":{") + 12,
                    "\"resourceVersion\":\"" + QByteArray::number(++m_version) + "\",");
        told.replace('\n', ' ');
        for (const auto& watch : collection.watches) {
            watch->chunk("{\"type\":\"MODIFIED\",\"object\":" + told + "}\n");
        }
    }

    EstateSize m_size;
    FakeServer m_server;
    std::map<std::string, Collection> m_collections;
    QTimer m_tick;
    QElapsedTimer m_clock;
    int m_rate = 0;
    int m_seconds = 0;
    qint64 m_sent = 0;
    qint64 m_version = 1000;
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
