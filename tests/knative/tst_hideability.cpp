// SPDX-License-Identifier: Apache-2.0
#include "knative/objects.h"
#include "knative/revisions.h"
#include "support/clusterfixture.h"
#include "support/testmain.h"

using namespace plimsoll;
using cluster::Kind;
using cluster::KindStatus;

namespace {

constexpr UnixSeconds clock0 = 1795262400; // 2026-11-21T12:00:00Z

mesh::MeshSettings modernIstio() {
    mesh::MeshSettings settings;
    settings.istio = mesh::Version{1, 30, 3};
    return settings;
}

std::string all(const std::vector<std::string>& sentences) {
    std::string text;
    for (const auto& sentence : sentences) {
        text += sentence + "\n";
    }
    return text;
}

/// cart-00001 in reserve with a newer cart-00002 in reserve beside it: nothing speaks against hiding it.
std::unique_ptr<cluster::Cluster> quietCluster(const std::string& modified = "2026-11-21T08:00:00Z") {
    test::RevisionText newer;
    newer.name = "cart-00002";
    newer.created = "2026-11-21T07:30:00Z";
    test::RevisionText older;
    older.modified = modified;
    return test::clusterOf(test::array({test::textOf(older), test::textOf(newer)}));
}

knative::RevisionState first(const cluster::Cluster& cluster,
                             const mesh::MeshSettings& settings = modernIstio()) {
    return knative::revisions(cluster, settings, clock0).front();
}

} // namespace

class HideabilityTest : public QObject {
    Q_OBJECT

private slots:
    void nothingSpeaksAgainstAnOldReserve();
    void unreadWitnessesForbid_data();
    void unreadWitnessesForbid();
    void aNarrowedClusterForbids();
    void routesOfOtherNamespacesNeedNotBeRead();
    void warningsDoNotForbid_data();
    void warningsDoNotForbid();
    void theNewestReserveIsWarnedOf();
    void anIstioThatIgnoresTheValueForbids();
};

void HideabilityTest::nothingSpeaksAgainstAnOldReserve() {
    const auto state = first(*quietCluster());
    QVERIFY2(state.hideable, all(state.reasons).c_str());
    QVERIFY2(state.reasons.empty() && state.warnings.empty(), all(state.warnings).c_str());
}

void HideabilityTest::unreadWitnessesForbid_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("words"); // empty: allowed
    const auto row = [](const char* name, Kind kind, KindStatus::State state, const char* words) {
        QTest::newRow(name) << static_cast<int>(kind) << static_cast<int>(state)
                            << QString::fromLatin1(words);
    };
    using State = KindStatus::State;
    row("Routes denied", Kind::Route, State::Denied, "Routes may not be listed");
    row("Routes of a server without Knative", Kind::Route, State::NotServed, "");
    row("Ingresses denied", Kind::KnativeIngress, State::Denied, "Knative Ingresses may not be listed");
    row("VirtualServices failed", Kind::VirtualService, State::Failed, "VirtualServices could not be listed");
    row("VirtualServices not served", Kind::VirtualService, State::NotServed, "");
    row("HTTPRoutes denied", Kind::HttpRoute, State::Denied, "HTTPRoutes may not be listed");
    row("HTTPRoutes not served", Kind::HttpRoute, State::NotServed, "");
    row("HTTPRoutes under way", Kind::HttpRoute, State::Listing, "HTTPRoutes are still being read");
    row("Routes stale", Kind::Route, State::Stale, "the connection to the API server is lost");
    row("another kind denied", Kind::EnvoyFilter, State::Denied, "");
}

void HideabilityTest::unreadWitnessesForbid() {
    QFETCH(int, kind);
    QFETCH(int, state);
    QFETCH(QString, words);
    const auto cluster = quietCluster();
    cluster->editStatus(static_cast<Kind>(kind)).state = static_cast<KindStatus::State>(state);
    const auto revision = first(*cluster);
    QCOMPARE(revision.hideable, words.isEmpty());
    QVERIFY(!revision.routed); // unread is not the same as named
    QVERIFY2(QString::fromStdString(all(revision.reasons)).contains(words), all(revision.reasons).c_str());
}

