// SPDX-License-Identifier: Apache-2.0
// A dump of a whole cluster that the real controllers of Knative, net-istio and istiod kept. What is expected
// was derived from the dump by other means than the program.
#include "knative/revisions.h"
#include "support/clusterfixture.h"
#include "support/testmain.h"

#include <map>

using namespace plimsoll;

class RealClusterTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyRevisionIsJudged();
    void chosenRevisionsAreRight_data();
    void chosenRevisionsAreRight();

private:
    std::map<std::string, knative::RevisionState> m_states; // by "ns/name"
};

namespace {

/// "routed percent tags replicas state visibility alarm hideable envoyClusters"
QString row(const knative::RevisionState& state) {
    QStringList tags;
    for (const auto& tag : state.tags) {
        tags << QString::fromStdString(tag);
    }
    return QStringLiteral("%1 %2 %3 %4 %5 %6 %7 %8 %9")
        .arg(state.routed ? 1 : 0)
        .arg(state.percent)
        .arg(tags.isEmpty() ? QStringLiteral("-") : tags.join(u','))
        .arg(state.replicas)
        .arg(QString::fromStdString(state.routingState))
        .arg(QString::fromUtf8(name(state.visibility)))
        .arg(state.alarm ? 1 : 0)
        .arg(state.hideable ? 1 : 0)
        .arg(state.envoyClusters);
}

} // namespace

void RealClusterTest::initTestCase() {
    const auto path = test::sharedData(QStringLiteral("mesh/real"));
    if (path.isEmpty()) {
        QSKIP("the dump of a real cluster is not beside the source tree");
    }
    const auto cluster = test::clusterOfFolder(path);
    const auto clock = parseTime("2026-11-21T12:00:00Z").value_or(0);
    for (auto& state : knative::revisions(*cluster, mesh::readSettings(*cluster), clock)) {
        m_states.emplace(state.ns + "/" + state.name, state);
    }
}

void RealClusterTest::everyRevisionIsJudged() {
    QCOMPARE(m_states.size(), 70U);
    std::map<knative::Visibility, int> visibility;
    int routed = 0;
    int hideable = 0;
    for (const auto& [key, state] : m_states) {
        ++visibility[state.visibility];
        routed += state.routed ? 1 : 0;
        hideable += state.hideable ? 1 : 0;
        QVERIFY2(!state.alarm, key.c_str());
        QVERIFY2(state.ready, key.c_str());
        QCOMPARE(state.hideable, state.reasons.empty());
        QCOMPARE(state.mode.empty(), false);
    }
    QCOMPARE(routed, 35);
    QCOMPARE(hideable, 35);
    QCOMPARE(visibility[knative::Visibility::Visible], 42);
    QCOMPARE(visibility[knative::Visibility::Hidden], 21);
    QCOMPARE(visibility[knative::Visibility::Restricted], 7);
}

void RealClusterTest::chosenRevisionsAreRight_data() {
    QTest::addColumn<QString>("expected");
    const auto add = [](const char* name, const char* expected) {
        QTest::newRow(name) << QString::fromLatin1(expected);
    };
    add("unit-a/alerts-00001", "0 0 - 0 reserve hidden 0 1 7");
    add("unit-a/alerts-00003", "0 0 - 0 reserve restricted 0 1 7");
    add("unit-a/alerts-00004", "0 0 - 0 reserve visible 0 1 7");
    add("unit-a/alerts-00005", "1 100 - 1 active visible 0 0 7");
    add("unit-a/basket-00001", "1 0 old 2 active visible 0 0 7");
    add("unit-a/geo-00004", "1 50 blue 2 active visible 0 0 7");
    add("unit-b/avatars-00002", "0 0 - 0 reserve hidden 0 1 7");
    add("unit-b/digest-00002", "1 0 blue 0 active visible 0 0 7");
    add("unit-b/weather-forecast-for-the-next-fourteen-days-by-region-00003",
        "0 0 - 0 reserve hidden 0 1 7"); // its private Service has a hashed name
    add("unit-e/search-suggest-00002", "1 0 blue 1 active visible 0 0 7");
}

void RealClusterTest::chosenRevisionsAreRight() {
    QFETCH(QString, expected);
    const auto found = m_states.find(QTest::currentDataTag());
    QVERIFY(found != m_states.end());
    QCOMPARE(row(found->second), expected);
}

PLIMSOLL_TEST(RealClusterTest)
#include "tst_realcluster.moc"
