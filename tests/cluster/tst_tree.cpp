// SPDX-License-Identifier: Apache-2.0
#include "cluster/tree.h"
#include "support/testmain.h"

#include <nlohmann/json.hpp>

#include <QRandomGenerator>
#include <QTest>

using namespace plimsoll::cluster;
using Json = nlohmann::json;

namespace {

/// What the tree says, as nlohmann would have read it.
Json jsonOf(const Tree::Node& node) {
    Json json;
    switch (node.type) {
    case Tree::Type::Map:
        json = Json::object();
        Tree::eachMember(node, [&](std::string_view key, const Tree::Node& value) {
            json[std::string(key)] = jsonOf(value);
        });
        break;
    case Tree::Type::List:
        json = Json::array();
        Tree::eachItem(node, [&](const Tree::Node& item) { json.push_back(jsonOf(item)); });
        break;
    case Tree::Type::String:
        json = node.text;
        break;
    case Tree::Type::Null:
        break;
    default:
        json = Json::parse(node.text, nullptr, false);
    }
    return json;
}

const std::string sample =
    "{\"metadata\":{\"name\":\"cart\",\"labels\":{\"a\":\"\u00e4\u20ac\U0001F600\",\"b\":"
    "\"\\u00e4\\n\\\"x\\\\\"},"
    "\"n\":[1,-2.5e+3,0,true,false,null]},\n \"spec\" : { \"list\" : [ ] , \"empty\" : { } , "
    "\"deep\" : [[[{\"k\":\"a long text of more than sixteen characters\"}]]]}}";

} // namespace

class TreeTest : public QObject {
    Q_OBJECT

private slots:
    void readsWhatNlohmannReads() {
        Tree tree;
        QVERIFY(tree.parse(sample));
        QVERIFY(jsonOf(tree.root()) == Json::parse(sample));
        const auto there = Json::parse(sample);
        tree.copy(there);
        QVERIFY(jsonOf(tree.root()) == Json::parse(sample));
    }

    void refusesWhatNlohmannRefuses_data() {
        QTest::addColumn<QByteArray>("json");
        for (const char* json :
             {"",           " ",        "{",   "[1,]", "[,1]",    "{\"a\"}",    "{\"a\":}",
              "{\"a\":1,}", "{a:1}",    "01",  "-",    "1.",      ".5",         "1e",
              "+1",         "tru",      "nul", "\"a",  "\"\\x\"", "\"\\u12\"",  "\"\t\"",
              "\"\xff\"",   "\"\xc3\"", "[1}", "{]",   "1 2",     "{\"a\":1}x", "\"\xed\xa0\x80\"",
              "[1 2]",      "{\"a\" 1}"}) {
            QTest::newRow(json) << QByteArray(json);
        }
    }
    void refusesWhatNlohmannRefuses() {
        QFETCH(QByteArray, json);
        Tree tree;
        QVERIFY(!Json::accept(json.toStdString()));
        QVERIFY(!tree.parse(json.toStdString()));
    }

    /// Bytes changed at random: both judge alike and read alike.
    void agreesOnBrokenText() {
        QRandomGenerator random(7);
        const std::string bytes = "\"\\{}[],:0-e.tn x\xc3\n";
        int valid = 0;
        for (int round = 0; round < 20'000; ++round) {
            std::string text = sample;
            for (int change = 0; change < 1 + round % 3; ++change) {
                const auto at = static_cast<std::size_t>(random.bounded(static_cast<int>(text.size())));
                text[at] = bytes[static_cast<std::size_t>(random.bounded(static_cast<int>(bytes.size())))];
            }
            Tree tree;
            const bool ours = tree.parse(text);
            const auto theirs = Json::parse(text, nullptr, false);
            QVERIFY2(ours == !theirs.is_discarded(), text.c_str());
            QVERIFY2(!ours || jsonOf(tree.root()) == theirs, text.c_str());
            valid += ours ? 1 : 0;
        }
        QVERIFY(valid > 1000);
    }

    void managedFieldsBecomeNull() {
        Tree tree;
        QVERIFY(tree.parse("{\"metadata\":{\"managedFields\":[{\"f:\\\"]\":[{}]}],\"name\":\"n\"}}"));
        QVERIFY(jsonOf(tree.root()) == Json::parse(R"({"metadata":{"managedFields":null,"name":"n"}})"));
    }

    void theLaterOfTwoMembersCounts() {
        Tree tree;
        const std::string text = R"({"a":1,"a":[2,3],"b":4})";
        QVERIFY(tree.parse(text));
        QCOMPARE(Tree::member(tree.root(), "a")->type, Tree::Type::List);
        QVERIFY(Tree::member(tree.root(), "c") == nullptr);
    }
};

PLIMSOLL_TEST(TreeTest)
#include "tst_tree.moc"
