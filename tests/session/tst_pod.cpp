// SPDX-License-Identifier: Apache-2.0
#include "session/value.h"
#include "support/testmain.h"

using namespace plimsoll;

namespace {

cluster::Pod pod(const char* name, const char* ip, const char* revision) {
    cluster::Pod result;
    result.meta.ns = Text("shop");
    result.meta.name = Text(name);
    if (*revision != '\0') {
        result.meta.labels = {{Text("serving.knative.dev/revision"), Text(revision)}};
    }
    result.phase = Text("Running");
    result.ready = true;
    result.ips = {Text(ip)};
    return result;
}

std::optional<session::PodMatch> podNamed(const cluster::Cluster& cluster, const char* address) {
    return session::podOf(session::decode(session::encodeCookie(address), {}).front(), cluster);
}

} // namespace

class PodTest final : public QObject {
    Q_OBJECT

private slots:
    void addressFindsItsPod() {
        cluster::Cluster cluster;
        cluster.put(pod("cart-00003-x", "10.20.0.7", "cart-00003"));
        cluster.put(pod("six", "fd00::7", ""));
        auto starting = pod("cart-00003-y", "10.20.0.8", "cart-00003");
        starting.ready = false;
        cluster.put(starting);
        auto leaving = pod("cart-00003-z", "10.20.0.9", "cart-00003");
        leaving.meta.deleted = 5;
        cluster.put(leaving);

        QVERIFY(podNamed(cluster, "10.20.0.7:8012") ==
                (session::PodMatch{"shop", "cart-00003-x", "cart-00003", true}));
        QVERIFY(podNamed(cluster, "[fd00::7]:8012") == (session::PodMatch{"shop", "six", "", true}));
        QVERIFY(podNamed(cluster, "10.20.0.8:8012") ==
                (session::PodMatch{"shop", "cart-00003-y", "cart-00003", false}));
        QVERIFY(podNamed(cluster, "10.20.0.9:8012") ==
                (session::PodMatch{"shop", "cart-00003-z", "cart-00003", false}));
        QVERIFY(podNamed(cluster, "envoy://connect_originate/10.20.0.7:8012") ==
                (session::PodMatch{"shop", "cart-00003-x", "cart-00003", true}));
        QVERIFY(!podNamed(cluster, "10.20.0.10:8012"));
        QVERIFY(!podNamed(cluster, "/run/app.sock"));
    }

    void valueWithoutAddressFindsNoPod() {
        cluster::Cluster cluster;
        cluster.put(pod("a", "10.20.0.7", ""));
        QVERIFY(!session::podOf(session::decode("", {}).front(), cluster));
    }
};

PLIMSOLL_TEST(PodTest)
#include "tst_pod.moc"
