// SPDX-License-Identifier: Apache-2.0
// Credential plugins: what they are told, where they are found, and who shares what they give.
#include "kube/pluginfixture.h"
#include "support/testmain.h"

#include <QDir>

using namespace plimsoll;
using namespace plimsoll::kube;
using namespace plimsoll::test;

namespace {

/// As a desktop launcher starts a program: no terminal, and a shell of the test's.
Environment launched(const QString& shell) {
    auto env = Environment::ofProcess();
    env.terminal = false;
    env.shell = shell.toStdString();
    return env;
}

QStringList warningsOf(Credentials& credentials, QStringList& into) {
    QObject::connect(&credentials, &Credentials::warned,
                     [&into](const Error& e) { into.push_back(QString::fromStdString(e.sentence())); });
    return into;
}

} // namespace

class PluginsTest : public QObject {
    Q_OBJECT

private slots:
    void execInfoIsWhatKubectlWrites_data() {
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("provide");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, bool provide, QByteArray expected) {
            expected.replace('\'', '"');
            QTest::newRow(name) << QString::fromUtf8(name).section(u' ', 0, 0) << provide << expected + "\n";
        };
        row("v1", false,
            "{'kind':'ExecCredential','apiVersion':'client.authentication.k8s.io/v1','spec':{"
            "'interactive':false}}");
        row("v1beta1", false,
            "{'kind':'ExecCredential','apiVersion':'client.authentication.k8s.io/v1beta1','spec':{"
            "'interactive':false}}");
        row("v1 and the cluster", true,
            "{'kind':'ExecCredential','apiVersion':'client.authentication.k8s.io/v1','spec':{'cluster':{"
            "'server':'https://c:6443','tls-server-name':'n','certificate-authority-data':'Q0E=',"
            "'proxy-url':'http://p','disable-compression':true,'config':{'audience':'a'}},"
            "'interactive':false}}");
    }
    void execInfoIsWhatKubectlWrites() {
        QFETCH(QString, version);
        QFETCH(bool, provide);
        QFETCH(QByteArray, expected);
        Config config;
        config.server = "https://c:6443";
        config.tlsServerName = "n";
        config.caPem = "CA"; // also where it came from a file
        config.caFile = "/pki/ca.crt";
        config.proxyUrl = "http://p";
        config.disableCompression = true;
        config.exec = ExecConfig();
        config.exec->apiVersion = "client.authentication.k8s.io/" + version.toStdString();
        config.exec->provideClusterInfo = provide;
        config.exec->clusterExtension = "{\"audience\":\"a\"}";
        QCOMPARE(QByteArray::fromStdString(execInfo(config)), expected);
    }

    void theHostsEnvironmentIsPassedOnProxyIncluded() {
        qputenv("HTTPS_PROXY", "http://p:3128");
        const Plugin plugin("echo \"$HTTPS_PROXY $NO_PROXY $HOME\" > \"$OUT\"\n" + prints("\"token\":\"t\""));
        Config config = plugin.config();
        config.exec->env = {{"OUT", plugin.path("out").toStdString()}, {"HOME", "/nobody"}};
        Credentials credentials(config);
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t"));
        qunsetenv("HTTPS_PROXY");
        QCOMPARE(plugin.read("out"), QByteArray("http://p:3128  /nobody\n"));
    }

    void contextsWithTheSameStanzaShareWhatItGave() {
        const Plugin plugin("sleep 0.1\n" + prints("\"token\":\"t$n\""));
        Config one = plugin.config();
        Config two = one;
        two.context = "bay";
        two.server = "https://other";
        Config three = one;
        three.exec->args = {"--other"};
        const auto cache = std::make_shared<PluginCache>();
        Credentials first(one);
        Credentials second(two);
        Credentials third(three);
        QStringList said;
        for (auto* credentials : {&first, &second, &third}) {
            credentials->setPlugins(cache);
            credentials->get([&](const Result<Credential>& result) { said.push_back(test::shown(result)); });
        }
        QTRY_COMPARE(said.size(), 3);
        QCOMPARE(plugin.runs(), 2); // one of the two that share, one of the third
        {
            Credentials later(two);
            later.setPlugins(cache);
            const auto given = **got(later);
            QCOMPARE(plugin.runs(), 2);
            QVERIFY(later.refused(given.number)); // a 401 is everybody's
        }
        QVERIFY(shown(got(first)).startsWith(QStringLiteral("Bearer t3")));
        QCOMPARE(plugin.runs(), 3);
    }

    void aClusterThatIsToldMakesItAnotherStanza() {
        const Plugin plugin(prints("\"token\":\"t$n\""));
        Config one = plugin.config();
        one.exec->provideClusterInfo = true;
        Config two = one;
        two.server = "https://other";
        const auto cache = std::make_shared<PluginCache>();
        Credentials first(one);
        Credentials second(two);
        first.setPlugins(cache);
        second.setPlugins(cache);
        QCOMPARE(shown(got(first)), QStringLiteral("Bearer t1"));
        QCOMPARE(shown(got(second)), QStringLiteral("Bearer t2"));
    }

    void theLastWhoLeavesEndsTheRun() {
        const Plugin plugin("echo $$ > \"$(dirname \"$0\")/pid\"\nsleep 60\n");
        const Config config = plugin.config();
        const auto cache = std::make_shared<PluginCache>();
        auto first = std::make_unique<Credentials>(config);
        auto second = std::make_unique<Credentials>(config);
        for (auto* credentials : {first.get(), second.get()}) {
            credentials->setPlugins(cache);
            credentials->get([](const Result<Credential>&) {});
        }
        QTRY_VERIFY(plugin.read("pid").endsWith('\n'));
        const QString process = QStringLiteral("/proc/") + QString::fromUtf8(plugin.read("pid").trimmed());
        first.reset();
        QVERIFY(QFile::exists(process));
        second.reset();
        QTRY_VERIFY(!QFile::exists(process));
        QCOMPARE(plugin.runs(), 1);
    }

    void theInstallHintIsGivenTenTimesAnHour() {
        Config config = Plugin("").config();
        config.exec->command = "plimsoll-no-such-plugin";
        config.exec->installHint = "Get \x1b[1mit\x1b[0m";
        FakeClock clock;
        Credentials credentials(config, nullptr, clock.read());
        credentials.setPlugins(std::make_shared<PluginCache>());
        for (int i = 0; i < 10; ++i) {
            QVERIFY2(shown(got(credentials)).endsWith(QStringLiteral("not found. Get it.")),
                     qPrintable(shown(got(credentials))));
            clock.time += std::chrono::seconds(10);
        }
        QVERIFY(shown(got(credentials)).endsWith(QStringLiteral("Install it, or put its folder into PATH.")));
        clock.time += std::chrono::hours(1);
        QVERIFY(shown(got(credentials)).endsWith(QStringLiteral("not found. Get it.")));
    }

    void fromALauncherThePathIsTheLoginShells() {
        const Plugin shell("echo 'Welcome aboard'\necho \"$@\" >> \"$(dirname \"$0\")/args\"\n"
                           "PATH=$PATH:$(dirname \"$0\")/bin\nexport PATH\neval \"$3\"\necho bye\n");
        QDir().mkpath(shell.path("bin"));
        shell.write(QStringLiteral("bin/harbourctl"), "#!/bin/sh\nharbour-helper\n");
        shell.write(QStringLiteral("bin/harbour-helper"), "#!/bin/sh\n" + prints("\"token\":\"t\""));
        for (const auto* name : {"bin/harbourctl", "bin/harbour-helper"}) {
            QFile::setPermissions(shell.path(name), QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner);
        }
        Config config = shell.config();
        config.exec->command = "harbourctl";
        const auto cache = std::make_shared<PluginCache>(launched(shell.path("plugin")));
        Credentials credentials(config);
        credentials.setPlugins(cache);
        const auto first = got(credentials);
        QCOMPARE(shown(first), QStringLiteral("Bearer t")); // its helper was found too
        QVERIFY(shell.read("args").startsWith("-l -c "));
        QVERIFY(credentials.refused((*first)->number));
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t"));
        QCOMPARE(shell.runs(), 1); // asked once
    }

    void onATerminalTheShellIsNotAsked() {
        const Plugin shell("");
        Config config = shell.config();
        config.exec->command = "plimsoll-no-such-plugin";
        auto env = launched(shell.path("plugin"));
        env.terminal = true;
        Credentials credentials(config);
        credentials.setPlugins(std::make_shared<PluginCache>(env));
        QVERIFY(shown(got(credentials)).contains(QStringLiteral("plimsoll-no-such-plugin not found")));
        QCOMPARE(shell.runs(), 0);
    }

    void aPluginThatIsInPathNeedsNoShell() {
        const Plugin shell(prints("\"token\":\"t\""));
        const Plugin plugin(prints("\"token\":\"t\""));
        Config config = plugin.config();
        Credentials credentials(config);
        credentials.setPlugins(std::make_shared<PluginCache>(launched(shell.path("plugin"))));
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t"));
        QCOMPARE(shell.runs(), 0);
    }

    void aShellWithoutAnAnswerIsAPluginNotFound() {
        Config config = Plugin("").config();
        config.exec->command = "plimsoll-no-such-plugin";
        for (const auto* shell : {"/nowhere/sh", "/bin/false", "/bin/sh"}) {
            Credentials credentials(config);
            credentials.setPlugins(std::make_shared<PluginCache>(launched(QString::fromUtf8(shell))));
            QVERIFY2(shown(got(credentials)).contains(QStringLiteral("plimsoll-no-such-plugin not found")),
                     shell);
        }
    }

    void whatItSaysIsToldToAllWhoWait() {
        const Plugin plugin("echo 'open https://login' >&2\n" + prints("\"token\":\"t\""));
        const Config config = plugin.config();
        const auto cache = std::make_shared<PluginCache>();
        Credentials first(config);
        Credentials second(config);
        QStringList warnings;
        int done = 0;
        for (auto* credentials : {&first, &second}) {
            credentials->setPlugins(cache);
            warningsOf(*credentials, warnings);
            credentials->get([&](const Result<Credential>&) { ++done; });
        }
        QTRY_COMPARE(done, 2);
        QCOMPARE(warnings.count(QStringLiteral("context \"harbour\": the credential plugin says: open "
                                               "https://login.")),
                 2);
    }
};

PLIMSOLL_TEST(PluginsTest)

#include "tst_plugins.moc"
