// SPDX-License-Identifier: Apache-2.0
#include "support/apiserver.h"

#include <sys/prctl.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <csignal>

namespace plimsoll::test {
namespace {

constexpr int readyTimeoutMs = 90'000;

QString assets() {
    return qEnvironmentVariable("KUBEBUILDER_ASSETS");
}

quint16 freePort() {
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

QString http(quint16 port) {
    return QStringLiteral("http://127.0.0.1:%1").arg(port);
}

Result<void> write(const QString& path, const QByteArray& text) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
        return fail(ErrorCode::Internal, file.errorString().toStdString(), path.toStdString());
    }
    return {};
}

void prepare(QProcess& process, const QString& log) {
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardOutputFile(log, QIODevice::Append);
    // A test that crashes or is killed must not leave servers behind.
    process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

void signal(const QProcess& process, int number) {
    if (process.processId() > 0) {
        ::kill(static_cast<pid_t>(process.processId()), number);
    }
}

void end(QProcess& process) {
    if (process.state() != QProcess::NotRunning) {
        process.kill(); // the data goes with it: no need to be polite
        process.waitForFinished(10'000);
    }
}

/// One POST to etcd's JSON gateway.
Result<void> askEtcd(quint16 port, const QByteArray& path, const QByteArray& body) {
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.write("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: " +
                 QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QByteArray answer;
    while (socket.waitForReadyRead(10'000)) {
        answer += socket.readAll();
    }
    if (!answer.startsWith("HTTP/1.1 200")) {
        return fail(ErrorCode::Internal, "etcd says: " + answer.toStdString(), path.toStdString());
    }
    return {};
}

} // namespace

std::optional<QString> ApiServer::unavailable() {
    if (assets().isEmpty()) {
        return QStringLiteral("KUBEBUILDER_ASSETS is not set: no kube-apiserver to test with");
    }
    for (const auto* name : {"etcd", "kube-apiserver"}) {
        if (!QFile::exists(assets() + QLatin1Char('/') + QLatin1String(name))) {
            return QStringLiteral("KUBEBUILDER_ASSETS holds no %1").arg(QLatin1String(name));
        }
    }
    return std::nullopt;
}

ApiServer::ApiServer(const QString& keptFolder) : m_path(keptFolder) {
    if (m_path.isEmpty()) {
        m_temporary.emplace();
        m_path = m_temporary->path();
    }
}

ApiServer::~ApiServer() {
    end(m_apiserver);
    end(m_etcd);
}

QString ApiServer::path(const QString& name) const {
    return QDir(m_path).filePath(name);
}

std::string ApiServer::url() const {
    return "https://127.0.0.1:" + std::to_string(m_port);
}

QString ApiServer::kubeconfig() const {
    return path(QStringLiteral("kubeconfig"));
}

std::string ApiServer::caPem() const {
    QFile file(path(QStringLiteral("certs/apiserver.crt")));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

std::string ApiServer::logTail() const {
    QFile file(path(QStringLiteral("apiserver.log")));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    file.seek(std::max<qint64>(0, file.size() - 2000));
    return file.readAll().toStdString();
}

Result<void> ApiServer::start() {
    m_port = freePort();
    m_etcdPort = freePort();
    m_peerPort = freePort();
    return writeFiles()
        .and_then([this] { return launchEtcd(); })
        .and_then([this] { return launchApiServer(); })
        .and_then([this] { return waitReady(); });
}

Result<void> ApiServer::writeFiles() {
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"), {QStringLiteral("genrsa"), QStringLiteral("-out"),
                                              path(QStringLiteral("sa.key")), QStringLiteral("2048")});
    if (!openssl.waitForFinished() || openssl.exitCode() != 0) {
        return fail(ErrorCode::Internal, "openssl genrsa failed", {}, "Install the package openssl");
    }
    const QByteArray config = QStringLiteral(R"(apiVersion: v1
kind: Config
current-context: test
clusters:
- name: test
  cluster: {server: "%1", certificate-authority: certs/apiserver.crt}
users:
- name: admin
  user: {token: admin-token}
- name: limited
  user: {token: limited-token}
contexts:
- name: test
  context: {cluster: test, user: admin}
- name: limited
  context: {cluster: test, user: limited}
)")
                                  .arg(QString::fromStdString(url()))
                                  .toUtf8();
    return write(kubeconfig(), config).and_then([this] {
        return setTokens("admin-token,admin,1,\"system:masters\"\nlimited-token,limited,2\n");
    });
}

Result<void> ApiServer::setTokens(const QByteArray& lines) {
    return write(path(QStringLiteral("tokens.csv")), lines);
}

Result<void> ApiServer::compact() {
    // Three writes: etcd keeps the revision that it compacts at, and a watch begins one after the last it has
    // seen.
    const auto server = connection();
    std::string revision;
    for (int i = 0; i < 3; ++i) {
        const QByteArray body = "{\"metadata\":{\"generateName\":\"compaction-\"}}";
        const auto made = server->ask("POST", "/api/v1/namespaces/default/configmaps", body);
        if (!made || made->status != 201) {
            return fail(ErrorCode::Internal, "the ConfigMap before a compaction was not made");
        }
        const QByteArray mark = "\"resourceVersion\":\"";
        const auto at = made->body.indexOf(mark) + mark.size();
        revision = made->body.mid(at, made->body.indexOf('"', at) - at).toStdString();
    }
    return askEtcd(m_etcdPort, "/v3/kv/compaction",
                   "{\"revision\":\"" + QByteArray::fromStdString(revision) + "\",\"physical\":true}");
}

Result<void> ApiServer::launchEtcd() {
    prepare(m_etcd, path(QStringLiteral("etcd.log")));
    const QString client = http(m_etcdPort);
    const QString peer = http(m_peerPort);
    m_etcd.start(assets() + QStringLiteral("/etcd"),
                 {QStringLiteral("--data-dir"), path(QStringLiteral("etcd")),
                  QStringLiteral("--listen-client-urls"), client, QStringLiteral("--advertise-client-urls"),
                  client, QStringLiteral("--listen-peer-urls"), peer,
                  QStringLiteral("--initial-advertise-peer-urls"), peer, QStringLiteral("--initial-cluster"),
                  QStringLiteral("default=") + peer, QStringLiteral("--quota-backend-bytes"),
                  QStringLiteral("8589934592"), QStringLiteral("--unsafe-no-fsync")});
    if (!m_etcd.waitForStarted()) {
        return fail(ErrorCode::Internal, m_etcd.errorString().toStdString(), "etcd");
    }
    return {};
}

Result<void> ApiServer::launchApiServer() {
    prepare(m_apiserver, path(QStringLiteral("apiserver.log")));
    const QString key = path(QStringLiteral("sa.key"));
    m_apiserver.start(assets() + QStringLiteral("/kube-apiserver"),
                      QStringList{QStringLiteral("--etcd-servers"),
                                  http(m_etcdPort),
                                  QStringLiteral("--cert-dir"),
                                  path(QStringLiteral("certs")),
                                  QStringLiteral("--secure-port"),
                                  QString::number(m_port),
                                  QStringLiteral("--bind-address"),
                                  QStringLiteral("127.0.0.1"),
                                  QStringLiteral("--advertise-address"),
                                  QStringLiteral("10.0.0.2"),
                                  QStringLiteral("--service-account-issuer"),
                                  QStringLiteral("https://kubernetes.default.svc"),
                                  QStringLiteral("--service-account-key-file"),
                                  key,
                                  QStringLiteral("--service-account-signing-key-file"),
                                  key,
                                  QStringLiteral("--token-auth-file"),
                                  path(QStringLiteral("tokens.csv")),
                                  QStringLiteral("--authorization-mode"),
                                  QStringLiteral("RBAC"),
                                  QStringLiteral("--service-cluster-ip-range"),
                                  QStringLiteral("10.96.0.0/16"),
                                  QStringLiteral("--allow-privileged=true"),
                                  QStringLiteral("--disable-admission-plugins"),
                                  QStringLiteral("ServiceAccount")} +
                          m_flags);
    if (!m_apiserver.waitForStarted()) {
        return fail(ErrorCode::Internal, m_apiserver.errorString().toStdString(), "kube-apiserver");
    }
    return {};
}

Result<void> ApiServer::waitReady() {
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < readyTimeoutMs) {
        m_apiserver.waitForFinished(1); // notices an early end without an event loop
        if (m_apiserver.state() == QProcess::NotRunning || m_etcd.state() == QProcess::NotRunning) {
            return fail(ErrorCode::Internal, "the API server ended: " + logTail());
        }
        const auto answer = connection()->ask("GET", "/readyz");
        if (answer && answer->status == 200) {
            return {};
        }
        QThread::msleep(50);
    }
    return fail(ErrorCode::Internal, "the API server is not ready after 90 s: " + logTail());
}

void ApiServer::kill9() {
    signal(m_apiserver, SIGKILL);
    m_apiserver.waitForFinished(10'000);
}

Result<void> ApiServer::restart() {
    end(m_apiserver);
    return launchApiServer().and_then([this] { return waitReady(); });
}

void ApiServer::freeze() {
    signal(m_apiserver, SIGSTOP);
}

void ApiServer::thaw() {
    signal(m_apiserver, SIGCONT);
}

std::unique_ptr<ApiConnection> ApiServer::connection(const QByteArray& token) const {
    return std::make_unique<ApiConnection>(m_port, token);
}

} // namespace plimsoll::test
