// SPDX-License-Identifier: Apache-2.0
#include "mesh/objects.h"
#include "mesh/visibility.h"
#include "support/testmain.h"

using namespace plimsoll;
using mesh::MeshSettings;
using mesh::Reach;

namespace {

/// "*" for everyone, "" for nobody, else the namespaces with a space between.
QString shown(const Reach& reach) {
    if (reach.isEveryone()) {
        return QStringLiteral("*");
    }
    QStringList names;
    for (const auto& ns : reach.namespaces()) {
        names << QString::fromStdString(ns);
    }
    return names.join(u' ');
}

} // namespace

class VisibilityTest final : public QObject {
    Q_OBJECT

private slots:
    void annotationReaches_data() {
        QTest::addColumn<QString>("annotation");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("reach");
        const auto row = [](const char* rule, const char* annotation, const char* version,
                            const char* reach) {
            QTest::newRow(rule) << QString::fromUtf8(annotation) << QString::fromUtf8(version)
                                << QString::fromUtf8(reach);
        };
        row("empty is the default", "", "1.30.3", "*");
        row("star is everyone", "*", "1.30.3", "*");
        row("dot is the own namespace", ".", "1.30.3", "shop");
        row("tilde is nobody", "~", "1.30.3", "");
        row("star wins over tilde", "~,*", "1.30.3", "*");
        row("tilde wins over dot and names", ".,client,~", "1.30.3", "");
        row("own namespace is not implied", "client", "1.30.3", "client");
        row("own name and dot are one", ".,shop", "1.30.3", "shop");
        row("a list", ".,client,other", "1.30.3", "client other shop");
        row("empty items are harmless", "a,,b,", "1.30.3", "a b");
        row("no patterns", "cli*", "1.30.3", "cli*");
        row("upper case is another name", "CLIENT", "1.30.3", "CLIENT");
        row("spaces are trimmed", " client , . ", "1.30.3", "client shop");
        row("spaces are trimmed since 1.24", " client , . ", "1.24.0", "client shop");
        row("1.20 does not trim", " client , . ", "1.20.8", " .   client ");
        row("unknown version is a new one", " client ", "", "client");
        row("1.6 knows only dot: own", ".", "1.6.14", "shop");
        row("1.6 knows only dot: tilde is public", "~", "1.6.14", "*");
        row("1.6 knows only dot: names are public", "no-such-ns", "1.6.14", "*");
        row("1.7 knows names and tilde", "~", "1.7.0", "");
        row("1.0 has no annotation", ".", "1.0.9", "*");
    }
    void annotationReaches() {
        QFETCH(QString, annotation);
        QFETCH(QString, version);
        QFETCH(QString, reach);
        MeshSettings settings;
        settings.istio = mesh::parseVersion(version.toStdString());
        QCOMPARE(shown(mesh::reachOf(annotation.toStdString(), "shop", settings)), reach);
    }

    void meshDefaultReaches_data() {
        QTest::addColumn<QString>("byDefault");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("reach");
        const auto row = [](const char* rule, const char* byDefault, const char* version, const char* reach) {
            QTest::newRow(rule) << QString::fromUtf8(byDefault) << QString::fromUtf8(version)
                                << QString::fromUtf8(reach);
        };
        row("dot", ".", "1.20.8", "shop");
        row("tilde", "~", "1.20.8", "");
        row("names are honoured from 1.30.3", "client .", "1.30.3", "client shop");
        row("names are ignored before", "client .", "1.30.0", "shop");
        row("a name alone reaches nobody before", "client", "1.28.10", "");
        row("star wins from 1.30.3", ". *", "1.30.3", "*");
    }
    void meshDefaultReaches() {
        QFETCH(QString, byDefault);
        QFETCH(QString, version);
        QFETCH(QString, reach);
        MeshSettings settings;
        settings.istio = mesh::parseVersion(version.toStdString());
        settings.serviceExportTo.clear();
        for (const auto& word : byDefault.split(u' ')) {
            settings.serviceExportTo.push_back(word.toStdString());
        }
        const auto service = test::service("shop", "cart", {"80/http"});
        QCOMPARE(shown(mesh::reachOf(service, settings)), reach);
        const auto annotated = test::service("shop", "cart", {"80/http"}, {}, "*");
        QVERIFY(mesh::reachOf(annotated, settings).isEveryone());
    }

    void includesIsByName() {
        const auto reach = mesh::reachOf("client", "shop", {});
        QVERIFY(reach.includes("client"));
        QVERIFY(!reach.includes("shop"));
        QVERIFY(Reach::everyone().includes("anything"));
        QVERIFY(!Reach::nobody().includes("shop"));
    }

    void aReachOfMissingNamespacesReachesNothing() {
        cluster::Cluster cluster;
        test::putNamespace(cluster, "shop");
        cluster.put(test::service("ghost", "left", {"80/http"}));
        QVERIFY(Reach::only({"no-such-ns", "shop"}).includesExisting(cluster));
        QVERIFY(!Reach::only({"no-such-ns"}).includesExisting(cluster));
        QVERIFY(!Reach::only({"ghost"}).includesExisting(cluster));
        QVERIFY(!Reach::nobody().includesExisting(cluster));
        QVERIFY(Reach::everyone().includesExisting(cluster));
    }

    void withoutNamespaceObjectsAnyObjectProvesANamespace() {
        cluster::Cluster cluster;
        cluster.editStatus(cluster::Kind::Namespace).state = cluster::KindStatus::State::Denied;
        cluster.put(test::service("client", "web", {"80/http"}));
        QVERIFY(Reach::only({"client"}).includesExisting(cluster));
        QVERIFY(!Reach::only({"no-such-ns"}).includesExisting(cluster));
    }
};

PLIMSOLL_TEST(VisibilityTest)
#include "tst_visibility.moc"
