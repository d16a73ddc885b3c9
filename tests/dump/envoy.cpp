// SPDX-License-Identifier: Apache-2.0
#include "dump/envoy.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTest>

namespace plimsoll::test {
namespace {

using Json = Envoy::Json;

std::string hostOf(int n) {
    return "service-" + std::to_string(n) + ".team-" + std::to_string(n % 7) + ".svc.cluster.local";
}

std::string nameOf(int n) {
    return "outbound|80||" + hostOf(n);
}

const std::string typeUrl = "type.googleapis.com/";

Json endpoint(int n, int port) {
    const Json socket{{"address", "10.0." + std::to_string(n % 250) + ".1"}, {"port_value", port}};
    return {{"endpoint", {{"address", {{"socket_address", socket}}}}},
            {"health_status", "HEALTHY"},
            {"load_balancing_weight", 1}};
}

Json assignment(int n) {
    return {{"@type", typeUrl + "envoy.config.endpoint.v3.ClusterLoadAssignment"},
            {"cluster_name", nameOf(n)},
            {"endpoints", Json::array({{{"locality", {{"region", "r1"}, {"zone", "z1"}}},
                                        {"lb_endpoints", Json::array({endpoint(n, 8080), endpoint(n, 8081)})},
                                        {"load_balancing_weight", 2}}})}};
}

/// A virtual host for each cluster.
Json routes(int from, int to) {
    Json hosts = Json::array();
    for (int n = from; n < to; ++n) {
        const Json retry{
            {"retry_on", "connect-failure"}, {"num_retries", 2}, {"retriable_status_codes", {503, 504}}};
        Json route{
            {"match",
             {{"prefix", "/"},
              {"headers", Json::array({{{"name", ":method"}, {"string_match", {{"exact", "GET"}}}}})}}},
            {"route", {{"cluster", nameOf(n)}, {"timeout", "0s"}, {"retry_policy", retry}}},
            {"decorator", {{"operation", hostOf(n)}}}};
        hosts.push_back({{"name", hostOf(n) + ":80"},
                         {"domains", Json::array({hostOf(n), "service-" + std::to_string(n)})},
                         {"routes", Json::array({route})},
                         {"include_request_attempt_count", true}});
    }
    return {{"@type", typeUrl + "envoy.config.route.v3.RouteConfiguration"},
            {"name", "routes-" + std::to_string(from)},
            {"virtual_hosts", hosts},
            {"validate_clusters", false}};
}

} // namespace

Envoy::~Envoy() {
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

void Envoy::write(const QString& name, const Json& json) const {
    QFile out(file(name));
    out.open(QIODevice::WriteOnly);
    out.write(QByteArray::fromStdString(json.dump()));
}

Json Envoy::fromFile(const QString& name) const {
    return {{"path_config_source", {{"path", file(name).toStdString()}}}, {"resource_api_version", "V3"}};
}

void Envoy::writeClusters() const {
    Json clusters = Json::array();
    for (int n = 0; n < m_count; ++n) {
        const Json limits{
            {"max_connections", 4294967295}, {"max_retries", 4294967295}, {"track_remaining", true}};
        const Json service{{"host", hostOf(n)}, {"name", "service-" + std::to_string(n)}};
        Json cluster(
            {{"@type", typeUrl + "envoy.config.cluster.v3.Cluster"},
             {"name", nameOf(n)},
             {"type", "STATIC"},
             {"connect_timeout", "10s"},
             {"lb_policy", "LEAST_REQUEST"},
             {"common_lb_config", {{"healthy_panic_threshold", {{"value", 50}}}}},
             {"circuit_breakers", {{"thresholds", Json::array({limits})}}},
             {"metadata", {{"filter_metadata", {{"istio", {{"services", Json::array({service})}}}}}}}});
        if (n < largestEds) {
            const auto own = QStringLiteral("eds-%1.json").arg(n); // a file for each subscription
            cluster["type"] = "EDS";
            cluster["eds_cluster_config"]["eds_config"] = fromFile(own);
            write(own, {{"version_info", "e1"}, {"resources", Json::array({assignment(n)})}});
        } else {
            cluster["load_assignment"] = assignment(n);
            cluster["load_assignment"].erase("@type");
        }
        clusters.push_back(std::move(cluster));
    }
    write(QStringLiteral("cds.json"), {{"version_info", "c1"}, {"resources", clusters}});
}

void Envoy::writeListeners() const {
    Json list = Json::array();
    const int share = m_count / Envoy::listeners;
    for (int n = 0; n < m_count; n += share) {
        const Json router{
            {"name", "envoy.filters.http.router"},
            {"typed_config", {{"@type", typeUrl + "envoy.extensions.filters.http.router.v3.Router"}}}};
        const Json rds{{"config_source", fromFile(QStringLiteral("rds-%1.json").arg(n))},
                       {"route_config_name", "routes-" + std::to_string(n)}};
        const Json manager{
            {"@type",
             typeUrl + "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"},
            {"stat_prefix", "outbound_0.0.0.0_" + std::to_string(n)},
            {"rds", rds},
            {"http_filters", Json::array({router})},
            {"normalize_path", true}};
        const Json filter{{"name", "envoy.filters.network.http_connection_manager"},
                          {"typed_config", manager}};
        // Bound to nothing: only the configuration counts.
        list.push_back(
            {{"@type", typeUrl + "envoy.config.listener.v3.Listener"},
             {"name", "listener-" + std::to_string(n)},
             {"address", {{"socket_address", {{"address", "127.0.0.1"}, {"port_value", 20000 + n}}}}},
             {"filter_chains", Json::array({{{"filters", Json::array({filter})}}})},
             {"bind_to_port", false}});
        write(QStringLiteral("rds-%1.json").arg(n),
              {{"version_info", "r1"}, {"resources", Json::array({routes(n, n + share)})}});
    }
    write(QStringLiteral("lds.json"), {{"version_info", "l1"}, {"resources", list}});
}

void Envoy::writeBootstrap() const {
    const Json fixed{{"name", "fixed"}, {"type", "STATIC"}, {"connect_timeout", "1s"}};
    write(QStringLiteral("bootstrap.json"),
          {{"node",
            {{"id", "sidecar~127.0.0.1~a.b~b.svc.cluster.local"},
             {"cluster", "a.b"},
             {"metadata", {{"ISTIO_VERSION", "1.30.3"}}}}},
           {"admin", {{"address", {{"socket_address", {{"address", "127.0.0.1"}, {"port_value", 0}}}}}}},
           {"static_resources", {{"clusters", Json::array({fixed})}}},
           {"dynamic_resources",
            {{"cds_config", fromFile(QStringLiteral("cds.json"))},
             {"lds_config", fromFile(QStringLiteral("lds.json"))}}}});
}

QString Envoy::start(const QString& program) {
    writeClusters();
    writeListeners();
    writeBootstrap();
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(file(QStringLiteral("log")));
    m_process.start(program, {QStringLiteral("-c"), file(QStringLiteral("bootstrap.json")),
                              QStringLiteral("--admin-address-path"), file(QStringLiteral("admin")),
                              QStringLiteral("--disable-hot-restart"), QStringLiteral("--concurrency"),
                              QStringLiteral("1"), QStringLiteral("-l"), QStringLiteral("error")});
    const bool answers = m_process.waitForStarted() &&
                         QTest::qWaitFor(
                             [this] {
                                 QFile admin(file(QStringLiteral("admin")));
                                 m_address = admin.open(QIODevice::ReadOnly)
                                                 ? QString::fromLatin1(admin.readAll()).trimmed()
                                                 : QString();
                                 return !m_address.isEmpty() || m_process.state() == QProcess::NotRunning;
                             },
                             60'000) &&
                         !m_address.isEmpty();
    QFile log(file(QStringLiteral("log")));
    log.open(QIODevice::ReadOnly);
    return answers ? QString()
                   : m_process.errorString() + QLatin1Char(' ') + QString::fromUtf8(log.readAll());
}

QByteArray Envoy::get(const QString& path) const {
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    QEventLoop loop;
    auto* const reply = network.get(QNetworkRequest(QUrl(QStringLiteral("http://") + m_address + path)));
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return reply->error() == QNetworkReply::NoError ? reply->readAll() : QByteArray();
}

} // namespace plimsoll::test
