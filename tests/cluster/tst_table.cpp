// SPDX-License-Identifier: Apache-2.0
#include "cluster/cluster.h"
#include "support/testmain.h"

#include <QRandomGenerator>

#include <map>

using namespace plimsoll;
using namespace plimsoll::cluster;

namespace {

Service service(const std::string& ns, const std::string& name, const std::string& address = {}) {
    Service s;
    s.meta.ns = Text(ns);
    s.meta.name = Text(name);
    s.clusterIPs = {Text(address)};
    return s;
}

using Expected = std::map<std::pair<std::string, std::string>, std::string>;

Expected contentOf(const Table<Service>& table) {
    Expected content;
    for (const auto& [key, object] : table) {
        content[{key.ns.str(), key.name.str()}] = object.clusterIPs.front().str();
    }
    return content;
}

} // namespace

class TableTest final : public QObject {
    Q_OBJECT

private slots:
    void holdsWhatAMapWouldHold_data() {
        QTest::addColumn<int>("names");
        QTest::newRow("in one row") << 300;
        QTest::newRow("in many rows") << 5'000;
    }
    void holdsWhatAMapWouldHold() {
        QFETCH(int, names);
        Table<Service> table;
        Expected expected;
        auto& random = *QRandomGenerator::global();
        for (int i = 0; i < 20'000; ++i) {
            const auto ns = "ns" + std::to_string(random.bounded(7));
            const auto name = std::to_string(random.bounded(names));
            const auto at = table.find({ns, name});
            QCOMPARE(at != table.end(), expected.contains({ns, name}));
            if (at == table.end()) {
                table.insert(service(ns, name, std::to_string(i)));
                expected[{ns, name}] = std::to_string(i);
            } else if (random.bounded(3) == 0) {
                table.erase(at);
                expected.erase({ns, name});
            } else {
                table.replace(at, service(ns, name, std::to_string(i)));
                expected[{ns, name}] = std::to_string(i);
            }
            QCOMPARE(table.size(), expected.size());
        }
        QCOMPARE(contentOf(table), expected);
        auto it = table.begin();
        for (const auto& [key, value] : expected) { // in the same order
            QCOMPARE(it->first.name.str(), key.second);
            ++it;
        }
        QVERIFY(it == table.end());
        for (int n = 0; n < 7; ++n) {
            const auto ns = "ns" + std::to_string(n);
            const auto first = table.lower_bound({ns, {}});
            QCOMPARE(first->first.name.str(), expected.lower_bound({ns, {}})->first.second);
            const auto after = table.upper_bound({ns, first->first.name});
            QCOMPARE(after->first.name.str(),
                     expected.upper_bound({ns, first->first.name.str()})->first.second);
        }
    }

    void objectsInOrderFillTheirRows() {
        Table<Service> table;
        for (int i = 0; i < 2'000; ++i) {
            table.insert(service("shop", std::to_string(10'000 + i)));
        }
        int seen = 0;
        for (const auto& [key, object] : table) {
            QCOMPARE(key.name.str(), std::to_string(10'000 + seen++));
        }
        QCOMPARE(seen, 2'000);
    }

    void aCopyIsTheStateOfItsMoment() {
        Cluster cluster;
        cluster.put(service("shop", "cart", "10.0.0.1"));
        cluster.put(service("shop", "gone", "10.0.0.2"));
        const auto* first = cluster.find<Service>("shop", "cart");
        const Cluster copy = cluster;
        QCOMPARE(copy.find<Service>("shop", "cart"), first); // shared
        cluster.put(service("shop", "cart", "10.0.0.9"));
        cluster.remove(Kind::Service, "shop", "gone");
        auto same = service("shop", "cart", "10.0.0.9");
        same.meta.resourceVersion = Text("7");
        cluster.put(same);
        QCOMPARE(copy.all<Service>().size(), std::size_t{2});
        QCOMPARE(copy.find<Service>("shop", "cart")->clusterIPs.front(), Text("10.0.0.1"));
        QCOMPARE(cluster.find<Service>("shop", "cart")->clusterIPs.front(), Text("10.0.0.9"));
        QCOMPARE(cluster.find<Service>("shop", "cart")->meta.resourceVersion, Text("7"));
    }

    void aNewVersionAloneDoesNotReachACopy() {
        Cluster cluster;
        cluster.put(service("shop", "cart"));
        const Cluster copy = cluster;
        auto newer = service("shop", "cart");
        newer.meta.resourceVersion = Text("2");
        QVERIFY(!cluster.put(newer));
        QCOMPARE(copy.find<Service>("shop", "cart")->meta.resourceVersion, Text());
        QCOMPARE(cluster.find<Service>("shop", "cart")->meta.resourceVersion, Text("2"));
    }
};

PLIMSOLL_TEST(TableTest)
#include "tst_table.moc"
