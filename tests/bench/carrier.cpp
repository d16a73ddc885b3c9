// SPDX-License-Identifier: Apache-2.0
// What carries the lists: the same requests by a QSslSocket each and by QNetworkAccessManager, both throwing
// away what comes, and curl, alternating. What lies between the first two is what Qt's HTTP costs.
#include "bench/bench.h"
#include "bench/curl.h"
#include "bench/livesource.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QUrl>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace plimsoll::bench {
namespace {

constexpr qint64 bufferBytes = qint64{64} << 10U; // as the client's
constexpr int streamsAManager = 5;                // as the client's: Qt has six connections a host

QSslConfiguration unverified() { // as curl --insecure: the handshake is not what is compared
    auto ssl = QSslConfiguration::defaultConfiguration();
    ssl.setPeerVerifyMode(QSslSocket::VerifyNone);
    ssl.setCaCertificates({});
    return ssl;
}

/// The server is asked to close when all is sent, so no framing is to be understood.
qint64 bySockets(const kube::Config& config, const QStringList& paths) {
    const QUrl server(QString::fromStdString(config.server));
    qint64 bytes = 0;
    auto open = paths.size();
    QEventLoop loop;
    std::vector<std::unique_ptr<QSslSocket>> sockets;
    for (const auto& path : paths) {
        auto& socket = *sockets.emplace_back(std::make_unique<QSslSocket>());
        socket.setSslConfiguration(unverified());
        socket.setReadBufferSize(bufferBytes);
        QObject::connect(&socket, &QSslSocket::encrypted, &loop, [&socket, &config, &server, path] {
            socket.write("GET " + path.toUtf8() + " HTTP/1.1\r\nHost: " + server.host().toUtf8() +
                         "\r\nUser-Agent: plimsoll/" PLIMSOLL_VERSION
                         "\r\nAccept: application/json\r\nConnection: close\r\nAuthorization: Bearer " +
                         QByteArray::fromStdString(config.token) + "\r\n\r\n");
        });
        QObject::connect(&socket, &QSslSocket::readyRead, &loop,
                         [&socket, &bytes] { bytes += socket.readAll().size(); });
        QObject::connect(&socket, &QSslSocket::disconnected, &loop, [&] {
            if (--open == 0) {
                loop.quit();
            }
        });
        socket.connectToHostEncrypted(server.host(), static_cast<quint16>(server.port(443)));
    }
    loop.exec();
    return bytes;
}

qint64 byManagers(const kube::Config& config, const QStringList& paths) {
    qint64 bytes = 0;
    auto open = paths.size();
    QEventLoop loop;
    std::vector<std::unique_ptr<QNetworkAccessManager>> managers;
    for (qsizetype i = 0; i < paths.size(); ++i) {
        if (i % streamsAManager == 0) {
            managers.push_back(std::make_unique<QNetworkAccessManager>());
        }
        QNetworkRequest request(QUrl(QString::fromStdString(config.server) + paths[i]));
        request.setSslConfiguration(unverified());
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        request.setRawHeader("User-Agent", "plimsoll/" PLIMSOLL_VERSION);
        request.setRawHeader("Accept", "application/json");
        request.setRawHeader("Accept-Encoding", "identity");
        request.setRawHeader("Authorization", "Bearer " + QByteArray::fromStdString(config.token));
        auto* reply = managers.back()->get(request);
        reply->setReadBufferSize(bufferBytes);
        QObject::connect(reply, &QNetworkReply::readyRead, &loop,
                         [reply, &bytes] { bytes += reply->readAll().size(); });
        QObject::connect(reply, &QNetworkReply::finished, &loop, [&open, &loop, &bytes, reply] {
            bytes += reply->readAll().size();
            if (--open == 0) {
                loop.quit();
            }
        });
    }
    loop.exec();
    return bytes;
}

struct Sum {
    std::vector<double> seconds;
    double cpu = 0;
    double peakMb = 0;
    void add(const Ran& run) {
        seconds.push_back(run.seconds);
        cpu = std::max(cpu, run.cpu);
        peakMb = std::max(peakMb, run.peakMb);
    }
    void print(const char* name) const {
        figure((std::string(name) + ", median").c_str(), median(seconds), "s");
        figure("… its CPU time", cpu, "s");
        figure("… its peak memory", peakMb, "MB");
    }
};

} // namespace

int discard(const QStringList& arguments) {
    const auto config = configOf(arguments.value(1));
    const bool sockets = arguments.value(0) == QLatin1String("sockets");
    const auto bytes = sockets ? bySockets(config, listPaths()) : byManagers(config, listPaths());
    std::printf("%lld\n", static_cast<long long>(bytes));
    return 0;
}

int carrier(const QStringList& arguments) {
    const QString kubeconfig = arguments.value(0);
    const int rounds = std::max(1, arguments.value(1).toInt());
    const auto self = QCoreApplication::applicationFilePath();
    Sum curl;
    Sum sockets;
    Sum managers;
    qint64 bytes = 0;
    for (int round = 0; round < rounds; ++round) {
        curl.add(ran(QStringLiteral("curl"), curlArguments(kubeconfig, listPaths())));
        const auto socket =
            ran(self, {QStringLiteral("discard"), QStringLiteral("sockets"), kubeconfig}, true);
        const auto manager =
            ran(self, {QStringLiteral("discard"), QStringLiteral("managers"), kubeconfig}, true);
        sockets.add(socket);
        managers.add(manager);
        bytes = manager.output.trimmed().toLongLong();
        if (socket.exitCode != 0 || manager.exitCode != 0 ||
            socket.output.trimmed().toLongLong() < bytes) { // it has the headers too
            std::fputs("error: the carriers did not bring the same lists\n", stderr);
            return 1;
        }
    }
    std::printf("carrier: %.1f MB in %lld lists, thrown away, %d rounds\n", static_cast<double>(bytes) / 1e6,
                static_cast<long long>(listPaths().size()), rounds);
    curl.print("curl");
    sockets.print("a QSslSocket each");
    managers.print("QNetworkAccessManager");
    figure("QSslSocket to curl", median(sockets.seconds) / median(curl.seconds), "");
    figure("QNetworkAccessManager to curl", median(managers.seconds) / median(curl.seconds), "");
    return 0;
}

} // namespace plimsoll::bench
