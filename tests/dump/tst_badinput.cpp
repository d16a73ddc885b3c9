// SPDX-License-Identifier: Apache-2.0
// What is given instead of a dump, and dumps that broke: a sentence and the next step, never a figure.
#include "dump/pieces.h"
#include "support/testmain.h"

#include <QTemporaryDir>

using namespace plimsoll;
using test::readText;

namespace {

/// JSON with single quotes, which moc reads without stumbling.
QByteArray quoted(const char* text) {
    return QByteArray(text).replace('\'', '"');
}

} // namespace

class BadDumpTest final : public QObject {
    Q_OBJECT

private slots:
    void isRefusedWithAReason_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* text, const char* reason) {
            QTest::newRow(name) << quoted(text)
                                << QString::fromUtf8(reason).replace(QLatin1Char('\''), QLatin1Char('"'));
        };
        row("empty", "", "the file is empty");
        row("white space", " \n\t ", "the file is empty");
        row("HTML", "<!DOCTYPE html><html>…</html>", "this is HTML or XML, no config_dump");
        row("text", "upstream connect error", "begins with ");
        row("a list", "[1,2]", "begins with ");
        row("other JSON", "{'apiVersion':'v1','items':[{'kind':'Pod'}]}", "it has no 'configs'");
        row("no list", "{'configs':{'a':1}}", "");
        row("a number", "{'configs':5}", "its 'configs' is no list");
        row("entries are words", "{'configs':['a']}", "entry 1 of 'configs' is no object");
        row("cut in a section",
            "{'configs':[{'@type':'x/a.ClustersConfigDump','dynamic_active_clusters':[{'cl",
            "the dump was cut off after 77 bytes, in its section 1");
        row("cut between sections", "{'configs':[{'@type':'x/a.RoutesConfigDump'},", "in its section 2");
        row("no comma", "{'configs':[{} {}]}", "broken JSON at byte 15");
        row("no colon", "{'configs' [{}]}", "broken JSON at byte 11");
        row("wrong bracket", "{'configs':[{'@type':'a']}", "broken JSON at byte 24");
        row("broken inside", "{'configs':[{'@type':'x/a.ClustersConfigDump','static_clusters':[{'a' 5}]}]}",
            "one entry of ClustersConfigDump is no valid JSON object");
        row("two dumps", "{'a':{'configs':[]},'b':{'configs':[]}}", "more than one dump");
        row("two files", "{'configs':[]}{'configs':[]}", "followed by something else at byte 14");
    }
    void isRefusedWithAReason() {
        QFETCH(QByteArray, text);
        QFETCH(QString, reason);
        for (const std::size_t piece : {std::string_view::npos, std::size_t(1), std::size_t(7)}) {
            const auto dump = readText(text.toStdString(), piece);
            QVERIFY(!dump);
            const auto sentence = QString::fromStdString(dump.error().sentence());
            QVERIFY2(sentence.contains(reason), qPrintable(sentence));
            QVERIFY2(!dump.error().hint.empty(), qPrintable(sentence));
        }
    }

    void aValueWithoutEndIsGivenUp() {
        std::int64_t pieces = 0;
        dump::DumpSplitter splitter(
            [&](const dump::DumpSplitter::Piece&) {
                ++pieces;
                return Result<void>{};
            },
            [](std::string_view, std::int64_t) {}, 1000);
        QVERIFY(splitter.feed(quoted("{'configs':[{'@type':'a','clusters':[{'name':'").toStdString()));
        Result<void> fed;
        for (int i = 0; i < 1000 && fed; ++i) {
            fed = splitter.feed(std::string(10, 'x'));
        }
        QVERIFY(!fed);
        QVERIFY(fed.error().what.find("has no end within") != std::string::npos);
        QVERIFY(!splitter.finish());
        QCOMPARE(pieces, 0);
    }

    void aFileThatIsNotThereIsNamed() {
        const auto dump = dump::readDump("/nowhere/config_dump.json");
        QVERIFY(!dump);
        QCOMPARE(dump.error().where, "/nowhere/config_dump.json");
        QVERIFY(dump.error().what.find("No such file") != std::string::npos);
        QTemporaryDir folder;
        QVERIFY(!dump::readDump(folder.path().toStdString()));
    }

    void nestingHasALimit() {
        std::string deep;
        for (int i = 0; i < 5000; ++i) {
            deep += "{'a':";
        }
        deep += '1' + std::string(5000, '}');
        const auto text = "{'configs':[{'@type':'x/a.ClustersConfigDump','dynamic_active_clusters':"
                          "[{'cluster':{'name':'x','metadata':" +
                          deep + "}}]}]}";
        const auto dump = readText(quoted(text.c_str()).toStdString());
        QVERIFY(dump.has_value());
        QCOMPARE(dump->envoyClusters, 1);
        QVERIFY(std::any_of(dump->notes.begin(), dump->notes.end(), [](const std::string& note) {
            return note.find("deeper than protobuf allows") != std::string::npos;
        }));
    }
};

PLIMSOLL_TEST(BadDumpTest)
#include "tst_badinput.moc"
