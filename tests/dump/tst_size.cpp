// SPDX-License-Identifier: Apache-2.0
// Protobuf sizes of JSON forms, each worked out by hand from the encoding: tag, length, value.
#include "dump/size.h"
#include "support/testmain.h"

using namespace plimsoll;
using dump::Sizer;

class SizeTest final : public QObject {
    Q_OBJECT

private slots:
    void isThatOfTheEncoding_data() {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("json");
        QTest::addColumn<int>("bytes");
        const auto row = [](const char* name, const char* message, const char* json, int bytes) {
            QTest::newRow(name) << QString::fromLatin1(message) << QString::fromUtf8(json) << bytes;
        };
        const auto* cluster = "envoy.config.cluster.v3.Cluster";
        row("nothing", cluster, "{}", 0);
        row("string", cluster, R"({"name":"abc"})", 2 + 3);
        row("string of 200 bytes", cluster,
            qPrintable(QStringLiteral(R"({"name":"%1"})").arg(QString(200, QLatin1Char('x')))), 1 + 2 + 200);
        row("escapes count once", cluster, R"({"name":"a\n\u00e9"})", 2 + 4);
        row("two-byte tag", cluster, R"({"alt_stat_name":"abc"})", 3 + 3);
        row("camelCase", cluster, R"({"altStatName":"abc"})", 3 + 3);
        row("enum", cluster, R"({"type":"EDS"})", 2);
        row("enum with a two-byte tag", cluster, R"({"dns_lookup_family":"V4_ONLY"})", 3);
        row("duration", cluster, R"({"connect_timeout":"10s"})", 2 + 2);
        row("duration with a fraction", cluster, R"({"connect_timeout":"1.5s"})", 2 + 2 + 1 + 5);
        row("duration of nothing", cluster, R"({"connect_timeout":"0s"})", 2);
        row("negative duration", cluster, R"({"connect_timeout":"-1s"})", 2 + 11);
        row("wrapped number", cluster, R"({"per_connection_buffer_limit_bytes":32768})", 2 + 1 + 3);
        row("wrapped zero", cluster, R"({"per_connection_buffer_limit_bytes":0})", 2);
        row("bool", cluster, R"({"close_connections_on_host_health_failure":true})", 3);
        row("double in a message", cluster,
            R"({"common_lb_config":{"healthy_panic_threshold":{"value":50}}})", 3 + 2 + 9);
        row("empty message", cluster, R"({"common_lb_config":{}})", 3);
        row("64-bit number in a string", cluster, R"({"ring_hash_lb_config":{"minimum_ring_size":"1024"}})",
            3 + 2 + 3);
        row("wrapped 64-bit zero", cluster, R"({"ring_hash_lb_config":{"minimum_ring_size":"0"}})", 3 + 2);
        row("null", cluster, R"({"name":null})", 0);
        row("map of Structs", cluster, R"({"metadata":{"filter_metadata":{"istio":{"config":"/x"}}}})",
            3 + (2 + (2 + 5) + 2 + (2 + (2 + 6) + 2 + (2 + 2))));
        row("Struct with all kinds", "envoy.config.core.v3.Metadata",
            R"({"filter_metadata":{"a":{"n":1,"t":true,"z":null,"l":["x"],"s":{}}}})",
            2 + 3 + 2 + (2 + 3 + 2 + 9) + 2 * (2 + 3 + 2 + 2) + (2 + 3 + 2 + (2 + 2 + 3)) + (2 + 3 + 2 + 2));
        row("Any", cluster,
            R"({"transport_socket":{"name":"tls","typed_config":{"@type":"type.googleapis.com/google.protobuf.Empty"}}})",
            3 + (2 + 3) + 2 + (2 + 41));
        row("map of Any", cluster,
            R"({"typed_extension_protocol_options":{"k":{"@type":"t/envoy.config.core.v3.Locality","zone":"z"}}})",
            3 + (2 + 1) + 2 + (2 + 31) + 2 + 3);
        row("Any of a wrapper", "envoy.config.core.v3.TypedExtensionConfig",
            R"({"typed_config":{"@type":"t/google.protobuf.UInt32Value","value":300}})",
            2 + (2 + 29) + 2 + 3);
        row("packed numbers", "envoy.config.route.v3.RetryPolicy", R"({"retriable_status_codes":[503,200]})",
            2 + 4);
        row("packed enums", "envoy.config.core.v3.HealthStatusSet", R"({"statuses":["HEALTHY","DRAINING"]})",
            2 + 2);
        row("repeated strings", "envoy.config.route.v3.VirtualHost", R"({"domains":["a","bc"]})", 3 + 4);
        row("bytes", "envoy.config.core.v3.DataSource", R"({"inline_bytes":"aGVsbG8="})", 2 + 5);
        row("capitals are no enum where it is known", "envoy.config.route.v3.HeaderMatcher",
            R"({"string_match":{"exact":"GET"}})", 2 + 2 + 3);
        row("of an older version", "envoy.api.v2.Cluster", R"({"connect_timeout":"10s"})", 2 + 2);
        row("unknown: as it looks", "com.example.Unknown",
            R"({"a":"5s","b":"GET","c":"word","d":1.5,"e":[1,2],"f":{"g":"0.0.0.0"}})",
            (2 + 2) + 2 + (2 + 4) + 9 + (2 + 2) + (2 + 2 + 7));
    }
    void isThatOfTheEncoding() {
        QFETCH(QString, message);
        QFETCH(QString, json);
        QFETCH(int, bytes);
        const auto text = json.toStdString();
        cluster::Tree tree;
        QVERIFY(tree.parse(text));
        QCOMPARE(static_cast<int>(Sizer().message(tree.root(), dump::messageNamed(message.toStdString()))),
                 bytes);
    }

    void leavesOutWhatEnvoyAddsToEndpoints() {
        const std::string text =
            R"({"cluster_name":"c","endpoints":[{"lb_endpoints":[{"endpoint":)"
            R"({"health_check_config":{}}}]}],"policy":{"overprovisioning_factor":140}})";
        cluster::Tree tree;
        QVERIFY(tree.parse(text));
        const auto* const type = dump::messageNamed("envoy.config.endpoint.v3.ClusterLoadAssignment");
        Sizer sizer(Sizer::Of::LoadAssignment);
        QCOMPARE(static_cast<int>(sizer.message(tree.root(), type)), 3 + 2 + 2 + 2);
        QCOMPARE(static_cast<int>(Sizer().message(tree.root(), type)), 3 + 2 + 2 + 2 + 2 + 7);

        const std::string own = R"({"policy":{"overprovisioning_factor":200}})";
        QVERIFY(tree.parse(own));
        QCOMPARE(static_cast<int>(sizer.message(tree.root(), type)), 7);
    }

    void theTablesAreWhole() {
        for (const auto* name :
             {"envoy.config.cluster.v3.Cluster", "envoy.config.listener.v3.Listener",
              "envoy.config.route.v3.RouteConfiguration", "envoy.config.endpoint.v3.ClusterLoadAssignment",
              "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
              "envoy.config.route.v3.RouteAction", "udpa.type.v1.TypedStruct"}) {
            QVERIFY2(dump::messageNamed(name) != nullptr, name);
        }
        QVERIFY(dump::messageNamed("com.example.Cluster") == nullptr);
        const auto* const route = dump::messageNamed("envoy.config.route.v3.Route");
        QVERIFY(route->fields.at("route").message == dump::messageNamed("envoy.config.route.v3.RouteAction"));
    }
};

PLIMSOLL_TEST(SizeTest)
#include "tst_size.moc"
