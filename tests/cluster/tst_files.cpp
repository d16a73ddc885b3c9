// SPDX-License-Identifier: Apache-2.0
#include "cluster/decoded.h"
#include "cluster/files.h"
#include "support/testmain.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace plimsoll;
using namespace plimsoll::cluster;
using State = KindStatus::State;

namespace {

/// A folder of files, opened and read to the end.
class Opened {
public:
    void write(const QString& name, const QByteArray& text) const {
        const auto path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    void open(const QString& below = {}) {
        const auto path = below.isEmpty() ? m_folder.path() : m_folder.filePath(below);
        m_source = std::make_unique<FileSource>(path.toStdString(), cluster);
        QObject::connect(m_source.get(), &Source::warned, [this](const Error& e) { warnings.push_back(e); });
        QObject::connect(m_source.get(), &Source::failed, [this](const Error& e) { failures.push_back(e); });
        m_source->start();
        wait();
    }
    void reopen() {
        m_source->refresh();
        QVERIFY(QSignalSpy(m_source.get(), &Source::changed).wait());
        wait();
    }
    [[nodiscard]] FileSource& source() const { return *m_source; }
    [[nodiscard]] QString path() const { return m_folder.path(); }

    Cluster cluster;
    std::vector<Error> warnings;
    std::vector<Error> failures;

private:
    void wait() {
        QTRY_VERIFY(std::all_of(allKinds().begin(), allKinds().end(),
                                [this](const KindInfo& k) { return settled(cluster.status(k.kind)); }));
    }
    QTemporaryDir m_folder;
    std::unique_ptr<FileSource> m_source;
};

const QByteArray cart = R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"cart","namespace":"shop",
    "creationTimestamp":"2026-11-01T00:00:00Z"}})";

} // namespace

class FilesTest : public QObject {
    Q_OBJECT

private slots:
    void aFolderOfMixedFilesIsRead() {
        Opened o;
        o.write(
            QStringLiteral("b.json"),
            R"({"kind":"List","apiVersion":"v1","items":[)" + cart +
                R"(,{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"r","namespace":"shop"}}]})");
        o.write(
            QStringLiteral("sub/deep/a.yaml"),
            "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: cart\n  namespace: shop\n"
            "---\napiVersion: networking.istio.io/v1beta1\nkind: Gateway\nmetadata: {name: gw, namespace: "
            "shop}\n");
        o.write(QStringLiteral("c.yml"), "- apiVersion: v1\n  kind: Namespace\n  metadata: {name: shop}\n");
        o.write(QStringLiteral("notes.txt"), "not read");
        o.open();
        QVERIFY(o.failures.empty());
        QVERIFY(o.warnings.empty());
        QVERIFY(o.cluster.find<Service>("shop", "cart") != nullptr);
        QVERIFY(o.cluster.find<KnativeService>("shop", "cart") != nullptr);
        QVERIFY(o.cluster.find<IstioGateway>("shop", "gw") != nullptr);
        QVERIFY(o.cluster.find<Namespace>("", "shop") != nullptr);
        QCOMPARE(o.source().skipped(), std::size_t{1});
        const auto& status = o.cluster.status(Kind::IstioGateway);
        QCOMPARE(status.state, State::Live);
        QCOMPARE(status.objects, std::size_t{1});
        QVERIFY(status.bytes > 20);
        QCOMPARE(status.version, std::string("v1beta1"));
        QCOMPARE(o.cluster.status(Kind::Pod).state, State::NotServed);
    }

