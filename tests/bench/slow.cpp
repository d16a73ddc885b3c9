// SPDX-License-Identifier: Apache-2.0
// The estate over 10 Mbit/s and 80 ms: a relay on loopback that holds bytes back.
#include "bench/bench.h"
#include "bench/livesource.h"
#include "bench/monotonic.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>
#include <QUrl>

#include <atomic>
#include <cstdio>
#include <deque>
#include <memory>

namespace plimsoll::bench {
namespace {

constexpr qint64 bytesASecond = 10'000'000 / 8;
constexpr qint64 oneWayMs = 40;
constexpr qint64 window = 256 * 1024; // what may be under way, as a socket's buffer holds it

/// Everything that goes through shares one line in each direction.
class Relay final : public QTcpServer {
public:
    explicit Relay(quint16 to) : m_to(to) {
        listen(QHostAddress::LocalHost);
        connect(&m_tick, &QTimer::timeout, this, [this] { move(); });
        connect(this, &QTcpServer::newConnection, this, [this] { accept(); });
        m_tick.start(5);
        m_clock.start();
    }
    std::atomic<qint64> received = 0; // by the client

private:
    struct Late {
        qint64 at;
        QByteArray bytes;
    };
    struct Pipe { // from one socket to another
        QTcpSocket* from;
        QTcpSocket* to;
        bool down; // towards the client
        std::deque<Late> late;
    };

    void accept() {
        while (auto* near = nextPendingConnection()) {
            auto* far = new QTcpSocket(near);
            far->connectToHost(QHostAddress::LocalHost, m_to);
            for (auto* socket : {near, far}) {
                socket->setReadBufferSize(window);
                socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            }
            m_pipes.push_back(std::make_unique<Pipe>(Pipe{far, near, true, {}}));
            m_pipes.push_back(std::make_unique<Pipe>(Pipe{near, far, false, {}}));
            connect(near, &QTcpSocket::disconnected, this, [this, near] {
                std::erase_if(m_pipes, [near](const auto& p) { return p->from == near || p->to == near; });
                near->deleteLater();
            });
        }
    }

    void move() {
        const auto now = m_clock.elapsed();
        auto down = std::min<qint64>(m_down + (now - m_last) * bytesASecond / 1000, bytesASecond / 10);
        m_last = now;
        for (std::size_t i = 0; i < m_pipes.size(); ++i) { // begins elsewhere each time: nobody starves
            auto& pipe = *m_pipes[(i + m_turn) % m_pipes.size()];
            const auto share = std::max<qint64>(1, down / static_cast<qint64>(m_pipes.size()) * 4);
            const auto bytes = pipe.down ? pipe.from->read(std::min(down, share)) : pipe.from->readAll();
            if (!bytes.isEmpty()) {
                down -= pipe.down ? bytes.size() : 0;
                pipe.late.push_back({now + oneWayMs, bytes});
            }
            while (!pipe.late.empty() && pipe.late.front().at <= now) {
                pipe.to->write(pipe.late.front().bytes);
                received += pipe.down ? pipe.late.front().bytes.size() : 0;
                pipe.late.pop_front();
            }
        }
        m_down = down;
        ++m_turn;
    }

    quint16 m_to;
    QTimer m_tick;
    QElapsedTimer m_clock;
    qint64 m_last = 0;
    qint64 m_down = 0;
    std::size_t m_turn = 0;
    std::vector<std::unique_ptr<Pipe>> m_pipes;
};

struct Progress {
    qint64 firstNames = -1; // ms until a picture showed revisions
    std::size_t shown = 0;  // of them in that picture
    qint64 complete = -1;
    qint64 bytes = 0; // of JSON
    bool backwards = false;
    int pictures = 0;

    void look(const engine::Picture& picture, qint64 now) {
        ++pictures;
        qint64 sum = 0;
        for (const auto& kind : picture.kinds) {
            sum += kind.bytes;
            backwards = backwards || (kind.percent && (*kind.percent < 0 || *kind.percent > 100));
        }
        backwards = backwards || sum < bytes;
        bytes = sum;
        if (firstNames < 0 && !picture.revisions.empty()) {
            firstNames = now;
            shown = picture.revisions.size();
        }
        if (complete < 0 && picture.complete) {
            complete = now;
        }
    }
};

} // namespace

int slow(const QStringList& arguments) {
    auto config = configOf(arguments.value(0));
    QUrl url(QString::fromStdString(config.server));
    QThread thread;
    Relay* relay = nullptr;
    thread.start();
    QObject context;
    context.moveToThread(&thread);
    QMetaObject::invokeMethod(
        &context, [&] { relay = new Relay(static_cast<quint16>(url.port())); }, Qt::BlockingQueuedConnection);
    url.setPort(relay->serverPort());
    config.server = url.toString().toStdString();
    Progress progress;
    {
        const QTemporaryDir folder;
        engine::ModelOptions options;
        options.journalPath = (folder.path() + QStringLiteral("/journal.jsonl")).toStdString();
        engine::Model model(options);
        QElapsedTimer clock;
        clock.start();
        QEventLoop loop;
        QObject::connect(&model, &engine::Model::pictureChanged, &loop,
                         [&](const engine::PicturePtr& picture) {
                             progress.look(*picture, clock.elapsed());
                             if (progress.complete >= 0) {
                                 loop.quit();
                             }
                         });
        model.open(liveSource(config));
        QTimer::singleShot(300'000, &loop, &QEventLoop::quit);
        loop.exec();
        const auto received = static_cast<double>(relay->received.load());
        std::printf("slow line: 10 Mbit/s, 80 ms there and back; %d pictures\n", progress.pictures);
        figure("first picture with names and states after", static_cast<double>(progress.firstNames) / 1000,
               "s");
        figure("… revisions in it", static_cast<double>(progress.shown), "");
        figure("complete after", static_cast<double>(progress.complete) / 1000, "s");
        figure("bytes over the line", received / 1e6, "MB");
        figure("bytes of JSON", static_cast<double>(progress.bytes) / 1e6, "MB");
        std::printf("  gzip was %s; progress %s\n",
                    received < static_cast<double>(progress.bytes) / 2 ? "used" : "NOT used",
                    progress.backwards ? "went BACKWARDS or out of range" : "only ever rose");
    }
    QMetaObject::invokeMethod(
        &context, [&] { delete relay; }, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
    return progress.complete >= 0 ? 0 : 1;
}

} // namespace plimsoll::bench
