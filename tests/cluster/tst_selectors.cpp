// SPDX-License-Identifier: Apache-2.0
#include "cluster/decoded.h"
#include "cluster/selectors.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::cluster;
using plimsoll::test::strings;

namespace {

struct Given {
    const char* ns;
    const char* name;
    Labels labels;
    const char* ip = "";
    const char* phase = "Running";
    bool terminating = false;
    bool hostNetwork = false;
};

Labels labels(std::initializer_list<std::pair<const char*, const char*>> pairs) {
    Labels result;
    for (const auto& [key, value] : pairs) {
        result.emplace_back(Text(key), Text(value));
    }
    return result;
}

void add(Cluster& cluster, const Given& given) {
    Pod pod;
    pod.meta.ns = Text(given.ns);
    pod.meta.name = Text(given.name);
    pod.meta.labels = given.labels;
    pod.meta.deleted = given.terminating ? 1 : 0;
    pod.phase = Text(given.phase);
    pod.hostNetwork = given.hostNetwork;
    if (*given.ip != '\0') {
        pod.ips.emplace_back(given.ip);
    }
    cluster.put(pod);
}

std::vector<std::string> names(const std::vector<const Pod*>& pods) {
    std::vector<std::string> result;
    for (const auto* pod : pods) {
        result.push_back(pod->meta.name.str());
    }
    return result;
}

} // namespace

class SelectorsTest : public QObject {
    Q_OBJECT

private slots:
    void podsAreSelectedByAllLabelsInOneNamespace() {
        Cluster cluster;
        add(cluster, {"shop", "b", labels({{"app", "cart"}, {"tier", "web"}})});
        add(cluster, {"shop", "a", labels({{"app", "cart"}, {"tier", "web"}, {"x", "y"}})});
        add(cluster, {"shop", "c", labels({{"app", "cart"}})});
        add(cluster, {"bank", "d", labels({{"app", "cart"}, {"tier", "web"}})});
        const PodIndex index(cluster);
        QCOMPARE(names(index.select("shop", labels({{"app", "cart"}, {"tier", "web"}}))),
                 (std::vector<std::string>{"a", "b"}));
        QCOMPARE(names(index.select("shop", labels({{"app", "cart"}}))),
                 (std::vector<std::string>{"a", "b", "c"}));
        QCOMPARE(names(index.select("bank", labels({{"tier", "web"}}))), std::vector<std::string>{"d"});
        QVERIFY(index.select("shop", labels({{"app", "cart"}, {"tier", "db"}})).empty());
        QVERIFY(index.select("none", labels({{"app", "cart"}})).empty());
    }

    void anEmptySelectorSelectsNothing() {
        Cluster cluster;
        add(cluster, {"shop", "a", labels({{"app", "cart"}})});
        QVERIFY(PodIndex(cluster).select("shop", {}).empty());
    }

    void finishedPodsAreLeftOutAndTerminatingOnesKept() {
        Cluster cluster;
        const auto app = labels({{"app", "cart"}});
        add(cluster, {"shop", "done", app, "10.0.0.1", "Succeeded"});
        add(cluster, {"shop", "failed", app, "10.0.0.2", "Failed"});
        add(cluster, {"shop", "going", app, "10.0.0.3", "Running", true});
        const PodIndex index(cluster);
        QCOMPARE(names(index.select("shop", app)), std::vector<std::string>{"going"});
        QVERIFY(index.byAddress("10.0.0.1") == nullptr);
        QVERIFY(index.byAddress("10.0.0.2") == nullptr);
        QCOMPARE(index.byAddress("10.0.0.3")->meta.name, Text("going"));
    }

    void anAddressBelongsToThePodBeforeTheHost() {
        Cluster cluster;
        add(cluster, {"a", "agent", {}, "10.0.0.1", "Running", false, true});
        add(cluster, {"b", "pod", {}, "10.0.0.1"});
        add(cluster, {"c", "agent2", {}, "10.0.0.1", "Running", false, true});
        add(cluster, {"d", "only-host", {}, "10.0.0.9", "Running", false, true});
        const PodIndex index(cluster);
        QCOMPARE(index.byAddress("10.0.0.1")->meta.name, Text("pod"));
        QCOMPARE(index.byAddress("10.0.0.9")->meta.name, Text("only-host"));
        QVERIFY(index.byAddress("10.0.0.2") == nullptr);
    }

    void aReusedAddressBelongsToThePodThatStays() {
        Cluster cluster;
        add(cluster, {"a", "old", {}, "10.0.0.1", "Running", true});
        add(cluster, {"b", "new", {}, "10.0.0.1"});
        QCOMPARE(PodIndex(cluster).byAddress("10.0.0.1")->meta.name, Text("new"));
    }
};

PLIMSOLL_TEST(SelectorsTest)
#include "tst_selectors.moc"
