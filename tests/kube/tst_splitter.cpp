// SPDX-License-Identifier: Apache-2.0
#include "kube/splitter.h"
#include "support/testmain.h"

#include <algorithm>

using plimsoll::ErrorCode;
using plimsoll::Result;
using plimsoll::kube::LineSplitter;
using plimsoll::kube::ListSplitter;

namespace {

struct Outcome {
    std::vector<std::string> items;
    std::string resourceVersion;
    std::string continueToken;
    std::int64_t remaining = -1;
    std::string kind;
    std::string status;
    std::string error;
    bool operator==(const Outcome&) const = default;
};

/// Feeds the pieces one after the other.
Outcome split(const std::vector<std::string_view>& pieces, std::size_t limit = 1U << 20U) {
    Outcome out;
    ListSplitter splitter([&](std::string_view item) { out.items.emplace_back(item); }, limit);
    Result<void> ok;
    for (const auto piece : pieces) {
        if (ok) {
            ok = splitter.feed(piece);
        }
    }
    if (ok) {
        ok = splitter.finish();
    }
    out.error = ok ? std::string() : ok.error().what;
    out.resourceVersion = splitter.resourceVersion();
    out.continueToken = splitter.continueToken();
    out.remaining = splitter.remaining();
    out.kind = splitter.listKind();
    out.status = splitter.status();
    return out;
}

/// Fixtures are written with ' for ": moc 6.4 stumbles over raw strings with an odd number of quotes.
std::string json(std::string text) {
    std::ranges::replace(text, '\'', '"');
    return text;
}

const std::string first = json(R"({'metadata':{'name':'a','note':'} ] \' \\'}})");
const std::string second = json(R"({'x':[[],{}],'s':'\\\\','größe':'\'\\\'','ü':'日本\ud83d\ude00'})");
const std::string sample = json(R"( {'kind' : 'ServiceList','apiVersion':'v1',
  'metadata':{'resourceVersion':'41','continue':'abc\u003d','remainingItemCount':7, 'selfLink':null},
  'extra':[1,{'a':'}]'},-2.5e3], 'flag':true,'n':12 , 'items':[ )") +
                           first + " ,\n" + second + ",{}\n  ] } ";

} // namespace

class SplitterTest final : public QObject {
    Q_OBJECT

private slots:
    void cutsAListAtEveryPosition() {
        const Outcome whole = split({sample});
        QCOMPARE(whole.error, std::string());
        QCOMPARE(whole.items.size(), std::size_t(3));
        QCOMPARE(whole.items[0], first);
        QCOMPARE(whole.items[1], second);
        QCOMPARE(whole.items[2], std::string("{}"));
        QCOMPARE(whole.resourceVersion, std::string("41"));
        QCOMPARE(whole.continueToken, std::string("abc="));
        QCOMPARE(whole.remaining, std::int64_t(7));
        QCOMPARE(whole.kind, std::string("ServiceList"));
        const std::string_view text = sample;
        for (std::size_t i = 0; i <= text.size(); ++i) {
            QVERIFY2(split({text.substr(0, i), text.substr(i)}) == whole, std::to_string(i).c_str());
        }
        std::vector<std::string_view> bytes;
        for (std::size_t i = 0; i < text.size(); ++i) {
            bytes.push_back(text.substr(i, 1));
        }
        QVERIFY(split(bytes) == whole);
    }

    void everyTruncationIsAnError() {
        const std::string_view text = sample;
        const std::size_t last = text.rfind('}');
        for (std::size_t i = 0; i <= last; ++i) {
            QVERIFY2(!split({text.substr(0, i)}).error.empty(), std::to_string(i).c_str());
        }
    }

    void readsMetadataBehindTheItems() {
        const auto out = split({R"({"items":[{"a":1}],"metadata":{"resourceVersion":"9"},"kind":"List"})"});
        QCOMPARE(out.error, std::string());
        QCOMPARE(out.resourceVersion, std::string("9"));
        QCOMPARE(out.kind, std::string("List"));
        QCOMPARE(out.items, std::vector<std::string>{R"({"a":1})"});
    }

