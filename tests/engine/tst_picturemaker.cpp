// SPDX-License-Identifier: Apache-2.0
#include "cluster/demo/demosource.h"
#include "engine/picturemaker.h"
#include "support/testmain.h"

using namespace plimsoll;

namespace {

knative::RevisionState revision(const char* ns, const char* name) {
    knative::RevisionState state;
    state.ns = ns;
    state.name = name;
    return state;
}

graph::Node node(const char* id, std::size_t index) {
    graph::Node made;
    made.kind = graph::NodeKind::Revision;
    made.id = id;
    made.revision = index;
    return made;
}

} // namespace

class PictureMakerTest final : public QObject {
    Q_OBJECT

private slots:
    void aNodeNeverShowsAnotherRevision() {
        graph::Graph graph;
        graph.nodes = {node("revision/shop/cart-00001", 0), node("revision/shop/cart-00002", 1),
                       node("revision/shop/gone-00001", 2)};
        engine::relink(graph, {revision("blog", "cart-00001"), revision("shop", "cart-00002"),
                               revision("shop", "cart-00003"), revision("shop", "cart-00001")});
        QCOMPARE(graph.nodes[0].revision.value_or(99), std::size_t{3});
        QCOMPARE(graph.nodes[1].revision.value_or(99), std::size_t{1});
        QVERIFY(!graph.nodes[2].revision);
    }

    void theNextPictureEqualsOneMadeAfresh() {
        cluster::Cluster cluster;
        cluster::DemoSource source(60, false, cluster);
        source.start();
        QTRY_VERIFY(engine::makePicture(cluster, source.info()).complete);
        engine::PictureMaker maker;
        const auto first = made(maker, cluster, source.info());
        const auto key = cluster.all<cluster::Revision>().begin()->first;
        const std::string ns = key.ns.str();
        const std::string name = key.name.str();
        QVERIFY(cluster.remove(cluster::Kind::Revision, ns, name));
        const auto next = made(maker, cluster, source.info());
        const auto fresh = engine::makePicture(cluster, source.info());
        QCOMPARE(next.revisions.size(), first.revisions.size() - 1);
        QVERIFY(next.revisions == fresh.revisions);
        QVERIFY(next.graph->nodes == fresh.graph->nodes);
        QVERIFY(next.graph->edges == fresh.graph->edges);
        QCOMPARE(next.weights->proxies.size(), fresh.weights->proxies.size());
        for (const auto& shown : next.graph->nodes) {
            if (shown.revision) {
                const auto& state = next.revisions.at(*shown.revision);
                QCOMPARE(shown.id, "revision/" + state.ns + "/" + state.name);
            }
        }
    }

    void whatDidNotChangeIsShared() {
        cluster::Cluster cluster;
        cluster::DemoSource source(60, false, cluster);
        source.start();
        QTRY_VERIFY(engine::makePicture(cluster, source.info()).complete);
        engine::PictureMaker maker;
        const auto first = made(maker, cluster, source.info());
        const auto second = maker.make(cluster, source.info());
        QVERIFY(second.revisions.sameAs(first.revisions));
        QVERIFY(second.weights.sameAs(first.weights));
        QVERIFY(second.graph.sameAs(first.graph));
        QVERIFY(!maker.pending());
    }

    void aJobOfAFormerClusterIsDropped() {
        cluster::Cluster cluster;
        cluster::DemoSource source(20, false, cluster);
        source.start();
        engine::PictureMaker maker;
        static_cast<void>(maker.make(cluster, source.info()));
        const auto job = maker.job(cluster);
        QVERIFY(job);
        QVERIFY(!maker.job(cluster)); // one at a time
        maker.forget();
        job->run();
        QVERIFY(!maker.finished(*job));
    }

private:
    /// A Picture with weights and graph of now.
    static engine::Picture made(engine::PictureMaker& maker, const cluster::Cluster& cluster,
                                const cluster::SourceInfo& info) {
        auto picture = maker.make(cluster, info);
        while (const auto wait = maker.pending()) {
            QTest::qWait(*wait);
            if (const auto job = maker.job(cluster)) {
                job->run();
                maker.finished(*job);
            }
            picture = maker.make(cluster, info);
        }
        return picture;
    }
};

PLIMSOLL_TEST(PictureMakerTest)
#include "tst_picturemaker.moc"
