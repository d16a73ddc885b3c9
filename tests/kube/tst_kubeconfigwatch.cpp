// SPDX-License-Identifier: Apache-2.0
#include "kube/configcase.h"
#include "kube/kubeconfigwatch.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace plimsoll::kube;
using plimsoll::test::kubeconfig;

class KubeconfigWatchTest : public QObject {
    Q_OBJECT

    static constexpr std::chrono::milliseconds quiet{20};
    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    static void write(const QString& to, const QByteArray& bytes) {
        QVERIFY(QDir().mkpath(QFileInfo(to).path()));
        QFile file(to);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }
    /// As kubectl writes: a new file takes the old one's name.
    static void replace(const QString& at, const QByteArray& bytes) {
        const auto next = at + QStringLiteral(".next");
        write(next, bytes);
        QVERIFY(std::rename(qPrintable(next), qPrintable(at)) == 0);
    }
    [[nodiscard]] Environment environment(const QString& list = {}) const {
        Environment env;
        env.home = m_folder->path().toStdString();
        env.variable = [list](const std::string& name) -> std::optional<std::string> {
            return name == "KUBECONFIG" && !list.isEmpty() ? std::optional(list.toStdString()) : std::nullopt;
        };
        return env;
    }
    /// Nothing was told by the time that a later change, made now, was told of.
    static void onlyOneMore(QSignalSpy& spy, const QString& file) {
        const auto before = spy.count();
        replace(file, "# the last one");
        QTRY_VERIFY(spy.count() > before);
        QCOMPARE(spy.count(), before + 1);
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everyWayOfWritingIsNoticed() {
        const auto file = path(".kube/config");
        write(file, kubeconfig());
        KubeconfigWatch watch({}, environment());
        watch.setQuiet(quiet);
        QSignalSpy spy(&watch, &KubeconfigWatch::changed);
        write(file, kubeconfig("server: 'https://other'"));
        QTRY_COMPARE(spy.count(), 1);
        for (int times = 2; times < 5; ++times) { // each replaced file is watched as well
            replace(file, kubeconfig("server: 'https://s" + QByteArray::number(times) + "'"));
            QTRY_COMPARE(spy.count(), times);
        }
        write(file, kubeconfig()); // in place, but not the file of the beginning
        QTRY_COMPARE(spy.count(), 5);
        QVERIFY(QFile::remove(file));
        QTRY_COMPARE(spy.count(), 6);
        write(file, kubeconfig());
        QTRY_COMPARE(spy.count(), 7);
    }

    void aFileMayComeLaterWithItsFolders() {
        KubeconfigWatch watch({}, environment());
        watch.setQuiet(quiet);
        QSignalSpy spy(&watch, &KubeconfigWatch::changed);
        write(path(".kube/config"), kubeconfig());
        QTRY_COMPARE(spy.count(), 1);
        replace(path(".kube/config"), kubeconfig("server: 'https://other'"));
        QTRY_COMPARE(spy.count(), 2);
        QVERIFY(QDir(path(".kube")).removeRecursively());
        QTRY_COMPARE(spy.count(), 3);
        write(path(".kube/config"), kubeconfig());
        QTRY_COMPARE(spy.count(), 4);
    }

    void everyFileOfTheListIsWatched() {
        write(path("a/one"), kubeconfig());
        KubeconfigWatch watch({}, environment(path("a/one") + u':' + path("b/two")));
        watch.setQuiet(quiet);
        QSignalSpy spy(&watch, &KubeconfigWatch::changed);
        write(path("b/two"), kubeconfig());
        QTRY_COMPARE(spy.count(), 1);
        replace(path("b/two"), "");
        QTRY_COMPARE(spy.count(), 2);
        replace(path("a/one"), "");
        QTRY_COMPARE(spy.count(), 3);
    }

    void aLinkIsFollowed() {
        write(path("real/one"), "# one");
        write(path("real/two"), "# two");
        QVERIFY(QFile::link(path("real/one"), path("link")));
        Flags flags;
        flags.kubeconfig = path("link").toStdString();
        KubeconfigWatch watch(flags, environment());
        watch.setQuiet(quiet);
        QSignalSpy spy(&watch, &KubeconfigWatch::changed);
        replace(path("real/one"), "# one, replaced");
        QTRY_COMPARE(spy.count(), 1);
        QVERIFY(QFile::link(path("real/two"), path("next")));
        QVERIFY(std::rename(qPrintable(path("next")), qPrintable(path("link"))) == 0);
        QTRY_COMPARE(spy.count(), 2);
        write(path("real/two"), "# two, written");
        QTRY_COMPARE(spy.count(), 3);
    }

    void whatChangesNothingIsNotTold() {
        const auto file = path("folder/config");
        write(file, kubeconfig());
        Flags flags;
        flags.kubeconfig = file.toStdString();
        KubeconfigWatch watch(flags, environment());
        watch.setQuiet(quiet);
        QSignalSpy spy(&watch, &KubeconfigWatch::changed);
        write(path("folder/neighbour"), "x");
        replace(file, kubeconfig()); // the same bytes
        QTest::qWait(5 * static_cast<int>(quiet.count()));
        onlyOneMore(spy, file);
    }

    void manyWritesAreOneChange() {
        const auto file = path("config");
        write(file, kubeconfig());
        Flags flags;
        flags.kubeconfig = file.toStdString();
        KubeconfigWatch watch(flags, environment());
        watch.setQuiet(std::chrono::milliseconds(200));
        QSignalSpy spy(&watch, &KubeconfigWatch::changed);
        for (int i = 0; i < 50; ++i) { // before the event loop runs
            write(file, kubeconfig("server: 'https://s" + QByteArray::number(i) + "'"));
        }
        QTRY_COMPARE(spy.count(), 1);
        onlyOneMore(spy, file);
    }

    void differencesAreNamed() {
        Config before;
        before.server = "https://a";
        before.token = "t";
        before.certFile = "/c";
        before.certPem = "one";
        auto now = before;
        now.certPem = "two"; // the file's: read again without a new connection's help
        QCOMPARE(differences(before, now), std::string());
        now.token = "u";
        QCOMPARE(differences(before, now), std::string("credentials"));
        now.server = "https://b";
        QCOMPARE(differences(before, now), std::string("server and credentials"));
        now.ns = "shop";
        now.proxyUrl = "socks5://p";
        QCOMPARE(differences(before, now),
                 std::string("server, credentials, namespace and connection settings"));
    }
};

PLIMSOLL_TEST(KubeconfigWatchTest)

#include "tst_kubeconfigwatch.moc"
