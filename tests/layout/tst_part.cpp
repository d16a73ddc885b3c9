// SPDX-License-Identifier: Apache-2.0
#include "layout/dot.h"
#include "layout/layered.h"
#include "layout/part.h"
#include "layout/spread.h"
#include "support/testmain.h"

#include <algorithm>

using namespace plimsoll::layout;

namespace {

PartGraph chain(std::size_t count, bool hinted) {
    PartGraph part;
    for (std::size_t i = 0; i < count; ++i) {
        part.nodes.push_back({100, 40, 20, hinted ? static_cast<int>(i) : 0});
        if (i > 0) {
            part.edges.push_back({i - 1, i, 0});
        }
    }
    return part;
}

} // namespace

class PartTest final : public QObject {
    Q_OBJECT

private slots:
    void tooBigForDotIsDeclined() {
        Dot dot;
        QVERIFY(dot.seats(chain(Dot::maxNodes, false)).has_value());
        QVERIFY(!dot.seats(chain(Dot::maxNodes + 1, false)).has_value());
        PartGraph dense = chain(50, false);
        for (std::size_t i = 0; dense.edges.size() <= Dot::maxEdges; ++i) {
            dense.edges.push_back({i % 50, (i * 7 + 3) % 50, 0});
        }
        QVERIFY(!dot.seats(dense).has_value());
    }

    void dotAndOurOwnAgreeOnColumns_data() {
        QTest::addColumn<bool>("hinted");
        QTest::newRow("by rank") << true;
        QTest::newRow("by path") << false;
    }
    void dotAndOurOwnAgreeOnColumns() {
        QFETCH(bool, hinted);
        const PartGraph part = chain(6, hinted);
        Dot dot;
        const auto byDot = dot.seats(part);
        QVERIFY(byDot.has_value());
        const auto own = layeredSeats(part);
        for (std::size_t i = 0; i < own.size(); ++i) {
            QCOMPARE(own[i].column, static_cast<int>(i));
            QCOMPARE((*byDot)[i].column, static_cast<int>(i));
        }
    }

    void layeringUntanglesWhatCanBeUntangled() {
        // Two columns whose lines all cross in the order of the input.
        PartGraph part;
        constexpr std::size_t count = 30;
        for (std::size_t i = 0; i < 2 * count; ++i) {
            part.nodes.push_back({100, 40, 20, i < count ? 0 : 1});
        }
        for (std::size_t i = 0; i < count; ++i) {
            part.edges.push_back({i, 2 * count - 1 - i, 0});
        }
        const auto seats = layeredSeats(part);
        for (const auto& edge : part.edges) {
            QCOMPARE(seats[edge.to].y, seats[edge.from].y);
        }
    }

    void layeringEndsOnCycles() {
        PartGraph part = chain(4, false);
        part.edges.push_back({3, 0, 0});
        part.edges.push_back({2, 2, 0});
        QCOMPARE(layeredSeats(part).size(), std::size_t{4});
    }

    void labelsWidenTheGapBeforeTheirEnd() {
        PartGraph part = chain(3, true);
        Dot dot;
        const auto narrow = layOut(part, dot);
        part.edges[1].labelWidth = 90;
        const auto wide = layOut(part, dot);
        QCOMPARE(wide.corners[1].x, narrow.corners[1].x);
        QVERIFY(wide.corners[2].x - wide.corners[1].x >= 100 + 90);
    }

    void keyTellsEverythingThatMatters() {
        const PartGraph part = chain(3, true);
        QCOMPARE(part.key(), chain(3, true).key());
        for (int change = 0; change < 6; ++change) {
            PartGraph other = part;
            switch (change) {
            case 0:
                other.nodes[1].width += 1;
                break;
            case 1:
                other.nodes[1].height += 1;
                break;
            case 2:
                other.nodes[1].port += 1;
                break;
            case 3:
                other.nodes[1].rank += 1;
                break;
            case 4:
                other.edges[1].to = 0;
                break;
            default:
                other.edges[1].labelWidth = 5;
            }
            QVERIFY(other.key() != part.key());
        }
    }

    void spreadKeepsOrderAndGap() {
        const std::vector<Spread> things{{0, 5, 5}, {0, 5, 5}, {100, 10, 20}, {90, 10, 10}, {300, 5, 5}};
        const auto at = spread(things, 8);
        for (std::size_t i = 1; i < things.size(); ++i) {
            QVERIFY(at[i] - at[i - 1] >= things[i - 1].after + 8 + things[i].before - 1e-9);
        }
        QCOMPARE(at[0], -9.0); // shares the shift with its neighbour
        QCOMPARE(at[1], 9.0);
        QCOMPARE(at[4], 300.0); // is where it wants to be
    }
};

PLIMSOLL_TEST(PartTest)
#include "tst_part.moc"
