// SPDX-License-Identifier: Apache-2.0
// Objects that are not what their kind promises: nothing crashes, and what is said names object and field.
#include "cluster/decoded.h"
#include "support/testmain.h"

#include <QElapsedTimer>

using namespace plimsoll;
using namespace plimsoll::cluster;
using plimsoll::test::decoded;

class BadInputTest : public QObject {
    Q_OBJECT

private slots:
    void aWrongTypeIsNamedAndTakenAsAbsent_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* json, const char* said) {
            QTest::newRow(said) << QString::fromUtf8(json) << QString::fromUtf8(said);
        };
        row(R"("spec":{"ports":[{"port":80},{"port":"eighty"}]})",
            "Service shop/cart: spec.ports[1].port is \"eighty\", not a whole number; taken as absent.");
        row(R"("spec":{"ports":[{"port":70000}]})",
            "Service shop/cart: spec.ports[0].port is 70000, not a port; taken as absent.");
        row(R"("spec":{"ports":[{"port":80.5}]})",
            "Service shop/cart: spec.ports[0].port is 80.5, not a whole number; taken as absent.");
        row(R"("spec":{"ports":{"port":80}})",
            "Service shop/cart: spec.ports is a map, not a list; taken as absent.");
        row(R"("spec":[])", "Service shop/cart: spec is a list, not a map; taken as absent.");
        row(R"("spec":{"selector":{"app":5}})",
            "Service shop/cart: spec.selector.app is 5, not text; taken as absent.");
        row(R"("spec":{"type":true})", "Service shop/cart: spec.type is true, not text; taken as absent.");
        row(R"("spec":{"publishNotReadyAddresses":"yes"})",
            "Service shop/cart: spec.publishNotReadyAddresses is \"yes\", not true or false; taken as "
            "absent.");
    }
    void aWrongTypeIsNamedAndTakenAsAbsent() {
        QFETCH(QString, json);
        QFETCH(QString, said);
        std::vector<Error> warnings;
        const auto service = decoded<Service>(
            R"({"metadata":{"name":"cart","namespace":"shop"},)" + json.toStdString() + "}", &warnings);
        QCOMPARE(service.meta.name, Text("cart"));
        QCOMPARE(warnings.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(warnings.front().sentence()), said);
    }

    void aBrokenTimeAndQuantityAreNamed() {
        std::vector<Error> warnings;
        const auto pod =
            decoded<Pod>(R"({"metadata":{"name":"p","namespace":"a","creationTimestamp":"yesterday"},
            "spec":{"containers":[{"name":"istio-proxy","resources":{"limits":{"memory":"lots"}}}]}})",
                         &warnings);
        QVERIFY(pod.proxy.has_value());
        QVERIFY(!pod.proxy->memoryLimit.has_value());
        QCOMPARE(warnings.size(), std::size_t{2});
        QCOMPARE(warnings[0].what,
                 std::string("metadata.creationTimestamp is \"yesterday\", not a time; taken as absent"));
        QCOMPARE(
            warnings[1].what,
            std::string(
                "spec.containers[0].resources.limits.memory is \"lots\", not a quantity; taken as absent"));
    }

    void nullIsAbsentEverywhere() {
        // decoded() without a place for warnings fails the test run by a qWarning; count them here.
        for (const auto& kind : allKinds()) {
            TextPool pool;
            const auto result =
                decode(kind.kind, R"({"metadata":{"name":"n","namespace":"a","labels":null,"annotations":null,
                "creationTimestamp":null,"ownerReferences":null},"spec":null,"status":null,"data":null,"endpoints":null,
                "ports":null,"addressType":null})",
                       pool);
            QVERIFY2(result.has_value(), kind.name.data());
            QVERIFY2(result->warnings.empty(), kind.name.data());
            QCOMPARE(kindOf(result->object), kind.kind);
            QCOMPARE(metaOf(result->object).name, Text("n"));
        }
    }

    void listsOfNullsAndOddThingsDoNotCrash() {
        for (const auto& kind : allKinds()) {
            for (const char* odd :
                 {"null", "5", "\"x\"", "[]", "{}", "true", "[[[]]]", "[null,5,{}]", "-1e300"}) {
                const std::string o = odd;
                std::string json = R"({"metadata":{"name":"n","namespace":"a","labels":)" + o +
                                   R"(,"annotations":{"istio.io/rev":)" + o + R"(},"ownerReferences":)" + o +
                                   "}";
                for (const char* member : {"data", "endpoints", "ports"}) {
                    json += std::string(",\"") + member + "\":" + o;
                }
                json += ",\"spec\":{";
                for (const char* member :
                     {"ports",      "traffic",        "rules",    "http",      "servers",
                      "containers", "initContainers", "selector", "egress",    "configPatches",
                      "mtls",       "portLevelMtls",  "hosts",    "listeners", "parentRefs",
                      "template",   "endpoints",      "subsets",  "replicas",  "mode"}) {
                    json += std::string("\"") + member + "\":" + o + ",";
                }
                json += R"("last":1},"status":{"conditions":)" + o + R"(,"traffic":)" + o + R"(,"podIPs":)" +
                        o + R"(,"addresses":)" + o + R"(,"publicLoadBalancer":)" + o + "}}";
                TextPool pool;
                const auto result = decode(kind.kind, json, pool);
                QVERIFY2(result.has_value(), json.c_str());
            }
        }
    }

    void anObjectWithoutANameCannotBeKept_data() {
        QTest::addColumn<QString>("json");
        for (const char* json :
             {"{}", R"({"metadata":{}})", R"({"metadata":{"name":""}})", R"({"metadata":{"name":null}})",
              R"({"metadata":{"name":5}})", R"({"metadata":[]})", R"({"metadata":null})"}) {
            QTest::newRow(json) << QString::fromUtf8(json);
        }
    }
    void anObjectWithoutANameCannotBeKept() {
        QFETCH(QString, json);
        TextPool pool;
        const auto result = decode(Kind::Revision, json.toStdString(), pool);
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::Input);
        QVERIFY(result.error().sentence().find("Revision") != std::string::npos);
        QVERIFY(result.error().sentence().find("metadata.name") != std::string::npos);
    }

    void anObjectWithoutANamespaceIsTakenAsDefault() {
        std::vector<Error> warnings;
        QCOMPARE(decoded<Service>(R"({"metadata":{"name":"cart"}})", &warnings).meta.ns, Text("default"));
        QCOMPARE(warnings.size(), std::size_t{1});
        QVERIFY(warnings[0].sentence().find("metadata.namespace") != std::string::npos);
        QCOMPARE(decoded<Namespace>(R"({"metadata":{"name":"shop"}})").meta.ns, Text());
    }

    void anotherKindIsRefused_data() {
        QTest::addColumn<QString>("json");
        const auto row = [](const char* json) { QTest::newRow(json) << QString::fromUtf8(json); };
        row(R"({"kind":"Status","apiVersion":"v1","metadata":{"name":"n"},"code":404})");
        row(R"({"kind":"Service","apiVersion":"serving.knative.dev/v1","metadata":{"name":"n"}})");
        row(R"([])");
        row(R"("text")");
        row("null");
        row("<html>");
        row("");
        row(R"({"metadata":{"name":"n")");
    }
    void anotherKindIsRefused() {
        QFETCH(QString, json);
        TextPool pool;
        const auto result = decode(Kind::Service, json.toStdString(), pool);
        QVERIFY(!result.has_value());
        QVERIFY(result.error().sentence().size() < 400);
    }

    void brokenJsonSaysWhere() {
        TextPool pool;
        const auto result = decode(Kind::Pod, "{\n \"metadata\": {\n  \"name\": oops}}", pool);
        QVERIFY(!result.has_value());
        QVERIFY2(result.error().what.find("line 3") != std::string::npos, result.error().what.c_str());
    }

    void managedFieldsAreCutWithoutHarm_data() {
        QTest::addColumn<QString>("json");
        const auto row = [](const char* name, const char* json) {
            QTest::newRow(name) << QString::fromUtf8(json);
        };
        row("last", "{\"metadata\":{\"name\":\"n\",\"namespace\":\"a\",\"labels\":{\"k\":\"v\"},"
                    "\"managedFields\":[{\"x\":{\"f:]}\":\"}]\\\"\"}}]}}");
        row("first", R"({"metadata":{"managedFields":[],"name":"n","namespace":"a","labels":{"k":"v"}}})");
        row("pretty", "{\"metadata\" : {\n \"managedFields\" : [ { } ],\n "
                      "\"name\":\"n\",\"namespace\":\"a\",\"labels\":{\"k\":\"v\"}}}");
        row("in a text", "{\"metadata\":{\"annotations\":{\"note\":\"x,\\\"managedFields\\\":[\\\"\"},"
                         "\"name\":\"n\",\"namespace\":\"a\",\"labels\":{\"k\":\"v\"}}}");
        row("null", R"({"metadata":{"managedFields":null,"name":"n","namespace":"a","labels":{"k":"v"}}})");
        row("odd", R"({"metadata":{"managedFields":"many","name":"n","namespace":"a","labels":{"k":"v"}}})");
    }
    void managedFieldsAreCutWithoutHarm() {
        QFETCH(QString, json);
        const auto s = decoded<Service>(json.toStdString());
        QCOMPARE(s.meta.name, Text("n"));
        QCOMPARE(valueOf(s.meta.labels, "k"), std::string_view("v"));
    }

    void unfinishedManagedFieldsAreBrokenJson() {
        TextPool pool;
        QVERIFY(!decode(Kind::Pod, R"({"metadata":{"name":"n","managedFields":[{)", pool).has_value());
    }

    void aLabelOf60MegabytesIsKept() {
        const std::string huge(60'000'000, 'x');
        QElapsedTimer timer;
        timer.start();
        const auto s = decoded<Service>(
            "{\"metadata\":{\"name\":\"n\",\"namespace\":\"a\",\"labels\":{\"big\":\"" + huge + "\"}}}");
        QCOMPARE(valueOf(s.meta.labels, "big").size(), huge.size());
        QVERIFY(timer.elapsed() < 60'000);
    }

    void aHugeWrongValueIsNotRepeatedInTheWarning() {
        std::vector<Error> warnings;
        decoded<Service>("{\"metadata\":{\"name\":\"n\",\"namespace\":\"a\"},\"spec\":{\"ports\":\"" +
                             std::string(5'000'000, 'x') + "\"}}",
                         &warnings);
        QCOMPARE(warnings.size(), std::size_t{1});
        QVERIFY(warnings[0].sentence().size() < 400);
    }

    void deepNestingIsSurvived() {
        const std::size_t depth = 200'000;
        std::vector<Error> warnings;
        const auto s = decoded<Service>(R"({"metadata":{"name":"n","namespace":"a"},"spec":{"type":)" +
                                            std::string(depth, '[') + std::string(depth, ']') + "}}",
                                        &warnings);
        QCOMPARE(s.type, Text("ClusterIP"));
        QCOMPARE(warnings.size(), std::size_t{1});
    }

    void anObjectThatIsWrongEverywhereSaysSoBriefly() {
        std::string ports;
        for (int i = 0; i < 5000; ++i) {
            ports += std::string(i == 0 ? "" : ",") + R"({"port":"x","name":7})";
        }
        std::vector<Error> warnings;
        const auto s = decoded<Service>(
            R"({"metadata":{"name":"n","namespace":"a"},"spec":{"ports":[)" + ports + "]}}", &warnings);
        QCOMPARE(s.ports.size(), std::size_t{5000});
        QVERIFY(warnings.size() >= 2 && warnings.size() <= 20);
    }
};

PLIMSOLL_TEST(BadInputTest)
#include "tst_badinput.moc"
