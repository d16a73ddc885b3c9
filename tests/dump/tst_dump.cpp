// SPDX-License-Identifier: Apache-2.0
// What is counted of a dump, on small ones of our own.
#include "dump/pieces.h"
#include "support/testmain.h"

#include <nlohmann/json.hpp>

using namespace plimsoll;
using test::readText;
using Json = nlohmann::ordered_json;

namespace {

Json section(const char* type, Json fields) {
    Json whole{{"@type", std::string("type.googleapis.com/envoy.admin.v3.") + type}};
    whole.update(fields);
    return whole;
}

Json entry(const std::string& name, const char* type = "EDS") {
    return {
        {"version_info", "c1"},
        {"cluster",
         {{"@type", "type.googleapis.com/envoy.config.cluster.v3.Cluster"}, {"name", name}, {"type", type}}}};
}

Json assignment(const std::string& name, int endpoints) {
    Json list = Json::array();
    for (int i = 0; i < endpoints; ++i) {
        list.push_back({{"endpoint", {{"address", {{"pipe", {{"path", "/run/x"}}}}}}}});
    }
    return {{"endpoint_config", {{"cluster_name", name}, {"endpoints", {{{"lb_endpoints", list}}}}}}};
}

Json bootstrap() {
    const Json version{{"version", {{"major_number", 1}, {"minor_number", 30}}}};
    return section("BootstrapConfigDump", {{"bootstrap",
                                            {{"node",
                                              {{"id", "sidecar~10.0.0.1~cart.shop~shop.svc.cluster.local"},
                                               {"metadata", {{"ISTIO_VERSION", "1.22.3"}}},
                                               {"user_agent_build_version", version}}}}}});
}

Json clusters() {
    auto own = entry("outbound|80||pay.example.net", "STRICT_DNS");
    own["cluster"]["metadata"]["filter_metadata"]["istio"]["services"] = {{{"host", "pay.example.net"},
                                                                           {
                                                                               "name",
                                                                               "pay",
                                                                           },
                                                                           {"namespace", "shop"}}};
    return section("ClustersConfigDump",
                   {{"version_info", "c1"},
                    {"static_clusters", Json::array({entry("xds-grpc", "STRICT_DNS")})},
                    {"dynamic_active_clusters",
                     {entry("outbound|80||cart.shop.svc.cluster.local"),
                      entry("outbound|80|v2|cart.shop.svc.cluster.local"), own,
                      entry("inbound|8080||", "ORIGINAL_DST"), entry("BlackHoleCluster", "STATIC")}},
                    {"dynamic_warming_clusters",
                     {entry("outbound_.80_._.late.shop.svc.cluster.local"),
                      entry("outbound|80||cart.shop.svc.cluster.local")}}});
}

Json listeners() {
    const Json state{
        {"version_info", "l7"},
        {"listener", {{"name", "10.0.0.9_80"}, {"stat_prefix", "outbound|80||cart.shop.svc.cluster.local"}}}};
    const Json failure{{"failed_configuration", {{"name", "10.0.0.9_80"}}}, {"details", "no such filter"}};
    return section("ListenersConfigDump",
                   {{"static_listeners", {{{"listener", {{"name", "probe"}}}}}},
                    {"dynamic_listeners",
                     {{{"name", "10.0.0.9_80"}, {"active_state", state}, {"error_state", failure}},
                      {{"name", "new"}, {"warming_state", {{"listener", {{"name", "new"}}}}}},
                      {{"name", "old"}, {"draining_state", {{"listener", {{"name", "old"}}}}}},
                      {{"error_state", failure}}}}});
}

Json routes() {
    const Json to{{"match", {{"prefix", "/"}}},
                  {"route", {{"cluster", "outbound|80||cart.shop.svc.cluster.local"}}}};
    const Json named{{"name", "cart.shop.svc.cluster.local:80"}, {"domains", {"cart"}}};
    const Json leading{
        {"name", "shop.example.com:80"}, {"domains", {"shop.example.com"}}, {"routes", Json::array({to})}};
    const Json none{{"name", "allow_any"}, {"domains", {"*"}}};
    return section("RoutesConfigDump",
                   {{"static_route_configs", {{{"route_config", {{"name", "inbound|8080||"}}}}}},
                    {"dynamic_route_configs",
                     {{{"route_config", {{"name", "80"}, {"virtual_hosts", {named, leading, none}}}}}}}});
}

Json whole() {
    return {{"configs",
             {bootstrap(), clusters(),
              section("EndpointsConfigDump",
                      {{"static_endpoint_configs", Json::array({assignment("xds-grpc", 1)})},
                       {"dynamic_endpoint_configs",
                        {assignment("outbound|80||cart.shop.svc.cluster.local", 3),
                         assignment("inbound|8080||", 2),
                         assignment("outbound|80|v2|cart.shop.svc.cluster.local", 1)}}}),
              listeners(), section("ScopedRoutesConfigDump", Json::object()), routes(),
              section("SecretsConfigDump", {{"dynamic_active_secrets", {{{"name", "default"}}}},
                                            {"dynamic_warming_secrets", {{{"name", "ROOTCA"}}}}}),
              section("EcdsConfigDump", {{"ecds_filters", {{{"ecds_filter", {{"name", "wasm"}}}}}}})}}};
}

/// Keys as other tools print them.
Json camel(const Json& json) {
    if (json.is_array()) {
        Json list = Json::array();
        for (const auto& item : json) {
            list.push_back(camel(item));
        }
        return list;
    }
    if (!json.is_object()) {
        return json;
    }
    Json object = Json::object();
    for (const auto& [key, value] : json.items()) {
        std::string name;
        for (std::size_t i = 0; i < key.size(); ++i) {
            const bool upper = key[i] == '_' && i + 1 < key.size() && std::islower(key[i + 1]) != 0;
            name += upper ? static_cast<char>(std::toupper(key[++i])) : key[i];
        }
        object[key == "ISTIO_VERSION" ? key : name] = camel(value);
    }
    return object;
}

const dump::ServicePart* part(const dump::Dump& dump, const std::string& ns, const std::string& service) {
    for (const auto& p : dump.byService) {
        if (p.ns == ns && p.service == service) {
            return &p;
        }
    }
    return nullptr;
}

void check(const dump::Dump& d) {
    QCOMPARE(d.node, "sidecar~10.0.0.1~cart.shop~shop.svc.cluster.local");
    QCOMPARE(d.istioVersion, "1.22.3");
    QCOMPARE(d.envoyVersion, "1.30.0");
    QCOMPARE(d.envoyClusters, 6); // one is active and warming
    QCOMPARE(d.endpoints, 4);     // not those of the ORIGINAL_DST cluster
    QCOMPARE(d.listeners, 2);     // the draining one is no more
    QCOMPARE(d.routeConfigs, 1);
    QCOMPARE(d.virtualHosts, 3);
    QCOMPARE(d.secrets, 2);
    QCOMPARE(d.extensions, 1);
    QCOMPARE(d.warming, 4);
    QCOMPARE(d.apart.clusters, 1);
    QCOMPARE(d.apart.listeners, 1);
    QCOMPARE(d.apart.routeConfigs, 1);
    QCOMPARE(d.nacked, (std::vector<dump::Nacked>{{"lds", "10.0.0.9_80", "l7", "no such filter"}}));
    QVERIFY(d.notes.empty());
}

void checkParts(const dump::Dump& d) {
    std::int64_t count = 0;
    std::int64_t bytes = 0;
    for (const auto& p : d.byService) {
        count += p.envoyClusters;
        bytes += p.bytes;
    }
    QCOMPARE(count, d.envoyClusters);
    QCOMPARE(bytes, d.bytes.total());
    QVERIFY(part(d, "shop", "cart") != nullptr);
    QCOMPARE(part(d, "shop", "cart")->envoyClusters, 2);
    QCOMPARE(part(d, "shop", "late")->envoyClusters, 1);
    QCOMPARE(part(d, "shop", "pay")->envoyClusters, 1);
    QCOMPARE(part(d, "", "(rest)")->envoyClusters, 2);
}

} // namespace

