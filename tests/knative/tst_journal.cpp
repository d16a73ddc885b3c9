// SPDX-License-Identifier: Apache-2.0
#include "knative/journal.h"
#include "support/testmain.h"

#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace plimsoll;
using knative::Journal;
using knative::JournalEntry;

namespace {

JournalEntry entry(const std::string& id, JournalEntry::State state = JournalEntry::State::Intended) {
    JournalEntry one;
    one.id = id;
    one.time = 1795262400;
    one.context = "prod \"eu\"";
    one.server = "https://10.0.0.1:6443";
    one.ns = "shop";
    one.revision = "cart-00001";
    one.service = "cart-00001-private";
    one.uid = "u-1";
    one.before = ".";
    one.state = state;
    one.batch = "b-1";
    return one;
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void appendTo(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append));
    file.write(bytes);
}

} // namespace

class JournalTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void whatIsWrittenIsRead();
    void theNewestStateOfAnEntryWins();
    void fileAndFolderAreForTheOwnerOnly();
    void aTornLastLineIsLeftOutAndWrittenOver();
    void aBrokenLineInTheMiddleIsToldAndTheRestRead();
    void aFolderThatCannotBeMadeIsAnError();
    void aLockHeldTooLongIsAnError();
    void twoProcessesLoseNothing();
    void theDefaultPathFollowsTheSpecification();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    [[nodiscard]] QString path() const {
        return m_dir->filePath(QStringLiteral("state/plimsoll/journal.jsonl"));
    }
};

void JournalTest::init() {
    m_dir = std::make_unique<QTemporaryDir>();
}

void JournalTest::whatIsWrittenIsRead() {
    Journal journal(path().toStdString());
    QCOMPARE(journal.load().value().entries.size(), std::size_t{0}); // no file yet is no error
    auto shown = entry("2");
    shown.after = "~";
    shown.before = std::nullopt;
    QVERIFY(journal.write(entry("1")));
    QVERIFY(journal.write(shown));
    const auto read = journal.load();
    QVERIFY(read.has_value());
    QVERIFY((read->entries == std::vector<JournalEntry>{entry("1"), shown}));
    QCOMPARE(contentOf(path()).count('\n'), 2);
}

void JournalTest::theNewestStateOfAnEntryWins() {
    Journal journal(path().toStdString());
    QVERIFY(journal.write(entry("1")));
    QVERIFY(journal.write(entry("2")));
    QVERIFY(journal.write(entry("1", JournalEntry::State::Done)));
    QVERIFY(journal.write(entry("2", JournalEntry::State::Failed)));
    QVERIFY(journal.write(entry("1", JournalEntry::State::Undone)));
    const auto read = journal.load().value().entries;
    QCOMPARE(read.size(), std::size_t{2});
    QVERIFY(read[0] == entry("1", JournalEntry::State::Undone));
    QVERIFY(read[1] == entry("2", JournalEntry::State::Failed));
}

void JournalTest::fileAndFolderAreForTheOwnerOnly() {
    Journal journal(path().toStdString());
    QVERIFY(journal.write(entry("1")));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(path()) & others));
    QVERIFY(!(QFile::permissions(QFileInfo(path()).absolutePath()) & others));
}

void JournalTest::aTornLastLineIsLeftOutAndWrittenOver() {
    Journal journal(path().toStdString());
    QVERIFY(journal.write(entry("1")));
    appendTo(path(), R"({"id":"2","service":"x","sta)");
    QCOMPARE(journal.load().value().entries.size(), std::size_t{1});
    QVERIFY(journal.load().value().problems.empty());
    QVERIFY(journal.write(entry("3")));
    const auto read = journal.load().value();
    QVERIFY(read.problems.empty());
    QVERIFY((read.entries == std::vector<JournalEntry>{entry("1"), entry("3")}));
}

void JournalTest::aBrokenLineInTheMiddleIsToldAndTheRestRead() {
    Journal journal(path().toStdString());
    QVERIFY(journal.write(entry("1")));
    appendTo(path(), "<html>\n{\"id\":\"9\",\"service\":\"x\",\"state\":\"dreamt\"}\n");
    QVERIFY(journal.write(entry("2")));
    const auto read = journal.load().value();
    QCOMPARE(read.entries.size(), std::size_t{2});
    QCOMPARE(read.problems.size(), std::size_t{2});
    QVERIFY(read.problems[0].where.find("line 2") != std::string::npos);
    QVERIFY(read.problems[0].what.find("<html>") != std::string::npos);
    QVERIFY(read.problems[1].where.find("line 3") != std::string::npos);
}

void JournalTest::aFolderThatCannotBeMadeIsAnError() {
    QFile blocker(m_dir->filePath(QStringLiteral("state")));
    QVERIFY(blocker.open(QIODevice::WriteOnly)); // a file where the folder should be
    Journal journal(path().toStdString());
    const auto written = journal.write(entry("1"));
    QVERIFY(!written);
    QVERIFY(written.error().where.find("state/plimsoll") != std::string::npos);
    QVERIFY(!written.error().hint.empty());
}

void JournalTest::aLockHeldTooLongIsAnError() {
    Journal journal(path().toStdString());
    QVERIFY(journal.write(entry("1")));
    QFile lock(path() + QStringLiteral(".lock"));
    QVERIFY(lock.open(QIODevice::ReadWrite));
    QCOMPARE(::flock(lock.handle(), LOCK_EX), 0);
    QCOMPARE(journal.write(entry("2")).error().code, ErrorCode::Conflict);
    lock.close();
    QVERIFY(journal.write(entry("2")));
    QCOMPARE(journal.load().value().entries.size(), std::size_t{2});
}

void JournalTest::twoProcessesLoseNothing() {
    constexpr int each = 100;
    const auto file = path().toStdString();
    std::vector<pid_t> children;
    for (const auto* name : {"a", "b"}) {
        const pid_t child = ::fork();
        if (child == 0) {
            Journal journal(file);
            bool good = true;
            for (int i = 0; i < each; ++i) {
                good = journal.write(entry(name + std::to_string(i))).has_value() && good;
            }
            ::_exit(good ? 0 : 1);
        }
        QVERIFY(child > 0);
        children.push_back(child);
    }
    for (const auto child : children) {
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    const auto read = Journal(file).load().value();
    QCOMPARE(read.entries.size(), std::size_t{2 * each});
    QVERIFY(read.problems.empty());
}

void JournalTest::theDefaultPathFollowsTheSpecification() {
    const auto before = qgetenv("XDG_STATE_HOME");
    qputenv("XDG_STATE_HOME", "/somewhere/state");
    QCOMPARE(knative::defaultJournalPath(), std::string("/somewhere/state/plimsoll/journal.jsonl"));
    qputenv("XDG_STATE_HOME", "relative");
    QCOMPARE(QString::fromStdString(knative::defaultJournalPath()),
             QDir::homePath() + QStringLiteral("/.local/state/plimsoll/journal.jsonl"));
    if (before.isNull()) {
        qunsetenv("XDG_STATE_HOME");
    } else {
        qputenv("XDG_STATE_HOME", before);
    }
}

PLIMSOLL_TEST(JournalTest)
#include "tst_journal.moc"
