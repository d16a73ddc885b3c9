// SPDX-License-Identifier: Apache-2.0
// Faults of servers and of what lies before them. After each, the store equals a fresh list, and the user was
// told in between, where there was something to be told.
#include "kube/clientfixture.h"
#include "kube/fakeestate.h"
#include "support/testmain.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace plimsoll;
using namespace plimsoll::test;
using namespace std::chrono_literals;
using kube::Heartbeat;
using State = RecordingSink::State;

namespace {

struct Fault {
    std::deque<Answer> lists;
    std::deque<Answer> watches;
    std::vector<QByteArray> says; // part of what the user is told, in any order; none: nothing happened
};

/// A watch that is told to list again, which the faults of lists then hit.
const Answer gone = streamsAndEnds(line("ERROR", tooOld));

Answer page(const char* head, const QByteArray& body) {
    return [=](const Exchange& e) {
        e->raw(QByteArray(head) + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    };
}

Answer retries(int code, const char* reason, const char* message) {
    return refuses(code, reason, message, "{\"retryAfterSeconds\":0}");
}

quint32 crc32(const QByteArray& bytes) {
    quint32 crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

QByteArray gzip(const QByteArray& bytes) {
    const auto zlib = qCompress(bytes, 9); // 4 bytes of length, 2 of head, 4 of checksum
    const auto little = [](quint32 number) {
        QByteArray text;
        for (unsigned at = 0; at < 32; at += 8) {
            text += static_cast<char>(number >> at & 0xFFU);
        }
        return text;
    };
    return QByteArray::fromHex("1f8b0800000000000003") + zlib.mid(6, zlib.size() - 10) +
           little(crc32(bytes)) + little(static_cast<quint32>(bytes.size()));
}

/// VmHWM is no use: it never goes down.
qint64 residentBytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4096 : 0;
}

/// Much without an end of line, or without an end of an object.
Answer endless(const QByteArray& begin) {
    return [begin](const Exchange& e) {
        e->begin();
        e->chunk(begin);
        for (int i = 0; i < 40; ++i) {
            e->chunk(QByteArray(1 << 20, 'x'));
        }
    };
}

struct FaultRig {
    explicit FaultRig(std::deque<Answer> lists = {}, std::deque<Answer> watches = {}) {
        estate.put("anchor");
        estate.put("bilge");
        estate.put("käse");
        timing.connectRetry = timing.backoff = ReflectorTiming::Ms(10);
        timing.connectRetryMax = timing.backoffMax = ReflectorTiming::Ms(60);
        timing.refusedRetry = ReflectorTiming::Ms(60);
        timing.settling = ReflectorTiming::Ms(100);
        timing.listSilence = ReflectorTiming::Ms(400);
        timing.shortWatch = ReflectorTiming::Ms(20);
        server.handle([this](const FakeRequest& r, const Exchange& e) { estate.answer(r, e); });
        estate.listFaults = std::move(lists);
        estate.watchFaults = std::move(watches);
    }
    void start(const Config& config) {
        client = std::make_unique<Client>(config);
        reflector = std::make_unique<Reflector>(*client, collection, sink);
        reflector->setTiming(timing);
        reflector->start();
    }
    void start() {
        Config config;
        config.server = server.url();
        start(config);
    }
    void change() {
        estate.remove("anchor");
        estate.put("bilge");
        estate.put("davit");
    }
    /// The one thing that counts.
    void equalsAFreshList() {
        QTRY_COMPARE_WITH_TIMEOUT(sink.dump(), estate.dump(), 15000);
        QTRY_COMPARE_WITH_TIMEOUT(sink.stateName(), text("Live"), 15000);
        estate.put("keel"); // and it goes on from there
        QTRY_COMPARE_WITH_TIMEOUT(sink.dump(), estate.dump(), 5000);
    }
    [[nodiscard]] bool said(const QByteArray& part) const {
        return sink.told.join(u'\n').contains(QString::fromUtf8(part));
    }

    FakeEstate estate;
    FakeServer server;
    ReflectorTiming timing;
    Collection collection{"/apis/serving.knative.dev/v1/revisions", {}, {}, "Revisions"};
    RecordingSink sink;
    std::unique_ptr<Client> client;
    std::unique_ptr<Reflector> reflector;
};

} // namespace

Q_DECLARE_METATYPE(Fault)

class FaultsTest final : public QObject {
    Q_OBJECT

