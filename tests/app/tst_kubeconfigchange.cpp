// SPDX-License-Identifier: Apache-2.0
#include "app/kubeconfigchange.h"
#include "support/testmain.h"

using namespace plimsoll;

class KubeconfigChangeTest : public QObject {
    Q_OBJECT

    static kube::Config config(const std::string& token) {
        kube::Config made;
        made.context = "prod";
        made.server = "https://c:6443";
        made.token = token;
        return made;
    }

private slots:
    void theSameContextIsLeftAlone() {
        const auto change = app::changeOf(config("t"), config("t"));
        QVERIFY(!change.open && change.text.empty());
    }

    void otherCredentialsConnectAnew() {
        const auto change = app::changeOf(config("t"), config("secret"));
        QVERIFY(change.open && !change.warning);
        QCOMPARE(change.text,
                 std::string("The kubeconfig changed: context \"prod\" has other credentials. It is "
                             "read anew with what the file says now."));
    }

    void aContextThatIsGoneKeepsItsConnection() {
        const auto change =
            app::changeOf(config("t"), fail(ErrorCode::NotFound, "context \"prod\" does not exist",
                                            "/home/eve/.kube/config", "The contexts are: test"));
        QVERIFY(!change.open && change.warning);
        QCOMPARE(change.text,
                 std::string("The kubeconfig changed, and context \"prod\" can no longer be opened "
                             "from it. The connection stays as it was. /home/eve/.kube/config: "
                             "context \"prod\" does not exist. The contexts are: test."));
    }

    void aRepairedContextIsOpened() {
        QVERIFY(app::changeOf(std::nullopt, config("t")).open);
        const auto still = app::changeOf(std::nullopt, fail(ErrorCode::Input, "broken"));
        QVERIFY(!still.open && still.text.empty());
    }
};

PLIMSOLL_TEST(KubeconfigChangeTest)

#include "tst_kubeconfigchange.moc"
