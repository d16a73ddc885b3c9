// SPDX-License-Identifier: Apache-2.0
#include "kube/certificates.h"
#include "kube/keymatch.h"
#include "kube/keypairs.h"
#include "support/testmain.h"

using namespace plimsoll;

class KeyMatchTest : public QObject {
    Q_OBJECT

    static bool fits(const char* key, QSsl::KeyAlgorithm algorithm, const char* certificate) {
        const QSslKey read(QByteArray(key), algorithm);
        const QSslCertificate shown{QByteArray(certificate)};
        return !read.isNull() && !shown.isNull() && kube::belongs(read, shown);
    }

private slots:
    void aKeyBelongsToItsCertificate() {
        QVERIFY(fits(test::clientKey, QSsl::Ec, test::clientCertificate)); // PKCS#8
        QVERIFY(fits(test::serverKey, QSsl::Ec, test::serverCertificate));
        QVERIFY(fits(test::bigKey, QSsl::Ec, test::bigCertificate)); // SEC 1
        QVERIFY(fits(test::rsaKey, QSsl::Rsa, test::rsaCertificate));
    }
    void anotherDoesNot() {
        QVERIFY(!fits(test::serverKey, QSsl::Ec, test::clientCertificate));
        QVERIFY(!fits(test::bigKey, QSsl::Ec, test::clientCertificate));
        QVERIFY(!fits(test::rsaKey, QSsl::Rsa, test::otherRsaCertificate));
        QVERIFY(!fits(test::rsaKey, QSsl::Rsa, test::clientCertificate));
        QVERIFY(!fits(test::clientKey, QSsl::Ec, test::rsaCertificate));
    }
    void whatCannotBeToldIsLeftToTheHandshake() {
        QVERIFY(fits(test::bigKeyAlone, QSsl::Ec, test::bigCertificate));
    }
};

PLIMSOLL_TEST(KeyMatchTest)

#include "tst_keymatch.moc"
