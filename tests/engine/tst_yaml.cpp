// SPDX-License-Identifier: Apache-2.0
#include "engine/yaml.h"
#include "support/testmain.h"

using plimsoll::engine::yamlOf;

class YamlTest final : public QObject {
    Q_OBJECT

private slots:
    void keepsTypesAndOrder() {
        const auto yaml = yamlOf(R"({"kind":"Service","metadata":{"name":"a","managedFields":[{"x":1}]},
            "n":1,"s":"1","b":true,"t":"true","e":"","list":[],"items":["x",null],"text":"a\nb"})",
                                 "Service a");
        QVERIFY(yaml);
        QCOMPARE(QString::fromStdString(*yaml),
                 QStringLiteral(
                     "kind: Service\nmetadata:\n  name: a\nn: 1\ns: \"1\"\nb: true\nt: \"true\"\ne: \"\"\n"
                     "list: []\nitems:\n  - x\n  - ~\ntext: |\n  a\n  b\n"));
    }

    void hidesSecretValues() {
        const auto yaml = yamlOf(R"({"kind":"Secret","data":{"password":"aHVudGVyMg=="}})", "Secret a");
        QVERIFY(yaml);
        QVERIFY(yaml->find("aHVudGVyMg") == std::string::npos);
        QVERIFY(yaml->find("password: (hidden)") != std::string::npos);
    }

    void saysWhatIsNoObject() {
        const auto yaml = yamlOf("<html>", "Service a");
        QVERIFY(!yaml);
        QVERIFY(yaml.error().sentence().starts_with("Service a: "));
    }
};

PLIMSOLL_TEST(YamlTest)
#include "tst_yaml.moc"
