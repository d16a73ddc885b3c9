// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"
#include "support/testmain.h"

using namespace plimsoll;

class ErrorTest final : public QObject {
    Q_OBJECT

private slots:
    void saysThingCauseAndNextStep() {
        const Error error{ErrorCode::Input, "not a number", "--demo=x", "Give a whole number", 0};
        QCOMPARE(error.sentence(), std::string("--demo=x: not a number. Give a whole number."));
    }

    void shortensWithoutBreakingCharacters() {
        QCOMPARE(shortened("short"), std::string("short"));
        QCOMPARE(shortened("a\nb"), std::string("a?b"));
        QCOMPARE(shortened("ä€ä", 4), std::string("ä… (7 bytes)"));
    }
};

PLIMSOLL_TEST(ErrorTest)
#include "tst_error.moc"
