// SPDX-License-Identifier: Apache-2.0
// The /config_dump of a real Envoy that this test configures and starts: PLIMSOLL_ENVOY names the binary.
// PLIMSOLL_ENVOY_PYTHON names an interpreter that has Envoy's messages, which tell the bytes.
#include "dump/envoy.h"
#include "dump/pieces.h"
#include "support/testmain.h"

#include <algorithm>
#include <cstdlib>

using namespace plimsoll;
using Json = nlohmann::ordered_json;

class RealEnvoyTest final : public QObject {
    Q_OBJECT

private:
    /// Of what Envoy's own messages make of the same resources.
    static Json serialized(const QString& python, const test::Envoy& envoy) {
        QProcess process;
        process.start(python, {QFINDTESTDATA("serialized.py"),
                               QFileInfo(envoy.file(QStringLiteral("cds.json"))).path()});
        process.waitForFinished(120'000);
        return Json::parse(process.readAllStandardOutput().toStdString(), nullptr, false);
    }

    static void compareBytes(const Json& truth, const dump::PushedBytes& bytes) {
        const std::pair<const char*, std::int64_t> all[] = {
            {"cds", bytes.cds}, {"eds", bytes.eds}, {"lds", bytes.lds}, {"rds", bytes.rds}};
        for (const auto& [type, own] : all) {
            const auto wanted = truth[type].get<std::int64_t>();
            qInfo("%s: %lld bytes, by Envoy's messages %lld", type, static_cast<long long>(own),
                  static_cast<long long>(wanted));
            QVERIFY(wanted > 0 && std::abs(own - wanted) * 50 <= wanted);
        }
    }

private slots:
    void itsDumpIsCounted_data() {
        QTest::addColumn<int>("clusters");
        for (const int clusters : {10, 100, 1000}) {
            QTest::addRow("%d clusters", clusters) << clusters;
        }
    }
    void itsDumpIsCounted() {
        QFETCH(int, clusters);
        const auto program = qEnvironmentVariable("PLIMSOLL_ENVOY");
        if (program.isEmpty()) {
            QSKIP("no Envoy: name its binary in PLIMSOLL_ENVOY");
        }
        test::Envoy envoy(clusters);
        const auto wrong = envoy.start(program);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));

        const int endpoints = 2 * std::min(clusters, test::Envoy::largestEds); // of EDS clusters
        QByteArray text;
        Result<dump::Dump> dump;
        const auto complete = [&] {
            text = envoy.get(QStringLiteral("/config_dump?include_eds"));
            dump = test::readText({text.data(), static_cast<std::size_t>(text.size())});
            return dump && dump->routeConfigs == test::Envoy::listeners && dump->endpoints == endpoints &&
                   dump->warming == 0;
        };
        QVERIFY2(QTest::qWaitFor(complete, 60'000), text.right(2000).constData());

        QCOMPARE(dump->envoyClusters, clusters);
        QCOMPARE(dump->endpoints, endpoints);
        QCOMPARE(dump->listeners, test::Envoy::listeners);
        QCOMPARE(dump->virtualHosts, clusters);
        QCOMPARE(dump->apart.clusters, 1);
        QCOMPARE(dump->istioVersion, "1.30.3");
        QVERIFY(!dump->envoyVersion.empty() && dump->nacked.empty() && dump->notes.empty());
        QCOMPARE(dump->byService.size(), static_cast<std::size_t>(clusters + 1));
        const auto& json = dump->jsonBytes;
        const auto sum = json.bootstrap + json.cds + json.eds + json.lds + json.rds + json.sds + json.ecds;
        QVERIFY(sum < text.size() && text.size() - sum < 500); // the frame, and sections without content

        const auto python = qEnvironmentVariable("PLIMSOLL_ENVOY_PYTHON");
        if (python.isEmpty()) {
            QSKIP("counts are equal; for the bytes name a Python with envoy-data-plane in "
                  "PLIMSOLL_ENVOY_PYTHON");
        }
        compareBytes(serialized(python, envoy), dump->bytes);
    }
};

PLIMSOLL_TEST(RealEnvoyTest)
#include "tst_realenvoy.moc"
