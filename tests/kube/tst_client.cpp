// SPDX-License-Identifier: Apache-2.0
#include "kube/clientfixture.h"
#include "kube/connections.h"
#include "support/testmain.h"

#include <QTcpServer>

using namespace plimsoll;
using namespace plimsoll::test;

class ClientTest : public QObject {
    Q_OBJECT

private slots:
    void sendsWhatWasAskedWithItsOwnName() {
        TlsServer server(test::serverCertificate);
        server.handle(ok);
        Config config = configOf(server.url());
        config.token = "secret-of-the-harbour";
        Client client(config);
        Request request = get("/api/v1/services/a%2Fb?limit=5&labelSelector=a%3Db");
        request.method = "PATCH";
        request.body = "{\"x\":1}";
        request.contentType = "application/merge-patch+json";
        const auto answer = ask(client, request);
        QVERIFY2(answer, qPrintable(sentence(answer)));
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, QByteArray("{}"));
        QCOMPARE(answer->contentType, QByteArray("application/json"));
        const auto& seen = server.requests().at(0);
        QCOMPARE(seen.method, QByteArray("PATCH"));
        QCOMPARE(seen.target, QByteArray("/api/v1/services/a%2Fb?limit=5&labelSelector=a%3Db"));
        QCOMPARE(seen.body, request.body);
        QCOMPARE(seen.headers["content-type"], request.contentType);
        QCOMPARE(seen.headers["authorization"], QByteArray("Bearer secret-of-the-harbour"));
        QVERIFY(seen.headers["user-agent"].startsWith("plimsoll/"));
        QCOMPARE(seen.headers["accept"], QByteArray("application/json"));
    }

    void keepsThePathOfTheServer() {
        TlsServer server(test::serverCertificate);
        server.handle(ok);
        Client client(configOf(server.url() + "/k8s/clusters/c-1"));
        QVERIFY(ask(client, get("/api")));
        QCOMPARE(server.requests().at(0).target, QByteArray("/k8s/clusters/c-1/api"));
    }

    void sendsNoCredentialOverPlainHttp() {
        test::FakeServer server;
        server.handle(ok);
        Config config = configOf(server.url());
        config.token = "secret-of-the-harbour";
        Client client(config);
        QVERIFY(ask(client, get()));
        QVERIFY(!server.requests().at(0).headers.contains("authorization"));
    }

    void impersonatesWithEveryGroup() {
        TlsServer server(test::serverCertificate);
        server.handle(ok);
        Config config = configOf(server.url());
        config.username = "deckhand";
        config.password = "p:w";
        config.impersonateUser = "captain";
        config.impersonateUid = "7";
        config.impersonateGroups = {"bridge", "engine, room"};
        config.impersonateExtra = {{"example.org/Scopes x", {"a", "b"}}};
        Client client(config);
        QVERIFY(ask(client, get()));
        const auto headers = server.requests().at(0).headers;
        QCOMPARE(headers["authorization"], "Basic " + QByteArray("deckhand:p:w").toBase64());
        QCOMPARE(headers["impersonate-user"], QByteArray("captain"));
        QCOMPARE(headers["impersonate-uid"], QByteArray("7"));
        QCOMPARE(headers["impersonate-group"], QByteArray("bridge|engine, room"));
        QCOMPARE(headers["impersonate-extra-example.org%2fscopes%20x"], QByteArray("a|b"));
    }

    void refusesGroupsThatWouldEndTheHeader() {
        TlsServer server(test::serverCertificate);
        server.handle(ok);
        Config config = configOf(server.url());
        config.impersonateUser = "captain";
        config.impersonateGroups = {"bridge\r\nX-Forged: 1"};
        Client client(config);
        const auto answer = ask(client, get());
        QVERIFY(!answer && answer.error().code == ErrorCode::Input);
        QVERIFY(server.requests().empty());
    }

    void showsTheClientCertificate() {
        TlsServer server(test::serverCertificate);
        server.handle(ok);
        Config config = configOf(server.url());
        config.certPem = test::clientCertificate;
        config.keyPem = test::clientKey;
        Client client(config);
        const auto answer = ask(client, get());
        QVERIFY2(answer, qPrintable(sentence(answer)));
        QCOMPARE(server.clients().at(0), QStringLiteral("deckhand"));
    }

    void aRotatedCertificateIsShownOverNewConnections() {
        TlsServer server(test::serverCertificate);
        server.handle(ok);
        const Config config = configOf(server.url());
        kube::Connections connections(config);
        kube::Credential credential;
        credential.caPem = config.caPem;
        const auto askedWith = [&](const char* certificate, const char* key) {
            credential.certPem = certificate;
            credential.keyPem = key;
            ++credential.identity;
            const auto way = connections.ordinary(get(), credential);
            QVERIFY(way);
            const std::unique_ptr<QNetworkReply> reply(kube::begin(*way, get()));
            QTRY_VERIFY(reply->isFinished());
            QCOMPARE(reply->error(), QNetworkReply::NoError);
        };
        askedWith(test::clientCertificate, test::clientKey);
        askedWith(test::serverCertificate, test::serverKey);
        QCOMPARE(server.clients(),
                 (std::vector<QString>{QStringLiteral("deckhand"), QStringLiteral("apiserver")}));
        QCOMPARE(server.connections(), 2);
    }

    void unusableKeysAreNamed_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("says");
        QTest::newRow("Ed25519") << QString::fromUtf8(test::edwardsKey) << QStringLiteral("Ed25519");
        QTest::newRow("encrypted") << QString::fromUtf8(test::encryptedKey) << QStringLiteral("passphrase");
        QTest::newRow("another's") << QString::fromUtf8(test::serverKey)
                                   << QStringLiteral("does not belong to the client key");
        QTest::newRow("no PEM") << QStringLiteral("a key") << QStringLiteral("no RSA or ECDSA private key");
    }
    void unusableKeysAreNamed() {
        QFETCH(QString, key);
        QFETCH(QString, says);
        Config config = configOf("https://127.0.0.1:1");
        config.certPem = test::clientCertificate;
        config.keyPem = key.toStdString();
        Client client(config);
        const auto answer = ask(client, get());
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::Input);
        QVERIFY2(sentence(answer).contains(says), qPrintable(sentence(answer)));
    }

    void badCertificatesOfTheServerAreExplained_data() {
        QTest::addColumn<QByteArray>("certificate");
        QTest::addColumn<QByteArray>("ca");
        QTest::addColumn<QString>("serverName");
        QTest::addColumn<QStringList>("says"); // empty: all is well
        const auto row = [](const char* name, const char* certificate, const char* ca, const char* serverName,
                            const QStringList& says) {
            QTest::newRow(name) << QByteArray(certificate) << QByteArray(ca) << QString::fromUtf8(serverName)
                                << says;
        };
        row("good", test::serverCertificate, test::authority, "", {});
        row("wrong CA", test::serverCertificate, test::stranger, "",
            {QStringLiteral("signed by an unknown authority (\"harbour-ca\")"),
             QStringLiteral("certificate-authority")});
        row("system roots", test::serverCertificate, "", "", {QStringLiteral("unknown authority")});
        row("expired", test::expiredCertificate, test::authority, "",
            {QStringLiteral("expired on 2026-11-20 11:31 UTC"), QStringLiteral("clock")});
        row("wrong host", test::elsewhereCertificate, test::authority, "",
            {QStringLiteral("valid for 10.96.0.1, kubernetes.default, not for 127.0.0.1"),
             QStringLiteral("tls-server-name")});
        row("tls-server-name", test::elsewhereCertificate, test::authority, "kubernetes.default", {});
        row("wrong tls-server-name", test::serverCertificate, test::authority, "kubernetes.default",
            {QStringLiteral("not for kubernetes.default")});
        row("no PEM", test::serverCertificate, "nonsense", "",
            {QStringLiteral("the certificate authority holds no certificate")});
    }
    void badCertificatesOfTheServerAreExplained() {
        QFETCH(QByteArray, certificate);
        QFETCH(QByteArray, ca);
        QFETCH(QString, serverName);
        QFETCH(QStringList, says);
        TlsServer server(certificate.constData());
        server.handle(ok);
        Config config = configOf(server.url());
        config.caPem = ca.toStdString();
        config.tlsServerName = serverName.toStdString();
        config.token = "secret-of-the-harbour";
        Client client(config);
        const auto answer = ask(client, get());
        QCOMPARE(answer.has_value(), says.isEmpty());
        for (const auto& part : says) {
            QVERIFY2(sentence(answer).contains(part), qPrintable(sentence(answer)));
            QVERIFY2(server.requests().empty(), "the token went to a server that was not trusted");
        }
        auto stream = client.open(get());
        Told told(*stream);
        QTRY_COMPARE(told.ends, 1);
        QCOMPARE(told.error.has_value(), !says.isEmpty());
    }

    void insecureTakesAnyCertificate() {
        TlsServer server(test::expiredCertificate);
        server.handle(ok);
        Config config = configOf(server.url());
        config.caPem.clear();
        config.insecureSkipTlsVerify = true;
        Client client(config);
        const auto answer = ask(client, get());
        QVERIFY2(answer, qPrintable(sentence(answer)));
    }

    void httpAndHttpsMixedUpAreNoticed() {
        QTcpServer plain; // answers to a TLS handshake as any web server does
        QVERIFY(plain.listen(QHostAddress::LocalHost));
        connect(&plain, &QTcpServer::newConnection, &plain, [&plain] {
            auto* socket = plain.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        Client secure(configOf("https://127.0.0.1:" + std::to_string(plain.serverPort())));
        const auto answer = ask(secure, get());
        QVERIFY2(sentence(answer).contains(QStringLiteral("gave an HTTP answer to an HTTPS client")),
                 qPrintable(sentence(answer)));

        test::FakeServer likeGo; // what Go's TLS listener answers to plain HTTP
        likeGo.handle([](const FakeRequest&, const Exchange& e) {
            e->raw("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
            e->cut();
        });
        Client open(configOf(likeGo.url()));
        const auto refused = ask(open, get());
        QVERIFY2(refused, qPrintable(sentence(refused)));
        const auto error = kube::check(*refused, "https");
        QVERIFY(error && error->what.find("speaks https") != std::string::npos);
    }

    void missingServersAreNamed() {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const auto port = std::to_string(taken.serverPort());
        taken.close();
        Client refused(configOf("https://127.0.0.1:" + port));
        const auto answer = ask(refused, get());
        QVERIFY(!answer && answer.error().code == ErrorCode::Unreachable);
        QVERIFY2(sentence(answer).contains(
                     QString::fromStdString("connection to the server 127.0.0.1:" + port + " was refused")),
                 qPrintable(sentence(answer)));

        Client unknown(configOf("https://no-such-harbour.invalid"));
        const auto nowhere = ask(unknown, get());
        QVERIFY(!nowhere && nowhere.error().code == ErrorCode::Unreachable);
        QVERIFY2(sentence(nowhere).contains(QStringLiteral("no-such-harbour.invalid")),
                 qPrintable(sentence(nowhere)));
    }

    void silenceEndsAfterTheTimeout() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange&) {});
        Client client(configOf(server.url()));
        Request request = get();
        request.timeout = std::chrono::milliseconds(300);
        const auto answer = ask(client, request);
        QVERIFY(!answer && answer.error().code == ErrorCode::Unreachable);
        QVERIFY2(sentence(answer).contains(QStringLiteral("for 300 ms")), qPrintable(sentence(answer)));
    }

    void aRequestTimeoutBoundsRequestsButNoWatch() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange& e) {
            e->begin();
            auto* trickle = new QTimer(QCoreApplication::instance()); // never silent, never done
            QObject::connect(trickle, &QTimer::timeout, trickle,
                             [e, trickle] { e->connected() ? e->chunk(" ") : trickle->deleteLater(); });
            trickle->start(20);
        });
        Config config = configOf(server.url());
        config.requestTimeout = std::chrono::milliseconds(300);
        Client client(config);
        const auto answer = ask(client, get());
        QCOMPARE(sentence(answer), QString::fromStdString(server.url()) +
                                       QStringLiteral(": the answer took longer than 300 ms. Give a longer "
                                                      "--request-timeout, or 0 for none."));
        Request list = get("/list");
        const auto listing = client.open(list);
        Told listed(*listing);
        QTRY_COMPARE(listed.ends, 1);
        QVERIFY(listed.error && listed.error->what == "the answer took longer than 300 ms");
        Request watch = get("/watch");
        watch.timeout = {};
        const auto watching = client.open(watch);
        Told told(*watching);
        QTRY_VERIFY(told.body.size() > 40); // 40 x 20 ms is well past it
        QCOMPARE(told.ends, 0);
    }

    void everyStatusIsAnAnswer_data() {
        QTest::addColumn<int>("status");
        for (const int status :
             {201, 304, 400, 401, 403, 404, 405, 409, 410, 415, 418, 422, 429, 500, 503, 504}) {
            QTest::addRow("%d", status) << status;
        }
    }
    void everyStatusIsAnAnswer() {
        QFETCH(int, status);
        TlsServer server(test::serverCertificate);
        server.handle([status](const FakeRequest&, const Exchange& e) {
            e->respond(status, status == 304 ? "" : "{}");
        });
        Client client(configOf(server.url()));
        const auto answer = ask(client, get());
        QVERIFY2(answer, qPrintable(sentence(answer)));
        QCOMPARE(answer->status, status);
        QCOMPARE(answer->body, QByteArray(status == 304 ? "" : "{}"));
        QCOMPARE(kube::check(*answer, "it").has_value(), status != 201);
    }

    void waitingForAConnectionIsNotSilence() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange& e) {
            QTimer::singleShot(250, [e] { e->respond(200, "{}"); });
        });
        Client client(configOf(server.url()));
        Request request = get();
        request.timeout = std::chrono::milliseconds(700);
        int answered = 0;
        int failed = 0;
        for (int i = 0; i < 30; ++i) { // 30 requests, 6 at a time: 1.25 s
            client.send(request, [&](const Result<Response>& answer) { ++(answer ? answered : failed); });
        }
        QTRY_COMPARE_WITH_TIMEOUT(answered + failed, 30, 10'000);
        QCOMPARE(failed, 0);
    }

    void aCutAnswerIsAnError() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange& e) {
            e->raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":");
            e->cut();
        });
        Client client(configOf(server.url()));
        const auto answer = ask(client, get());
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::Unreachable);
    }

    void whatIsNoHttpIsAnError() {
        test::FakeServer server;
        server.handle([](const FakeRequest&, const Exchange& e) {
            e->raw("SSH-2.0-OpenSSH_9.2p1\r\n");
            e->cut();
        });
        Client client(configOf(server.url()));
        const auto answer = ask(client, get());
        QVERIFY(!answer);
    }

    void redirectsAreNotFollowedWithTheToken() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange& e) {
            e->respond(302, "<html>login</html>", "text/html", {{"Location", "/login"}});
        });
        Client client(configOf(server.url()));
        const auto answer = ask(client, get());
        QVERIFY(answer);
        QCOMPARE(answer->status, 302);
        QCOMPARE(server.requests().size(), std::size_t{1});
    }

    void warningHeadersAreTold() {
        TlsServer server(test::serverCertificate);
        server.handle([](const FakeRequest&, const Exchange& e) {
            e->respond(200, "{}", "application/json",
                       {{"Warning", "299 - \"v1 is \\\"old\\\", use v2\""}, {"Warning", "299 - \"second\""}});
        });
        Client client(configOf(server.url()));
        QStringList told;
        connect(&client, &Client::warned,
                [&](const Error& e) { told.push_back(QString::fromStdString(e.what)); });
        const auto answer = ask(client, get());
        QVERIFY(answer);
        QCOMPARE(answer->warnings, (std::vector<std::string>{"v1 is \"old\", use v2", "second"}));
        QCOMPARE(told.size(), 2);
    }
};

PLIMSOLL_TEST(ClientTest)

#include "tst_client.moc"
