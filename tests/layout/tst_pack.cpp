// SPDX-License-Identifier: Apache-2.0
#include "layout/curves.h"
#include "layout/fixture.h"
#include "layout/pack.h"
#include "support/testmain.h"

#include <cmath>

using namespace plimsoll::layout;
using plimsoll::test::overlap;

class PackTest final : public QObject {
    Q_OBJECT

private slots:
    void fewPartsStandInOneColumn() {
        const Columns columns = packColumns({{100, 50}, {200, 50}, {100, 50}}, 10, 40);
        QCOMPARE(columns.count, 1);
        QCOMPARE(columns.width, 200.0);
        QCOMPARE(columns.height, 170.0);
        QCOMPARE(columns.corners[2], (Point{0, 120}));
    }

    void manyPartsFillColumnsInOrder() {
        const Columns columns = packColumns(std::vector<Size>(100, {600, 90}), 10, 40);
        QVERIFY(columns.count > 1);
        QVERIFY(columns.height < 100 * 100.0 / columns.count + 100);
        for (std::size_t i = 1; i < columns.corners.size(); ++i) {
            QVERIFY(columns.column[i] == columns.column[i - 1]
                        ? columns.corners[i].y > columns.corners[i - 1].y
                        : columns.corners[i].x > columns.corners[i - 1].x);
        }
    }

    void sheetLeavesNoOverlap() {
        std::vector<Size> sizes;
        sizes.reserve(80);
        for (int i = 0; i < 80; ++i) {
            sizes.push_back({100.0 + i * 37 % 300, 50.0 + i * 53 % 400});
        }
        const Sheet sheet = packSheet(sizes, 20, 1.6, {200, 100});
        double used = 0;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            const auto box = [&](std::size_t n) {
                return Box{sheet.corners[n].x, sheet.corners[n].y, sizes[n].width + 20, sizes[n].height + 20};
            };
            used += sizes[i].width * sizes[i].height;
            for (std::size_t j = i + 1; j < sizes.size(); ++j) {
                QVERIFY(!overlap(box(i), box(j)));
            }
        }
        QVERIFY2(used > sheet.width * sheet.height * 0.5, "more than half of the sheet is used");
    }

    void equalCardsStandInRows() {
        const Sheet sheet = packSheet(std::vector<Size>(12, {284, 84}), 28, 1.6, {});
        for (std::size_t i = 1; i < sheet.corners.size(); ++i) {
            const Point a = sheet.corners[i - 1];
            const Point b = sheet.corners[i];
            QVERIFY((b.y == a.y && b.x == a.x + 312) || (b.x == 0 && b.y == a.y + 112));
        }
    }

    void roomBesideAHighBoxIsUsed() {
        // The second is too wide to stand beside the first; the third fits there.
        const Sheet sheet = packSheet({{500, 400}, {900, 400}, {284, 84}}, 28, 1.1, {});
        QCOMPARE(sheet.corners[1], (Point{0, 428}));
        QCOMPARE(sheet.corners[2], (Point{528, 0}));
    }

    void oneThatIsWiderThanAllIsPlaced() {
        const Sheet sheet = packSheet({{50, 50}, {5000, 50}, {50, 50}}, 10, 1.6, {});
        QVERIFY(sheet.width >= 5000);
        QCOMPARE(sheet.corners.size(), std::size_t{3});
    }

    void curveLeavesAndArrivesHorizontally() {
        const auto points = curve({0, 0}, {100, 60});
        QCOMPARE(points.size(), std::size_t{segments + 1});
        QCOMPARE(points.front(), (Point{0, 0}));
        QCOMPARE(points.back(), (Point{100, 60}));
        const Point a = points[1];
        QVERIFY(std::abs(a.y) < a.x * 0.2);
        QCOMPARE(curve({0, 5}, {80, 5}).size(), std::size_t{2});
    }

    void roundedPathStaysBetweenItsCorners() {
        const auto points = roundedPath({{0, 0}, {100, 0}, {100, 80}}, 14);
        QCOMPARE(points.front(), (Point{0, 0}));
        QCOMPARE(points.back(), (Point{100, 80}));
        for (const auto& point : points) {
            QVERIFY(point.x >= 0 && point.x <= 100 && point.y >= 0 && point.y <= 80);
            QVERIFY2(!(point == Point{100, 0}), "the corner itself is cut");
        }
    }
};

PLIMSOLL_TEST(PackTest)
#include "tst_pack.moc"