    void emptyListsAreLists_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("array") << QByteArray(R"({"kind":"List","items":[]})");
        QTest::newRow("space") << QByteArray("{\"kind\":\"List\",\"items\":[ \n]}");
        QTest::newRow("null") << QByteArray(R"({"kind":"List","items":null})");
    }
    void emptyListsAreLists() {
        QFETCH(QByteArray, json);
        const auto out = split({std::string_view(json.constData(), std::size_t(json.size()))});
        QCOMPARE(out.error, std::string());
        QVERIFY(out.items.empty());
    }

    void keepsAStatus() {
        const auto out = split({R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",)",
                                R"("message":"too old","reason":"Expired","code":410})"});
        QCOMPARE(out.error, std::string("the answer is a Status, not a list"));
        QCOMPARE(out.kind, std::string("Status"));
        QCOMPARE(out.status, std::string(R"({"kind":"Status","apiVersion":"v1","metadata":{},)"
                                         R"("status":"Failure","message":"too old","reason":"Expired",)"
                                         R"("code":410})"));
    }

    void refusesWhatIsNoList_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const char* text, const char* says) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(says);
        };
        row("html", "<!DOCTYPE html><html></html>", "HTML");
        row("text", "404 page not found", "not a JSON object");
        row("array", "[{}]", "not a JSON object");
        row("nothing", "", "empty");
        row("space", " \n ", "empty");
        row("an object", R"({"kind":"Pod","spec":{}})", "a Pod, not a list");
        row("no kind", "{}", "without a kind, not a list");
        row("items object", R"({"items":{"a":1}})", "not an array");
        row("item number", R"({"items":[{},3]})", "item 2 of the list is not an object");
        row("item null", R"({"items":[null]})", "item 1 of the list is not an object");
        row("item missing", R"({"items":[{},]})", "item 2 of the list is not an object");
        row("no comma", R"({"items":[{}{}]})", "broken JSON at byte 12");
        row("no colon", R"({"items" []})", "broken JSON at byte 9");
        row("no value", R"({"kind":,"items":[]})", "broken JSON at byte 8");
        row("comma at the end", R"({"items":[],})", "broken JSON");
        row("two objects", R"({"items":[]}{"items":[]})", "followed by something else at byte 12");
        row("bracket", R"({"items":[{}}]})", "broken JSON");
    }
    void refusesWhatIsNoList() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);
        const std::string_view view(text.constData(), std::size_t(text.size()));
        const auto out = split({view});
        QVERIFY2(out.error.find(says.toStdString()) != std::string::npos, out.error.c_str());
        for (std::size_t i = 0; i <= view.size(); ++i) {
            QCOMPARE(split({view.substr(0, i), view.substr(i)}).error, out.error);
        }
    }

    void anErrorStays() {
        ListSplitter splitter([](std::string_view) { QFAIL("no item was sent"); });
        QVERIFY(!splitter.feed("<html>"));
        const auto again = splitter.feed(R"({"items":[{}]})");
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Server);
        QVERIFY(!splitter.finish());
    }

    void endlessInputEndsInAnError_data() {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("endless");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const char* begin, const char* endless, const char* says) {
            QTest::newRow(name) << QByteArray(begin) << QByteArray(endless) << QByteArray(says);
        };
        row("string in an item", "{\"items\":[{\"a\":\"", "xxxxxxxx",
            "item 1 of the list is larger than 1 MB");
        row("brackets", "{\"items\":[{\"a\":", "[[[[[[[[", "item 1 of the list is larger than 1 MB");
        row("key", "{\"", "kkkkkkkk", "a key of the list is larger than 64 kB");
        row("member", "{\"note\":\"", "nnnnnnnn", "\"note\" of the list is larger than 1 MB");
        row("number", "{\"note\":", "77777777", "\"note\" of the list is larger than 1 MB");
        row("space", "{\"items\":[", "        ", "white space");
    }
    void endlessInputEndsInAnError() {
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, endless);
        QFETCH(QByteArray, says);
        ListSplitter splitter([](std::string_view) {}, 1'000'000);
        Result<void> ok = splitter.feed(begin.toStdString());
        const std::string piece = endless.repeated(1000).toStdString();
        for (int i = 0; ok && i < 1000; ++i) {
            ok = splitter.feed(piece);
        }
        QVERIFY(!ok);
        QVERIFY2(ok.error().what.find(says.toStdString()) != std::string::npos, ok.error().what.c_str());
    }

    void holdsItemsUpToALimitOf100Megabytes() {
        constexpr std::size_t limit = 100'000'000;
        std::size_t longest = 0;
        ListSplitter splitter([&](std::string_view item) { longest = std::max(longest, item.size()); },
                              limit);
        const std::string piece(1'000'000, 'x');
        QVERIFY(splitter.feed("{\"items\":[{\"a\":\""));
        for (int i = 0; i < 99; ++i) {
            QVERIFY(splitter.feed(piece));
        }
        QVERIFY(splitter.feed("\"},{\"b\":\""));
        QCOMPARE(longest, 99'000'000 + std::string_view("{\"a\":\"\"}").size());
        Result<void> ok;
        int fed = 0;
        while (ok && fed < 200) {
            ok = splitter.feed(piece);
            ++fed;
        }
        QVERIFY(!ok);
        QCOMPARE(fed, 100);
        QCOMPARE(ok.error().what, std::string("item 2 of the list is larger than 100 MB"));
    }

    void splitsLinesAtEveryPosition() {
        const std::string text = "{\"a\":1}\n\n{\"b\":\"ü\"}\r\n{\"c\":3}\n";
        for (std::size_t i = 0; i <= text.size(); ++i) {
            std::vector<std::string> lines;
            LineSplitter splitter;
            const auto take = [&](std::string_view line) { lines.emplace_back(line); };
            QVERIFY(splitter.feed(std::string_view(text).substr(0, i), take));
            QVERIFY(splitter.feed(std::string_view(text).substr(i), take));
            QCOMPARE(lines, (std::vector<std::string>{"{\"a\":1}", "{\"b\":\"ü\"}", "{\"c\":3}"}));
            QVERIFY(!splitter.partial());
        }
        LineSplitter cut;
        QVERIFY(cut.feed("{\"a\"", [](std::string_view) { QFAIL("not a whole line"); }));
        QVERIFY(cut.partial());
    }

    void aLineWithoutEndIsAnError() {
        LineSplitter splitter(1'000'000);
        Result<void> ok;
        for (int i = 0; ok && i < 2000; ++i) {
            ok = splitter.feed(std::string(1000, 'x'), [](std::string_view) {});
        }
        QVERIFY(!ok);
        QCOMPARE(ok.error().what, std::string("a line of the watch is larger than 1 MB"));
    }

    void findsTheResourceVersionOfAnObject() {
        using plimsoll::kube::resourceVersionOf;
        QCOMPARE(resourceVersionOf(json(R"({'kind':'Pod','spec':{'resourceVersion':'1'},
                                            'metadata':{'name':'a','resourceVersion':'22'}})")),
                 std::string("22"));
        QCOMPARE(resourceVersionOf("{\"metadata\":{\"name\":\"a\"}}"), std::string());
        QCOMPARE(resourceVersionOf("[]"), std::string());
        QCOMPARE(resourceVersionOf("{\"metadata\":{\"resourceVersion\":"), std::string());
    }

    void largeListsAreSplitFast() {
        std::string list = json("{'kind':'PodList','metadata':{'resourceVersion':'1'},'items':[");
        const std::string item = json(
            R"({'metadata':{'name':'cart-00001-deployment-5d8b9c','labels':{'app':'cart','rev':'00001'},)"
            R"('annotations':{'note':'{\'spec\':{\'a\':\'b\'}}'}},'spec':{'containers':[{'name':'user',)"
            R"('image':'registry.example/cart@sha256:0123456789abcdef','ports':[{'containerPort':8080}]}]}})");
        for (int i = 0; i < 50'000; ++i) {
            list += (i == 0 ? "" : ",") + item;
        }
        list += "]}";
        int items = 0;
        QBENCHMARK {
            ListSplitter splitter([&](std::string_view) { ++items; });
            for (std::size_t at = 0; at < list.size(); at += 65'536) {
                QVERIFY(splitter.feed(std::string_view(list).substr(at, 65'536)));
            }
            QVERIFY(splitter.finish());
        }
        QCOMPARE(items % 50'000, 0);
        QVERIFY(items > 0);
    }
};

PLIMSOLL_TEST(SplitterTest)
#include "tst_splitter.moc"
