// SPDX-License-Identifier: Apache-2.0
// A day in a changing estate: revisions come and go, pods scale, conditions and exportTo change. Afterwards
// the model holds what a fresh start would hold, in as much memory.
#include "bench/fatestate.h"
#include "cluster/live.h"
#include "engine/model.h"
#include "support/testmain.h"
#include "support/watchedserver.h"

#include <malloc.h>

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <deque>

using namespace plimsoll;

namespace {

constexpr int revisionsEach = 5;
constexpr int podsAtMost = 4;

/// The "name" of a written object's metadata.
std::string nameIn(const QByteArray& json) {
    const auto metadata = json.indexOf("\"metadata\":{");
    const auto at = json.indexOf("\"name\":\"", metadata) + 8;
    return json.mid(at, json.indexOf('"', at) - at).toStdString();
}

class Estate {
public:
    explicit Estate(int services) : m_services(static_cast<std::size_t>(services)) {
        bench::writeEstate({services, revisionsEach}, [this](const bench::Batch& batch) {
            for (const auto& write : batch) {
                put(write);
            }
        });
        m_server.serve("/api/v1/pods");
        for (int i = 0; i < services; ++i) {
            m_services[static_cast<std::size_t>(i)].newest = revisionsEach - 1;
        }
    }

    [[nodiscard]] std::string url() const { return m_server.url(); }
    [[nodiscard]] std::size_t watches() const { return m_server.watches(); }

    /// One thing that happens; how many events it is.
    int happen() {
        const int service = below(static_cast<int>(m_services.size()));
        switch (below(10)) {
        case 0:
            return replaceRevision(service);
        case 1:
        case 2:
        case 3:
            return scale(service);
        case 4:
        case 5:
            return exportTo(service);
        default:
            return condition(service);
        }
    }
    /// The last word: every model that shows it has seen all before.
    void mark(const QByteArray& word) { reason(0, m_services.front().newest, word); }

private:
    struct Service {
        int newest = 0;
        int nextPod = 1;              // its ordinal
        std::deque<std::string> pods; // names
    };
    static int below(int n) { return QRandomGenerator::global()->bounded(n); }
    [[nodiscard]] static std::string key(int service, const std::string& name) {
        return bench::namespaceOf(service) + "/" + name;
    }

    void put(const test::ApiWrite& write) {
        if (write.method == "POST" && write.path.find("/endpoints") == std::string::npos) {
            const auto at = write.path.find("/namespaces/");
            const auto ns = at == std::string::npos || at + 12 > write.path.rfind('/')
                                ? std::string()
                                : write.path.substr(at + 12, write.path.rfind('/') - at - 12);
            m_server.put(test::clusterWide(write.path), ns + "/" + nameIn(write.body), write.body);
        }
    }
    /// A new one takes the place of the oldest.
    int replaceRevision(int service) {
        auto& state = m_services[static_cast<std::size_t>(service)];
        int events = 0;
        for (const auto& write : bench::revisionWrites(service, state.newest - revisionsEach + 1, 0)) {
            if (write.path.find("/endpoints") == std::string::npos) {
                m_server.remove(test::clusterWide(write.path), key(service, nameIn(write.body)));
                ++events;
            }
        }
        for (const auto& write : bench::revisionWrites(service, ++state.newest, 1)) {
            put(write);
        }
        return 2 * events;
    }
    int scale(int service) {
        auto& state = m_services[static_cast<std::size_t>(service)];
        if (state.pods.size() >= podsAtMost || (!state.pods.empty() && below(3) == 0)) {
            m_server.remove("/api/v1/pods", key(service, state.pods.front()));
            state.pods.pop_front();
        } else {
            const int ordinal = state.nextPod++;
            state.pods.push_back(bench::podName(service, state.newest, ordinal));
            m_server.put("/api/v1/pods", key(service, state.pods.back()),
                         bench::podJson(service, state.newest, ordinal));
        }
        return 1;
    }
    int exportTo(int service) {
        const auto& state = m_services[static_cast<std::size_t>(service)];
        const auto name = key(service, bench::revisionName(service, state.newest - below(revisionsEach)));
        const auto* held = m_server.find("/api/v1/services", name);
        if (held == nullptr) {
            return 0;
        }
        auto json = *held;
        const QByteArray mark = "\"networking.istio.io/exportTo\":\"";
        if (const auto at = json.indexOf(mark); at >= 0) {
            json.remove(at, json.indexOf(',', at) + 1 - at);
        } else {
            json.insert(json.indexOf("\"annotations\":{") + 15, mark + "~\",");
        }
        m_server.put("/api/v1/services", name, json);
        return 1;
    }
    int condition(int service) {
        const auto& state = m_services[static_cast<std::size_t>(service)];
        return reason(service, state.newest - below(revisionsEach), "At" + QByteArray::number(++m_moment));
    }
    int reason(int service, int revision, const QByteArray& word) {
        const auto name = key(service, bench::revisionName(service, revision));
        const auto* held = m_server.find("/apis/serving.knative.dev/v1/revisions", name);
        if (held == nullptr) {
            return 0;
        }
        auto json = *held;
        const auto end = json.indexOf(",\"type\":\"Ready\"") + 15;
        const auto begin = json.lastIndexOf('{', end) + 1;
        json.replace(begin, end - begin,
                     "\"reason\":\"" + word + "\",\"status\":\"False\",\"type\":\"Ready\"");
        m_server.put("/apis/serving.knative.dev/v1/revisions", name, json);
        return 1;
    }

