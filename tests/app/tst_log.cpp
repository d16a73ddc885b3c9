// SPDX-License-Identifier: Apache-2.0
#include "app/log.h"
#include "support/testmain.h"

using plimsoll::app::withoutSecrets;

class LogTest final : public QObject {
    Q_OBJECT

private slots:
    void masksCredentials_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("masked");
        const auto row = [](const char* text, const char* masked) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(masked);
        };
        row("Authorization: Bearer abc.def-123", "Authorization: Bearer (hidden)");
        row("got eyJhbGciOi.eyJzdWIi.sig from it", "got (hidden) from it");
        row("{\"token\": \"s3cret\"}", "{\"token\": \"(hidden)\"}");
        row("password=hunter2 rest", "password=(hidden) rest");
        row("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "(private key)");
        row("Service shop/cart changed", "Service shop/cart changed");
    }

    void masksCredentials() {
        QFETCH(QString, text);
        QFETCH(QString, masked);
        QCOMPARE(withoutSecrets(text), masked);
    }
};

PLIMSOLL_TEST(LogTest)
#include "tst_log.moc"