    static void rows() {
        QTest::addColumn<Fault>("fault");
        const auto row = [](const char* name, std::deque<Answer> lists, std::deque<Answer> watches,
                            std::vector<QByteArray> says) {
            QTest::newRow(name) << Fault{std::move(lists), std::move(watches), std::move(says)};
        };
        const auto half = list(999, {object("ghost", 999)}).left(60);
        row("truncated list", {says(half), says(half)}, {gone}, {"Revisions"});
        row("list of another kind", {says("[1,2]")}, {gone}, {"Revisions"});
        row("login page", {page("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", "<html>log in</html>")},
            {gone}, {"Revisions"});
        row("object without an end", {endless("{\"items\":[{\"a\":\"")}, {gone}, {"larger than"});
        row("endless line", {}, {endless("{\"type\":\"")}, {"a line of the watch is larger than"});
        row("half an event, then the end", {}, {streamsAndEnds("{\"type\":\"ADDED\",\"obj")},
            {"cut off in the middle of an event"});
        row("half an event, then a cut", {}, {streamsAndCuts("{\"type\":\"ADDED\",\"obj")}, {"broke"});
        row("no event", {}, {streamsAndEnds("<html>\n")}, {"a line that is no event"});
        row("gone again and again", {refuses(410, "Expired", "gone")}, {gone, gone, gone}, {});
        row("429 storm on watches", {}, std::deque<Answer>(12, retries(429, "TooManyRequests", "too many")),
            {"too many"});
        row("429 storm on lists", std::deque<Answer>(12, retries(429, "TooManyRequests", "too many")), {gone},
            {"too many"});
        row("etcd away", std::deque<Answer>(3, refuses(500, "InternalError", "etcdserver: leader changed")),
            {gone}, {"leader changed"});
        row("gateway without a server", {}, {page("HTTP/1.1 502 Bad Gateway\r\n", "no backend")},
            {"no backend"});
        row("role revoked", std::deque<Answer>(4, refuses(403, "Forbidden", "may not list")),
            std::deque<Answer>(12, refuses(403, "Forbidden", "may not watch")), {"may not"});
        row("token revoked", std::deque<Answer>(4, refuses(401, "Unauthorized", "Unauthorized")),
            std::deque<Answer>(12, refuses(401, "Unauthorized", "Unauthorized")), {"Log in again"});
        row("headers without an end", {[](const Exchange& e) {
                trickle(e, "HTTP/1.1 200 OK\r\nX-Slow: " + QByteArray(2000, 'z'), 2, false);
            }},
            {gone}, {"for 400 ms"});
        row("silence in a list", {[](const Exchange& e) {
                e->begin();
                e->chunk("{\"items\":[");
            }},
            {gone}, {"for 400 ms"});
    }

private slots:
    void theStoreEqualsAFreshListAfter_data() { rows(); }
    void theStoreEqualsAFreshListAfter() {
        QFETCH(Fault, fault);
        FaultRig rig;
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QTRY_COMPARE(rig.estate.watchRequests, 1);
        QVERIFY(rig.sink.told.isEmpty());
        rig.estate.listFaults = fault.lists;
        rig.estate.watchFaults = fault.watches;
        rig.estate.cutWatches();
        rig.change();
        rig.equalsAFreshList();
        for (const auto& part : fault.says) {
            QVERIFY2(rig.said(part), qPrintable(QString::fromUtf8(part) + rig.sink.told.join(u'\n')));
        }
        QVERIFY(rig.estate.listFaults.empty());
        QVERIFY(rig.sink.objects.count("ghost") == 0);
    }

    void aFirstListThatFailsIsFailedUntilItComes_data() { rows(); }
    void aFirstListThatFailsIsFailedUntilItComes() {
        QFETCH(Fault, fault);
        if (fault.lists.empty()) {
            return; // nothing of it concerns a first list
        }
        FaultRig rig(fault.lists);
        rig.start();
        rig.equalsAFreshList();
        QVERIFY(fault.says.empty() || rig.sink.was(State::Failed) || rig.sink.was(State::Denied));
        QVERIFY(!rig.sink.was(State::Stale)); // there was nothing to be stale
    }

    void aCharacterInTwoPiecesIsOne() {
        FaultRig rig(
            {[](const Exchange& e) {
                e->begin();
                trickle(e, list(100, {object("käse", 7), object("böe", 8)}), 1, true, [e] { e->end(); });
            }},
            {[](const Exchange& e) {
                e->begin();
                trickle(e, line("ADDED", object("tüte", 101)), 1, true);
            }});
        rig.timing.listSilence = ReflectorTiming::Ms(5000);
        rig.start();
        QTRY_COMPARE_WITH_TIMEOUT(rig.sink.dump(), text("böe=8 käse=7 tüte=101"), 15000);
        QVERIFY(rig.sink.told.isEmpty());
    }

    void aSlowListIsNotCut() {
        FaultRig rig;
        rig.estate.listFaults = {[&rig](const Exchange& e) {
            e->begin(); // takes several times as long as a list may be silent
            trickle(e, rig.estate.wholeList(), 1, true, [e] { e->end(); });
        }};
        rig.start();
        rig.equalsAFreshList();
        QVERIFY(rig.sink.told.isEmpty());
        QCOMPARE(rig.sink.wholeLists, 1);
    }

