// SPDX-License-Identifier: Apache-2.0
#include "cluster/live.h"
#include "support/testmain.h"
#include "support/watchedserver.h"

using namespace plimsoll;
using namespace plimsoll::cluster;

namespace {

const std::string collection = "/api/v1/endpoints";

QByteArray endpointsText(const QByteArray& name, const QByteArray& ip) {
    return R"({"metadata":{"namespace":"shop","name":")" + name + R"("},"subsets":[{"addresses":[{"ip":")" +
           ip +
           R"(","targetRef":{"kind":"Pod","name":"p"}}],"ports":[{"name":"http","port":8080,"protocol":"TCP"}]}]})";
}

LiveOptions options(bool withEndpoints) {
    LiveOptions made;
    made.withEndpoints = withEndpoints;
    return made;
}

kube::Config configOf(const test::WatchedServer& server) {
    kube::Config config;
    config.server = server.url();
    return config;
}

} // namespace

class LiveEndpointsTest final : public QObject {
    Q_OBJECT

private slots:
    void followsCoreEndpoints() {
        test::WatchedServer server;
        server.put(collection, "shop/cart", endpointsText("cart", "10.0.0.1"));
        server.put(collection, "shop/till", endpointsText("till", "10.0.0.2"));
        Cluster cluster;
        LiveSource source(configOf(server), options(true), cluster);
        source.start();
        QTRY_VERIFY(source.endpoints().complete);
        QCOMPARE(source.endpoints().objects, std::size_t{2});
        QVERIFY(source.endpoints().bytes > 300);
        QCOMPARE(source.endpoints().events, std::int64_t{0});
        QTRY_VERIFY(server.watches() > 0);
        server.put(collection, "shop/cart", endpointsText("cart", "10.0.0.3"));
        QTRY_COMPARE(source.endpoints().events, std::int64_t{1});
        QCOMPARE(source.endpoints().objects, std::size_t{2});
        server.remove(collection, "shop/till");
        QTRY_COMPARE(source.endpoints().objects, std::size_t{1});
        QCOMPARE(source.endpoints().events, std::int64_t{2});
    }

    void areNotReadUnlessAskedFor() {
        test::WatchedServer server;
        server.put(collection, "shop/cart", endpointsText("cart", "10.0.0.1"));
        server.serve("/api/v1/services");
        Cluster cluster;
        LiveSource source(configOf(server), options(false), cluster);
        source.start();
        QTRY_VERIFY(settled(cluster.status(Kind::Service)));
        QTRY_VERIFY(server.watches() > 0);
        QVERIFY(!source.endpoints().complete);
        QCOMPARE(source.endpoints().bytes, std::int64_t{0});
    }
};

PLIMSOLL_TEST(LiveEndpointsTest)
#include "tst_liveendpoints.moc"
