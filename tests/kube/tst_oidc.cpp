// SPDX-License-Identifier: Apache-2.0
#include "kube/certificates.h"
#include "kube/credentials.h"
#include "kube/tlsserver.h"
#include "support/testmain.h"

#include <QTest>

using namespace plimsoll;
using namespace plimsoll::kube;
using test::FakeRequest;
using test::TlsServer;
using Exchange = test::FakeServer::Exchange;

namespace {

QByteArray jwt(const char* name, UnixSeconds expires) {
    const auto part = [](const QByteArray& json) {
        return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    return part("{\"alg\":\"none\"}") + '.' +
           part("{\"sub\":\"" + QByteArray(name) + "\",\"exp\":" + QByteArray::number(qint64(expires)) +
                "}") +
           ".sig";
}

/// An identity provider: answers its token endpoint with what a test says.
struct Issuer {
    TlsServer server{test::serverCertificate};
    std::vector<FakeRequest> asked; // at the token endpoint
    int status = 200;
    QByteArray body;

    Issuer() {
        server.handle([this](const FakeRequest& request, const Exchange& e) {
            if (request.target == "/realm/.well-known/openid-configuration") {
                e->respond(200,
                           "{\"token_endpoint\":\"" + QByteArray::fromStdString(server.url()) + "/token\"}");
                return;
            }
            asked.push_back(request);
            e->respond(status, body);
        });
    }
    [[nodiscard]] Config config(const QByteArray& idToken) const {
        Config config;
        config.context = "harbour";
        config.server = "https://c";
        config.oidc = OidcConfig{server.url() + "/realm/",
                                 "plimsoll",
                                 {},
                                 {},
                                 QByteArray(test::authority).toBase64().toStdString(),
                                 idToken.toStdString(),
                                 "r1&="};
        return config;
    }
};

QString ask(Credentials& credentials) {
    auto answer = std::make_shared<std::optional<QString>>();
    credentials.get([answer](const Result<Credential>& result) {
        *answer = result ? QString::fromUtf8(result->authorization)
                         : QString::fromStdString(result.error().sentence());
    });
    (void)QTest::qWaitFor([&] { return answer->has_value(); }, 10'000);
    return answer->value_or(QStringLiteral("nothing"));
}

} // namespace

class OidcTest : public QObject {
    Q_OBJECT

    const QByteArray m_old = jwt("old", now() - 5);
    const QByteArray m_new = jwt("new", now() + 3600);

private slots:
    void aValidIdTokenIsShown() {
        const Issuer issuer;
        const Config config = issuer.config(m_new);
        Credentials credentials(config);
        QCOMPARE(ask(credentials), QStringLiteral("Bearer ") + QString::fromUtf8(m_new));
        QVERIFY(issuer.server.requests().empty());
    }

    void anExpiringOneIsRefreshedOnceForAll() {
        Issuer issuer;
        issuer.body = "{\"id_token\":\"" + m_new + "\"}";
        const Config config = issuer.config(jwt("soon", now() + 5));
        Credentials credentials(config);
        QStringList tokens;
        for (int i = 0; i < 3; ++i) {
            credentials.get([&](const Result<Credential>& result) {
                tokens.push_back(result ? QString::fromUtf8(result->authorization)
                                        : QString::fromStdString(result.error().sentence()));
            });
        }
        QTRY_COMPARE(tokens.size(), 3);
        QCOMPARE(tokens.count(QStringLiteral("Bearer ") + QString::fromUtf8(m_new)), 3);
        QCOMPARE(issuer.asked.size(), std::size_t{1});
        QCOMPARE(issuer.asked.at(0).method, QByteArray("POST"));
        QCOMPARE(issuer.asked.at(0).body,
                 QByteArray("grant_type=refresh_token&refresh_token=r1%26%3D&client_id=plimsoll"));
        QVERIFY(!issuer.asked.at(0).headers.contains("authorization"));
    }

    void theSecretGoesIntoAHeaderThenIntoTheForm() {
        Issuer issuer;
        issuer.status = 401;
        issuer.body = R"({"error":"invalid_client"})";
        Config config = issuer.config(m_old);
        config.oidc->clientSecret = "s c";
        Credentials credentials(config);
        QCOMPARE(
            ask(credentials),
            QStringLiteral("context \"harbour\": failed to refresh token: invalid_client. Log in again with "
                           "the tool that wrote the kubeconfig."));
        QCOMPARE(issuer.asked.size(), std::size_t{2});
        QCOMPARE(issuer.asked.at(0).headers["authorization"],
                 "Basic " + QByteArray("plimsoll:s%20c").toBase64());
        QVERIFY(issuer.asked.at(1).body.endsWith("&client_id=plimsoll&client_secret=s%20c"));
        (void)ask(credentials); // told again at once instead of asked again
        QCOMPARE(issuer.asked.size(), std::size_t{2});
    }

    void aNewRefreshTokenIsUsedAndTold() {
        Issuer issuer;
        issuer.body = "{\"id_token\":\"" + jwt("short", now() + 5) + "\",\"refresh_token\":\"r2\"}";
        const Config config = issuer.config(m_old);
        Credentials credentials(config);
        QStringList warnings;
        connect(&credentials, &Credentials::warned,
                [&](const Error& e) { warnings.push_back(QString::fromStdString(e.sentence())); });
        QVERIFY(ask(credentials).startsWith(QStringLiteral("Bearer ")));
        QVERIFY(ask(credentials).startsWith(QStringLiteral("Bearer ")));
        QCOMPARE(issuer.asked.size(), std::size_t{2});
        QVERIFY(issuer.asked.at(1).body.contains("refresh_token=r2&"));
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings.at(0).contains(QStringLiteral("it never writes a kubeconfig")));
    }

    void whatCannotBeHadIsExplained() {
        Issuer issuer;
        issuer.body = R"({"access_token":"a"})";
        Config config = issuer.config(m_old);
        {
            Credentials credentials(config);
            QVERIFY(ask(credentials).contains(QStringLiteral("token response did not contain an id_token")));
        }
        issuer.status = 400;
        issuer.body = R"({"error":"invalid_grant","error_description":"Session not active"})";
        {
            Credentials credentials(config);
            QVERIFY(
                ask(credentials)
                    .contains(QStringLiteral("failed to refresh token: invalid_grant: Session not active")));
        }
        config.oidc->caData.clear(); // nobody vouches for it now
        {
            Credentials credentials(config);
            QVERIFY(ask(credentials).contains(QStringLiteral("cannot be asked for a new id-token: ")));
        }
        config.oidc->refreshToken.clear();
        Credentials credentials(config);
        QCOMPARE(ask(credentials),
                 QStringLiteral(
                     "context \"harbour\": No valid id-token, and cannot refresh without refresh-token. "
                     "Log in again with the tool that wrote the kubeconfig."));
    }

    void expiriesAreRead() {
        QCOMPARE(jwtExpiry(jwt("x", 1234567890).toStdString()).value_or(0), UnixSeconds{1234567890});
        for (const auto* broken : {"", "a.b", "a.b.c", "..", "a.e30.c"}) {
            QVERIFY(!jwtExpiry(broken));
        }
    }
};

PLIMSOLL_TEST(OidcTest)

#include "tst_oidc.moc"
