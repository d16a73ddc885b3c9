// SPDX-License-Identifier: Apache-2.0
#include "kube/pluginfixture.h"
#include "kube/tlsserver.h"
#include "support/testmain.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>

using namespace plimsoll;
using namespace plimsoll::kube;
using namespace plimsoll::test;
using Exchange = test::FakeServer::Exchange;

namespace {

Request get(const std::string& path) {
    Request request;
    request.path = path;
    return request;
}

} // namespace

class CredentialsTest : public QObject {
    Q_OBJECT

private slots:
    void tokenFilesAreReadAgainEveryMinute() {
        const Plugin folder("");
        folder.write(QStringLiteral("token"), "first\n");
        Config config;
        config.token = "fallback";
        config.tokenFile = folder.path("token").toStdString();
        FakeClock clock;
        Credentials credentials(config, nullptr, clock.read());
        QStringList warnings;
        connect(&credentials, &Credentials::warned,
                [&](const Error& e) { warnings.push_back(QString::fromStdString(e.sentence())); });
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer first"));
        folder.write(QStringLiteral("token"), "second");
        clock.time += std::chrono::seconds(49); // a minute, less client-go's leeway of 10 s
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer first"));
        clock.time += std::chrono::seconds(1);
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer second"));
        QFile::remove(folder.path("token"));
        clock.time += std::chrono::seconds(60);
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer second"));
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings.front().contains(folder.path("token")));
        folder.write(QStringLiteral("token"), " \n");
        clock.time += std::chrono::seconds(10); // what failed is tried again sooner
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer second"));
        QCOMPARE(warnings.size(), 2);
        QVERIFY(warnings.back().contains(QStringLiteral("the token file is empty")));
        folder.write(QStringLiteral("token"), "third");
        clock.time += std::chrono::seconds(10);
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer third"));
    }

    void anEmptyTokenFileIsAnError() {
        const Plugin folder("");
        folder.write(QStringLiteral("token"), "\n");
        Config config;
        config.tokenFile = folder.path("token").toStdString();
        Credentials credentials(config);
        QCOMPARE(shown(got(credentials)),
                 folder.path("token") +
                     QStringLiteral(": the token file is empty. Log in again, or correct tokenFile in the "
                                    "kubeconfig."));
    }

    void aTokenFileThatNeverWasIsAnError() {
        Config config;
        config.tokenFile = "/nowhere/at/all/token";
        Credentials credentials(config);
        const auto result = got(credentials);
        QVERIFY(result && !*result);
        QCOMPARE(result->error().code, ErrorCode::Unauthorized);
        QVERIFY(shown(result).contains(QStringLiteral("/nowhere/at/all/token")));
    }

    void tokensWithLineBreaksAreRefusedUnshown() {
        Config config;
        config.token = "secret\r\nX-Forged: 1";
        Credentials credentials(config);
        const auto result = got(credentials);
        QVERIFY(result && !*result);
        QVERIFY(!shown(result).contains(QStringLiteral("secret")));
    }

    void changedCertificateFilesGetNewConnections() {
        const Plugin folder("");
        folder.write(QStringLiteral("cert"), test::clientCertificate);
        folder.write(QStringLiteral("key"), test::clientKey);
        folder.write(QStringLiteral("ca"), test::authority);
        Config config;
        config.server = "https://c";
        config.certPem = test::clientCertificate;
        config.keyPem = test::clientKey;
        config.caPem = test::authority;
        config.certFile = folder.path("cert").toStdString();
        config.keyFile = folder.path("key").toStdString();
        config.caFile = folder.path("ca").toStdString();
        FakeClock clock;
        Credentials credentials(config, nullptr, clock.read());
        QStringList warnings;
        connect(&credentials, &Credentials::warned,
                [&](const Error& e) { warnings.push_back(QString::fromStdString(e.sentence())); });
        const auto before = **got(credentials);
        folder.write(QStringLiteral("cert"), test::serverCertificate);
        folder.write(QStringLiteral("key"), test::serverKey);
        clock.time += std::chrono::seconds(299);
        QCOMPARE((*got(credentials))->identity, before.identity);
        clock.time += std::chrono::seconds(1);
        const auto after = **got(credentials);
        QCOMPARE(after.certPem, std::string(test::serverCertificate));
        QVERIFY(after.identity != before.identity);

        folder.write(QStringLiteral("cert"), "-----BEGIN CERT"); // somebody is writing it
        clock.time += std::chrono::seconds(300);
        QCOMPARE((*got(credentials))->certPem, after.certPem);
        QCOMPARE(warnings.size(), 1);
        QVERIFY2(warnings.at(0).contains(QStringLiteral("holds no certificate in PEM format")),
                 qPrintable(warnings.at(0)));
        folder.write(QStringLiteral("cert"), test::serverCertificate);
        folder.write(QStringLiteral("ca"), QByteArray(test::authority) + "\n" + test::serverCertificate);
        clock.time += std::chrono::seconds(300);
        const auto rotated = **got(credentials);
        QVERIFY(rotated.caPem != after.caPem && rotated.identity != after.identity);
        QCOMPARE(warnings.size(), 1); // told once
        QFile::remove(folder.path("ca"));
        clock.time += std::chrono::seconds(300);
        QCOMPARE((*got(credentials))->caPem, rotated.caPem);
        QCOMPARE(warnings.size(), 2);
    }

    void aCertificateWithoutItsKeyYetIsNotShown() {
        const Plugin folder("");
        folder.write(QStringLiteral("cert"), test::clientCertificate);
        folder.write(QStringLiteral("key"), test::clientKey);
        Config config;
        config.server = "https://c";
        config.certPem = test::clientCertificate;
        config.keyPem = test::clientKey;
        config.certFile = folder.path("cert").toStdString();
        config.keyFile = folder.path("key").toStdString();
        FakeClock clock;
        Credentials credentials(config, nullptr, clock.read());
        QStringList warnings;
        connect(&credentials, &Credentials::warned,
                [&](const Error& e) { warnings.push_back(QString::fromStdString(e.sentence())); });
        const auto before = **got(credentials);
        folder.write(QStringLiteral("cert"), test::serverCertificate); // its key is still to come
        for (int i = 0; i < 3; ++i) {
            clock.time += std::chrono::seconds(i == 0 ? 300 : 10);
            const auto kept = **got(credentials);
            QCOMPARE(kept.identity, before.identity);
            QCOMPARE(kept.certPem, std::string(test::clientCertificate));
            QCOMPARE(kept.keyPem, std::string(test::clientKey));
        }
        QCOMPARE(warnings.size(), 1);
        QVERIFY2(warnings.at(0).contains(QStringLiteral("does not belong to the client key")) &&
                     warnings.at(0).endsWith(QStringLiteral("Until then the former ones are used.")),
                 qPrintable(warnings.at(0)));
        folder.write(QStringLiteral("key"), test::serverKey);
        clock.time += std::chrono::seconds(10);
        const auto after = **got(credentials);
        QVERIFY(after.identity != before.identity);
        QCOMPARE(after.certPem, std::string(test::serverCertificate));
        QCOMPARE(after.keyPem, std::string(test::serverKey));
    }

    void pluginsRunOnceForAllWhoWait() {
        const Plugin plugin("sleep 0.2\n" + prints("\"token\":\"t$n\""));
        const Config config = plugin.config();
        Credentials credentials(config);
        QStringList tokens;
        for (int i = 0; i < 5; ++i) {
            credentials.get([&](const Result<Credential>& result) { tokens.push_back(shown(result)); });
        }
        QTRY_COMPARE(tokens.size(), 5);
        QCOMPARE(tokens.count(QStringLiteral("Bearer t1")), 5);
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t1"));
        QCOMPARE(plugin.runs(), 1);
    }

    void expiredCredentialsAreFetchedAgain() {
        const Plugin plugin(
            "if [ $n = 1 ]; then\n" +
            prints("\"token\":\"t$n\",\"expirationTimestamp\":\"2001-01-01T00:00:00Z\"") + "else\n" +
            prints("\"token\":\"t$n\",\"expirationTimestamp\":\"2999-01-01T00:00:00Z\"") + "fi\n");
        const Config config = plugin.config();
        Credentials credentials(config);
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t1"));
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t2"));
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t2"));
        QCOMPARE(plugin.runs(), 2);
    }

    void refusalsRunThePluginAgainButNotInALoop() {
        const Plugin plugin(prints("\"token\":\"t$n\""));
        const Config config = plugin.config();
        FakeClock clock;
        Credentials credentials(config, nullptr, clock.read());
        const auto first = **got(credentials);
        QVERIFY(credentials.refused(first.number));
        const auto second = **got(credentials);
        QCOMPARE(second.authorization, QByteArray("Bearer t2"));
        QVERIFY2(credentials.refused(first.number), "the old one was refused late: there is a newer one");
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t2"));
        QVERIFY(!credentials.refused(second.number));
        clock.time += std::chrono::seconds(10);
        QVERIFY(credentials.refused(second.number));
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t3"));
    }

    void pluginsAreToldAboutTheCluster() {
        const Plugin plugin("echo \"$KUBERNETES_EXEC_INFO\" > \"$OUT\"\necho \"$1 $2\" >> \"$OUT\"\n"
                            "cat >> \"$OUT\"\n" + // standard input is closed: this does not wait
                            prints("\"token\":\"t\""));
        Config config = plugin.config();
        config.exec->args = {"get token", "--x"};
        config.exec->env = {{"OUT", plugin.path("out").toStdString()}};
        config.exec->provideClusterInfo = true;
        config.exec->clusterExtension = R"({"audience":"a"})";
        config.tlsServerName = "harbour.example";
        Credentials credentials(config);
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t"));
        const auto lines = plugin.read("out").split('\n');
        const auto info = nlohmann::json::parse(lines.at(0).toStdString(), nullptr, false);
        QCOMPARE(info.value("/apiVersion"_json_pointer, std::string()), std::string(v1));
        QCOMPARE(info.value("/spec/interactive"_json_pointer, true), false);
        QCOMPARE(info.value("/spec/cluster/server"_json_pointer, std::string()), config.server);
        QCOMPARE(info.value("/spec/cluster/tls-server-name"_json_pointer, std::string()),
                 std::string("harbour.example"));
        QCOMPARE(info.value("/spec/cluster/config/audience"_json_pointer, std::string()), std::string("a"));
        QCOMPARE(QByteArray::fromBase64(QByteArray::fromStdString(
                     info.value("/spec/cluster/certificate-authority-data"_json_pointer, std::string()))),
                 QByteArray(test::authority));
        QCOMPARE(lines.at(2), QByteArray("get token --x")); // after the empty line that the JSON ends with
    }

    void failingPluginsAreExplained_data() {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QByteArray& script, const char* says) {
            QTest::newRow(name) << script << QString::fromUtf8(says);
        };
        row("its own words", "echo 'session ended, run harbourctl login' >&2\nexit 3\n",
            "failed with exit code 3: session ended, run harbourctl login");
        row("signal", "kill -9 $$\n", "ended by a signal");
        row("nothing", "", "it printed nothing");
        row("no JSON", "echo secret-token-value\n", "not a JSON object");
        row("other kind", "echo '{\"kind\":\"Status\"}'\n", "kind \"Status\", not ExecCredential");
        row("other version", "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"x/v9\"}'\n",
            "configured to use API version client.authentication.k8s.io/v1, plugin returned version x/v9");
        row("no status",
            "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'\n",
            "didn't return a status field");
        row("empty status", prints(""), "didn't return a token or cert/key pair");
        row("half a pair", prints("\"clientCertificateData\":\"x\""), "only certificate or key, not both");
        row("bad time", prints("\"token\":\"secret-token-value\",\"expirationTimestamp\":\"tomorrow\""),
            "no time: tomorrow");
    }
    void failingPluginsAreExplained() {
        QFETCH(QByteArray, script);
        QFETCH(QString, says);
        const Plugin plugin(script);
        const Config config = plugin.config();
        Credentials credentials(config);
        const auto result = got(credentials);
        QVERIFY(result && !*result);
        QCOMPARE(result->error().code, ErrorCode::Unauthorized);
        QVERIFY2(shown(result).contains(says), qPrintable(shown(result)));
        QVERIFY(shown(result).contains(plugin.path("plugin")));
        QVERIFY(!shown(result).contains(QStringLiteral("secret-token-value")));
        (void)got(credentials); // told again at once instead of run again
        QCOMPARE(plugin.runs(), 1);
    }

    void missingPluginsGiveTheInstallHint() {
        Config config = Plugin("").config();
        config.exec->command = "plimsoll-no-such-plugin";
        config.exec->installHint = "Get it from \x1b[1mthe harbour\x1b[0m";
        Credentials credentials(config);
        QCOMPARE(
            shown(got(credentials)),
            QStringLiteral("context \"harbour\": exec: executable plimsoll-no-such-plugin not found. Get "
                           "it from the harbour."));
    }

    void pluginsThatNeedATerminalAreNotRun() {
        const Plugin plugin(prints("\"token\":\"t\""));
        Config config = plugin.config();
        config.exec->interactiveMode = "Always";
        Credentials credentials(config);
        QVERIFY(shown(got(credentials)).contains(QStringLiteral("needs a terminal")));
        QCOMPARE(plugin.runs(), 0);
    }

    void consentIsAskedOnceBeforeTheFirstRun() {
        const Plugin plugin(prints("\"token\":\"t$n\""));
        Config config = plugin.config();
        config.exec->args = {"get-token"};
        FakeClock clock;
        Credentials credentials(config, nullptr, clock.read());
        QStringList asked;
        std::function<void(bool)> decide;
        credentials.setConsent([&](const std::string& line, std::function<void(bool)> answer) {
            asked.push_back(QString::fromStdString(line));
            decide = std::move(answer);
        });
        QCOMPARE(shown(got(credentials, 300)), QStringLiteral("nothing yet"));
        QCOMPARE(asked, QStringList{plugin.path("plugin") + QStringLiteral(" get-token")});
        QCOMPARE(plugin.runs(), 0);
        decide(true);
        const auto first = got(credentials);
        QCOMPARE(shown(first), QStringLiteral("Bearer t1"));
        QVERIFY(credentials.refused((*first)->number));
        QCOMPARE(shown(got(credentials)), QStringLiteral("Bearer t2"));
        QCOMPARE(asked.size(), 1);
    }

    void aRefusedConsentIsUnauthorizedForAll() {
        const Plugin plugin(prints("\"token\":\"t\""));
        const Config config = plugin.config();
        Credentials credentials(config);
        credentials.setConsent(
            [](const std::string&, const std::function<void(bool)>& answer) { answer(false); });
        for (int i = 0; i < 2; ++i) {
            const auto result = got(credentials);
            QVERIFY(result && !*result);
            QCOMPARE(result->error().code, ErrorCode::Unauthorized);
            QCOMPARE(result->error().what, std::string("the credential plugin was not allowed to run"));
        }
        QCOMPARE(plugin.runs(), 0);
    }

    void destructionKillsThePlugin() {
        const Plugin plugin("echo $$ > \"$(dirname \"$0\")/pid\"\nsleep 60\n");
        const Config config = plugin.config();
        auto credentials = std::make_unique<Credentials>(config);
        bool answered = false;
        credentials->get([&](const Result<Credential>&) { answered = true; });
        QTRY_VERIFY(plugin.read("pid").endsWith('\n'));
        const QString process = QStringLiteral("/proc/") + QString::fromUtf8(plugin.read("pid").trimmed());
        QVERIFY(QFile::exists(process));
        QElapsedTimer time;
        time.start();
        credentials.reset();
        QVERIFY(time.elapsed() < 5'000);
        QTRY_VERIFY(!QFile::exists(process));
        QVERIFY(!answered);
    }

    void tokensInWhatPluginsSayAreHidden_data() {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("shown");
        QTest::newRow("JWT") << QStringLiteral("got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln ok")
                             << QStringLiteral("got (hidden) ok");
        QTest::newRow("Bearer") << QStringLiteral("Authorization: Bearer abc123")
                                << QStringLiteral("Authorization: Bearer (hidden)");
        QTest::newRow("JSON") << QStringLiteral("{\"id_token\": \"abc\"}")
                              << QStringLiteral("{\"id_token\":(hidden)}");
        QTest::newRow("words") << QStringLiteral("Open https://login.example/device?code=AB12 to log in")
                               << QStringLiteral("Open https://login.example/device?code=AB12 to log in");
    }
    void tokensInWhatPluginsSayAreHidden() {
        QFETCH(QString, said);
        QFETCH(QString, shown);
        QCOMPARE(withoutTokens(said), shown);
    }

    void whatPluginsSayIsToldWhileTheyRun() {
        const Plugin plugin("echo 'Open your browser' >&2\nsleep 60\n");
        const Config config = plugin.config();
        Credentials credentials(config);
        QStringList told;
        connect(&credentials, &Credentials::warned,
                [&](const Error& e) { told.push_back(QString::fromStdString(e.what)); });
        credentials.get([](const Result<Credential>&) {});
        QTRY_COMPARE(told, QStringList{QStringLiteral("the credential plugin says: Open your browser")});
    }

    // Through a Client.

    void a401RunsThePluginAgainOnceForRequestsAndStreams() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest& request, const Exchange& e) {
            if (request.headers["authorization"] == "Bearer t2") {
                e->respond(200, "{}");
            } else {
                e->respond(401, "{\"kind\":\"Status\",\"message\":\"Unauthorized\"}", "application/json",
                           {{"WWW-Authenticate", "Basic realm=\"harbour\""}});
            }
        });
        const Plugin plugin(prints("\"token\":\"t$n\""));
        for (const bool streamed : {false, true}) {
            QFile::remove(plugin.path("runs"));
            Config config = plugin.config();
            config.server = server.url();
            Client client(config);
            int status = 0;
            std::unique_ptr<Client::Stream> stream;
            if (streamed) {
                stream = client.open(get("/watch"));
                connect(stream.get(), &Client::Stream::headers, this, [&](int value) { status = value; });
            } else {
                client.send(get("/version"), [&](const Result<Response>& r) { status = r ? r->status : -1; });
            }
            QTRY_COMPARE(status, 200);
            QCOMPARE(plugin.runs(), 2);
        }
    }

    void aSecond401IsTheAnswer() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange& e) {
            e->respond(401, R"({"kind":"Status","status":"Failure","message":"Unauthorized","code":401})");
        });
        const Plugin plugin(prints("\"token\":\"t$n\""));
        Config config = plugin.config();
        config.server = server.url();
        Client client(config);
        std::optional<Result<Response>> answer;
        client.send(get("/version"), [&](const Result<Response>& r) { answer = r; });
        QTRY_VERIFY(answer.has_value());
        QVERIFY(answer->has_value());
        const auto error = check(**answer, "/version");
        QVERIFY(error);
        QCOMPARE(error->code, ErrorCode::Unauthorized);
        QCOMPARE(error->httpStatus, 401);
        QCOMPARE(plugin.runs(), 2);
        QCOMPARE(server.requests().size(), std::size_t{2});
    }

    void aNewCertificateGetsNewConnections() {
        TlsServer server(test::serverCertificate);
        server.handle([&server](const FakeRequest&, const Exchange& e) {
            e->respond(server.clients().back().isEmpty() ? 401 : 200, "{}");
        });
        QByteArray pair = "\"clientCertificateData\":\"" + QByteArray(test::clientCertificate) +
                          "\",\"clientKeyData\":\"" + QByteArray(test::clientKey) + "\"";
        pair.replace("\n", "\\\\n");
        const Plugin plugin("if [ $n = 1 ]; then\n" + prints("\"token\":\"t\"") + "else\n" + prints(pair) +
                            "fi\n");
        Config config = plugin.config();
        config.server = server.url();
        Client client(config);
        std::optional<Result<Response>> answer;
        client.send(get("/version"), [&](const Result<Response>& r) { answer = r; });
        QTRY_VERIFY(answer.has_value());
        QVERIFY2(answer->has_value(), answer->has_value() ? "" : answer->error().sentence().c_str());
        QCOMPARE((*answer)->status, 200);
        QCOMPARE(server.connections(), 2);
        QCOMPARE(server.clients(), (std::vector<QString>{QString(), QStringLiteral("deckhand")}));
    }
};

PLIMSOLL_TEST(CredentialsTest)

#include "tst_credentials.moc"
