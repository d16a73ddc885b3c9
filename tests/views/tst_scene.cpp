// SPDX-License-Identifier: Apache-2.0
#include "graph/camera.h"
#include "graph/grid.h"
#include "graph/navigation.h"
#include "graph/nodetext.h"
#include "graph/scenebuilder.h"
#include "support/testmain.h"
#include "views/estate.h"

#include <QElapsedTimer>

using namespace plimsoll;
using namespace plimsoll::views;

namespace {

ScenePtr sceneOf(const engine::PicturePtr& picture, const std::set<std::string>& open,
                 const std::set<std::string>& namespaces = {}) {
    SceneRequest request;
    request.picture = picture;
    request.open = open;
    request.namespaces = namespaces;
    request.fonts = FontSpec::application();
    layout::Layouter layouter;
    auto scene = buildScene(request, layouter, {});
    return scene ? *scene : nullptr;
}

const SceneNode* nodeOf(const Scene& scene, const char* id) {
    for (const auto& node : scene.nodes) {
        if (node.id == QLatin1String(id)) {
            return &node;
        }
    }
    return nullptr;
}

QStringList textsOf(const SceneNode& node) {
    QStringList texts;
    for (const auto& run : node.texts) {
        if (!run.text.isEmpty()) {
            texts << run.text;
        }
    }
    return texts;
}

} // namespace

