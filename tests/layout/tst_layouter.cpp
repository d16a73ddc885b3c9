// SPDX-License-Identifier: Apache-2.0
#include "layout/fixture.h"
#include "layout/layout.h"
#include "support/testmain.h"

#include <QElapsedTimer>

#include <cmath>
#include <limits>

using namespace plimsoll;
using namespace plimsoll::layout;
using plimsoll::test::GraphText;
using plimsoll::test::overlap;

namespace {

Output laidOut(const Input& input, Layouter& layouter) {
    auto output = layouter.run(input, {});
    return output ? *output : Output{};
}
Output laidOut(const Input& input) {
    Layouter layouter;
    return laidOut(input, layouter);
}

bool inside(const Box& inner, const Box& outer) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() &&
           inner.bottom() <= outer.bottom();
}

/// Nodes overlap nothing, stand in their box, and boxes overlap nothing.
QString faults(const Input& input, const Output& output) {
    for (std::size_t i = 0; i < input.nodes.size(); ++i) {
        const int group = input.nodes[i].group;
        if (group >= 0 && !inside(output.nodes[i], output.groups[static_cast<std::size_t>(group)])) {
            return QStringLiteral("%1 is outside of its box").arg(QString::fromStdString(input.nodes[i].id));
        }
        for (std::size_t j = i + 1; j < input.nodes.size(); ++j) {
            if (overlap(output.nodes[i], output.nodes[j])) {
                return QStringLiteral("%1 lies on %2")
                    .arg(QString::fromStdString(input.nodes[i].id),
                         QString::fromStdString(input.nodes[j].id));
            }
        }
    }
    for (std::size_t i = 0; i < output.groups.size(); ++i) {
        for (std::size_t j = i + 1; j < output.groups.size(); ++j) {
            if (overlap(output.groups[i], output.groups[j])) {
                return QStringLiteral("box %1 lies on box %2").arg(i).arg(j);
            }
        }
    }
    return {};
}

} // namespace

