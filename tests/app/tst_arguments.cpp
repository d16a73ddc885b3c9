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
        const auto several = parseArguments({"revisions", "-n", "shop,ns/bank,shop"});
        QVERIFY(several);
        QCOMPARE(several->namespaces, (Words{"shop", "bank"}));
        QCOMPARE(several->kube.ns.value_or(""), std::string("shop"));
        QVERIFY(several->narrows() && several->shows("bank") && !several->shows("mail"));
        QVERIFY(
            !parseArguments({"weight", "-n", "shop"})->narrows()); // a proxy carries all namespaces' Services
        QVERIFY(!parseArguments({"hide", "x", "-n", "shop"})->narrows());
        QVERIFY(!parseArguments({"hide", "x", "-n", "shop,bank"}));
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
            "--request-timeout: invalid value \"soon\". Give a duration such as 30s, 2m or 1h, or 0 for "
            "none.");
        row("negative timeout", L{QStringLiteral("--request-timeout=-1s")},
            "--request-timeout: invalid value \"-1s\". Give a duration such as 30s, 2m or 1h, or 0 for "
            "none.");
        row("timeout of another unit", L{QStringLiteral("--request-timeout=1d")},
            "--request-timeout: invalid value \"1d\". Give a duration such as 30s, 2m or 1h, or 0 for none.");
        row("verbosity", L{QStringLiteral("-v=much")},
            "--v: invalid value \"much\". Give a whole number of at least 0.");
        row("extra", L{QStringLiteral("--as-user-extra=reason")},
            "--as-user-extra: invalid value \"reason\". Give KEY=VALUE, once for each value.");
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

    void readsDurations_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("ms");
        const auto row = [](const char* text, int ms) {
            QTest::newRow(text) << QString::fromUtf8(text) << ms;
        };
        row("0", 0);
        row("30", 30'000);
        row("1s", 1'000);
        row("2m", 120'000);
        row("3h", 10'800'000);
        row("1m30s", 90'000);
        row("1.5h", 5'400'000);
        row("500ms", 500);
        row("0s", 0);
    }
    void readsDurations() {
        QFETCH(QString, text);
        QFETCH(int, ms);
        const auto arguments = parseArguments({"--request-timeout=" + text.toStdString()});
        QVERIFY(arguments);
        QCOMPARE(static_cast<int>(arguments->kube.requestTimeout.count()), ms);
    }

    void takesEveryGlobalFlagOfKubectl() {
        const auto arguments = parseArguments({"--kubeconfig=k",
                                               "--context=c",
                                               "--cluster=l",
                                               "--user=u",
                                               "-n",
                                               "ns/shop",
                                               "-s",
                                               "https://s",
                                               "--token=t",
                                               "--username=me",
                                               "--password=pw",
                                               "--as=a",
                                               "--as-group=g",
                                               "--as-group=h",
                                               "--as-uid=7",
                                               "--as-user-extra=reason=a=b",
                                               "--as-user-extra=reason=c",
                                               "--certificate-authority=ca",
                                               "--client-certificate=cc",
                                               "--client-key=ck",
                                               "--insecure-skip-tls-verify",
                                               "--tls-server-name=n",
                                               "--request-timeout=1s",
                                               "--disable-compression",
                                               "--proxy-url=http://p",
                                               "-v=6"});
        QVERIFY2(arguments, arguments ? "" : arguments.error().sentence().c_str());
        const auto& kube = arguments->kube;
        const std::vector<std::pair<std::optional<std::string>, std::string>> texts{
            {kube.kubeconfig, "k"},    {kube.context, "c"},
            {kube.cluster, "l"},       {kube.user, "u"},
            {kube.ns, "shop"},         {kube.server, "https://s"},
            {kube.token, "t"},         {kube.username, "me"},
            {kube.password, "pw"},     {kube.as, "a"},
            {kube.asUid, "7"},         {kube.certificateAuthority, "ca"},
            {kube.clientKey, "ck"},    {kube.clientCertificate, "cc"},
            {kube.tlsServerName, "n"}, {kube.proxyUrl, "http://p"}};
        for (const auto& [flag, value] : texts) {
            QCOMPARE(flag.value_or("not set"), value);
        }
        QCOMPARE(kube.asGroups, (Words{"g", "h"}));
        QCOMPARE(kube.asExtra.at("reason"), (Words{"a=b", "c"}));
        QVERIFY(kube.insecureSkipTlsVerify.value_or(false) && kube.disableCompression.value_or(false));
        QCOMPARE(static_cast<int>(kube.requestTimeout.count()), 1000);
        QCOMPARE(arguments->verbosity, 6);
        QCOMPARE(parseArguments({"--v=7"})->verbosity, 7);
    }

    void helpNamesEveryGlobalFlagOfKubectl() {
        const auto help = plimsoll::app::helpText({});
        for (const std::string flag : {"--kubeconfig",
                                       "--context",
                                       "--cluster",
                                       "--user",
                                       "-n, --namespace",
                                       "-A, --all-namespaces",
                                       "-s, --server",
                                       "--token",
                                       "--username",
                                       "--password",
                                       "--as ",
                                       "--as-group",
                                       "--as-uid",
                                       "--as-user-extra",
                                       "--certificate-authority",
                                       "--client-certificate",
                                       "--client-key",
                                       "--insecure-skip-tls-verify",
                                       "--tls-server-name",
                                       "--request-timeout",
                                       "--disable-compression",
                                       "--proxy-url",
                                       "-v, --v"}) {
            QVERIFY2(help.find(flag) != std::string::npos, flag.c_str());
        }
    }

    void everyCommandHasHelp() {
        const auto program = plimsoll::app::helpText({});
        for (const auto* command :
             {"revisions", "weight", "dump", "lint", "status", "cookie", "export", "hide", "show"}) {
            QVERIFY(program.find(std::string("\n  ") + command) != std::string::npos);
            QVERIFY(plimsoll::app::helpText(command) != program);
        }
    }
};

PLIMSOLL_TEST(ArgumentsTest)
#include "tst_arguments.moc"
