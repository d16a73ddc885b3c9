// SPDX-License-Identifier: Apache-2.0
#include "cluster/decoded.h"
#include "cluster/members.h"
#include "support/testmain.h"

using namespace plimsoll;
using namespace plimsoll::cluster;

namespace {

struct Fixture {
    Cluster cluster;
    Members members;

    void list(std::initializer_list<const char*> names) {
        for (const auto* name : names) {
            Service service;
            service.meta.ns = Text("shop");
            service.meta.name = Text(name);
            members.saw(Kind::Service, service.meta);
            cluster.put(service);
        }
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> result;
        for (const auto& [key, service] : cluster.all<Service>()) {
            result.push_back(key.name.str());
        }
        return result;
    }
};

} // namespace

class MembersTest : public QObject {
    Q_OBJECT

private slots:
    void aNewListRemovesWhatItDoesNotName() {
        Fixture f;
        f.members.listBegan();
        f.list({"a", "b", "c"});
        QVERIFY(!f.members.listEnded(f.cluster));
        f.members.listBegan();
        f.list({"b", "d"});
        QCOMPARE(f.names(), (std::vector<std::string>{"a", "b", "c", "d"})); // nothing goes before the end
        QVERIFY(f.members.listEnded(f.cluster));
        QCOMPARE(f.names(), (std::vector<std::string>{"b", "d"}));
    }

    void aListThatBrokeOffForgetsNothing() {
        Fixture f;
        f.members.listBegan();
        f.list({"a", "b", "c"});
        f.members.listEnded(f.cluster);
        f.members.listBegan();
        f.list({"a"}); // and no more
        f.members.listBegan();
        f.list({"b"});
        f.members.listEnded(f.cluster);
        QCOMPARE(f.names(), std::vector<std::string>{"b"});
    }

    void otherRoadsObjectsStay() {
        Fixture f;
        Members other;
        f.list({"a"});
        Service mine;
        mine.meta.ns = Text("bank");
        mine.meta.name = Text("vault");
        other.saw(Kind::Service, mine.meta);
        f.cluster.put(mine);
        QVERIFY(other.clear(f.cluster));
        QCOMPARE(f.names(), std::vector<std::string>{"a"});
    }

    void aDeletedObjectThatAnotherRoadBringsIsNotRemovedLater() {
        Fixture f;
        f.list({"a"});
        f.members.gone(Kind::Service, "shop", "a");
        QVERIFY(!f.members.clear(f.cluster));
        QCOMPARE(f.names(), std::vector<std::string>{"a"});
    }
};

PLIMSOLL_TEST(MembersTest)
#include "tst_members.moc"
