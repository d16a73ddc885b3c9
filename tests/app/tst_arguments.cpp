// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"
#include "support/testmain.h"

using plimsoll::app::parseArguments;
using Words = std::vector<std::string>;

class ArgumentsTest final : public QObject {
    Q_OBJECT

private slots:
    void demoTakesAValueOnlyAfterEquals() {
        const auto plain = parseArguments({"revisions", "--demo", "-A"});
        QVERIFY(plain);
        QCOMPARE(plain->demo.value_or(-1), 0);
        QVERIFY(plain->allNamespaces);
        const auto sized = parseArguments({"--demo=10000", "weight"});
        QVERIFY(sized);
        QCOMPARE(sized->demo.value_or(-1), 10000);
        QCOMPARE(sized->command, std::string("weight"));
    }

    void readsKubectlsFormsOfAFlag() {
        for (const auto& words :
             {Words{"-n", "shop"}, Words{"-nshop"}, Words{"-n=shop"}, Words{"--namespace=shop"},
              Words{"--namespace", "shop"}, Words{"-n", "ns/shop"}}) {
            const auto arguments = parseArguments(words);
            QVERIFY(arguments);
            QCOMPARE(arguments->kube.ns.value_or(""), std::string("shop"));
        }
        const auto together = parseArguments({"revisions", "-Ao", "json"});
        QVERIFY(together);
        QVERIFY(together->allNamespaces);
        QCOMPARE(together->output, std::string("json"));
    }

    void operandsMayLookLikeFlagsAfterTwoDashes() {
        const auto arguments = parseArguments({"cookie", "--", "-n"});
        QVERIFY(arguments);
        QCOMPARE(arguments->operands, Words{"-n"});
        QVERIFY(!arguments->kube.ns);
        QCOMPARE(parseArguments({"cookie", "-"})->operands, Words{"-"});
    }

    void collectsRepeatedGroups() {
        const auto arguments = parseArguments({"--as", "me", "--as-group", "a", "--as-group=b"});
        QVERIFY(arguments);
        QCOMPARE(arguments->kube.asGroups, (Words{"a", "b"}));
    }

    void refusesWithASentence_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const QStringList& words, const char* sentence) {
            QTest::newRow(name) << words << QString::fromUtf8(sentence);
        };
        using L = QStringList;
        row("unknown flag", L{QStringLiteral("--frob")},
            "unknown flag: --frob. See 'plimsoll --help' for the flags.");
        row("unknown letter", L{QStringLiteral("-Z")},
            "unknown shorthand flag: 'Z' in -Z. See 'plimsoll --help' for the flags.");
        row("unknown command", L{QStringLiteral("frob")},
            "unknown command \"frob\" for \"plimsoll\". See 'plimsoll --help' for the commands.");
        row("no value", L{QStringLiteral("--context")},
            "flag needs an argument: --context. See 'plimsoll --help' for the flags.");
        row("demo size", L{QStringLiteral("--demo=x")},
            "--demo: invalid value \"x\". Give a number of revisions from 1 to 100000, or no value.");
        row("demo nothing", L{QStringLiteral("--demo=0")},
            "--demo: invalid value \"0\". Give a number of revisions from 1 to 100000, or no value.");
        row("output", L{QStringLiteral("revisions"), QStringLiteral("-o"), QStringLiteral("xml")},
            "--output: invalid value \"xml\". Give json or table.");
        row("two sources", L{QStringLiteral("--demo"), QStringLiteral("--from=x")},
            "--demo and --from exclude each other. Give one of them.");
        row("demo and context", L{QStringLiteral("--demo"), QStringLiteral("--context=x")},
            "--demo and --from exclude --context and --server. Give one source.");
        row("namespaces", L{QStringLiteral("-A"), QStringLiteral("-n"), QStringLiteral("x")},
            "--all-namespaces and --namespace exclude each other. Give one of them.");
        row("timeout", L{QStringLiteral("--request-timeout=soon")},
            "--request-timeout: invalid value \"soon\". Give a duration such as 30s, 2m or 1h.");
        row("truth", L{QStringLiteral("--yes=perhaps")},
            "--yes: invalid value \"perhaps\". Give true or false.");
        row("carrier", L{QStringLiteral("--carrier=bird")},
            "--carrier: invalid value \"bird\". Give cookie, header, envelope-header or query.");
        row("version", L{QStringLiteral("--istio-version=new")},
            "--istio-version: invalid value \"new\". Give a version such as 1.30.3.");
    }

    void refusesWithASentence() {
        QFETCH(QStringList, words);
        QFETCH(QString, sentence);
        Words given;
        for (const auto& word : words) {
            given.push_back(word.toStdString());
        }
        const auto arguments = parseArguments(given);
        QVERIFY(!arguments);
        QCOMPARE(QString::fromStdString(arguments.error().sentence()), sentence);
    }

    void readsDurations() {
        QCOMPARE(parseArguments({"--request-timeout=2m"})->requestTimeout, 120);
        QCOMPARE(parseArguments({"--request-timeout", "30"})->requestTimeout, 30);
        QCOMPARE(parseArguments({"--request-timeout=0"})->requestTimeout, 0);
    }

    void everyCommandHasHelp() {
        const auto program = plimsoll::app::helpText({});
        for (const auto* command : {"revisions", "weight", "cookie", "export", "hide", "show"}) {
            QVERIFY(program.find(std::string("\n  ") + command) != std::string::npos);
            QVERIFY(plimsoll::app::helpText(command) != program);
        }
    }
};

PLIMSOLL_TEST(ArgumentsTest)
#include "tst_arguments.moc"
