// SPDX-License-Identifier: Apache-2.0
#include "app/table.h"
#include "support/testmain.h"

class TableTest final : public QObject {
    Q_OBJECT

private slots:
    void alignsByCharactersNotBytes() {
        plimsoll::app::Table table({"NAME", "N"});
        table.alignRight(1);
        table.add({"ä", "12"});
        table.add({"longer", "3"});
        QCOMPARE(table.text(), std::string("NAME      N\nä        12\nlonger    3\n"));
    }
};

PLIMSOLL_TEST(TableTest)
#include "tst_table.moc"