void HideabilityTest::aNarrowedClusterForbids() {
    const auto cluster = quietCluster();
    for (const auto kind :
         {cluster::Kind::VirtualService, cluster::Kind::KnativeIngress, cluster::Kind::HttpRoute}) {
        cluster->editStatus(kind).onlyNamespaces = {"shop"};
    }
    const auto state = first(*cluster);
    QVERIFY(!state.hideable);
    QVERIFY(all(state.reasons).find("VirtualServices were read in shop only") != std::string::npos);
    QVERIFY(all(state.reasons).find("Routes were read in shop only (-n), and one") ==
            all(state.reasons).find("HTTPRoutes were read") + 4);
    for (const auto kind : {Kind::VirtualService, Kind::HttpRoute, Kind::KnativeIngress}) {
        cluster->editStatus(kind).state = KindStatus::State::NotServed;
    }
    QVERIFY(first(*cluster).hideable);
}

void HideabilityTest::routesOfOtherNamespacesNeedNotBeRead() {
    const auto cluster = quietCluster();
    cluster->editStatus(Kind::Route).missingNamespaces = {"back"};
    QVERIFY(first(*cluster).hideable);
    cluster->editStatus(Kind::Route).missingNamespaces = {"back", "shop"};
    QVERIFY(!first(*cluster).hideable);
    cluster->editStatus(Kind::Route).missingNamespaces.clear();
    cluster->editStatus(Kind::VirtualService).missingNamespaces = {"back"};
    QVERIFY(!first(*cluster).hideable);
}

void HideabilityTest::warningsDoNotForbid_data() {
    QTest::addColumn<QString>("object");
    QTest::addColumn<QString>("modified");
    QTest::addColumn<QString>("words");
    const auto old = QStringLiteral("2026-11-21T08:00:00Z");
    QTest::newRow("young") << QString() << QStringLiteral("2026-11-21T11:58:20Z")
                           << QStringLiteral("in reserve for only 100 s");
    QTest::newRow("clock behind") << QString() << QStringLiteral("2026-11-21T12:00:09Z")
                                  << QStringLiteral("in reserve for only 0 s");
    QTest::newRow("five minutes") << QString() << QStringLiteral("2026-11-21T11:55:00Z") << QString();
    QTest::newRow("latest ready of its configuration")
        << QStringLiteral(R"({"kind":"Configuration","apiVersion":"serving.knative.dev/v1",
            "metadata":{"name":"cart","namespace":"shop"},"status":{"latestReadyRevisionName":"cart-00001"}})")
        << old << QStringLiteral("latest ready revision of cart");
    QTest::newRow("Route not Ready") << QString::fromStdString(test::routeText("cart", "[]", "[]", "Unknown"))
                                     << old << QStringLiteral("Route cart is not Ready (Uninitialized)");
    QTest::newRow("Route Ready") << QString::fromStdString(test::routeText("cart", "[]", "[]", "True")) << old
                                 << QString();
    QTest::newRow("pods still there") << QString::fromStdString(test::podText("shop", "p", "cart-00001"))
                                      << old << QStringLiteral("1 pod of it still runs");
}

void HideabilityTest::warningsDoNotForbid() {
    QFETCH(QString, object);
    QFETCH(QString, modified);
    QFETCH(QString, words);
    const auto cluster = quietCluster(modified.toStdString());
    if (!object.isEmpty()) {
        test::addTo(*cluster, object.toStdString());
    }
    const auto state = first(*cluster);
    QVERIFY2(state.hideable, all(state.reasons).c_str());
    QCOMPARE(state.warnings.empty(), words.isEmpty());
    QVERIFY2(QString::fromStdString(all(state.warnings)).contains(words), all(state.warnings).c_str());
}

void HideabilityTest::theNewestReserveIsWarnedOf() {
    const auto states = knative::revisions(*quietCluster(), modernIstio(), clock0);
    QCOMPARE(states[1].name, std::string("cart-00002"));
    QVERIFY(states[1].hideable);
    QCOMPARE(states[1].warnings,
             std::vector<std::string>{"the newest revision in reserve of cart: a rollback would go here"});
}

void HideabilityTest::anIstioThatIgnoresTheValueForbids() {
    auto settings = modernIstio();
    settings.istio = mesh::Version{1, 6, 14};
    QVERIFY(!first(*quietCluster(), settings).hideable);
    settings.istio.reset();
    QVERIFY(first(*quietCluster(), settings).hideable);
    QVERIFY(all(first(*quietCluster(), settings).warnings).find("Istio's version is not known") !=
            std::string::npos);
    settings.istioServed = false;
    QVERIFY(all(first(*quietCluster(), settings).warnings).find("no Istio was found") != std::string::npos);
}

PLIMSOLL_TEST(HideabilityTest)
#include "tst_hideability.moc"