    test::WatchedServer m_server;
    std::vector<Service> m_services;
    qint64 m_moment = 0;
};

double heapMb() {
    malloc_trim(0);
    const auto heap = mallinfo2();
    return static_cast<double>(heap.uordblks + heap.hblkhd) / 1e6;
}

engine::SourceFactory live(const std::string& url) {
    kube::Config config;
    config.server = url;
    return [config](cluster::Cluster& cluster) -> std::unique_ptr<cluster::Source> {
        return std::make_unique<cluster::LiveSource>(config, cluster::LiveOptions{}, cluster);
    };
}

/// No Picture has come for a while: weights and graph are of now, and what was shown before is freed.
/// Weights and graph rest for ten times as long as they took, which a sanitizer multiplies.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 quietMs = 20'000;
#else
constexpr qint64 quietMs = 4'000;
#endif

void settle(engine::Model& model) {
    QElapsedTimer quiet;
    quiet.start();
    std::uint64_t seen = 0;
    while (quiet.elapsed() < quietMs) {
        QTest::qWait(50);
        if (model.picture()->generation != seen) {
            seen = model.picture()->generation;
            quiet.restart();
        }
    }
}

bool shows(const engine::Model& model, const QByteArray& word) {
    const auto& picture = *model.picture();
    return std::any_of(picture.revisions.begin(), picture.revisions.end(),
                       [&](const auto& revision) { return revision.reason == word.toStdString(); });
}

} // namespace

class LongLifeTest final : public QObject {
    Q_OBJECT

private slots:
    void memoryIsThatOfAFreshStart() {
        const bool whole = qEnvironmentVariableIsSet("PLIMSOLL_LONG");
        const int events = whole ? 1'000'000 : 20'000;
        Estate estate(whole ? 300 : 100);
        const QTemporaryDir folder;
        engine::ModelOptions options;
        options.journalPath = (folder.path() + QStringLiteral("/journal.jsonl")).toStdString();
        engine::Model model(options);
        // Once there and back, so that what Qt and the first thread keep for ever is counted nowhere.
        model.open(live(estate.url()));
        QTRY_VERIFY_WITH_TIMEOUT(model.picture()->complete, 60'000);
        model.close();
        QTest::qWait(500);
        const auto empty = heapMb();

        model.open(live(estate.url()));
        QTRY_VERIFY_WITH_TIMEOUT(model.picture()->complete, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(estate.watches() > 5, 60'000);
        int sent = 0;
        for (int round = 0; sent < events; ++round) {
            for (int i = 0; i < 2'000; ++i) {
                sent += estate.happen();
            }
            const auto word = "Round" + QByteArray::number(round);
            estate.mark(word);
            QTRY_VERIFY_WITH_TIMEOUT(shows(model, word), 60'000); // none runs ahead of the reader
        }
        settle(model);
        const auto old = heapMb() - empty;
        auto last = model.picture();
        model.close();
        QTest::qWait(500);
        model.open(live(estate.url()));
        QTRY_VERIFY_WITH_TIMEOUT(model.picture()->complete, 60'000);
        settle(model);
        QVERIFY(last->revisions == model.picture()->revisions);
        QVERIFY(last->graph->nodes == model.picture()->graph->nodes);
        last.reset();
        QTest::qWait(500); // freed elsewhere
        const auto fresh = heapMb() - empty;
        qInfo("%d events: heap %.2f MB, of a fresh start %.2f MB", sent, old, fresh);
        if (fresh <= 0) {
            QSKIP("this allocator does not tell how much is in use");
        }
        // One way only: a fresh start that left more behind than a long life is no leak of the latter's.
        QVERIFY2(old - fresh <= 0.05 * fresh, "more than the memory of a fresh start");
    }
};

PLIMSOLL_TEST(LongLifeTest)
#include "tst_longlife.moc"
