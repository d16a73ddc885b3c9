// SPDX-License-Identifier: Apache-2.0
#include "cluster/decoded.h"
#include "cluster/items.h"
#include "support/testmain.h"

#include <QElapsedTimer>

using namespace plimsoll;
using namespace plimsoll::cluster;
using Json = nlohmann::json;

namespace {

struct Read {
    std::vector<std::string> items; // as compact JSON
    std::vector<ListHead> lists;
    std::vector<std::int64_t> bytes;
    Result<ListHead> result;
};

Read read(bool yaml, std::string_view text) {
    Read r;
    r.result = (yaml ? readYamlItems : readJsonItems)(text, [&](Item&& item) {
        r.items.push_back(item.object.dump());
        r.lists.push_back(item.list);
        r.bytes.push_back(item.bytes);
        return true;
    });
    return r;
}

} // namespace

class ItemsTest : public QObject {
    Q_OBJECT

private slots:
    void jsonItems_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("items");
        QTest::newRow("object") << QStringLiteral(R"( {"kind":"Pod","n":1} )")
                                << QStringList{QStringLiteral(R"({"kind":"Pod","n":1})")};
        QTest::newRow("list")
            << QStringLiteral(
                   R"({"kind":"List","items":[{"n":1},{"n":[2]}],"metadata":{"resourceVersion":""}})")
            << QStringList{QStringLiteral(R"({"n":1})"), QStringLiteral(R"({"n":[2]})")};
        QTest::newRow("bare list") << QStringLiteral(R"([{"n":1},{"n":2}])")
                                   << QStringList{QStringLiteral(R"({"n":1})"), QStringLiteral(R"({"n":2})")};
        QTest::newRow("empty list") << QStringLiteral(R"({"kind":"List","items":[]})") << QStringList{};
        QTest::newRow("null items") << QStringLiteral(R"({"items":null})")
                                    << QStringList{QStringLiteral(R"({"items":null})")};
        QTest::newRow("items further in") << QStringLiteral(R"({"spec":{"items":[1]}})")
                                          << QStringList{QStringLiteral(R"({"spec":{"items":[1]}})")};
        QTest::newRow("managedFields")
            << QStringLiteral(R"({"metadata":{"managedFields":[{"a":[1]},2],"name":"n"},"x":1})")
            << QStringList{QStringLiteral(R"({"metadata":{"name":"n"},"x":1})")};
    }
    void jsonItems() {
        QFETCH(QString, text);
        QFETCH(QStringList, items);
        const auto r = read(false, text.toStdString());
        QVERIFY(r.result.has_value());
        QStringList found;
        for (const auto& item : r.items) {
            found.append(QString::fromStdString(item));
        }
        QCOMPARE(found, items);
    }

    void yamlItems_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("items"); // one compact JSON a line
        const auto row = [](const char* name, const char* text, const char* items) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(items);
        };
        row("documents", "a: 1\n---\nb: 2\n---\n", "{\"a\":1}\n{\"b\":2}");
        row("comment only", "# nothing\n", "");
        row("list", "kind: List\nitems:\n- a: 1\n- b: 2\n", "{\"a\":1}\n{\"b\":2}");
        row("bare list", "- a: 1\n- b: 2\n", "{\"a\":1}\n{\"b\":2}");
        row("numbers", "a: [1, -1, 0x10, 0o17, 1.5, 1e3, .5, 18446744073709551615, -9223372036854775808]",
            "{\"a\":[1,-1,16,15,1.5,1000.0,0.5,18446744073709551615,-9223372036854775808]}");
        row("texts",
            "a: ['1', \"true\", 1.30.3, yes, off, 1_000, 0x, '', 10.0.0.1, 12e, inf, .inf, -, 1e999, '~']",
            "{\"a\":[\"1\",\"true\",\"1.30.3\",\"yes\",\"off\",\"1_000\",\"0x\",\"\",\"10.0.0.1\",\"12e\","
            "\"inf\",\".inf\",\"-\",\"1e999\",\"~\"]}");
        row("booleans", "a: [true, False, TRUE]", "{\"a\":[true,false,true]}");
        row("nulls", "a: [null, ~, Null]\nb:\n", "{\"a\":[null,null,null],\"b\":null}");
        row("keys are texts", "8080: x\ntrue: y\nnull: z\n",
            "{\"8080\":\"x\",\"null\":\"z\",\"true\":\"y\"}");
        row("tags", "a: !!str 5\nb: !!int \"5\"\n", "{\"a\":\"5\",\"b\":5}");
        row("block text", "a: |\n  one\n  two\nb: >-\n  x\n  y\n", "{\"a\":\"one\\ntwo\\n\",\"b\":\"x y\"}");
        row("aliases", "a: &x {n: 1}\nb: *x\nc: [*x, &s text, *s]\n",
            "{\"a\":{\"n\":1},\"b\":{\"n\":1},\"c\":[{\"n\":1},\"text\",\"text\"]}");
        row("merge", "a: &x {n: 1, m: 2}\nb:\n  <<: *x\n  m: 3\n",
            "{\"a\":{\"m\":2,\"n\":1},\"b\":{\"m\":3,\"n\":1}}");
        row("crlf", "a: 1\r\nb: x\r\n", "{\"a\":1,\"b\":\"x\"}");
        row("json", "{\"a\": [1, \"2\"], \"b\": null}", "{\"a\":[1,\"2\"],\"b\":null}");
        row("managedFields", "metadata:\n  managedFields:\n  - a: {b: [c]}\n  name: n\n",
            "{\"metadata\":{\"name\":\"n\"}}");
    }
    void yamlItems() {
        QFETCH(QString, text);
        QFETCH(QString, items);
        const auto r = read(true, text.toStdString());
        QVERIFY2(r.result.has_value(), r.result ? "" : r.result.error().what.c_str());
        QStringList found;
        for (const auto& item : r.items) {
            found.append(QString::fromStdString(item));
        }
        QCOMPARE(found.join(u'\n'), items);
    }

    void listsTellWhatTheyAre() {
        const auto before = read(false, R"({"kind":"ServiceList","apiVersion":"v1","items":[{}]})");
        QCOMPARE(before.lists.front(), (ListHead{"ServiceList", "v1"}));
        const auto after = read(false, R"({"apiVersion":"v1","items":[{}],"kind":"ServiceList"})");
        QCOMPARE(after.lists.front(), (ListHead{"", "v1"}));
        QCOMPARE(*after.result, (ListHead{"ServiceList", "v1"})); // once the end was read
    }

    void bytesOfAnItemAreCounted() {
        const std::string item = R"({"kind":"Pod","metadata":{"name":"n"}})";
        const auto r = read(false, R"({"items":[)" + item + "," + item + "]}");
        QCOMPARE(r.bytes.size(), std::size_t{2});
        for (const auto bytes : r.bytes) {
            QVERIFY(std::abs(bytes - std::int64_t(item.size())) <= 2);
        }
    }

    void brokenTextSaysWhereAndKeepsWhatCameBefore_data() {
        QTest::addColumn<bool>("yaml");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("items");
        QTest::addColumn<QString>("said");
        QTest::newRow("json cut off")
            << false << QStringLiteral("{\"items\":[{\"a\":1},\n{\"b\":") << 1 << QStringLiteral("line 2");
        QTest::newRow("json wrong") << false << QStringLiteral("[{\"a\":1},\n\n{\"b\":nope}]") << 1
                                    << QStringLiteral("line 3");
        QTest::newRow("json with more behind")
            << false << QStringLiteral("{\"a\":1}\n{\"a\":1}") << 1 << QStringLiteral("line 2");
        QTest::newRow("html") << false << QStringLiteral("<html>") << 0 << QStringLiteral("line 1");
        QTest::newRow("number too big")
            << false << QStringLiteral("{\"a\":1e999}") << 0 << QStringLiteral("1e999");
        QTest::newRow("yaml wrong") << true << QStringLiteral("a: 1\n---\nb: [1\nc: }") << 1
                                    << QStringLiteral("line 4");
        QTest::newRow("yaml tab") << true << QStringLiteral("a:\n\tb: 1\n") << 0 << QStringLiteral("line 2");
        QTest::newRow("yaml unknown alias")
            << true << QStringLiteral("a: *nope\n") << 0 << QStringLiteral("line 1");
        QTest::newRow("yaml key is a list")
            << true << QStringLiteral("? [a]\n: 1\n") << 0 << QStringLiteral("key");
    }
    void brokenTextSaysWhereAndKeepsWhatCameBefore() {
        QFETCH(bool, yaml);
        QFETCH(QString, text);
        QFETCH(int, items);
        QFETCH(QString, said);
        const auto r = read(yaml, text.toStdString());
        QVERIFY(!r.result.has_value());
        QCOMPARE(int(r.items.size()), items);
        QVERIFY2(QString::fromStdString(r.result.error().what).contains(said), r.result.error().what.c_str());
    }

    void deepNestingIsRefused_data() {
        QTest::addColumn<bool>("yaml");
        QTest::newRow("json") << false;
        QTest::newRow("yaml") << true;
    }
    void deepNestingIsRefused() {
        QFETCH(bool, yaml);
        QElapsedTimer timer;
        timer.start();
        const auto r = read(yaml, "{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}");
        QVERIFY(!r.result.has_value());
        QVERIFY2(r.result.error().what.find("deeper than 200") != std::string::npos,
                 r.result.error().what.c_str());
        QVERIFY(timer.elapsed() < 10'000);
        QVERIFY(
            read(yaml, "{\"a\":" + std::string(150, '[') + std::string(150, ']') + "}").result.has_value());
    }

    void aliasBombsAreRefused() {
        std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 12; ++i) {
            const auto before = "*a" + std::to_string(i - 1);
            bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
            for (int j = 0; j < 8; ++j) {
                bomb += ", " + before;
            }
            bomb += "]\n";
        }
        QElapsedTimer timer;
        timer.start();
        const auto r = read(true, bomb);
        QVERIFY(!r.result.has_value());
        QVERIFY(r.result.error().what.find("aliases") != std::string::npos);
        QVERIFY(timer.elapsed() < 10'000);
    }

    void aliasesCannotNestDeeperThanTheLimit() {
        std::string text = "a0: &a0 " + std::string(100, '[') + std::string(100, ']') + "\n";
        text += "a1: &a1 " + std::string(99, '[') + "*a0" + std::string(99, ']') + "\n";
        text += "a2: " + std::string(99, '[') + "*a1" + std::string(99, ']') + "\n";
        const auto r = read(true, text);
        QVERIFY(!r.result.has_value());
        QVERIFY(r.result.error().what.find("deeper") != std::string::npos);
    }

    void theUserMayStop() {
        for (const bool yaml : {false, true}) {
            int count = 0;
            const auto result = (yaml ? readYamlItems : readJsonItems)(R"([{"a":1},{"a":2},{"a":3}])",
                                                                       [&](Item&&) { return ++count < 2; });
            QVERIFY(result.has_value());
            QCOMPARE(count, 2);
        }
    }
};

PLIMSOLL_TEST(ItemsTest)
#include "tst_items.moc"