    void infoSaysWhatItIs() {
        Opened o;
        o.write(
            QStringLiteral("a.json"),
            R"([{"apiVersion":"serving.knative.dev/v1","kind":"Revision","metadata":{"name":"r","namespace":"a",
            "creationTimestamp":"2026-11-01T00:00:00Z","annotations":{"serving.knative.dev/routingStateModified":"2026-11-01T00:00:09Z"}},
            "status":{"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-11-01T00:00:05Z"}]}},)" +
                cart + "]");
        o.open();
        const auto info = o.source().info();
        QCOMPARE(info.type, SourceInfo::Type::Files);
        QCOMPARE(QString::fromStdString(info.name), o.path());
        QVERIFY(!info.writable);
        QCOMPARE(info.clock, UnixSeconds{1793491209});
        QVERIFY(o.source().access() == nullptr);
    }

    void itemsWithoutAKindHaveTheirLists_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("before") << QByteArray(
            R"({"kind":"ServiceList","apiVersion":"v1","items":[{"metadata":{"name":"cart","namespace":"shop"}}]})");
        QTest::newRow("after") << QByteArray(
            R"({"apiVersion":"v1","items":[{"metadata":{"name":"cart","namespace":"shop"}}],"kind":"ServiceList"})");
    }
    void itemsWithoutAKindHaveTheirLists() {
        QFETCH(QByteArray, text);
        Opened o;
        o.write(QStringLiteral("a.json"), text);
        o.open(QStringLiteral("a.json"));
        QVERIFY(o.warnings.empty());
        QVERIFY(o.cluster.find<Service>("shop", "cart") != nullptr);
    }

    void anEmptyListOfAKindIsKnowledge() {
        Opened o;
        o.write(QStringLiteral("a.json"),
                R"({"kind":"RevisionList","apiVersion":"serving.knative.dev/v1","items":[]})");
        o.open();
        QVERIFY(o.failures.empty());
        QCOMPARE(o.cluster.status(Kind::Revision).state, State::Live);
        QCOMPARE(o.cluster.status(Kind::Route).state, State::NotServed);
    }

    void textsOfWindowsAreRead_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("UTF-8 BOM") << QByteArray("\xef\xbb\xbf" + cart);
        const auto wide = QString::fromUtf8(cart);
        QTest::newRow("UTF-16 LE") << QByteArray("\xff\xfe") +
                                          QByteArray(reinterpret_cast<const char*>(wide.utf16()),
                                                     wide.size() * 2);
        QTest::newRow("CRLF") << QByteArray(cart).replace("\n", "\r\n");
    }
    void textsOfWindowsAreRead() {
        QFETCH(QByteArray, text);
        Opened o;
        o.write(QStringLiteral("a.json"), text);
        o.open();
        QVERIFY2(o.warnings.empty(), o.warnings.empty() ? "" : o.warnings[0].sentence().c_str());
        QVERIFY(o.cluster.find<Service>("shop", "cart") != nullptr);
    }

    void aBrokenFileIsNamedAndTheOthersAreRead() {
        Opened o;
        o.write(QStringLiteral("a.json"), cart);
        o.write(QStringLiteral("b.json"),
                "{\"items\":[\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\","
                "\"namespace\":\"shop\"}},\n{\"kind\":");
        o.write(QStringLiteral("c.yaml"), "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n");
        o.open();
        QVERIFY(o.failures.empty());
        QCOMPARE(o.warnings.size(), std::size_t{1});
        const auto sentence = QString::fromStdString(o.warnings[0].sentence());
        QVERIFY2(sentence.contains(u"b.json") && sentence.contains(u"line 3"), qPrintable(sentence));
        QVERIFY(!o.warnings[0].hint.empty());
        QVERIFY(o.cluster.find<Service>("shop", "cart") != nullptr);
        QVERIFY(o.cluster.find<Namespace>("", "shop") != nullptr);
        QCOMPARE(o.cluster.status(Kind::Service).state, State::Live);
        // What the rest of the file held nobody knows: more Pods, or Routes. Nothing may count them as
        // absent.
        QCOMPARE(o.cluster.status(Kind::Pod).state, State::Failed);
        QCOMPARE(o.cluster.status(Kind::Route).state, State::Failed);
        QVERIFY(o.cluster.status(Kind::Route).error.has_value());
    }

    void nothingToReadIsAClearError_data() {
        QTest::addColumn<QString>("name"); // of the file to write
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("open");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* text, const char* open, const char* said) {
            QTest::newRow(said) << QString::fromUtf8(name) << QByteArray(text) << QString::fromUtf8(open)
                                << QString::fromUtf8(said);
        };
        row("", "", "absent", "does not exist");
        row("x.txt", "x", "", "holds no .json, .yaml or .yml files");
        row("a.json", "", "", "is empty");
        row("a.json", " \n", "a.json", "is empty");
        row("a.json", "{\"items\":[]}", "", "holds no objects");
        row("a.json", "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\"}}", "",
            "does not read");
        row("a.json", "<html>", "a.json", "is no valid JSON at line 1");
        row("a.json", "{\"kind\":\"Service\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":1e999}}", "a.json",
            "1e999");
        row("a.json", "[{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"n\"}},",
            "a.json", "is no valid JSON");
    }
    void nothingToReadIsAClearError() {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        QFETCH(QString, open);
        QFETCH(QString, said);
        Opened o;
        if (!name.isEmpty()) {
            o.write(name, text);
        }
        o.open(open);
        QTRY_COMPARE(o.failures.size(), std::size_t{1});
        const auto sentence = QString::fromStdString(o.failures[0].sentence());
        QVERIFY2(sentence.contains(said), qPrintable(sentence));
        QVERIFY2(sentence.contains(o.path()), qPrintable(sentence));
        QVERIFY(!o.failures[0].hint.empty());
        QCOMPARE(o.cluster.status(Kind::Service).state, State::Failed);
        QVERIFY(o.cluster.all<Namespace>().empty());
    }

    void thingsThatAreNoObjectsAreNamed() {
        Opened o;
        o.write(QStringLiteral("a.json"), "[" + cart + ", 5, {\"x\":1}]");
        o.write(QStringLiteral("b.json"), R"({"apiVersion":"v1","kind":"Pod","metadata":{}})");
        o.open();
        QVERIFY(o.cluster.find<Service>("shop", "cart") != nullptr);
        QCOMPARE(o.warnings.size(), std::size_t{2});
        QVERIFY(o.warnings[0].sentence().find("a.json") != std::string::npos);
        QVERIFY(o.warnings[1].sentence().find("b.json") != std::string::npos);
        QVERIFY(o.warnings[1].sentence().find("metadata.name") != std::string::npos);
    }

    void readingAgainFollowsTheFiles() {
        Opened o;
        o.write(QStringLiteral("a.json"), cart);
        o.write(QStringLiteral("b.yaml"), "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n");
        o.open();
        QVERIFY(o.cluster.find<Namespace>("", "shop") != nullptr);
        o.write(QStringLiteral("b.yaml"), "apiVersion: v1\nkind: Namespace\nmetadata: {name: bank}\n");
        o.reopen();
        QTRY_VERIFY(o.cluster.find<Namespace>("", "bank") != nullptr);
        QTRY_VERIFY(o.cluster.find<Namespace>("", "shop") == nullptr);
        QVERIFY(o.cluster.find<Service>("shop", "cart") != nullptr);
    }

    void onlyWhatALiveClusterWouldHoldIsKept() {
        Opened o;
        o.write(QStringLiteral("a.yaml"),
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other, namespace: shop}\n"
                "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: "
                "istio-system}\ndata: {mesh: ''}\n"
                "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n"
                "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: istiod, namespace: "
                "istio-system}\n");
        o.open();
        QCOMPARE(o.cluster.all<ConfigMap>().size(), std::size_t{1});
        QCOMPARE(o.cluster.all<Deployment>().size(), std::size_t{1});
        QCOMPARE(o.cluster.status(Kind::ConfigMap).objects, std::size_t{1});
    }

    void startReturnsBeforeReading() {
        Opened o;
        o.write(QStringLiteral("a.json"), cart);
        FileSource source(o.path().toStdString(), o.cluster);
        source.start();
        QVERIFY(o.cluster.all<Service>().empty());
        QCOMPARE(o.cluster.status(Kind::Service).state, State::Listing);
        QTRY_COMPARE(o.cluster.status(Kind::Service).state, State::Live);
    }
};

PLIMSOLL_TEST(FilesTest)
#include "tst_files.moc"