    void aGzipBombFillsNoMemory_data() {
        QTest::addColumn<bool>("watch");
        QTest::newRow("list") << false;
        QTest::newRow("watch") << true;
    }
    void aGzipBombFillsNoMemory() {
        QFETCH(bool, watch);
        const auto bomb =
            gzip((watch ? "{\"type\":\"" : "{\"items\":[{\"a\":\"") + QByteArray(200 << 20, 'x'));
        QVERIFY(bomb.size() < 1 << 20);
        const auto answer =
            page("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n", bomb);
        FaultRig rig;
        rig.start();
        QTRY_COMPARE(rig.estate.watchRequests, 1);
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        const auto before = residentBytes();
        rig.estate.listFaults = watch ? std::deque<Answer>() : std::deque<Answer>{answer};
        rig.estate.watchFaults = {watch ? answer : gone};
        rig.estate.cutWatches();
        rig.change();
        rig.equalsAFreshList();
        QVERIFY(!rig.sink.told.isEmpty());
        const auto grown = residentBytes() - before;
        QVERIFY2(grown < 80 << 20, qPrintable(QString::number(grown)));
    }

    void aStormIsAnsweredMoreAndMoreSlowly() {
        FaultRig rig({}, std::deque<Answer>(1000, retries(429, "TooManyRequests", "too many")));
        rig.timing.backoffMax = ReflectorTiming::Ms(1000);
        rig.start();
        QTRY_VERIFY(rig.said("too many"));
        QTest::qWait(1000);
        QVERIFY2(rig.estate.watchRequests < 12, // 10, 20, 40, … ms, and up to as much more by chance
                 qPrintable(QString::number(rig.estate.watchRequests)));
        QCOMPARE(rig.estate.listRequests, 1);
        rig.estate.watchFaults.clear();
        rig.change();
        rig.equalsAFreshList();
    }

    void aCertificateThatExpiresIsSaidUntilItIsRenewed() {
        FaultRig rig;
        const auto handler = [&rig](const FakeRequest& r, const Exchange& e) { rig.estate.answer(r, e); };
        auto server = std::make_unique<TlsServer>(test::serverCertificate);
        server->handle(handler);
        const auto port = server->port();
        rig.start(configOf(server->url()));
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        server.reset();
        server = std::make_unique<TlsServer>(test::expiredCertificate, port);
        server->handle(handler);
        rig.change();
        QTRY_VERIFY2(rig.said("the server's certificate expired on 2026-11-20"),
                     qPrintable(rig.sink.told.join(u'\n')));
        QCOMPARE(rig.sink.stateName(), text("Stale"));
        QVERIFY(rig.sink.dump() != rig.estate.dump()); // nothing was taken from a server that is not trusted
        server.reset();
        server = std::make_unique<TlsServer>(test::serverCertificate, port);
        server->handle(handler);
        rig.equalsAFreshList();
    }

    void aRevokedTokenIsDeniedUntilTheFileHasAnother() {
        QTemporaryDir folder;
        const auto path = folder.filePath(text("token"));
        const auto write = [&path](const char* token) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(token);
        };
        write("old");
        FaultRig rig;
        QByteArray accepted = "Bearer old";
        TlsServer server(test::serverCertificate);
        server.handle([&](const FakeRequest& r, const Exchange& e) {
            if (r.headers["authorization"] == accepted) {
                rig.estate.answer(r, e);
            } else {
                e->respond(401, status(401, "Unauthorized", "Unauthorized"));
            }
        });
        auto config = configOf(server.url());
        config.tokenFile = path.toStdString();
        rig.start(config);
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        accepted = "Bearer new";
        rig.estate.cutWatches();
        rig.change();
        QTRY_COMPARE(rig.sink.stateName(), text("Denied"));
        QVERIFY2(rig.said("Log in again"), qPrintable(rig.sink.told.join(u'\n')));
        write("new");
        rig.equalsAFreshList();
    }

    void aClockThatJumpsLosesNothing_data() {
        QTest::addColumn<int>("hours");
        QTest::newRow("forward: the machine slept") << 1;
        QTest::newRow("back") << -1;
    }
    void aClockThatJumpsLosesNothing() {
        QFETCH(int, hours);
        FaultRig rig;
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        QTRY_COMPARE(rig.estate.watchRequests, 1);
        std::int64_t jump = 0;
        Heartbeat heartbeat(*rig.client, 20ms);
        heartbeat.setWallClock([&jump] { return QDateTime::currentMSecsSinceEpoch() + jump; });
        const QSignalSpy slept(&heartbeat, &Heartbeat::slept);
        connect(&heartbeat, &Heartbeat::slept, rig.reflector.get(), &Reflector::restart);
        heartbeat.start();
        QTest::qWait(60);
        jump = std::int64_t{3600000} * hours;
        QTest::qWait(100);
        QCOMPARE(slept.size(), hours > 0 ? 1 : 0);
        QTRY_COMPARE(rig.estate.watchRequests, hours > 0 ? 2 : 1);
        rig.change();
        rig.equalsAFreshList();
        QCOMPARE(rig.sink.wholeLists, 1); // it went on from where it was
    }

    void aKilledServerThatForgotIsListedAnew() {
        FaultRig rig;
        rig.start();
        QTRY_COMPARE(rig.sink.stateName(), text("Live"));
        rig.server.kill();
        QTRY_COMPARE(rig.sink.stateName(), text("Stale"));
        rig.change();
        rig.estate.compact();
        rig.server.restart();
        rig.equalsAFreshList();
        QCOMPARE(rig.sink.wholeLists, 2);
    }
};

PLIMSOLL_TEST(FaultsTest)
#include "tst_faults.moc"