class LayouterTest final : public QObject {
    Q_OBJECT

private slots:
    void nothingOverlapsAndAllStandsInItsBox_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("one service") << QStringLiteral("shop/cart: r>a r>b a>p b>q hub>r");
        QTest::newRow("loose revisions") << QStringLiteral("shop/cart: r>a a1 a2 a3 a4 a5 a6 a7 a>p hub>r");
        QTest::newRow("only loose ones") << QStringLiteral("shop/cart: r a1 a2");
        QTest::newRow("several boxes") << QStringLiteral("a/x: r>a a>p; a/y: s>q; b/x: r>a; c/x: s");
        QTest::newRow("a cycle") << QStringLiteral("shop/cart: a>b b>c c>a r>a");
        QTest::newRow("a line to itself") << QStringLiteral("shop/cart: a>a r>a");
        QTest::newRow("a line between boxes") << QStringLiteral("a/x: r>a; b/y: r>b hub>r");
        QTest::newRow("hubs only") << QStringLiteral("a/x: hub1>hub2 hub3");
        QTest::newRow("nothing") << QString();
    }
    void nothingOverlapsAndAllStandsInItsBox() {
        QFETCH(QString, text);
        const GraphText graph(text);
        Layouter layouter;
        const auto output = layouter.run(graph.input, {});
        QVERIFY2(output.has_value(), output ? "" : output.error().sentence().c_str());
        QCOMPARE(output->nodes.size(), graph.input.nodes.size());
        QCOMPARE(output->edges.size(), graph.input.edges.size());
        QCOMPARE(faults(graph.input, *output), QString());
    }

    void ranksStandInColumnsFromLeftToRight() {
        const GraphText graph(QStringLiteral("shop/cart: r>a r>b a>p b>q hub>r"));
        const Output out = laidOut(graph.input);
        const auto x = [&](const char* id) { return out.nodes[graph.at(QLatin1String(id))].x; };
        QVERIFY(x("hub") < out.groups[0].x);
        QVERIFY(x("shop/cart/r") < x("shop/cart/a"));
        QCOMPARE(x("shop/cart/a"), x("shop/cart/b"));
        QVERIFY(x("shop/cart/a") < x("shop/cart/p"));
        QCOMPARE(x("shop/cart/p"), x("shop/cart/q"));
    }

    void splitsKeepTheOrderOfTheInput() {
        const GraphText graph(QStringLiteral("shop/cart: r>a1 r>a2 r>a3 r>a4"));
        const Output out = laidOut(graph.input);
        for (int i = 1; i < 4; ++i) {
            QVERIFY(out.nodes[graph.at(QStringLiteral("shop/cart/a%1").arg(i))].y <
                    out.nodes[graph.at(QStringLiteral("shop/cart/a%1").arg(i + 1))].y);
        }
    }

    void looseRevisionsStandUnderTheOnesWithTraffic() {
        const GraphText graph(QStringLiteral("shop/cart: a9 a8 r>a a>p"));
        const Output out = laidOut(graph.input);
        const Box taken = out.nodes[graph.at(QStringLiteral("shop/cart/a"))];
        const Box first = out.nodes[graph.at(QStringLiteral("shop/cart/a9"))];
        const Box second = out.nodes[graph.at(QStringLiteral("shop/cart/a8"))];
        QCOMPARE(first.x, taken.x);
        QVERIFY(first.y >= taken.bottom());
        QVERIFY(second.y >= first.bottom());
    }

    void unroutedButRunningRevisionStandsInItsColumn() {
        const GraphText graph(QStringLiteral("shop/cart: r>a a>p b>q"));
        const Output out = laidOut(graph.input);
        QCOMPARE(out.nodes[graph.at(QStringLiteral("shop/cart/b"))].x,
                 out.nodes[graph.at(QStringLiteral("shop/cart/a"))].x);
    }

    void linesTouchTheSidesOfTheirNodes() {
        GraphText graph(QStringLiteral("shop/cart: r>a r>b hub>r"));
        graph.input.nodes[graph.at(QStringLiteral("shop/cart/r"))].port = 11;
        const Output out = laidOut(graph.input);
        for (std::size_t i = 0; i < graph.input.edges.size(); ++i) {
            const auto& edge = graph.input.edges[i];
            const auto portOf = [&](std::uint32_t node) {
                return out.nodes[node].y + (graph.input.nodes[node].port < 0 ? 20 : 11);
            };
            const auto& points = out.edges[i].points;
            QCOMPARE(points.front(), (Point{out.nodes[edge.from].right(), portOf(edge.from)}));
            QCOMPARE(points.back(), (Point{out.nodes[edge.to].x, portOf(edge.to)}));
        }
    }

    void labelsOfParallelSplitsDoNotOverlap() {
        const GraphText graph(QStringLiteral("shop/cart: r>a1 r>a2 r>a3 r>a4 r>a5"));
        const Output out = laidOut(graph.input);
        for (std::size_t i = 0; i < out.edges.size(); ++i) {
            const auto box = [&](std::size_t n) {
                const Point centre = out.edges[n].label;
                return Box{centre.x - 15, centre.y - 6, 30, 12};
            };
            for (std::size_t j = i + 1; j < out.edges.size(); ++j) {
                QVERIFY(!overlap(box(i), box(j)));
            }
            for (const auto& node : out.nodes) {
                QVERIFY(!overlap(box(i), node));
            }
        }
    }

    void collapsedGroupIsACardOfItsSize() {
        GraphText graph(QStringLiteral("a/x: r>a; b/x: r>b hub>r"));
        graph.input.groups[1].collapsedWidth = 284;
        graph.input.groups[1].collapsedHeight = 84;
        const Output out = laidOut(graph.input);
        QCOMPARE(out.groups[1].width, 284.0);
        QCOMPARE(out.groups[1].height, 84.0);
        QCOMPARE(out.nodes[graph.at(QStringLiteral("b/x/b"))], out.groups[1]);
        QVERIFY(!overlap(out.groups[0], out.groups[1]));
        QVERIFY2(out.groups[0].y <= out.groups[1].y, "open boxes come before cards");
    }

    void equalInputGivesEqualOutput() {
        const GraphText graph = test::mesh(60, 10, 7);
        const Output first = laidOut(graph.input);
        const Output second = laidOut(graph.input);
        QVERIFY(first.nodes == second.nodes);
        QVERIFY(first.groups == second.groups);
    }

    void unchangedPartsKeepTheirShape() {
        const GraphText before(QStringLiteral("a/x: r>a r>b a>p b>q; a/y: r>a a>p"));
        const GraphText after(QStringLiteral("a/x: r>a r>b a>p b>q; a/y: r>a a>p r>b b>q r>c"));
        Layouter layouter;
        const Output one = laidOut(before.input, layouter);
        const Output two = laidOut(after.input, layouter);
        for (const char* id : {"a/x/r", "a/x/a", "a/x/b", "a/x/p", "a/x/q"}) {
            QCOMPARE(two.nodes[after.at(QLatin1String(id))], one.nodes[before.at(QLatin1String(id))]);
        }
    }

    void hugePartIsLaidOutWithoutGraphviz() {
        QString text = QStringLiteral("shop/huge:");
        for (int i = 0; i < 1000; ++i) {
            text += QStringLiteral(" r%1>a%2 a%2>p%1").arg(i % 40).arg(i);
        }
        const GraphText graph(text);
        QElapsedTimer timer;
        timer.start();
        const Output out = laidOut(graph.input);
        QVERIFY2(timer.elapsed() < 5000, "dot would take minutes");
        QCOMPARE(faults(graph.input, out), QString());
    }

    void hubsStandApartInTheOrderOfWhatTheyLeadTo() {
        const GraphText graph(QStringLiteral("a/x: r hub2>r; a/y: r hub1>r hub3>r"));
        const Output out = laidOut(graph.input);
        const auto hub = [&](const char* id) { return out.nodes[graph.at(QLatin1String(id))]; };
        QVERIFY(hub("hub2").bottom() < hub("hub1").y);
        QVERIFY(hub("hub1").bottom() < hub("hub3").y);
    }

    void lineToADistantBoxRunsBeneathOthersButAboveItsOwn() {
        GraphText graph(QStringLiteral("a/x: r>a; b/x: r>a hub>r"));
        graph.input.aspect = 6;
        const Output out = laidOut(graph.input);
        const auto& path = out.edges.back();
        QVERIFY2(out.groups[1].x > out.groups[0].right(), "the boxes stand side by side");
        QVERIFY(path.above > 0 && path.above < path.points.size());
        for (std::size_t i = path.above; i < path.points.size(); ++i) {
            QVERIFY(path.points[i].x > out.groups[0].right());
        }
    }

    void boundsHoldEverything() {
        const GraphText graph = test::mesh(30, 5, 4);
        const Output out = laidOut(graph.input);
        for (const auto& node : out.nodes) {
            QVERIFY(inside(node, out.bounds));
        }
        for (const auto& edge : out.edges) {
            for (const auto& point : edge.points) {
                QVERIFY(inside({point.x, point.y, 0, 0}, out.bounds));
            }
        }
    }

    void sheetComesNearTheWantedShape() {
        GraphText graph = test::mesh(200, 5, 4);
        for (const double aspect : {0.6, 1.0, 1.6, 2.4}) {
            graph.input.aspect = aspect;
            const Box bounds = laidOut(graph.input).bounds;
            const double got = bounds.width / bounds.height;
            QVERIFY2(got > aspect / 1.5 && got < aspect * 1.5, qPrintable(QString::number(got)));
        }
    }

    void stopsWhenAskedTo() {
        const GraphText graph = test::mesh(20, 5, 4);
        std::stop_source stop;
        stop.request_stop();
        Layouter layouter;
        const auto output = layouter.run(graph.input, stop.get_token());
        QVERIFY(!output);
        QCOMPARE(output.error().code, ErrorCode::Cancelled);
    }

    void impossibleInputIsRefused_data() {
        QTest::addColumn<int>("fault");
        QTest::newRow("line to nowhere") << 0;
        QTest::newRow("node in no group") << 1;
        QTest::newRow("endless node") << 2;
        QTest::newRow("negative group") << 3;
    }
    void impossibleInputIsRefused() {
        QFETCH(int, fault);
        GraphText graph(QStringLiteral("a/x: r>a"));
        switch (fault) {
        case 0:
            graph.input.edges.push_back({0, 77, 0, 0});
            break;
        case 1:
            graph.input.nodes[0].group = 5;
            break;
        case 2:
            graph.input.nodes[0].width = std::numeric_limits<double>::infinity();
            break;
        default:
            graph.input.groups[0].minWidth = -1;
        }
        Layouter layouter;
        const auto output = layouter.run(graph.input, {});
        QVERIFY(!output);
        QCOMPARE(output.error().code, ErrorCode::Internal);
    }

    void tenThousandNodesTakeAboutASecond() {
        GraphText graph = test::mesh(1000, 25, 6);
        for (std::size_t i = 0; i < graph.input.nodes.size(); ++i) {
            graph.input.nodes[i].width +=
                static_cast<double>(i * 7919 % 9973) / 100; // no two parts are equal
        }
        QVERIFY(graph.input.nodes.size() > 10000);
        Layouter layouter;
        QElapsedTimer timer;
        timer.start();
        const Output out = laidOut(graph.input, layouter);
        const auto first = timer.restart();
        QCOMPARE(out.nodes.size(), graph.input.nodes.size());
        const Output again = laidOut(graph.input, layouter);
        const auto second = timer.elapsed();
        qInfo("%zu nodes: %lld ms, again %lld ms", graph.input.nodes.size(), static_cast<long long>(first),
              static_cast<long long>(second));
        QVERIFY2(first < 15000, "generous: debug builds under sanitizers on a busy machine");
        QVERIFY(again.nodes == out.nodes);
    }
};

PLIMSOLL_TEST(LayouterTest)
#include "tst_layouter.moc"