class SceneTest final : public QObject {
    Q_OBJECT

private slots:
    void stateIsToldByWord_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("word");
        QTest::newRow("routed") << "revision/shop/checkout-00009" << int(NodeState::Routed) << "90 %";
        QTest::newRow("tag") << "revision/shop/search-00001" << int(NodeState::Routed) << "tag";
        QTest::newRow("reserve") << "revision/shop/search-00003" << int(NodeState::Reserve) << "reserve";
        QTest::newRow("hidden") << "revision/shop/search-00002" << int(NodeState::Hidden) << "hidden";
        QTest::newRow("partial") << "revision/shop/search-00005" << int(NodeState::Reserve) << "half hidden";
        QTest::newRow("alarm") << "revision/shop/cart-00012" << int(NodeState::Alarm)
                               << "hidden, routed: 503";
        QTest::newRow("not ready") << "revision/shop/recommendations-for-you-and-friends-00003"
                                   << int(NodeState::Routed) << "ContainerMissing";
    }
    void stateIsToldByWord() {
        QFETCH(QString, id);
        QFETCH(int, state);
        QFETCH(QString, word);
        const auto scene = sceneOf(test::shared(test::smallEstate()), {"shop"});
        QVERIFY(scene);
        const auto* node = nodeOf(*scene, qPrintable(id));
        QVERIFY(node);
        QCOMPARE(int(node->state), state);
        QVERIFY2(textsOf(*node).contains(word), qPrintable(textsOf(*node).join(u'|')));
        QCOMPARE(node->partial, word == QStringLiteral("half hidden"));
    }

    void textsStayInsideOfTheirNodes() {
        auto picture = test::smallEstate();
        for (auto& node : picture.graph.edit().nodes) {
            node.label += std::string(5000, 'w');
            node.detail += std::string(5000, 'd');
        }
        const auto scene = sceneOf(test::shared(std::move(picture)), {"shop", "payments"});
        const TextMetrics metrics(FontSpec::application());
        for (const auto& node : scene->nodes) {
            for (const auto& run : node.texts) {
                QVERIFY2(run.at.x() >= -0.5 &&
                             run.at.x() + metrics.width(run.text, run.role) <= node.box.width() + 0.5,
                         qPrintable(node.id + u' ' + run.text));
            }
        }
        for (const auto& group : scene->groups) {
            for (const auto& run : group.texts) {
                QVERIFY(run.at.x() + metrics.width(run.text, run.role) <= group.box.width());
            }
        }
    }

    void textsOfOneNodeDoNotOverlap() {
        const auto scene = sceneOf(test::shared(test::smallEstate()), {"shop", "payments", "media"});
        const TextMetrics metrics(FontSpec::application());
        for (const auto& node : scene->nodes) {
            for (std::size_t i = 0; i < node.texts.size(); ++i) {
                for (std::size_t j = i + 1; j < node.texts.size(); ++j) {
                    const auto box = [&](const TextRun& run) {
                        return QRectF(run.at - QPointF(0, 10), QSizeF(metrics.width(run.text, run.role), 12));
                    };
                    QVERIFY2(!box(node.texts[i]).intersects(box(node.texts[j])), qPrintable(node.id));
                }
            }
        }
    }

    void closedNamespaceIsOneCard() {
        const auto scene = sceneOf(test::shared(test::smallEstate()), {"shop"});
        QCOMPARE(scene->groups.size(), std::size_t{3});
        QVERIFY(!nodeOf(*scene, "revision/payments/api-00002"));
        for (const auto& edge : scene->edges) {
            QVERIFY(edge.points.size() >= 2);
        }
    }

    void onlyChosenNamespacesAreShown() {
        const auto scene = sceneOf(test::shared(test::smallEstate()), {"shop"}, {"payments"});
        QCOMPARE(scene->groups.size(), std::size_t{1});
        QCOMPARE(scene->groups.front().ns, std::string("payments"));
        QVERIFY(!nodeOf(*scene, "revision/shop/cart-00012"));
        QVERIFY2(nodeOf(*scene, "gateway/istio-system/istio-ingressgateway"),
                 "it leads to a chosen namespace");
    }

    void edgeToABrokenRevisionLooksBroken() {
        const auto scene = sceneOf(test::shared(test::smallEstate()), {"shop"});
        int broken = 0;
        for (const auto& edge : scene->edges) {
            broken += edge.look == SceneEdge::Look::Broken ? 1 : 0;
        }
        QCOMPARE(broken, 1);
    }

    void widerEdgesCarryMore() {
        const auto scene = sceneOf(test::shared(test::smallEstate()), {"shop"});
        const auto widthTo = [&](const char* id) {
            for (const auto& edge : scene->edges) {
                if (scene->nodes[edge.to].id == QLatin1String(id)) {
                    return edge.width;
                }
            }
            return 0.0;
        };
        QVERIFY(widthTo("revision/shop/checkout-00009") > widthTo("revision/shop/checkout-00008") + 1);
    }

    void gatewayShowsItsMemoryAgainstTheLimit() {
        const auto scene = sceneOf(test::shared(test::smallEstate()), {"shop"});
        const auto* node = nodeOf(*scene, "gateway/istio-system/istio-ingressgateway");
        QVERIFY(node && node->gauge);
        QVERIFY(node->gauge->low < node->gauge->high);
        QVERIFY(node->gauge->line <= 1);
        QVERIFY(textsOf(*node).join(u' ').contains(QStringLiteral("of 256 MB")));
    }

    void hitsFindWhatIsDrawnThere() {
        const auto scene = sceneOf(test::shared(test::smallEstate()), {"shop"});
        for (std::size_t i = 0; i < scene->nodes.size(); ++i) {
            const auto hit = scene->grid->at(*scene, scene->nodes[i].box.center());
            QVERIFY(hit);
            QCOMPARE(*hit, (Hit{Hit::Kind::Node, i}));
        }
        for (std::size_t i = 0; i < scene->groups.size(); ++i) {
            const auto hit = scene->grid->at(*scene, scene->groups[i].box.topLeft() + QPointF(30, 10));
            QVERIFY(hit);
            QCOMPARE(*hit, (Hit{scene->groups[i].open ? Hit::Kind::Header : Hit::Kind::Card, i}));
        }
        QVERIFY(!scene->grid->at(*scene, scene->bounds.bottomRight() + QPointF(500, 500)));
    }

    void arrowsFollowTheEdges() {
        const auto scene = sceneOf(test::shared(test::smallEstate()), {"shop"});
        const QString gateway = QStringLiteral("gateway/istio-system/istio-ingressgateway");
        const QString route = QStringLiteral("route/shop/checkout");
        const QString first = QStringLiteral("revision/shop/checkout-00009");
        const QString second = QStringLiteral("revision/shop/checkout-00008");
        QCOMPARE(neighbour(*scene, route, Direction::Left), gateway);
        const QString right = neighbour(*scene, route, Direction::Right);
        QVERIFY(right == first || right == second);
        QCOMPARE(neighbour(*scene, first, Direction::Down), second);
        QCOMPARE(neighbour(*scene, second, Direction::Up), first);
        QCOMPARE(neighbour(*scene, QStringLiteral("no such node"), Direction::Up),
                 QStringLiteral("revision/shop/cart-00012"));
    }

    void searchFindsNamesHostsAndPods_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("count");
        QTest::newRow("a revision") << "CART-00012" << 2; // and its pods, by their name
        QTest::newRow("a host") << "checkout.shop.example" << 1;
        QTest::newRow("a reason") << "containermissing" << 1;
        QTest::newRow("a namespace") << "payments" << 2; // and the host of its route
        QTest::newRow("nothing") << "no such thing" << 0;
        QTest::newRow("blank") << "  " << 0;
    }
    void searchFindsNamesHostsAndPods() {
        QFETCH(QString, text);
        QFETCH(int, count);
        const auto found = matchesOf(test::smallEstate(), {}, text);
        QVERIFY2(found.size() == count, qPrintable(found.join(u' ')));
    }

    void tooltipSaysWhatStateAndWhy() {
        const auto picture = test::smallEstate();
        for (const auto& node : picture.graph->nodes) {
            const QString text = describe(picture, node);
            QVERIFY(text.contains(qs(node.label)));
            if (node.id == "revision/shop/cart-00012") {
                QVERIFY(text.contains(QStringLiteral("503")));
            }
            if (node.id == "revision/shop/checkout-00009") {
                QVERIFY(text.contains(QStringLiteral("90 %")));
                QVERIFY(text.contains(QStringLiteral("Route checkout sends requests here")));
            }
        }
    }

    void emptinessIsExplained() {
        engine::Picture picture;
        QVERIFY(!emptyText(nullptr, false).title.isEmpty());
        picture.complete = true;
        QCOMPARE(emptyText(&picture, false).title, QStringLiteral("Nothing here yet"));
        picture.kinds[static_cast<std::size_t>(cluster::Kind::Service)].state =
            cluster::KindStatus::State::Denied;
        QVERIFY(emptyText(&picture, false).sentence.contains(QStringLiteral("services")));
        QVERIFY(emptyText(&picture, false).sentence.contains(QStringLiteral("role")));
        const auto full = test::smallEstate();
        QVERIFY(emptyText(&full, false).title.isEmpty());
        QVERIFY(!emptyText(&full, true).title.isEmpty());
    }

    void cameraZoomsAtTheCursor() {
        Camera camera;
        camera.fit(QRectF(0, 0, 1000, 500), QSizeF(800, 600));
        const QPointF cursor(123, 456);
        const QPointF before = camera.toScene(cursor);
        camera.zoomAt(cursor, 2.5);
        const QPointF after = camera.toScene(cursor);
        QVERIFY((after - before).manhattanLength() < 1e-6);
        camera.zoomAt(cursor, 1e9);
        QCOMPARE(camera.zoom(), Camera::mostZoom);
    }

    void firstFitKeepsTextReadable() {
        Camera camera;
        camera.fitReadable(QRectF(0, 0, 20000, 20000), QSizeF(800, 600));
        QVERIFY(camera.zoom() > 0.6);
        QVERIFY(camera.shown(QSizeF(800, 600)).contains(QPointF(0, 0)));
        camera.fit(QRectF(0, 0, 20000, 20000), QSizeF(800, 600));
        QVERIFY(camera.shown(QSizeF(800, 600)).contains(QRectF(0, 0, 20000, 20000)));
    }

    void tenThousandRevisionsBecomeASceneInAboutASecond() {
        const auto picture = test::shared(test::bigEstate(10, 50, 20));
        std::set<std::string> all;
        for (const auto& summary : picture->graph->namespaces) {
            all.insert(summary.ns);
        }
        QElapsedTimer timer;
        timer.start();
        const auto scene = sceneOf(picture, all);
        qInfo("%zu nodes: %lld ms", scene->nodes.size(), static_cast<long long>(timer.elapsed()));
        QVERIFY(scene->nodes.size() > 10000);
        QVERIFY2(timer.elapsed() < 30000, "generous: debug builds under sanitizers on a busy machine");
    }
};

PLIMSOLL_TEST(SceneTest)
#include "tst_scene.moc"