class DumpTest final : public QObject {
    Q_OBJECT

private slots:
    void countsWhatWasPushed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("as Envoy prints it") << QByteArray::fromStdString(whole().dump(1));
        QTest::newRow("on one line") << QByteArray::fromStdString(whole().dump());
        QTest::newRow("camelCase") << QByteArray::fromStdString(camel(whole()).dump(4));
        auto other = whole();
        std::reverse(other["configs"].begin(), other["configs"].end());
        QTest::newRow("sections in another order") << QByteArray::fromStdString(other.dump());
        QTest::newRow("within other objects") << QByteArray::fromStdString(
            Json{{"shop", {{"cart-1", {{"note", {1, {2}}}, {"configDump", whole()}}}}}}.dump());
    }
    void countsWhatWasPushed() {
        QFETCH(QByteArray, text);
        for (const std::size_t piece : {std::string_view::npos, std::size_t(1), std::size_t(97)}) {
            const auto dump = readText(text.toStdString(), piece);
            QVERIFY2(dump.has_value(), dump ? "" : dump.error().sentence().c_str());
            check(*dump);
            checkParts(*dump);
        }
    }

    void formsOfJsonWeighTheSame() {
        const auto snake = readText(whole().dump());
        const auto other = readText(camel(whole()).dump(4));
        QVERIFY(snake && other);
        QCOMPARE(other->bytes.cds, snake->bytes.cds);
        QCOMPARE(other->bytes.eds, snake->bytes.eds);
        QCOMPARE(other->bytes.lds, snake->bytes.lds);
        QCOMPARE(other->bytes.rds, snake->bytes.rds);
        QCOMPARE(other->byService, snake->byService);
    }

    void jsonBytesAreTheFiles() {
        const auto dump = readText(whole().dump());
        QVERIFY(dump.has_value());
        QCOMPARE(dump->jsonBytes.cds, static_cast<std::int64_t>(clusters().dump().size()));
        QCOMPARE(dump->jsonBytes.lds, static_cast<std::int64_t>(listeners().dump().size()));
        QCOMPARE(dump->jsonBytes.bootstrap, static_cast<std::int64_t>(bootstrap().dump().size()));
    }

    void oneListAloneIsRead() {
        Json list = Json::array();
        for (const char* name : {"outbound|80||a.b.svc.cluster.local", "x"}) {
            list.push_back(section("ClustersConfigDump.DynamicCluster", entry(name)));
        }
        for (const std::size_t piece : {std::string_view::npos, std::size_t(1)}) {
            const auto text = Json{{"configs", list}}.dump(1);
            const auto dump = readText(text, piece);
            QVERIFY(dump.has_value());
            QCOMPARE(dump->envoyClusters, 2);
            QCOMPARE(part(*dump, "b", "a")->envoyClusters, 1);
            QCOMPARE(dump->notes.size(), std::size_t(1));
            QVERIFY(dump->notes[0].find("?resource=") != std::string::npos);
            QVERIFY(dump->jsonBytes.cds > 0 && dump->jsonBytes.cds < static_cast<std::int64_t>(text.size()));
        }
    }

    void endpointsUnderTheirEdsName() {
        auto named = entry("outbound|80||a.b.svc.cluster.local");
        named["cluster"]["eds_cluster_config"] = {{"service_name", "a-in-eds"}};
        const auto dump = readText(
            Json{{"configs",
                  {section("ClustersConfigDump", {{"dynamic_active_clusters", Json::array({named})}}),
                   section("EndpointsConfigDump",
                           {{"dynamic_endpoint_configs", Json::array({assignment("a-in-eds", 5)})}})}}}
                .dump());
        QVERIFY(dump.has_value());
        QCOMPARE(dump->endpoints, 5);
    }

    void whatIsMissingIsSaid() {
        const auto dump = readText(
            Json{{"configs",
                  {section("ClustersConfigDump",
                           {{"dynamic_active_clusters", Json::array({entry("a")})}, {"later", {{{"a", 1}}}}}),
                   section("FutureConfigDump", {{"things", {1, 2}}})}}}
                .dump());
        QVERIFY(dump.has_value());
        QCOMPARE(dump->envoyClusters, 1);
        QString notes;
        for (const auto& note : dump->notes) {
            notes += QString::fromStdString(note) + QLatin1Char('\n');
        }
        for (const auto* word :
             {"FutureConfigDump", "no bootstrap", "?include_eds", "ClustersConfigDump.later"}) {
            QVERIFY2(notes.contains(QLatin1String(word)), qPrintable(notes));
        }
    }
};

PLIMSOLL_TEST(DumpTest)
#include "tst_dump.moc"
